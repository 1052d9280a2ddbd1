"""What can happen: people come, phones lose the network, servers end, backups are put back."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits.models import StockDay
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    decide_quarantined,
    open_stock,
    recount_stock,
    reopen_stock,
    waste_stock,
)
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.passes.api import (
    Handle,
    Scanner,
    raise_epoch,
    replace_card,
    revoke_handle,
    revoke_scanner,
)
from simulation import checks
from simulation.checks import Broken
from simulation.expected import HERE, QUEUED_FOR_MAX, Held, day_of
from simulation.scanner import Entry, ScannerModel
from simulation.wire import ANSWER_LOST, OK, REQUEST_LOST, Parcel, Reply, a_parcel
from simulation.world import BUN, MILK, PROGRAMME

if TYPE_CHECKING:
    from simulation.history import History

Move = Callable[["History"], None]
RECORDED = ("counted", "extra", "guest", "void")
GARBAGE = ("not json", '{"kind": "hand_out"}', "[1, 2", '{"kind": "void", "id": 3, "at": "", "anchor": ""}')


def choose(history: "History") -> Move:
    """The next move, by weight."""
    names, weights = zip(*WEIGHTS, strict=True)
    chosen: Move = history.random.choices(names, weights)[0]
    return chosen


def _phone(history: "History") -> ScannerModel:
    return history.random.choice(history.phones)


# People.


def somebody_comes(history: "History") -> None:
    """To a phone that has a network or has none."""
    phone = _phone(history)
    said = _hand_out(history, phone)
    if phone.has_network:
        _with_network(history, phone, said)
    elif not _is_sent_away(history, phone, said):
        _keep(history, phone, said, "recorded here")


def _hand_out(history: "History", phone: ScannerModel) -> dict[str, Any]:
    random = history.random
    lines = [{"item": BUN, "quantity": random.randint(1, 2)}]
    if random.random() < 0.3:
        lines = [{"item": MILK, "quantity": 1}, *lines[: random.randint(0, 1)]]
    at = phone.clock(history.now)
    return {
        "id": history.new_number(),
        "kind": "hand_out",
        "programme": PROGRAMME,
        "lines": lines,
        "code": _code(history),
        "at": at.astimezone(HERE).isoformat(),
        "anchor": phone.anchor,
        "give_anyway": random.random() < 0.35,
        "reason": "",
    }


def _code(history: "History") -> str:
    """What somebody shows: a phone, a card, its number, nothing, something old, something strange."""
    random = history.random
    chance, citizen = random.random(), random.choice(history.citizens)
    if chance < 0.12:
        return ""
    if chance < 0.15:
        return "https://example.org/another-code"
    if citizen.cards and (chance < 0.5 or not citizen.handle):
        card = random.choice(citizen.cards)
        return card.number if random.random() < 0.3 else card.text
    if chance < 0.6:
        return citizen.number
    late = timedelta(minutes=random.choice([20, 50])) if chance < 0.66 else timedelta(0)
    return history.world.shown(citizen, history.now - late)


def _is_sent_away(history: "History", phone: ScannerModel, said: dict[str, Any]) -> bool:
    shown = history.expected.codes.get(said["code"])
    held = history.expected.handles.get(shown.value) if shown else None
    if shown is None or held is None or said["give_anyway"]:
        return False
    return phone.knows_as_served(shown.value, held.number)


def _keep(history: "History", phone: ScannerModel, said: dict[str, Any], why: str) -> Entry:
    entry = phone.record(said, datetime.fromisoformat(said["at"]))
    history.promise(phone, entry)
    history.tell(f"{phone.name} {said['kind']} #{entry.seq} {_who(history, said)}: {why}")
    return entry


def _who(history: "History", said: dict[str, Any]) -> str:
    if said["kind"] == "void":
        return f"of {said['id'][-6:]}"
    shown = history.expected.codes.get(said["code"])
    held = history.expected.handles.get(shown.value) if shown else None
    name = "guest" if not said["code"] else f"person {held.person}" if held else "strange code"
    lines = ", ".join(f"{line['quantity']} {line['item']}" for line in said["lines"])
    return f"{said['id'][-6:]} {name}, {lines}{', anyway' if said['give_anyway'] else ''}"


def _with_network(history: "History", phone: ScannerModel, said: dict[str, Any]) -> None:
    parcel = _redemption(phone, said)
    is_short = _is_short(history, phone, said)
    reply = history.wire.deliver(parcel, history.wire.fate(is_rough=history.is_rough))
    if phone.id in history.expected.revoked:
        _keep(history, phone, said, "no right to ask any more")
        return
    outcome = _learn_redemption(history, phone, said, reply, is_short=is_short)
    if reply.answer is None:
        _keep(history, phone, said, f"{reply.fate}, recorded here")
    elif outcome in RECORDED:
        checks.stored_online(history, said["id"], history.now)
        entry = _keep(history, phone, said, f"online: {outcome}")
        entry.is_queued, entry.acknowledged = False, "online"
    else:
        history.tell(f"{phone.name} {_who(history, said)} online: {outcome}, nothing recorded")
    if history.random.random() < 0.15:
        history.held.append(parcel)


def _learn_redemption(
    history: "History", phone: ScannerModel, said: dict[str, Any], reply: Reply, *, is_short: bool
) -> str:
    """What the server must have said, held against what it said."""
    if not reply.arrived or (not reply.status and not reply.is_kept):
        return ""
    expected = history.expected.redeem(phone.id, said, history.now, is_short=is_short)
    if not reply.status:
        return expected
    told = reply.said.get("outcome") or reply.said.get("code", "")
    if told != expected:
        raise Broken(f"{phone.name} was told {told} for {said['id'][-6:]}, should be {expected}")
    return expected


def _redemption(phone: ScannerModel, said: dict[str, Any]) -> Parcel:
    names = ("id", "programme", "lines", "at", "give_anyway", "reason")
    message = {"station": phone.station, **{name: said[name] for name in names}}
    if not said["code"]:
        return a_parcel(phone, "/guest-meals", message)
    kind = "number" if said["code"].isdigit() else "token"
    return a_parcel(phone, "/redemptions", {**message, kind: said["code"]})


def _is_short(history: "History", phone: ScannerModel, said: dict[str, Any]) -> bool:
    """Whether the count has less than is handed out, the phone's own lease included."""
    at, now = datetime.fromisoformat(said["at"]), history.now
    at = at if now - QUEUED_FOR_MAX <= at <= now + timedelta(minutes=5) else now
    wanted = {line["item"]: line["quantity"] for line in said["lines"]}
    rows = history.world.ground.rows(
        "SELECT i.code, CASE WHEN s.closed_at IS NULL THEN s.remaining ELSE 0 END, coalesce((SELECT"
        " portions - taken FROM benefits_stocklease e WHERE e.stock_day_id = s.id AND e.ended_at IS NULL"
        " AND e.scanner_id = ?), 0) FROM benefits_stockday s JOIN benefits_item i ON i.id = s.item_id"
        " WHERE s.station_id = ? AND s.service_date = ?",
        UUID(phone.id).hex, phone.station, day_of(at).isoformat(),
    )  # fmt: skip
    return any(code in wanted and left + own < wanted[code] for code, left, own in rows)


