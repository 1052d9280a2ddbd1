"""What people do with their own account."""

from nuanfeng.modules.people.usecases.change_profile import change_profile
from nuanfeng.modules.people.usecases.erase_person import erase_person
from nuanfeng.modules.people.usecases.forget_codes import forget_codes
from nuanfeng.modules.people.usecases.give_authenticator_app import give_authenticator_app
from nuanfeng.modules.people.usecases.join_network import join_network
from nuanfeng.modules.people.usecases.load_persons import KnownPerson, load_persons
from nuanfeng.modules.people.usecases.look_at_people import look_at_people
from nuanfeng.modules.people.usecases.open_registers import open_registers
from nuanfeng.modules.people.usecases.print_code import print_code
from nuanfeng.modules.people.usecases.register_person import register_person
from nuanfeng.modules.people.usecases.request_code import request_code
from nuanfeng.modules.people.usecases.sign_out_everywhere import sign_out_everywhere
from nuanfeng.modules.people.usecases.take_second_factors import take_second_factors
from nuanfeng.modules.people.usecases.try_code import try_code

__all__ = [
    "KnownPerson",
    "change_profile",
    "erase_person",
    "forget_codes",
    "give_authenticator_app",
    "join_network",
    "load_persons",
    "look_at_people",
    "open_registers",
    "print_code",
    "register_person",
    "request_code",
    "sign_out_everywhere",
    "take_second_factors",
    "try_code",
]
