"""Lists of stations that somebody sent, row by row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.stations.models.places import STATION_KIND_WORDS, STATION_KINDS, Station

# known: imported before, word for word. wrong: stays out until the sheet is put right.
DATUM_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02"}
ROW_STATES = ("ready", "undecided", "wrong", "skipped", "known", "done")


class StationImport(models.Model):
    """A list of stations that somebody sent, and what became of it. Personal: who sent it."""

    file_name = models.CharField(_("File"), max_length=200)
    digest = models.CharField(_("Digest of the file"), max_length=64, db_index=True)
    datum = models.CharField(_("Datum of its points"), max_length=8, choices=list(DATUM_NAMES.items()))
    kind = models.CharField(_("Kind"), max_length=12, choices=list(STATION_KIND_WORDS.items()))
    # The header's words by meaning, in the order of the sheet; then the columns that were not read.
    headers = models.JSONField(_("Its header"), default=list)
    personal_columns = models.JSONField(_("Columns about people, not read"), default=list, blank=True)
    ignored_columns = models.JSONField(_("Columns not asked for"), default=list, blank=True)
    rows_total = models.PositiveIntegerField(_("Rows"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Sent by"),
    )
    sent_at = models.DateTimeField(_("Sent at"))
    # Asked to run: the background worker goes on with it until every row is in, or says why it stopped.
    started_at = models.DateTimeField(_("Started at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Started by"),
    )
    stopped_at = models.DateTimeField(_("Stopped at"), null=True, blank=True)
    stop_code = models.CharField(_("Why it stopped"), max_length=40, blank=True, default="", db_default="")
    applied_at = models.DateTimeField(_("Imported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("list of stations")
        verbose_name_plural = _("lists of stations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "datum", "kind"], name="sheet_imported_once"),
            models.CheckConstraint(condition=Q(datum__in=["wgs84", "gcj02"]), name="sheet_datum_known"),
            models.CheckConstraint(condition=Q(kind__in=STATION_KINDS), name="sheet_kind_known"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stop_code="")
                | (Q(stopped_at__isnull=False) & ~Q(stop_code="")),
                name="sheet_stopped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class StationImportRow(models.Model):
    """A row of such a list: what it says, what is decided, what it became. No personal data."""

    sheet = models.ForeignKey(StationImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    values = models.JSONField()
    problems = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    likenesses = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10)
    decision = models.CharField(max_length=8, blank=True)
    # What the row is the same as: a station, or an earlier row of its own sheet.
    same_as = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")
    same_as_row = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")
    # What a known station said before this row changed it, so that the import can be taken back.
    before = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(state__in=ROW_STATES), name="import_row_state_known"),
            models.CheckConstraint(
                condition=Q(decision__in=["", "new", "same", "update", "skip"]),
                name="import_row_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(state="done", station__isnull=False) | ~Q(state="done"),
                name="import_row_done_has_a_station",
            ),
        ]
        indexes = [models.Index(fields=["sheet", "state", "number"], name="import_row_tab")]
