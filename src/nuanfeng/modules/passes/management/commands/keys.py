"""`nuanfeng keys ...`: the keys that sign passes, for whoever runs the installation."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.passes.api import distrust_issuer_key, roll_issuer_key
from nuanfeng.modules.passes.models import IssuerKey
from nuanfeng.modules.stations.api import COMMAND_LINE


class Command(BaseCommand):
    """Look after the keys; the worker makes the next one by itself in time."""

    help = "List the keys that sign passes, make the next one, or stop believing one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and the key it concerns."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every key, what it does now, and whether its file is there")
        roll = verbs.add_parser("roll", help="make the next key, which signs when the last one stops")
        roll.add_argument(
            "--at-once", action="store_true", help="let it sign from now on: after a key file was lost"
        )
        distrust = verbs.add_parser("distrust", help="stop believing a key that got into wrong hands")
        distrust.add_argument("kid", help="which key, as `list` names it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says; a refusal is one plain sentence."""
        verb = {"list": self._list, "roll": self._roll, "distrust": self._distrust}[options["verb"]]
        try:
            verb(options, clock.now())
        except Refused as no:
            raise CommandError(str(no)) from None

    def _list(self, options: dict[str, Any], now: datetime) -> None:
        keys = list(IssuerKey.objects.order_by("signs_from"))
        for key in keys:
            self.stdout.write(
                f"{key.kid}  {_state(key, now):<14} signs {_day(key.signs_from)} to {_day(key.signs_until)},"
                f" read until {_day(key.verifies_until)}{_file_note(key, now)}"
            )
        if not keys:
            self.stdout.write("There is no key yet. The first pass that is shown makes one.")

    def _roll(self, options: dict[str, Any], now: datetime) -> None:
        key = roll_issuer_key(actor=COMMAND_LINE, now=now, at_once=options["at_once"])
        self.stdout.write(f"{key.kid} signs from {_day(key.signs_from)} to {_day(key.signs_until)}.")
        self.stdout.write(f"Its private half is {key.private_file}. Back it up with the rest.")

    def _distrust(self, options: dict[str, Any], now: datetime) -> None:
        key = distrust_issuer_key(actor=COMMAND_LINE, kid=options["kid"], now=now)
        self.stdout.write(f"{key.kid} counts no more. Phones fetch new codes when they are next online;")
        self.stdout.write("cards that it signed have to be replaced.")


def _state(key: IssuerKey, now: datetime) -> str:
    if now < key.signs_from:
        return "signs later"
    if now < key.signs_until:
        return "signs"
    return "is still read" if now < key.verifies_until else "is over"


def _file_note(key: IssuerKey, now: datetime) -> str:
    is_wanted = now < key.signs_until and not key.private_file.exists()
    return f"\n          FILE MISSING: {key.private_file}" if is_wanted else ""


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}"
