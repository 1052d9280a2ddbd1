"""Small charts as plain numbers for an SVG: no script, no library on a phone."""

from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT, FOOT = 320, 96, 18
MOST_LABELS = 7


def bars(points: Sequence[Any], title: str) -> dict[str, Any]:
    """Where each bar stands; the highest fills the height, nothing is cut off below."""
    highest = max((point[1] or 0 for point in points), default=0)
    step = WIDTH / max(len(points), 1)
    every = -(-len(points) // MOST_LABELS) if points else 1
    drawn = []
    for place, (label, value, *address) in enumerate(points):
        tall = (HEIGHT * (value or 0) / highest) if highest else 0
        drawn.append(
            {
                "label": label,
                "value": value,
                "address": address[0] if address else "",
                "x": round(place * step + step * 0.14, 2),
                # The last label ends with the last bar, so that nothing hangs over the edge.
                "middle": WIDTH if place == len(points) - 1 else round(place * step + step / 2, 2),
                "anchor": "end" if place == len(points) - 1 else "middle",
                "y": round(HEIGHT - tall, 2),
                "width": round(step * 0.72, 2),
                "height": round(tall, 2),
                "is_labelled": (len(points) - 1 - place) % every == 0,
            }
        )
    return {
        "bars": drawn,
        "title": title,
        "width": WIDTH,
        "height": HEIGHT + FOOT,
        "ground": HEIGHT,
        "words": HEIGHT + FOOT - 4,
        "highest": highest,
    }


def sparkline(values: Sequence[float], title: str) -> dict[str, Any]:
    """The points of a line 100 wide and 24 high."""
    highest = max(values, default=0) or 1
    step = 100 / max(len(values) - 1, 1)
    points = " ".join(
        f"{place * step:.1f},{22 - 20 * value / highest:.1f}" for place, value in enumerate(values)
    )
    return {"points": points, "title": title}
