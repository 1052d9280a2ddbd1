"""Drain a backlog: batches of 500 records through the whole HTTP request, against the same rows by hand.

    nuanfeng bench sync [--json] [--engine sqlite]

Every record is another worker's own signed pass, scanned without a network: two buns and a soy milk.
A batch is signed by the phone, each pass is verified, the chain is checked, the receipt is sealed.
Beside it stands what the same rows cost when a program inserts them by hand, set by set, without
HTTP, without a signature, without a rule.
"""

import json
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.measuring import (
    Figure,
    Installation,
    Load,
    cpu_ms_each,
    database_processes,
    installation,
    load,
    report,
    request_bytes,
    server,
    shares_of,
)

RECORDS, WARMING, MEASURED = 500, 2, 6
AIM_CPU_MS = 0.4


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        report([measure(engine)], is_json=is_json)


def measure(engine: str) -> Figure:
    """One engine, in a county of its own. Figures are for one record."""
    with installation(engine) as county:
        backlog = county.folder / "backlog.json"
        county.run("-m", "bench.sync", "prepare", str(backlog))
        prepared = json.loads(backlog.read_text())
        figure = Figure("sync", engine, limit_cpu_ms=AIM_CPU_MS)
        _over_http(county, [as_request(batch, prepared["key"]) for batch in prepared["batches"]], figure)
        results = county.folder / "by-hand.json"
        county.run("-m", "bench.sync", "by-hand", str(results))
        by_hand = json.loads(results.read_text())["cpu_ms"]
    total = (figure.cpu_ms_web or 0) + (figure.cpu_ms_db or 0)
    figure.ratio = total / AIM_CPU_MS
    figure.more |= {"cpu_ms": total, "by_hand_cpu_ms": by_hand, "ratio_to_hand": total / by_hand}
    return figure


def as_request(batch: dict[str, Any], key: str) -> bytes:
    """One batch as a scanner sends it."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Nuanfeng-Signature": batch["signature"],
    }
    return request_bytes("POST", "/api/v1/sync/batches", headers, b64decode(batch["body"]))


def _over_http(county: Installation, requests: list[bytes], figure: Figure) -> None:
    with server(county) as web:
        _all_taken(load(web.port, shares_of(requests[:WARMING], 1)))
        groups = [[web.process], database_processes(county)]
        drained = requests[WARMING:]
        spent, done = cpu_ms_each(groups, len(drained) * RECORDS, lambda: load(web.port, [drained]))
        _all_taken(done)
    figure.cpu_ms_web = spent[0]
    figure.cpu_ms_db = spent[1] if county.engine == "postgresql" else None
    figure.more |= {"records_per_second": done.rps * RECORDS}


def _all_taken(done: Load) -> None:
    if set(done.statuses) != {200}:
        raise SystemExit(f"not every batch was taken: {done.statuses}")


def prepare(path: Path) -> None:
    """Make the county in this process: one station, its breakfast, its phone, its workers' hand-outs."""
    import django

    django.setup()
    from bench.county import a_backlog

    path.write_text(json.dumps(a_backlog(batches=WARMING + MEASURED, records=RECORDS)))


def by_hand(path: Path) -> None:
    """Insert the same rows as SQL of our own, for as many hand-outs of another day, and note what it cost."""
    from bench.by_hand_sync import batches_by_hand

    path.write_text(json.dumps({"cpu_ms": batches_by_hand(batches=MEASURED, records=RECORDS)}))


if __name__ == "__main__":
    {"prepare": prepare, "by-hand": by_hand}[sys.argv[1]](Path(sys.argv[2]))
