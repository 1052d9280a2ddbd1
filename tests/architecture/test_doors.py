"""Doors and facts say what they are: a neighbour reads them without going inside."""

import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nuanfeng"
NAMES = sorted(path.name for path in (SOURCE / "modules").iterdir() if (path / "__init__.py").exists())


def rooms(room: str) -> Iterator[ModuleType]:
    """That room of every module that has it."""
    for name in NAMES:
        if list((SOURCE / "modules" / name).glob(f"{room}*")):
            yield importlib.import_module(f"nuanfeng.modules.{name}.{room}")


def silent_doors(door: ModuleType) -> list[str]:
    """What the door offers without a sentence, or offers by accident."""
    offered = getattr(door, "__all__", None)
    if offered is None:
        return [f"{door.__name__} has no __all__"]
    things = {name: getattr(door, name) for name in offered}
    return [
        f"{door.__name__}.{name}"
        for name, thing in things.items()
        if (inspect.isfunction(thing) or inspect.isclass(thing)) and not inspect.getdoc(thing)
    ]


def misshapen_facts(events: ModuleType) -> list[str]:
    """Facts are frozen, say what happened, and carry a name and a version."""
    wrong = []
    for name, shape in vars(events).items():
        if not inspect.isclass(shape) or shape.__module__ != events.__name__:
            continue
        module = events.__name__.split(".")[-2]
        if not dataclasses.is_dataclass(shape) or not shape.__dataclass_params__.frozen:
            wrong.append(f"{name} is not a frozen dataclass")
        elif not getattr(shape, "name", "").startswith(f"{module}.") or getattr(shape, "version", 0) < 1:
            wrong.append(f"{name} needs a name that begins with {module}. and a version")
        elif (shape.__doc__ or "").startswith(f"{name}("):
            wrong.append(f"{name} has no docstring")
    return wrong


@pytest.mark.parametrize("door", list(rooms("api")), ids=lambda door: door.__name__.split(".")[-2])
def test_a_door_says_what_it_offers(door):
    assert silent_doors(door) == []


@pytest.mark.parametrize("events", list(rooms("events")), ids=lambda room: room.__name__.split(".")[-2])
def test_a_fact_has_its_shape(events):
    assert misshapen_facts(events) == []


def test_a_silent_door_is_seen():
    door = ModuleType("nuanfeng.modules.stations.api")
    assert silent_doors(door) == ["nuanfeng.modules.stations.api has no __all__"]
    exec('__all__ = ["go", "stay"]\ndef go(): ...\ndef stay():\n    "Stay."\n', vars(door))
    assert silent_doors(door) == ["nuanfeng.modules.stations.api.go"]


def test_a_misshapen_fact_is_seen():
    events = ModuleType("nuanfeng.modules.stations.events")
    code = """
from dataclasses import dataclass
class Thawed: ...
@dataclass(frozen=True)
class Nameless:
    station_id: int
@dataclass(frozen=True)
class Mute:
    name = "stations.mute"
    version = 1
@dataclass(frozen=True)
class Whole:
    "It happened."
    name = "stations.whole"
    version = 1
"""
    exec(code, vars(events))
    assert misshapen_facts(events) == [
        "Thawed is not a frozen dataclass",
        "Nameless needs a name that begins with stations. and a version",
        "Mute has no docstring",
    ]
