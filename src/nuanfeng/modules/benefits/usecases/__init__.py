"""What people do with programmes, stock and hand-outs."""

from nuanfeng.modules.benefits.usecases.add_item import add_item
from nuanfeng.modules.benefits.usecases.add_pickup_point import add_pickup_point
from nuanfeng.modules.benefits.usecases.add_stock import add_stock
from nuanfeng.modules.benefits.usecases.change_item import change_item
from nuanfeng.modules.benefits.usecases.change_programme import change_programme
from nuanfeng.modules.benefits.usecases.change_rule import change_rule, is_rule_free
from nuanfeng.modules.benefits.usecases.check_pass import ScanAnswer, check_pass
from nuanfeng.modules.benefits.usecases.close_stock import close_stock
from nuanfeng.modules.benefits.usecases.create_programme import create_programme
from nuanfeng.modules.benefits.usecases.cut_hand_outs import cut_hand_outs
from nuanfeng.modules.benefits.usecases.decide_quarantined import decide_quarantined
from nuanfeng.modules.benefits.usecases.end_pickup_point import end_pickup_point
from nuanfeng.modules.benefits.usecases.fill_periods import fill_periods
from nuanfeng.modules.benefits.usecases.forget_person import forget_person
from nuanfeng.modules.benefits.usecases.forget_quarantined import forget_quarantined
from nuanfeng.modules.benefits.usecases.forget_watches import forget_watches
from nuanfeng.modules.benefits.usecases.give_guest_meal import give_guest_meal
from nuanfeng.modules.benefits.usecases.grant_lease import grant_lease
from nuanfeng.modules.benefits.usecases.join_hand_outs import join_hand_outs
from nuanfeng.modules.benefits.usecases.load_history import load_history
from nuanfeng.modules.benefits.usecases.open_stock import open_stock
from nuanfeng.modules.benefits.usecases.record_hand_out import record_hand_out
from nuanfeng.modules.benefits.usecases.record_screening import record_screening
from nuanfeng.modules.benefits.usecases.recount_stock import recount_stock
from nuanfeng.modules.benefits.usecases.redeem_pass import redeem_pass
from nuanfeng.modules.benefits.usecases.reopen_stock import reopen_stock
from nuanfeng.modules.benefits.usecases.reopen_table import reopen_table
from nuanfeng.modules.benefits.usecases.settle_period import settle_period
from nuanfeng.modules.benefits.usecases.sync_batch import sync_batch
from nuanfeng.modules.benefits.usecases.unwatch_leftovers import unwatch_leftovers
from nuanfeng.modules.benefits.usecases.void_redemption import void_redemption
from nuanfeng.modules.benefits.usecases.waste_stock import waste_stock
from nuanfeng.modules.benefits.usecases.watch_leftovers import watch_leftovers
from nuanfeng.modules.benefits.usecases.withdraw_rule import withdraw_rule

__all__ = [
    "ScanAnswer",
    "add_item",
    "add_pickup_point",
    "add_stock",
    "change_item",
    "change_programme",
    "change_rule",
    "check_pass",
    "close_stock",
    "create_programme",
    "cut_hand_outs",
    "decide_quarantined",
    "end_pickup_point",
    "fill_periods",
    "forget_person",
    "forget_quarantined",
    "forget_watches",
    "give_guest_meal",
    "grant_lease",
    "is_rule_free",
    "join_hand_outs",
    "load_history",
    "open_stock",
    "record_hand_out",
    "record_screening",
    "recount_stock",
    "redeem_pass",
    "reopen_stock",
    "reopen_table",
    "settle_period",
    "sync_batch",
    "unwatch_leftovers",
    "void_redemption",
    "waste_stock",
    "watch_leftovers",
    "withdraw_rule",
]