def a_mis_scan_is_undone(history: "History") -> None:
    """The last hand-out of a phone, within the minute or a little later."""
    phone = _phone(history)
    made = [entry for entry in phone.disk if '"hand_out"' in entry.text and entry.id]
    if not made:
        return
    entry = made[-1] if history.random.random() < 0.8 else history.random.choice(made)
    at = phone.clock(history.now)
    if not -60 <= (at - entry.at).total_seconds() <= 75:
        return
    said = {"id": entry.id, "kind": "void", "at": at.astimezone(HERE).isoformat(), "anchor": phone.anchor}
    if not phone.has_network or phone.id in history.expected.revoked:
        _keep(history, phone, said, "recorded here")
        return
    _undo_online(history, phone, said, at)


def _undo_online(history: "History", phone: ScannerModel, said: dict[str, Any], at: datetime) -> None:
    parcel = a_parcel(phone, f"/redemptions/{said['id']}/void", {"at": said["at"]})
    reply = history.wire.deliver(parcel, history.wire.fate(is_rough=history.is_rough))
    outcome = ""
    if reply.arrived and (reply.status or reply.is_kept):
        outcome = history.expected.undo_online(phone.id, said["id"], at, history.now)
    told = reply.said.get("outcome") or reply.said.get("code", "")
    if reply.status and told != outcome:
        raise Broken(f"{phone.name} was told {told} for undoing {said['id'][-6:]}, should be {outcome}")
    if reply.answer is not None and outcome == "void":
        entry = _keep(history, phone, said, "online: undone")
        entry.is_queued, entry.acknowledged = False, "online"
    elif reply.answer is None or outcome == "not_found":
        _keep(history, phone, said, f"{reply.fate}, recorded here")


