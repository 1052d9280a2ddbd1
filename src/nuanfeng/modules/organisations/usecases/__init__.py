"""What people do with organisations."""

from nuanfeng.modules.organisations.usecases.appoint_county_staff import appoint_county_staff
from nuanfeng.modules.organisations.usecases.end_appointment import end_appointment
from nuanfeng.modules.organisations.usecases.set_up_county import set_up_county

__all__ = ["appoint_county_staff", "end_appointment", "set_up_county"]
