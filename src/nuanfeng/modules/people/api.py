"""The door: what other modules may use."""

from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.policies import has_second_factor, way_to_second_factor
from nuanfeng.modules.people.queries import (
    grouped_phone,
    masked_phone,
    person_with_phone,
    personal_record_of,
    phone_of_text,
    unused_people,
)
from nuanfeng.modules.people.rules import KINDS_OF_WORK
from nuanfeng.modules.people.usecases import (
    KnownPerson,
    erase_person,
    forget_codes,
    give_authenticator_app,
    load_persons,
    look_at_people,
    open_registers,
    print_code,
    register_person,
    sign_out_everywhere,
    take_second_factors,
)

__all__ = [
    "KINDS_OF_WORK",
    "KnownPerson",
    "Person",
    "erase_person",
    "forget_codes",
    "give_authenticator_app",
    "grouped_phone",
    "has_second_factor",
    "load_persons",
    "look_at_people",
    "masked_phone",
    "open_registers",
    "person_with_phone",
    "personal_record_of",
    "phone_of_text",
    "print_code",
    "register_person",
    "sign_out_everywhere",
    "take_second_factors",
    "unused_people",
    "way_to_second_factor",
]
