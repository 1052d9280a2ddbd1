"""What states and outcomes are called on the county's lists."""

from django.utils.translation import gettext_lazy as _

# What addresses call those that are no status and no outcome of their own.
ANYWAY = "gave_anyway"
OTHER = "other"
GIVEN = "given"

STATUSES = {
    "counted": _("Collected"),
    "extra": _("One more"),
    "guest": _("Guest meal"),
    "void": _("Undone"),
}
GAVE_ANYWAY = _("Given anyway")
OUTCOMES = {
    "already": _("Already served"),
    "outside_time": _("Outside its time"),
    "expired": _("Too old"),
    "revoked": _("Replaced"),
    "other_county": _("Another county's"),
    "not_ours": _("Not our code"),
    "other_work": _("Meant for another kind of work"),
    "held_back": _("Kept for those who missed out"),
}
