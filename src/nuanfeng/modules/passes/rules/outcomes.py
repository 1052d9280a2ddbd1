"""What can be said of a scanned text or a typed number, and the sentence for each."""

from nuanfeng.kernel.errors import N_, Refusal

OK, NOT_YET, EXPIRED, REVOKED, OTHER_COUNTY, NOT_OURS = (
    "ok",
    "not_yet",
    "expired",
    "revoked",
    "other_county",
    "not_ours",
)

SENTENCES = {
    OK: N_("This code is good."),
    NOT_YET: N_("This code is for later. Ask for the one on the screen now."),
    EXPIRED: N_("This code is too old. Ask for the one on the screen now."),
    REVOKED: N_("This code was replaced by a new one."),
    OTHER_COUNTY: N_("This code is from another county."),
    NOT_OURS: N_("This is not one of our codes."),
}

NUMBER_UNKNOWN = Refusal(
    "number_unknown", N_("Nobody has this number now. Ask for the one on the screen or card.")
)


def sentence_for(outcome: str) -> str:
    """The English sentence (a msgid) for an outcome."""
    return SENTENCES[outcome]
