"""The door: what other modules may use."""

from nuanfeng.modules.organisations.api.county_page import county_page, way_into_county_work
from nuanfeng.modules.organisations.models import Appointment, Area, County, Organisation
from nuanfeng.modules.organisations.policies import COMMAND_LINE, refusal_to_act_for_county
from nuanfeng.modules.organisations.queries import area_named, county_code, personal_record_of, the_county
from nuanfeng.modules.organisations.rules import COUNTY_STAFF, AreaRow, read_areas
from nuanfeng.modules.organisations.usecases import (
    appoint_county_staff,
    end_appointment,
    forget_person,
    load_areas,
    set_up_county,
)

__all__ = [
    "COMMAND_LINE",
    "COUNTY_STAFF",
    "Appointment",
    "Area",
    "AreaRow",
    "County",
    "Organisation",
    "appoint_county_staff",
    "area_named",
    "county_code",
    "county_page",
    "end_appointment",
    "forget_person",
    "load_areas",
    "personal_record_of",
    "read_areas",
    "refusal_to_act_for_county",
    "set_up_county",
    "the_county",
    "way_into_county_work",
]
