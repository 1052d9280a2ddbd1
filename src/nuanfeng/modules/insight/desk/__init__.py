"""The county's figures: one page of the day, and the lists behind every figure."""

from nuanfeng.modules.insight.desk.county import county
from nuanfeng.modules.insight.desk.days import days, people, table
from nuanfeng.modules.insight.desk.done import done
from nuanfeng.modules.insight.desk.rows import hand_outs, screens, stock
from nuanfeng.modules.insight.desk.stations import stations

__all__ = ["county", "days", "done", "hand_outs", "people", "screens", "stations", "stock", "table"]
