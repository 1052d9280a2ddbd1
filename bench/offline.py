"""The network is back: a phone sends 10,000 records while others go on handing out with a network.

    nuanfeng bench offline [--json] [--engine sqlite]

The backlog goes out in 20 batches, one after the other, as a phone sends it; meanwhile two phones redeem,
each ten times a second at most. Every pass is another worker's own. Promised are three minutes for the
backlog, and half a second for 95 of 100 redemptions; these are times on the wall, so the machine counts.
"""

import json
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import redeem, sync
from bench.measuring import Figure, Installation, installation, report, server, talk

BATCHES, RECORDS, ONLINE, PHONES = 20, 500, 1500, 2
DRAINED_SECONDS_MAX, ANSWERED_MS_MAX = 180.0, 500.0
PAUSE_SECONDS = 0.1


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        report([measure(engine)], is_json=is_json)


def measure(engine: str) -> Figure:
    """One engine, in a county of its own."""
    with installation(engine) as county:
        prepared_file = county.folder / "offline.json"
        county.run("-m", "bench.offline", str(prepared_file))
        prepared = json.loads(prepared_file.read_text())
        with server(county, workers=2 if engine == "postgresql" else 1) as web:
            seconds, answers = _side_by_side(web.port, prepared)
        _verify(county)
    times = sorted(took for took, _status in answers)
    p95 = times[int(len(times) * 0.95)] * 1000
    figure = Figure("offline", engine, ratio=max(seconds / DRAINED_SECONDS_MAX, p95 / ANSWERED_MS_MAX))
    figure.more |= {
        "records": BATCHES * RECORDS, "drained_seconds": seconds, "limit_seconds": DRAINED_SECONDS_MAX,
        "redeemed_meanwhile": len(answers), "p95_ms": p95, "limit_ms": ANSWERED_MS_MAX,
    }  # fmt: skip
    return figure


def _side_by_side(port: int, prepared: dict[str, Any]) -> tuple[float, list[tuple[float, int]]]:
    """How long the backlog took, and how each redemption of that time was answered."""
    backlog = [sync.as_request(batch, prepared["key"]) for batch in prepared["batches"]]
    orders = iter([redeem.as_request(body, prepared["online_key"]) for body in prepared["bodies"]])
    lock, is_drained, answers = threading.Lock(), threading.Event(), list[tuple[float, int]]()

    def phone() -> None:
        while not is_drained.wait(PAUSE_SECONDS):
            with lock:
                order = next(orders, None)
            if order is None:
                return
            answers.extend(talk(port, [order]))

    phones = [threading.Thread(target=phone) for _phone in range(PHONES)]
    for one in phones:
        one.start()
    begun = time.perf_counter()
    try:
        taken = talk(port, backlog)
    finally:
        seconds = time.perf_counter() - begun
        is_drained.set()
        for one in phones:
            one.join()
    if {status for _took, status in taken} != {200} or {status for _took, status in answers} != {201}:
        raise SystemExit("not everything was taken")
    return seconds, answers


def _verify(county: Installation) -> None:
    county.run("-m", "nuanfeng", "verify")


def prepare(path: Path) -> None:
    """Make the county in this process: a backlog on one phone, and people who stand before others."""
    import django

    django.setup()
    from bench.county import a_backlog, more_orders

    backlog = a_backlog(batches=BATCHES, records=RECORDS)
    path.write_text(json.dumps(backlog | more_orders(first=BATCHES * RECORDS, count=ONLINE)))


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
