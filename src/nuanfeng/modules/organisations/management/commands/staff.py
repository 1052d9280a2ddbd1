"""`nuanfeng staff ...`: who acts for the county, for whoever runs the installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.sms import sender
from nuanfeng.modules.organisations.api import appoint_county_staff, end_appointment
from nuanfeng.modules.organisations.policies import COMMAND_LINE
from nuanfeng.modules.organisations.queries import county_staff
from nuanfeng.modules.people.api import (
    Person,
    masked_phone,
    person_with_phone,
    phone_of_text,
    print_code,
    register_person,
    take_second_factors,
)

NEXT = """{nickname} now acts for the county. What happens next:
  1. They open the site, choose Me, and sign in with this number.{code}
  2. They open /office/ and set up their second step: a code from an app, or a passkey.
  3. They appoint everyone else themselves, under /office/staff/."""
NO_SMS = """
     Text messages are not set up here. After they asked for a code, run
         nuanfeng staff code {phone}
     and tell them the code that it prints."""


class Command(BaseCommand):
    """Appoint the first county staff, and help those who are locked out."""

    help = "Appoint county staff, list them, end their role, or let them back in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and whom it concerns."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="let a person act for the county")
        add.add_argument("phone", help="the mobile number that they sign in with")
        add.add_argument("nickname", help="what to call them")
        verbs.add_parser("list", help="who acts for the county")
        for verb, what in (
            ("end", "end a person's role"),
            ("code", "print a sign-in code for a person who asked for one (no text messages needed)"),
            ("reset", "take a person's second steps and sessions, after a lost phone"),
        ):
            verbs.add_parser(verb, help=what).add_argument("phone", help="their mobile number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says; a refusal is one plain sentence."""
        verb = {
            "add": self._add,
            "list": self._list,
            "end": self._end,
            "code": self._code,
            "reset": self._reset,
        }[options["verb"]]
        try:
            verb(options)
        except Refused as no:
            raise CommandError(str(no)) from None

    def _add(self, options: dict[str, Any]) -> None:
        phone = phone_of_text(options["phone"])
        if not phone:
            raise CommandError(
                f"{options['phone']} is not a mobile number that text messages reach "
                f"(country {settings.NUANFENG_COUNTRY}; one from abroad begins with +)."
            )
        now = clock.now()
        nickname = options["nickname"][:20]
        person = register_person(phone=phone, nickname=nickname, now=now, actor=COMMAND_LINE)
        appoint_county_staff(person=person, actor=COMMAND_LINE, now=now)
        hint = NO_SMS.format(phone=options["phone"]) if sender() == "none" else ""
        self.stdout.write(NEXT.format(nickname=person.nickname, code=hint))

    def _list(self, options: dict[str, Any]) -> None:
        staff = list(county_staff())
        for appointment in staff:
            person = appointment.person
            self.stdout.write(
                f"{masked_phone(person)}  {person.nickname}  since {appointment.since:%Y-%m-%d}"
            )
        if not staff:
            self.stdout.write(
                "Nobody acts for the county yet. Appoint the first one with: nuanfeng staff add"
            )

    def _end(self, options: dict[str, Any]) -> None:
        person = _person(options["phone"])
        appointment = county_staff().filter(person=person).first()
        if appointment is None:
            raise CommandError(f"{person.nickname} does not act for the county.")
        end_appointment(appointment_id=appointment.pk, actor=COMMAND_LINE, now=clock.now())
        self.stdout.write(f"{person.nickname} no longer acts for the county.")

    def _code(self, options: dict[str, Any]) -> None:
        person = _person(options["phone"])
        if not county_staff().filter(person=person).exists():
            raise CommandError("Codes are printed for people who act for the county, nobody else.")
        self.stdout.write(f"{print_code(phone=person.phone, now=clock.now())}  (10 minutes, one use)")

    def _reset(self, options: dict[str, Any]) -> None:
        person = _person(options["phone"])
        taken = take_second_factors(person=person, actor=COMMAND_LINE, now=clock.now())
        self.stdout.write(f"{person.nickname}: {taken} second steps removed, signed out everywhere.")


def _person(phone: str) -> Person:
    person = person_with_phone(phone)
    if person is None:
        raise CommandError("Nobody signs in with this number.")
    return person
