"""What people do with organisations."""

from nuanfeng.modules.organisations.usecases.appoint_county_staff import appoint_county_staff
from nuanfeng.modules.organisations.usecases.end_appointment import end_appointment
from nuanfeng.modules.organisations.usecases.forget_person import forget_person
from nuanfeng.modules.organisations.usecases.load_areas import load_areas
from nuanfeng.modules.organisations.usecases.set_up_county import set_up_county

__all__ = ["appoint_county_staff", "end_appointment", "forget_person", "load_areas", "set_up_county"]
