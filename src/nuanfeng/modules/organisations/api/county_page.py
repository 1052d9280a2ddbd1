"""The one door-keeper of pages for county staff."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations.policies import refusal_to_act_for_county
from nuanfeng.modules.people.api import has_second_factor, way_to_second_factor

Arguments = ParamSpec("Arguments")
Page = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def way_into_county_work(request: HttpRequest) -> HttpResponse | None:
    """None for county staff whose session proved the second factor.

    Anyone else is sent to sign in, refused, or sent to the second step, in this order.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    refuse_if(refusal_to_act_for_county(request.user))
    if not has_second_factor(request, now=clock.now()):
        return HttpResponseRedirect(way_to_second_factor(request))
    return None


def county_page(page: Page[Arguments]) -> Page[Arguments]:
    """Open a page only to county staff with a second factor. Every page under /office carries it."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        return way_into_county_work(request) or page(request, *args, **kwargs)

    guarded.is_county_page = True  # type: ignore[attr-defined]
    return cast(Page[Arguments], guarded)
