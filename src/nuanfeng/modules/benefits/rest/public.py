"""Programmes and today's stock: for everybody, and kept for a minute by whoever asks."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers
from ninja import Path, Router
from ninja.decorators import decorate_view

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits import queries
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.rest.shapes import Number, Problem, ProgrammeOut, TableOut
from nuanfeng.modules.benefits.rules.periods import Rule, rule_on
from nuanfeng.modules.stations.api import Station

router = Router(auth=None)
for_a_minute = (conditional_page, cache_control(public=True, max_age=60), vary_on_headers("Accept-Language"))


@router.get("/programmes", response=list[ProgrammeOut], summary="Programmes that run today")
@decorate_view(*for_a_minute)
def programmes(request: HttpRequest) -> list[dict[str, object]]:
    """What the county hands out today, when, and what there is to choose from."""
    now = clock.now()
    running = queries.running_programmes(now=now)
    rules = queries.rules_of(programme.pk for programme in running)
    return [
        _programme(programme, rule_on(rules[programme.pk], queries.day_of(programme, now)), now)
        for programme in running
    ]


@router.get(
    "/stations/{station}/stock",
    response={200: list[TableOut], 404: Problem},
    summary="What is left at a station today",
)
@decorate_view(*for_a_minute)
def stock(request: HttpRequest, station: Path[Number]) -> list[dict[str, object]]:
    """Every table of the station today; an empty list where it hands nothing out."""
    if not Station.objects.filter(pk=station).exclude(status="closed").exists():
        raise Http404
    meals = queries.todays_meals([station], now=clock.now()).get(station, [])
    return [
        {
            "programme": table.programme_code,
            "name": table.programme,
            "serving_sentence": table.hours_sentence,
            "is_serving": table.is_serving,
            "items": [{"code": meal.code, "name": meal.name, "left": meal.left} for meal in table.meals],
        }
        for table in meals
    ]


def _programme(programme: Programme, rule: Rule, now: datetime) -> dict[str, object]:
    serving = queries.serving_of(programme, now)
    return {
        "code": programme.code,
        "name": str(programme),
        "serving_hours": programme.serving_hours,
        "serving_sentence": queries.hours_sentence(serving),
        "is_serving": serving is None or serving.is_serving,
        "service_day_starts_at": f"{programme.service_day_starts_at:%H:%M}",
        "period": rule.period,
        "kinds_of_work": list(rule.kinds_of_work),
        "late_from": f"{programme.late_from:%H:%M}" if programme.late_from else None,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "items": [
            {"code": item.code, "name": str(item), "quantity_max": item.quantity_max}
            for item in programme.items.all()
            if item.is_active
        ],
    }
