"""One history: what happens between a phone, a table and a server, chosen by one number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from simulation import checks, moves
from simulation.checks import Broken
from simulation.expected import HERE, Expected
from simulation.ground import Ground, number_at
from simulation.long_morning import long_morning
from simulation.names import LONG_MORNING
from simulation.replay import in_another_order
from simulation.scanner import LOG_KEPT, Entry, ScannerModel
from simulation.wire import Wire
from simulation.world import BEGINS, World

STEPS_MIN, STEPS_MAX = 30, 50
SENT_AGAIN = 0.7
ONCE = ("one_counted_per_person_and_day", "one_counted_per_person_and_period")
A_LITTLE = (1, 2, 5, 8, 20, 45)


@dataclass(frozen=True)
class Promise:
    """What somebody was shown: recorded. It must be there in the end."""

    phone: str
    id: str
    hash: str
    at: datetime


@dataclass
class Backup:
    """The database as it was, and what was expected of it then."""

    database: Any
    expected: Expected
    at: datetime


class History:
    """The state of one history; what can happen in it is in `moves`."""

    def __init__(
        self,
        world: World,
        seed: int,
        *,
        epoch_is_raised: bool = True,
        before_replay: Callable[[], None] | None = None,
    ) -> None:
        self.world, self.seed, self.random = world, seed, Random(seed)
        self.epoch_is_raised, self.before_replay = epoch_is_raised, before_replay
        self.wire = Wire(world.ground, self.random)
        self.phones = world.phones_anew()
        self.citizens = world.citizens_anew()
        self.expected = world.expected(is_weekly=is_weekly(seed))
        self.now = BEGINS
        self.lines: list[str] = []
        self.promises: list[Promise] = []
        self.held: list[Any] = []
        self.backups: list[Backup] = []
        self.is_epoch_missing = False
        self.reasons_seen: set[tuple[str, str, str]] = set()
        self.epochs_learned: dict[str, list[datetime]] = {phone.name: [] for phone in self.phones}
        self.epochs_raised, self.last_epoch = 0, 0
        self.is_rough = True

    def run(self) -> None:
        """Everything from the first contact to the evening on which all phones have a network again."""
        self.go_on(0)
        if self.seed == LONG_MORNING:
            long_morning(self)
            return
        for place in range(2):
            moves.open_tables(self, place)
        for phone in self.phones:
            moves.contact(self, phone, is_rough=False)
        moves.a_backup_is_made(self)
        for _step in range(self.random.randint(STEPS_MIN, STEPS_MAX)):
            self.go_on(self.random.choice(A_LITTLE))
            self.step(moves.choose(self))
        self.step(moves.everybody_comes_home)
        checks.at_the_end(self)
        if self.random.random() < SENT_AGAIN:
            if self.before_replay is not None:
                self.before_replay()
            in_another_order(self)

    def step(self, move: Callable[["History"], None]) -> None:
        """Let something happen and look at everything."""
        move(self)
        checks.after_step(self)

    def go_on(self, seconds: float) -> None:
        """Time passes, for the server too."""
        self.now += timedelta(seconds=seconds)
        self.world.ground.now = self.now

    def tell(self, sentence: str) -> None:
        """One line of the history, for whoever has to find out."""
        self.lines.append(f"{self.now.astimezone(HERE):%d %H:%M:%S}  {sentence}")

    def new_number(self) -> str:
        """A UUIDv7 as a phone makes it."""
        return str(number_at(int(self.now.timestamp() * 1000), self.random))

    def promise(self, phone: ScannerModel, entry: Entry) -> None:
        """The screen turned green."""
        self.promises.append(Promise(phone.name, entry.id, entry.hash, entry.at))

    def is_too_old(self, promise: Promise) -> bool:
        """Whether the log was not kept long enough for the restore after which it was asked for."""
        return any(at - promise.at >= LOG_KEPT for at in self.epochs_learned[promise.phone])

    def promises_of_the_server(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Every sentence that `nuanfeng verify` holds against the rows."""
        from nuanfeng.portal.management.commands.verify import all_invariants

        for module, name, sentence, promise in all_invariants():
            if module in ("benefits", "passes"):
                yield name, sentence, promise


@dataclass(frozen=True)
class Result:
    """How a history ended. `broken` is empty where every promise held."""

    seed: int
    broken: str
    lines: tuple[str, ...]


def is_weekly(seed: int) -> bool:
    """Whether the programme of this history is handed out once a week; else it is once a day."""
    return seed % 4 == 3


def live(world: World, beginning: Any, seed: int, **settings: Any) -> Result:
    """Run one history from the same beginning."""
    ground: Ground = world.ground
    ground.put_back(beginning)
    if is_weekly(seed):
        ground.rows("UPDATE benefits_programmerule SET period = 'week'")
    if settings.pop("without_index", False):
        for index in ONCE:
            ground.rows(f"DROP INDEX {index}")
    ground.now, ground.random = BEGINS, Random(seed)
    about_phones = settings.pop("phones", {})
    history = History(world, seed, **settings)
    for name, value in about_phones.items():
        for phone in history.phones:
            setattr(phone, name, value)
    try:
        history.run()
    except Broken as broken:
        return Result(seed, str(broken), tuple(history.lines))
    return Result(seed, "", tuple(history.lines))
