"""I9: every server is away, and a station hands out and records 2,000 meals all the same."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulation import checks, moves
from simulation.checks import Broken
from simulation.expected import HERE
from simulation.world import BUN, PROGRAMME

if TYPE_CHECKING:
    from simulation.history import History

MEALS, BATCH = 2000, 500


def long_morning(history: "History") -> None:
    """One phone, 2,000 meals, a restart in the middle; then the servers are back."""
    phone = history.phones[0]
    moves.open_tables(history, 0)
    moves.contact(history, phone, is_rough=False)
    asked = history.wire.asked
    for place in range(MEALS):
        history.go_on(2)
        said = _meal(history, place)
        entry = phone.record(said, datetime.fromisoformat(said["at"]))
        history.promise(phone, entry)
        if place == MEALS // 2:
            phone.restart()
    if [entry.seq for entry in phone.disk] != list(range(1, MEALS + 1)) or history.wire.asked != asked:
        raise Broken(f"I9: {len(phone.disk)} of {MEALS} meals were recorded without any server")
    history.tell(f"{MEALS} meals are recorded without any server")
    for first in range(0, MEALS, BATCH):
        fate = moves.LOST if first == BATCH else moves.OK_FATE
        moves.send(history, phone, phone.disk[first : first + BATCH], fate)
    history.step(moves.everybody_comes_home)
    checks.at_the_end(history)
    if len(history.expected.rows) != MEALS:
        raise Broken(f"I9: {len(history.expected.rows)} of {MEALS} meals arrived")


def _meal(history: "History", place: int) -> dict[str, Any]:
    phone, citizen = history.phones[0], history.citizens[place % len(history.citizens)]
    code = history.world.shown(citizen, history.now) if citizen.handle else citizen.cards[0].text
    return {
        "id": history.new_number(),
        "kind": "hand_out",
        "programme": PROGRAMME,
        "lines": [{"item": BUN, "quantity": 1}],
        "code": "" if place % 3 else code,
        "at": phone.clock(history.now).astimezone(HERE).isoformat(),
        "anchor": phone.anchor,
        "give_anyway": True,
        "reason": "",
    }
