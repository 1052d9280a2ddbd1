"""The pass with what can be collected at this hour: passes know nothing of meals."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.api import late_lines_for, programme_of_the_hour
from nuanfeng.modules.bookings.api import lines_for
from nuanfeng.modules.passes.api import pass_page
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import stations_with_door_code
from nuanfeng.ui.pages import kept_offline


@gzip_page
@require_GET
@kept_offline
def show_pass(request: HttpRequest) -> HttpResponse:
    """The pass of whoever is signed in, below the programme of the hour."""
    now = clock.now()
    lines = lines_for(request.user, now=now) if isinstance(request.user, Person) else []
    late_lines = late_lines_for(request.user, now=now) if isinstance(request.user, Person) else []
    programme = programme_of_the_hour(now=now)
    return pass_page(
        request,
        "portal/show_pass.html",
        programme=programme,
        booking_lines=lines,
        late_lines=late_lines,
        has_doors=bool(stations_with_door_code()),
    )
