"""A station's page with what is on its table today: stations know nothing of meals."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import todays_meals
from nuanfeng.modules.stations.api import station_details
from nuanfeng.ui.pages import kept_offline


@gzip_page
@conditional_page
@require_safe
@kept_offline
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known of a place, and today's meals with what is left."""
    now = clock.now()
    details = station_details(pk, now=now)
    if details is None:
        raise Http404
    meals = todays_meals([pk], now=now).get(pk, [])
    response = render_page(request, "portal/station.html", {"details": details, "now": now, "meals": meals})
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, public=True, max_age=4)
    return response
