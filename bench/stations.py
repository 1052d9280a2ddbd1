"""The public list and one station page with 10,000 stations, uncached and cached.

    nuanfeng bench stations [--json] [--engine sqlite]

"Uncached" is a first visit; "cached" asks again with the entity tag of the first answer. The limits
are ours: a list costs no more than a page of a well-made shop, and asking again costs next to nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection

from bench.measuring import (
    Figure,
    Installation,
    Server,
    cpu_ms_each,
    database_processes,
    installation,
    load,
    report,
    request_bytes,
    server,
    shares_of,
)

STATIONS = 10_000
WARMING, ALONE, TOGETHER = 40, 200, 400
LIMITS_CPU_MS = {"list": 25.0, "page": 20.0, "api_list": 25.0}
LIMIT_CACHED_CPU_MS = 10.0
PATHS = {"list": "/", "page": "/stations/5000/", "api_list": "/api/v1/stations"}


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on each engine and print."""
    for engine in engines:
        with installation(engine) as county:
            county.run("-m", "bench.stations", "prepare")
            with server(county, workers=2 if engine == "postgresql" else 1) as web:
                for figure in measure(county, web):
                    report([figure], is_json=is_json)


def measure(county: Installation, web: Server) -> Iterator[Figure]:
    """Each address as a first visit and, where it has an entity tag, as a second one."""
    for name, path in PATHS.items():
        yield _measure(county, web, name, path, {}, LIMITS_CPU_MS[name])
        if tag := _entity_tag(web.port, path):
            headers = {"If-None-Match": tag}
            yield _measure(county, web, f"{name}_cached", path, headers, LIMIT_CACHED_CPU_MS)


def _measure(
    county: Installation, web: Server, name: str, path: str, headers: dict[str, str], limit: float
) -> Figure:
    ask = request_bytes("GET", path, {"Accept-Encoding": "gzip", **headers})
    load(web.port, [[ask] * WARMING])
    groups = [[web.process], database_processes(county)]
    (on_web, on_database), one = cpu_ms_each(groups, ALONE, lambda: load(web.port, [[ask] * ALONE]))
    eight = load(web.port, shares_of([ask] * TOGETHER, 8))
    if set(one.statuses) - {200, 304}:
        raise SystemExit(f"{path} answered {one.statuses}")
    return Figure(
        bench=f"stations_{name}",
        engine=county.engine,
        cpu_ms_web=on_web,
        cpu_ms_db=on_database if county.engine == "postgresql" else None,
        limit_cpu_ms=limit,
        ratio=(on_web + on_database) / limit,
        rps_1=one.rps,
        rps_8=eight.rps,
        p99_ms_8=eight.p99_ms,
        more={"stations": STATIONS, "status": max(one.statuses)},
    )


def _entity_tag(port: int, path: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.getheader("ETag", "")


def prepare() -> None:
    """Fill the county in this process."""
    import django

    django.setup()
    from bench.county import many_stations

    many_stations(STATIONS)


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    prepare()
