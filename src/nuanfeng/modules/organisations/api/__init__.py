"""The door: what other modules may use."""

from nuanfeng.modules.organisations.api.county_page import county_page, way_into_county_work
from nuanfeng.modules.organisations.models import Appointment, Area, County, Organisation
from nuanfeng.modules.organisations.policies import COUNTY_STAFF, refusal_to_act_for_county
from nuanfeng.modules.organisations.queries import area_named, county_code, the_county
from nuanfeng.modules.organisations.usecases import (
    appoint_county_staff,
    end_appointment,
    set_up_county,
)

__all__ = [
    "COUNTY_STAFF",
    "Appointment",
    "Area",
    "County",
    "Organisation",
    "appoint_county_staff",
    "area_named",
    "county_code",
    "county_page",
    "end_appointment",
    "refusal_to_act_for_county",
    "set_up_county",
    "the_county",
    "way_into_county_work",
]
