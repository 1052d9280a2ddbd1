"""What a station's scanner says and asks. A scanner's key needs no session, no page and no cookie."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Path, Query, Router

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits import policies, queries, usecases
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Answer, Table
from nuanfeng.modules.benefits.rest.senders import SENDERS
from nuanfeng.modules.benefits.rest.shapes import (
    AnswerOut,
    CheckIn,
    Code,
    DayOut,
    HandOutIn,
    Number,
    Problem,
    RedemptionIn,
    ScanOut,
    VoidIn,
)
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import HandOut, Line

REFUSALS = {401: Problem, 403: Problem, 422: Problem}
router = Router(auth=SENDERS)


@router.post("/checks", response={200: ScanOut, **REFUSALS}, summary="Look at a code")
def check(request: HttpRequest, said: CheckIn) -> JsonResponse:
    """Green, amber or grey, and what is on the table. Stores nothing but an amber or grey screen."""
    actor, now = actor_of(request), clock.now()
    answer = usecases.check_pass(
        id=said.id or new_id(),
        station_id=said.station,
        programme=said.programme,
        code=said.token or said.number,
        actor=actor,
        now=now,
    )
    table = _table(said.station, said.programme)
    return _json(
        {
            "outcome": answer.outcome,
            "sentence": _scanned(answer),
            "just_scanned": answer.is_just_scanned,
            "redemption": answer.redemption_id,
            "at": _local(answer.at),
            "service_date": answer.service_date,
            "items": _items(table),
        }
    )


@router.post(
    "/redemptions", response={200: AnswerOut, 201: AnswerOut, **REFUSALS}, summary="Hand out for a code"
)
def redeem(request: HttpRequest, said: RedemptionIn) -> JsonResponse:
    """Record a hand-out. 201: recorded, also when the same is sent again; 200: nothing was recorded."""
    hand_out = _hand_out(said, said.token or said.number)
    return _answer(usecases.redeem_pass(hand_out=hand_out, actor=actor_of(request), now=clock.now()))


@router.post(
    "/guest-meals", response={200: AnswerOut, 201: AnswerOut, **REFUSALS}, summary="Hand out without a code"
)
def give_guest_meal(request: HttpRequest, said: HandOutIn) -> JsonResponse:
    """Record a hand-out to somebody whom nobody asks. Answers as `redemptions` does."""
    hand_out = _hand_out(said, "")
    return _answer(usecases.give_guest_meal(hand_out=hand_out, actor=actor_of(request), now=clock.now()))


@router.post(
    "/redemptions/{redemption}/void",
    response={200: AnswerOut, 404: Problem, 409: Problem, **REFUSALS},
    summary="Undo a mis-scan",
)
def void(request: HttpRequest, redemption: UUID, said: VoidIn) -> JsonResponse:
    """Within 60 seconds, by whoever recorded it; undoing twice changes nothing."""
    answer = usecases.void_redemption(
        redemption_id=redemption, actor=actor_of(request), tapped_at=said.at, now=clock.now()
    )
    return _answer(answer, status=200)


@router.get(
    "/stations/{station}/day",
    response={200: DayOut, 404: Problem, **REFUSALS},
    summary="The table as its scanner shows it",
)
def day(request: HttpRequest, programme: Query[Code], station: Path[Number]) -> JsonResponse:
    """What is left, how many were handed out, and the server's time."""
    refuse_if(policies.refusal_to_hand_out(actor_of(request), station))
    now = clock.now()
    table = _table(station, programme)
    if table is None:
        raise Http404
    return _json(
        {
            "programme": table.programme.code,
            "name": str(table.programme),
            "service_date": table.service_date,
            "serving": table.serving is None or table.serving.is_serving,
            "serving_sentence": queries.hours_sentence(table.serving),
            "stock_open": table.is_open,
            "handed_out": queries.handed_out_at(table),
            "items": _items(table),
            "now": _local(now),
        }
    )


def actor_of(request: HttpRequest) -> Actor:
    """The scanner or the person who was let in."""
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _json(body: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """Written straight out: a second look at its shape would cost a scanner more than its rows."""
    return JsonResponse(
        body,
        status=status,
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "no-store"},
    )


def _hand_out(said: HandOutIn, code: str) -> HandOut:
    lines = tuple(Line(line.item, line.quantity) for line in said.lines)
    return HandOut(said.id, said.station, said.programme, lines, said.at, code, said.give_anyway, said.reason)


def _answer(answer: Answer, *, status: int = 201) -> JsonResponse:
    body = {
        "id": answer.id,
        "outcome": answer.outcome,
        "status": answer.outcome if answer.is_recorded else None,
        "sentence": _sentence(answer.outcome, answer.at),
        "service_date": answer.service_date,
        "at": _local(answer.at),
        "lines": [
            {
                "item": line.item,
                "quantity": line.quantity,
                "beyond_stock": line.beyond_stock,
                "left": line.left,
            }
            for line in answer.lines
        ],
    }
    return _json(body, status=status if answer.is_recorded else 200)


def _scanned(answer: usecases.ScanAnswer) -> str:
    return gettext(outcomes.JUST_SCANNED) if answer.is_just_scanned else _sentence(answer.outcome, answer.at)


def _sentence(outcome: str, at: Any) -> str:
    here = timezone.localtime(clock.now())
    msgid, params = outcomes.sentence_for(outcome, at=_local(at), here=here)
    return gettext(msgid) % params


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None


def _table(station: int, programme: str) -> Table | None:
    tables = queries.tables_of([station], now=clock.now())
    return next((table for table in tables if table.programme.code == programme), None)


def _items(table: Table | None) -> list[dict[str, Any]]:
    return [
        {
            "code": on.item.code,
            "name": str(on.item),
            "quantity_max": on.item.quantity_max,
            "remaining": 0 if on.is_closed else on.remaining,
            "is_open": on.remaining is not None and not on.is_closed,
        }
        for on in (table.items if table else [])
    ]
