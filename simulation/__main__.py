"""One process of a simulation: `python -m simulation --seeds N --first K --every M [--fault NAME ...]`.

Prints a JSON line for each history. With faults, each is planted until a history finds it.
"""

import argparse
import json
import sys
import tempfile
from typing import Any

from simulation.ground import Ground, prepare
from simulation.names import LONG_MORNING


def main(words: list[str]) -> int:
    """Live so many histories and say how each ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--long-morning", action="store_true")
    asked = parser.parse_args(words)
    seeds = [*range(asked.first, asked.first + asked.seeds, asked.every)]
    if asked.long_morning or asked.fault:
        seeds.append(LONG_MORNING)
    with tempfile.TemporaryDirectory(prefix="nuanfeng-simulate-") as folder:
        prepare(folder)
        _live_all(seeds, asked.fault)
    return 0


def _live_all(seeds: list[int], faults: list[str]) -> None:
    from simulation.faults import planted
    from simulation.history import live
    from simulation.world import a_world

    ground = Ground()
    world = a_world(ground)
    beginning = ground.copy()
    for name in faults or [""]:
        for seed in seeds:
            with planted(name) as settings:
                result = live(world, beginning, seed, **settings)
            _print(seed, name, result.broken, result.lines if result.broken else ())
            if name and result.broken:
                break


def _print(seed: int, fault: str, broken: str, lines: Any) -> None:
    line = {"seed": seed, "fault": fault, "broken": broken, "history": lines}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
