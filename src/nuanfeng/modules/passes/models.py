"""Keys that sign, handles that stand for people, scanners that read them."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.api import Station


class IssuerKey(models.Model):
    """The public half of a signing key; the private half lies outside the database. No personal data."""

    kid = models.CharField(max_length=16, primary_key=True)
    public_pem = models.TextField()
    signs_from = models.DateTimeField()
    signs_until = models.DateTimeField()
    verifies_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signs_from__lt=F("signs_until")) & Q(signs_until__lte=F("verifies_until")),
                name="key_signs_then_verifies",
            )
        ]

    @property
    def private_file(self) -> Path:
        """Where the private half lies."""
        return Path(settings.NUANFENG_DATA) / "keys" / f"issuer-{self.kid}.pem"


class Handle(models.Model):
    """Ten random bytes that stand for a person. Personal: the link to the person."""

    value = models.BinaryField(max_length=10, unique=True)
    number = models.CharField(max_length=10, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # May lie ahead: after a routine change the slices on a phone without a network still count.
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["screen", "card"]), name="handle_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="screen") | Q(expires_at__isnull=False), name="card_has_an_end"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="screen", revoked_at__isnull=True),
                name="one_living_screen_handle",
            ),
        ]

    def is_revoked(self, now: datetime) -> bool:
        """Whether it no longer counts."""
        return self.revoked_at is not None and self.revoked_at <= now


class Scanner(models.Model):
    """A phone that scans for one station, known by the digest of its key. Personal: who enrolled it.

    `public_key` (SubjectPublicKeyInfo, DER) checks what it recorded while there was no network; its
    private half never leaves the phone. Phones enrolled before there was one have none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    key_digest = models.CharField(max_length=64, unique=True)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    public_key = models.BinaryField(max_length=200, null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["station"], name="scanner_by_station")]


class ScannerInvitation(models.Model):
    """A square code that makes one phone a scanner, once, within minutes. Personal: who showed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    code_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    scanner = models.OneToOneField(Scanner, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, scanner__isnull=True)
                | Q(used_at__isnull=False, scanner__isnull=False),
                name="invitation_used_for_a_scanner",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_lasts_a_while"),
        ]


class Epoch(models.Model):
    """Raised after a restore: every scanner then sends its kept log again. No personal data."""

    number = models.BigIntegerField(primary_key=True)
    raised_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)


CARD_SHEET_STATES = ("waiting", "ready", "no_pango", "no_font", "failed")


class CardSheet(models.Model):
    """Cards that somebody is printing; gone after an hour. Personal: who asked.

    `cards` are the numbers of their handles, `drawn` how many the file holds so far.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    cards = models.JSONField()
    address = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    drawn = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default="waiting")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CARD_SHEET_STATES), name="card_sheet_state_known")
        ]

    @property
    def file(self) -> Path:
        """Where the file lies once it is drawn."""
        return Path(settings.NUANFENG_DATA) / "cards" / f"{self.pk}.pdf"