# Phones.


def contact(history: "History", phone: ScannerModel, *, is_rough: bool = True) -> None:
    """Ask for the state, with or without portions to count on."""
    wanted = history.random.choice([{}, {BUN: 4}, {BUN: 9, MILK: 3}, {BUN: 0}])
    said = {"programme": PROGRAMME, "want_lease": wanted, "served_since": phone.cursor}
    fate = history.wire.fate(is_rough=is_rough and history.is_rough)
    reply = history.wire.deliver(a_parcel(phone, "/sync/state", said), fate)
    history.tell(f"{phone.name} asks for the state, wants {wanted}: {fate[0]} {reply.status or ''}")
    if reply.answer is None:
        return
    if phone.id in history.expected.revoked:
        if reply.status != 403:
            raise Broken(f"{phone.name} is revoked and was told the state")
        send(history, phone, [], OK_FATE)
        return
    if reply.status != 200:
        raise Broken(f"{phone.name} was refused the state: {reply.said}")
    phone.take_state(reply.answer, history.now)
    _heard(history, phone)
    _look_at_lease(history, phone)
    if not history.is_epoch_missing:
        checks.marks(history, phone)


OK_FATE: tuple[str, int | None] = (OK, None)
LOST: tuple[str, int | None] = (ANSWER_LOST, None)


def _heard(history: "History", phone: ScannerModel) -> None:
    if phone.anchor and phone.anchor_time:
        history.expected.anchors[phone.anchor] = (phone.id, phone.anchor_time)
    learned = history.epochs_learned[phone.name]
    if phone.epoch and len(learned) < history.epochs_raised and phone.epoch == history.last_epoch:
        learned.append(history.now)


def _look_at_lease(history: "History", phone: ScannerModel) -> None:
    """What the phone was told it may count on is what stands there for it, and for nobody revoked."""
    rows = history.world.ground.rows(
        "SELECT e.scanner_id, i.code, e.portions - e.taken FROM benefits_stocklease e"
        " JOIN benefits_stockday s ON s.id = e.stock_day_id JOIN benefits_item i ON i.id = s.item_id"
        " WHERE e.ended_at IS NULL AND s.station_id = ? AND s.service_date = ?",
        phone.station, phone.service_date,
    )  # fmt: skip
    own = {code: left for scanner, code, left in rows if UUID(scanner) == UUID(phone.id)}
    told = {code: left for code, left in phone.leased.items() if left}
    if {code: left for code, left in own.items() if left} != told:
        raise Broken(f"{phone.name} may count on {told}, its lease says {own}")
    revoked = {UUID(scanner) for scanner in history.expected.revoked}
    if any(left and UUID(scanner) in revoked for scanner, _code, left in rows):
        raise Broken("a revoked scanner still holds portions after another asked")


def a_phone_asks(history: "History") -> None:
    """Now and then, and often after a while without a network."""
    phone = _phone(history)
    phone.has_network = True
    contact(history, phone)


def a_phone_sends(history: "History") -> None:
    """What waits, some of it, or what was sent before."""
    phone = _phone(history)
    if not phone.disk:
        return
    phone.has_network = True
    send(history, phone, _chosen(history, phone), history.wire.fate(is_rough=history.is_rough))


def _chosen(history: "History", phone: ScannerModel) -> list[Entry]:
    """Whole, partial, overlapping, or in any order."""
    random, queue = history.random, phone.queue()
    chance = random.random()
    if chance < 0.5 and queue:
        return queue[: random.randint(1, len(queue))]
    if chance < 0.8:
        first = random.randrange(len(phone.disk))
        return phone.disk[first : first + random.randint(1, 8)]
    return random.sample(phone.disk, random.randint(1, min(6, len(phone.disk))))


def send(history: "History", phone: ScannerModel, entries: list[Entry], fate: tuple[str, int | None]) -> None:
    """One batch and its receipt, if it comes."""
    body, headers = phone.batch(entries)
    parcel = Parcel(phone, "/sync/batches", body, headers, entries)
    reply = _batch_arrives(history, parcel, fate)
    numbers = ", ".join(f"#{entry.seq}" for entry in entries) or "nothing"
    if reply.answer is not None:
        phone.take_receipt(reply.answer, entries, history.now)
        _heard(history, phone)
    history.tell(f"{phone.name} sends {numbers}: {reply.fate} {_outcomes(history, entries)}")
    if fate[0] in (REQUEST_LOST, ANSWER_LOST) or history.random.random() < 0.2:
        history.held.append(parcel)


