"""Bytes on the first load and first paint on a slow phone: the worker's home, the pass, the scan page.

    nuanfeng bench pages [--json]

Headless Chromium at 360×760 with 400 kbit/s, 150 ms there and back, and a processor slowed six times.
Limits: 30 KB as they travel, first paint within two seconds (docs/reference/benchmarks.md).
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measuring import Figure, installation, load, report, request_bytes, server

LIMIT_BYTES, LIMIT_PAINT_MS = 30 * 1024, 2000
BITS_PER_SECOND, ROUND_TRIP_MS, TIMES_SLOWER = 400_000, 150, 6
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def run(*, engines: Sequence[str], is_json: bool) -> None:
    """Measure on the embedded database: what travels does not depend on the engine."""
    with installation("sqlite") as county:
        visits = county.folder / "visits.json"
        county.run("-m", "bench.pages", "prepare", str(visits))
        with server(county) as web, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            planned = json.loads(visits.read_text())
            for visit in planned:  # the phone is new here, the server is not
                load(web.port, [[request_bytes("GET", visit["path"], _cookies(visit))] * 3])
            measure(browser, web.port, planned[-1])  # the browser itself is open already
            for visit in planned:
                report([measure(browser, web.port, visit)], is_json=is_json)
            browser.close()


def measure(browser: Browser, port: int, visit: dict[str, str]) -> Figure:
    """One page on a phone that has never been here."""
    origin = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport={"width": 360, "height": 760}, service_workers="block")
    if visit["session"]:
        context.add_cookies([{"name": "sessionid", "value": visit["session"], "url": origin}])
    page = context.new_page()
    received: list[tuple[str, int]] = []
    _slow_down(page, received)
    page.goto(origin + visit["path"], wait_until="load", timeout=60_000)
    page.wait_for_load_state("networkidle", timeout=60_000)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
    title = page.title()
    context.close()
    size = sum(length for _address, length in received)
    return Figure(
        bench=f"pages_{visit['name']}",
        engine="chromium",
        ratio=max(size / LIMIT_BYTES, (paint or 0) / LIMIT_PAINT_MS),
        more={
            "bytes": size,
            "limit_bytes": LIMIT_BYTES,
            "first_paint_ms": paint,
            "limit_first_paint_ms": LIMIT_PAINT_MS,
            "requests": len(received),
            "title": title,
        },
    )


def _cookies(visit: dict[str, str]) -> dict[str, str]:
    return {"Cookie": f"sessionid={visit['session']}"} if visit["session"] else {}


def _slow_down(page: Page, received: list[tuple[str, int]]) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": BITS_PER_SECOND / 8,
            "uploadThroughput": BITS_PER_SECOND / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})

    def note(event: dict[str, Any]) -> None:
        received.append((event["requestId"], int(event["encodedDataLength"])))

    session.on("Network.loadingFinished", note)


def prepare(path: Path) -> None:
    """Make a county, a worker with a pass and a station master who has just signed in."""
    import django

    django.setup()
    from bench.county import a_morning, session_of, the_master, the_worker

    morning = a_morning(workers=3)
    visits = [
        {"name": "home", "path": "/", "session": ""},
        {"name": "station", "path": f"/stations/{morning['station']}/", "session": ""},
        {"name": "pass", "path": "/pass/", "session": session_of(the_worker())},
        {"name": "scan", "path": f"/scan/{morning['station']}/", "session": session_of(the_master())},
    ]
    path.write_text(json.dumps(visits))


if __name__ == "__main__" and sys.argv[1] == "prepare":
    prepare(Path(sys.argv[2]))
