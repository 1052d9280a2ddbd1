"""The one site of registers, behind the same door as every page of the office.

It stands apart from `admin.py`, which Django imports while it makes this very site.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel import clock
from nuanfeng.modules.organisations.api.county_page import way_into_county_work
from nuanfeng.modules.organisations.policies import refusal_to_act_for_county
from nuanfeng.modules.people.api import has_second_factor
from nuanfeng.ui.admin import RegisterAdmin


class Registers(admin.AdminSite):
    """Open to county staff whose session proved the second factor, to nobody else."""

    site_header = _("Registers")
    site_title = _("Registers")
    index_title = _("What the county knows of itself")
    site_url = "/office/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """As for every page under /office."""
        is_county = refusal_to_act_for_county(request.user) is None
        return is_county and has_second_factor(request, now=clock.now())

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Nobody signs in here: the way leads through the phone and the second step."""
        if way := way_into_county_work(request):
            return way
        wanted = request.GET.get("next", "")
        is_safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(wanted if is_safe else "/admin/")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take registers that record their changes; what libraries offer (second factors!) stays out."""
        if admin_class is not None and issubclass(admin_class, RegisterAdmin):
            super().register(model_or_iterable, admin_class, **options)
        elif (admin_class or admin.ModelAdmin).__module__.startswith("nuanfeng."):
            raise ImproperlyConfigured(f"{admin_class.__name__} is no nuanfeng.ui.admin.RegisterAdmin")