def _outcomes(history: "History", entries: list[Entry]) -> str:
    known = [history.expected.records.get(entry.hash) for entry in entries]
    return " ".join(noted.reason or noted.outcome if noted else "-" for noted in known)


def _batch_arrives(history: "History", parcel: Parcel, fate: tuple[str, int | None]) -> Reply:
    reply = history.wire.deliver(parcel, fate)
    if reply.status not in (0, 200):
        raise Broken(f"{parcel.phone.name} was refused a batch: {reply.said}")
    if reply.arrived and reply.is_kept:
        sent = [(entry.hash, entry.seq, entry.previous, entry.text) for entry in parcel.sent]
        history.expected.sync(parcel.phone.id, sent, history.now)
    if reply.status:
        _look_at_receipt(history, parcel, reply)
    return reply


def _look_at_receipt(history: "History", parcel: Parcel, reply: Reply) -> None:
    said = parcel.phone.open(reply.said["receipt"])
    if said is None:
        raise Broken("a receipt that no key of ours signed")
    told = {record["hash"]: (record["outcome"], record["reason"]) for record in said["records"]}
    noted = {entry.hash: history.expected.records[entry.hash] for entry in parcel.sent}
    for name, record in noted.items():
        if told.get(name) != (record.outcome, record.reason):
            raise Broken(
                f"{parcel.phone.name} was told {told.get(name)} for #{record.seq},"
                f" should be {(record.outcome, record.reason)}"
            )


def something_late_arrives(history: "History") -> None:
    """A message from before, perhaps for the second time; nobody waits for its answer."""
    if not history.held:
        return
    parcel = history.random.choice(history.held)
    if history.random.random() < 0.7:
        history.held.remove(parcel)
    history.tell(f"{parcel.phone.name}: an older message arrives at {parcel.path}")
    if parcel.path == "/sync/batches":
        reply = _batch_arrives(history, parcel, OK_FATE)
        if history.random.random() < 0.6:
            _misdelivered(history, reply)
    else:
        _late_redemption(history, parcel)


def _late_redemption(history: "History", parcel: Parcel) -> None:
    message = json.loads(parcel.body)
    said = {**message, "code": message.get("token") or message.get("number") or ""}
    is_short = _is_short(history, parcel.phone, said)
    reply = history.wire.deliver(parcel)
    if parcel.phone.id not in history.expected.revoked:
        _learn_redemption(history, parcel.phone, said, reply, is_short=is_short)


def _misdelivered(history: "History", reply: Reply) -> None:
    """A proxy gives somebody's answer to somebody else."""
    waiting = [phone for phone in history.phones if phone.queue()]
    phone = history.random.choice(waiting or history.phones)
    if reply.answer is not None:
        dropped = phone.take_receipt(reply.answer, phone.queue(), history.now)
        _heard(history, phone)
        history.tell(f"{phone.name} is given that answer and drops {dropped}")


def the_network_changes(history: "History") -> None:
    """A phone loses the network, or has it again."""
    phone = _phone(history)
    phone.has_network = not phone.has_network
    history.tell(f"{phone.name} has {'a' if phone.has_network else 'no'} network")


def a_clock_jumps(history: "History") -> None:
    """A phone slept, or its clock runs away."""
    phone = _phone(history)
    jump = timedelta(seconds=history.random.choice([-7200, -900, -40, -2, 3, 50, 200, 400, 1500, 90000]))
    phone.skew += jump
    history.tell(f"{phone.name}'s clock jumps by {jump.total_seconds():.0f} s")


def a_phone_restarts(history: "History") -> None:
    """Off and on."""
    phone = _phone(history)
    phone.restart()
    history.tell(f"{phone.name} restarts")


