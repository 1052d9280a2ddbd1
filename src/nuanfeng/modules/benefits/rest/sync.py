"""What a scanner asks before it loses the network, and sends when it has one again."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.security import HttpBearer

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies, queries, usecases
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.queries.sync_state import SyncState, sealed_time, sync_state
from nuanfeng.modules.benefits.rest.shapes import Problem
from nuanfeng.modules.benefits.rest.sync_shapes import BATCH_IN, BatchOut, StateIn, StateOut
from nuanfeng.modules.passes.api import (
    Scanner,
    epoch_number,
    note_contact,
    scanner_that_sends,
    sealed,
)


class AnyScannersKey(HttpBearer):
    """`Authorization: Bearer <key>`, a revoked scanner's too: it may still send what it recorded."""

    def authenticate(self, request: HttpRequest, token: str) -> Scanner | None:
        """The scanner whose key it is or was."""
        return scanner_that_sends(token)


router = Router(auth=AnyScannersKey())


@router.post(
    "/sync/state",
    response={200: StateOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="What a scanner needs without a network",
)
def state(request: HttpRequest, said: StateIn) -> JsonResponse:
    """Time, keys, marks of who was served, and the portions leased to this scanner."""
    scanner, now = _scanner(request), clock.now()
    refuse_if(policies.refusal_to_hand_out(scanner, scanner.station_id))
    programme = _programme(said.programme, scanner, now)
    leased = usecases.grant_lease(scanner=scanner, programme=programme.code, wanted=said.want_lease, now=now)
    note_contact(scanner_id=scanner.pk, now=now)
    kept = sync_state(
        scanner=scanner, programme=programme, leased=leased, served_since=said.served_since, now=now
    )
    return _json(_state(kept, _tables(scanner, now)))


@router.post(
    "/sync/batches",
    response={200: BatchOut, 401: Problem, 403: Problem, 413: Problem, 422: Problem},
    summary="Send what was recorded without a network",
    openapi_extra=BATCH_IN,
)
def batches(request: HttpRequest) -> JsonResponse:
    """Keep every record once; the receipt says what became of each, and names it by its hash."""
    scanner, now = _scanner(request), clock.now()
    signature = request.headers.get("Nuanfeng-Signature", "")
    told = usecases.sync_batch(scanner=scanner, body=request.body, signature=signature, now=now)
    records = [
        {"seq": sent.seq, "hash": sent.hash, "outcome": said.outcome, "reason": said.reason}
        for sent, said in told
    ]
    receipt = {"scanner": str(scanner.pk), "received_at": now.isoformat(), "records": records}
    return _json(
        {
            "receipt": sealed(receipt, now=now),
            "epoch": epoch_number(),
            "time": sealed_time(scanner.pk, now),
        }
    )


def _programme(code: str, scanner: Scanner, now: datetime) -> Programme:
    """A phone that was enrolled just now does not know what is handed out where it is."""
    if code:
        return get_object_or_404(Programme, code=code)
    tables = _tables(scanner, now)
    if not tables:
        raise Http404
    return tables[0].programme


def _tables(scanner: Scanner, now: datetime) -> list[queries.Table]:
    """What the station hands out, that which is handed out at this hour first."""
    tables = queries.tables_of([scanner.station_id], now=now)
    return sorted(tables, key=lambda table: table.serving is not None and not table.serving.is_serving)


def _scanner(request: HttpRequest) -> Scanner:
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _state(state: SyncState, tables: list[queries.Table]) -> dict[str, Any]:
    spans = None if state.serving is None else [{"begins": a, "ends": b} for a, b in state.serving]
    return {
        "programme": state.table.programme.code,
        "programme_name": str(state.table.programme),
        "programmes": [{"code": each.programme.code, "name": str(each.programme)} for each in tables],
        "time": state.time,
        "epoch": state.epoch,
        "county": state.county,
        "keys": dict(state.keys),
        "revoked": state.revoked,
        "service_date": state.service_date,
        "day_ends": state.day_ends,
        "period": state.period,
        "period_start": state.period_start,
        "period_begins": state.period_begins,
        "period_ends": state.period_ends,
        "serving": spans,
        "served": state.served.served,
        "unserved": state.served.unserved,
        "served_cursor": state.served.cursor,
        "served_is_whole": state.served.is_whole,
        "served_has_more": state.served.is_more,
        "items": [
            {
                "code": on.item.code,
                "name": str(on.item),
                "quantity_max": on.item.quantity_max,
                "remaining": 0 if on.is_closed else on.remaining,
                "is_open": on.remaining is not None and not on.is_closed,
                "leased": state.leased.get(on.item.pk, 0),
            }
            for on in state.table.items
        ],
    }


def _json(body: dict[str, Any]) -> JsonResponse:
    return JsonResponse(
        body, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "no-store"}
    )
