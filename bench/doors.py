"""What is true at 10,000 doors, and how soon one report is read by the next person.

    nuanfeng bench doors [--json] [--engine sqlite]

`doors_state` recomputes the state of every station from its evidence and hours, with nothing kept from
before, in one process; the limit is a second. `doors_report` reports a locked door over HTTP and asks for
the public page until it says so; the limit of five seconds holds what a phone may keep a page for.
"""

import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection

from bench.measuring import Figure, Installation, Server, installation, report, server

STATIONS = 10_000
LIMIT_STATE_CPU_MS = 1000.0
LIMIT_REPORT_SECONDS = 5.0


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        with installation(engine) as county:
            cpu_ms = float(county.run("-m", "bench.doors", "prepare").strip().splitlines()[-1])
            report(
                [
                    Figure(
                        bench="doors_state",
                        engine=engine,
                        cpu_ms_web=cpu_ms,
                        limit_cpu_ms=LIMIT_STATE_CPU_MS,
                        ratio=cpu_ms / LIMIT_STATE_CPU_MS,
                        more={"stations": STATIONS},
                    )
                ],
                is_json=is_json,
            )
            with server(county, workers=2 if engine == "postgresql" else 1) as web:
                report([_report(county, web)], is_json=is_json)


def _report(county: Installation, web: Server) -> Figure:
    """Three phones report station 5000, and its page is asked for until it says so."""
    began = time.monotonic()
    for phone in range(3):
        _send(web.port, f"phone {phone}")
    while "locked" not in _ask(web.port, "/api/v1/stations/5000"):
        if time.monotonic() - began > LIMIT_REPORT_SECONDS:
            raise SystemExit("the report is not on the public page in time")
    seconds = time.monotonic() - began
    kept_for = _kept_for(web.port, "/stations/5000/")
    return Figure(
        bench="doors_report",
        engine=county.engine,
        ratio=(seconds + kept_for) / LIMIT_REPORT_SECONDS,
        more={
            "seconds": round(seconds, 3),
            "page_kept_for_seconds": kept_for,
            "limit_seconds": LIMIT_REPORT_SECONDS,
        },
    )


def _send(port: int, phone: str) -> None:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/stations/5000/report/", headers={"User-Agent": phone})
    answer = line.getresponse()
    page = answer.read().decode()
    cookie = answer.getheader("Set-Cookie", "").split(";")[0]
    fields = {
        name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrfmiddlewaretoken", "id")
    }
    body = "&".join(f"{name}={value}" for name, value in {**fields, "kind": "locked"}.items())
    head = {"User-Agent": phone, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/stations/5000/report/", body, head)
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status != 302:
        raise SystemExit(f"the report was answered with {answer.status}")


def _field(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def _ask(port: int, path: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    body = line.getresponse().read().decode()
    line.close()
    return body


def _kept_for(port: int, path: str) -> float:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    line.close()
    return float(answer.getheader("Cache-Control", "").partition("max-age=")[2].split(",")[0] or 0)


def prepare() -> None:
    """Fill the county, then recompute every state once in this process and print the CPU milliseconds."""
    import django

    django.setup()
    from bench.county import many_stations
    from nuanfeng.kernel import clock
    from nuanfeng.modules.stations.models import DoorEvidence, Station
    from nuanfeng.modules.stations.queries.index import station_index

    many_stations(STATIONS)
    now = clock.now()
    DoorEvidence.objects.bulk_create(
        DoorEvidence(station_id=pk, active_at=now, active_kind="visit", changed_at=now)
        for pk in Station.objects.values_list("pk", flat=True)
    )
    began = time.process_time()
    index = station_index(now=now)
    spent = (time.process_time() - began) * 1000
    if len(index["stations"]) != STATIONS:
        raise SystemExit("not every station has a state")
    print(round(spent, 1))


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    prepare()