def a_log_says_two_things(history: "History") -> None:
    """The phone's storage was copied: another record stands in a place that is taken."""
    phone = _phone(history)
    if not phone.disk:
        return
    old = history.random.choice(phone.disk)
    said = _hand_out(history, phone)
    text = history.random.choice([json.dumps(said), old.text])
    entry = phone.link(old.seq, phone.last_hash, text, phone.clock(history.now))
    entry.id = said["id"] if text != old.text else old.id
    if entry.hash not in {known.hash for known in phone.disk}:
        phone.disk.append(entry)
        history.promise(phone, entry)
        history.tell(f"{phone.name} has a second #{entry.seq} in its log")


def something_strange_is_recorded(history: "History") -> None:
    """No JSON, no such item, too many, nobody's programme, no anchor, another one's, another's number."""
    phone, random = _phone(history), history.random
    said: dict[str, Any] = _hand_out(history, phone)
    numbers = list(history.expected.rows) or [said["id"]]
    other = random.choice(history.phones)
    wrong = random.choice(
        [
            {"lines": [{"item": "duck", "quantity": 1}]}, {"lines": [{"item": BUN, "quantity": 5}]},
            {"programme": "supper"}, {"anchor": ""}, {"anchor": other.anchor},
            *[{"id": random.choice(numbers)}] * 3, {},
        ]
    )  # fmt: skip
    if not wrong:
        entry = phone.record(random.choice(GARBAGE), phone.clock(history.now))
        history.promise(phone, entry)
        history.tell(f"{phone.name} records garbage as #{entry.seq}")
        return
    _keep(history, phone, {**said, **wrong}, f"with a strange {', '.join(wrong)}")


# Tables.


def open_tables(history: "History", place: int) -> None:
    """Somebody counts in the morning."""
    portions = {BUN: history.random.choice([3, 8, 30]), MILK: history.random.choice([2, 12])}
    _at_table(history, place, open_stock, portions=portions)


def the_count_changes(history: "History") -> None:
    """More is brought, something is thrown away, somebody counts again, closes or goes on."""
    random, place = history.random, history.random.randrange(2)
    item, number, quantity = random.choice([BUN, MILK]), UUID(history.new_number()), random.randint(0, 6)
    kind = random.choice([add_stock, waste_stock, recount_stock, close_stock, reopen_stock, open_stock])
    if kind in (add_stock, waste_stock):
        for _time in range(random.randint(1, 2)):
            _at_table(history, place, kind, id=number, item=item, quantity=quantity)
    elif kind is recount_stock:
        is_done = _at_table(history, place, kind, id=number, item=item, counted=quantity)
        if is_done and _leased_at(history, place, item):
            raise Broken(f"table {place} was counted again and {item} is still leased")
    elif kind is close_stock:
        _at_table(history, place, kind, counted={item: quantity})
    elif kind is reopen_stock:
        _at_table(history, place, kind, item=item)
    else:
        open_tables(history, place)


def _leased_at(history: "History", place: int, item: str) -> bool:
    station, day = history.world.stations[place], day_of(history.now)
    return StockDay.objects.filter(
        station_id=station, item__code=item, service_date=day, leased__gt=0
    ).exists()


def _at_table(history: "History", place: int, use_case: Callable[..., Any], **said: Any) -> bool:
    try:
        use_case(
            station_id=history.world.stations[place],
            programme=PROGRAMME,
            actor=history.world.masters[place],
            now=history.now,
            **said,
        )
    except Refused as no:
        history.tell(f"table {place}: {use_case.__name__} is refused: {no.refusal.code}")
        return False
    plain = {name: value for name, value in said.items() if name != "id"}
    history.tell(f"table {place}: {use_case.__name__} {plain}")
    return True


# The county.


def a_phone_is_revoked(history: "History") -> None:
    """One at most: it was lost."""
    if history.expected.revoked:
        return
    phone = _phone(history)
    revoke_scanner(actor=history.world.clerk, scanner=Scanner.objects.get(pk=phone.id), now=history.now)
    history.expected.revoked[phone.id] = history.now
    history.tell(f"{phone.name} is revoked")


def a_card_is_stopped(history: "History") -> None:
    """Lost, and perhaps replaced."""
    citizen = history.random.choice([one for one in history.citizens if one.cards])
    card = citizen.cards[-1]
    held = history.expected.handles.get(card.value)
    if held is None or held.revoked_at:
        return
    held.revoked_at = history.now
    row = Handle.objects.get(number=card.number)
    if history.random.random() < 0.5:
        revoke_handle(actor=history.world.clerk, held=row, now=history.now)
        history.tell(f"the card of person {citizen.person} is stopped")
        return
    new = replace_card(actor=history.world.clerk, card=row, now=history.now)
    made = history.world.a_card(new)
    citizen.cards.append(made)
    history.expected.handles[made.value] = Held(citizen.person, "card", made.number)
    history.tell(f"the card of person {citizen.person} is replaced")


