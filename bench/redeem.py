"""Redeem a pass: the whole HTTP request against the same transaction as hand-written SQL.

    nuanfeng bench redeem [--json] [--engine sqlite]

Every request is another worker's own signed pass, taken at one station that has opened its stock:
two buns and a soy milk. The limit is what the same rows cost when a program writes them by hand,
without HTTP, without a signature, without a rule.
"""

import json
import sys
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

WARMING, ALONE, TOGETHER, BY_HAND = 200, 800, 1600, 800
WORKERS = WARMING + ALONE + TOGETHER
AIM_CPU_MS = 3.0


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        report([measure(engine)], is_json=is_json)


def measure(engine: str) -> Figure:
    """One engine, in a county of its own."""
    with installation(engine) as county:
        orders = county.folder / "orders.json"
        county.run("-m", "bench.redeem", "prepare", str(orders))
        prepared = json.loads(orders.read_text())
        requests = [as_request(body, prepared["key"]) for body in prepared["bodies"]]
        figure = Figure("redeem", engine)
        _over_http(county, requests, figure)
        results = county.folder / "by-hand.json"
        county.run("-m", "bench.redeem", "by-hand", str(results))
        figure.limit_cpu_ms = json.loads(results.read_text())["cpu_ms"]
    total = (figure.cpu_ms_web or 0) + (figure.cpu_ms_db or 0)
    figure.ratio = total / figure.limit_cpu_ms if figure.limit_cpu_ms else None
    figure.more |= {"cpu_ms": total, "aim_cpu_ms": AIM_CPU_MS, "ratio_to_aim": total / AIM_CPU_MS}
    return figure


def as_request(body: dict[str, Any], key: str) -> bytes:
    """One redemption as a scanner sends it."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return request_bytes("POST", "/api/v1/redemptions", headers, json.dumps(body).encode())


def _over_http(county: Installation, requests: list[bytes], figure: Figure) -> None:
    alone, together = requests[WARMING : WARMING + ALONE], requests[WARMING + ALONE :]
    with server(county, workers=2 if county.engine == "postgresql" else 1) as web:
        _all_kept(load(web.port, shares_of(requests[:WARMING], 4)))
        groups = [[web.process], database_processes(county)]
        spent, one = cpu_ms_each(groups, len(alone), lambda: load(web.port, [alone]))
        _all_kept(one)
        eight = load(web.port, shares_of(together, 8))
        _all_kept(eight)
    figure.cpu_ms_web = spent[0]
    figure.cpu_ms_db = spent[1] if county.engine == "postgresql" else None
    figure.rps_1, figure.rps_8, figure.p99_ms_8 = one.rps, eight.rps, eight.p99_ms


def _all_kept(done: Load) -> None:
    if set(done.statuses) - {200, 201}:
        raise SystemExit(f"not every redemption was kept: {done.statuses}")


def prepare(path: Path) -> None:
    """Make the county in this process: one station, its breakfast, its scanner, its workers."""
    import django

    django.setup()
    from bench.county import a_morning

    path.write_text(json.dumps(a_morning(workers=WORKERS)))


def by_hand(path: Path) -> None:
    """Write the same rows as SQL of our own, for as many other hand-outs, and note what it cost."""
    from bench.by_hand import hand_out_by_hand

    path.write_text(json.dumps({"cpu_ms": hand_out_by_hand(times=BY_HAND)}))


if __name__ == "__main__":
    {"prepare": prepare, "by-hand": by_hand}[sys.argv[1]](Path(sys.argv[2]))
