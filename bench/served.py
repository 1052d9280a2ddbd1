"""Ask for the state of a county in which 20,000 people were served today: everybody, and what is new.

    nuanfeng bench served [--json] [--engine sqlite]

A phone that starts asks for everybody, a page at a time; from then on it asks once a minute for what
changed. The limits are ours: a page of 5,000 people 250 ms, a minute in which nobody came 15 ms of CPU.
"""

import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.measuring import (
    Figure,
    Installation,
    cpu_ms_each,
    database_processes,
    installation,
    load,
    report,
    request_bytes,
    server,
)
from bench.sync import RECORDS, as_request

PEOPLE, TIMES = 20_000, 20
LIMIT_PAGE_CPU_MS, LIMIT_DELTA_CPU_MS = 250.0, 15.0


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        with installation(engine) as county:
            for figure in measure(county):
                report([figure], is_json=is_json)


def measure(county: Installation) -> Iterator[Figure]:
    """Serve them all without a network, send it, and ask."""
    backlog = county.folder / "backlog.json"
    county.run("-m", "bench.served", "prepare", str(backlog))
    prepared = json.loads(backlog.read_text())
    with server(county) as web:
        sent = load(web.port, [[as_request(batch, prepared["key"]) for batch in prepared["batches"]]])
        if set(sent.statuses) != {200}:
            raise SystemExit(f"not every batch was taken: {sent.statuses}")
        pages = _pages(web.port, prepared["key"])
        first, last = pages[0], pages[-1]
        groups = [[web.process], database_processes(county)]
        for name, since, limit in (
            ("page", "", LIMIT_PAGE_CPU_MS),
            ("delta", _when_nobody_came(last), LIMIT_DELTA_CPU_MS),
        ):
            ask = _request(prepared["key"], since)
            load(web.port, [[ask] * 2])
            spent, done = cpu_ms_each(groups, TIMES, lambda ask=ask: load(web.port, [[ask] * TIMES]))
            yield Figure(
                bench=f"served_{name}",
                engine=county.engine,
                cpu_ms_web=spent[0],
                cpu_ms_db=spent[1] if county.engine == "postgresql" else None,
                limit_cpu_ms=limit,
                ratio=(spent[0] + spent[1]) / limit,
                rps_1=done.rps,
                more={
                    "pages": len(pages),
                    "marks": sum(len(page["served"]) for page in pages),
                    "bytes_of_page": len(json.dumps(first)),
                },
            )


def _when_nobody_came(state: dict[str, Any]) -> str:
    """The cursor of a quiet minute; the first one reaches back over what was sent a moment ago."""
    payload = state["time"].split(".")[0]
    said = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    moment = int(datetime.fromisoformat(said["time"]).timestamp() * 1_000_000)
    epoch, programme, day = state["served_cursor"].split(".")[1:4]
    return f"1.{epoch}.{programme}.{day}.{moment}.{moment}."


def _body(since: str) -> bytes:
    return json.dumps({"programme": "breakfast", "served_since": since}).encode()


def _headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def _request(key: str, since: str) -> bytes:
    return request_bytes("POST", "/api/v1/sync/state", _headers(key), _body(since))


def _pages(port: int, key: str) -> list[dict[str, Any]]:
    """Ask until there is no more, as a phone does."""
    pages: list[dict[str, Any]] = []
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    while not pages or pages[-1]["served_has_more"]:
        since = pages[-1]["served_cursor"] if pages else ""
        line.request("POST", "/api/v1/sync/state", _body(since), _headers(key))
        pages.append(json.loads(line.getresponse().read()))
    line.close()
    return pages


def prepare(path: Path) -> None:
    """Make the county in this process, and the hand-outs of its phone."""
    import django

    django.setup()
    from bench.county import a_backlog

    path.write_text(json.dumps(a_backlog(batches=PEOPLE // RECORDS, records=RECORDS)))


if __name__ == "__main__" and sys.argv[1] == "prepare":
    prepare(Path(sys.argv[2]))