def somebody_decides(history: "History") -> None:
    """About a record that was set aside."""
    aside = [name for name, noted in history.expected.records.items() if noted.outcome == "quarantined"]
    if not aside:
        return
    name = history.random.choice(aside)
    decision = history.random.choice(["stored", "stored", "dismissed"])
    expected = history.expected.decide(name, decision, history.now)
    told = "done"
    try:
        decide_quarantined(
            record_hash=name, decision=decision, note="seen", actor=history.world.clerk, now=history.now
        )
    except Refused as no:
        told = no.refusal.code
    noted = history.expected.records[name]
    history.tell(f"the county decides on #{noted.seq} ({noted.reason}): {decision}, {told}")
    if told != expected:
        raise Broken(f"deciding {decision} on #{noted.seq} ({noted.reason}): {told}, should be {expected}")


def a_backup_is_made(history: "History") -> None:
    """Everything as it is now."""
    from simulation.history import Backup

    backup = Backup(history.world.ground.copy(), history.expected.as_backed_up(), history.now)
    history.backups = [*history.backups[-2:], backup]
    history.tell("a backup is made")


def a_backup_is_put_back(history: "History") -> None:
    """The disk is gone; what the backup lacks is only on the phones."""
    if not history.backups:
        return
    checks.every_promise(history)
    backup = history.random.choice(history.backups)
    history.world.ground.put_back(backup.database)
    history.expected = backup.expected.as_backed_up()
    history.is_epoch_missing = True
    history.tell(f"the backup of {backup.at.astimezone(HERE):%d %H:%M:%S} is put back")
    if history.random.random() < 0.7:
        the_epoch_is_raised(history)


def the_epoch_is_raised(history: "History") -> None:
    """After a restore, sooner or later."""
    if not history.is_epoch_missing or not history.epoch_is_raised:
        return
    epoch = raise_epoch(actor=COMMAND_LINE, reason="restored", now=history.now)
    history.is_epoch_missing = False
    history.last_epoch, history.epochs_raised = epoch.number, history.epochs_raised + 1
    history.tell("the epoch is raised")


def time_goes_by(history: "History") -> None:
    """An hour, a night, and rarely more than the log or the figures wait for."""
    hours = history.random.choice([0.2, 0.5, 1, 3, 14, 24, 24, 30, 80, 190])
    if hours > 48 and history.random.random() < 0.5:
        hours = 2
    history.go_on(hours * 3600)
    history.tell(f"{hours:g} hours go by")
    if hours >= 14:
        for place in range(2):
            open_tables(history, place)


def everybody_comes_home(history: "History") -> None:
    """Every phone has a network again and sends until nothing waits."""
    history.is_rough = False
    the_epoch_is_raised(history)
    for parcel in history.held:
        if parcel.path == "/sync/batches" and history.random.random() < 0.3:
            _batch_arrives(history, parcel, OK_FATE)
    for phone in history.phones:
        history.go_on(1)
        phone.has_network = True
        contact(history, phone)
        _send_all(history, phone)
    for phone in history.phones:
        _send_all(history, phone)


def _send_all(history: "History", phone: ScannerModel) -> None:
    """Batch after batch, as long as something leaves the queue."""
    left = len(phone.queue()) + 1
    while phone.queue() and len(phone.queue()) < left:
        left = len(phone.queue())
        send(history, phone, phone.queue()[: history.random.randint(5, 500)], OK_FATE)


WEIGHTS: list[tuple[Move, int]] = [
    (somebody_comes, 50),
    (a_mis_scan_is_undone, 9),
    (a_phone_asks, 8),
    (a_phone_sends, 13),
    (something_late_arrives, 6),
    (the_network_changes, 7),
    (a_clock_jumps, 7),
    (a_phone_restarts, 2),
    (a_log_says_two_things, 2),
    (something_strange_is_recorded, 4),
    (the_count_changes, 6),
    (a_phone_is_revoked, 1),
    (a_card_is_stopped, 2),
    (somebody_decides, 4),
    (a_backup_is_made, 4),
    (a_backup_is_put_back, 5),
    (the_epoch_is_raised, 2),
    (time_goes_by, 4),
]
