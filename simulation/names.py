"""What can be asked for by name or number, without loading what is behind it."""

# The seed of the history without any server, which every run has once (I9).
LONG_MORNING = 0

FAULTS = {
    "counted-twice": "two batches do not see each other's hand-outs, and no index stands in the way",
    "receipt-before-commit": "every third batch is answered, and then not kept",
    "first-come-counts": "of two hand-outs the one that came first over the wire is counted",
    "order-matters": "the same, but only when everything is sent once more in another order",
    "stock-taken-twice": "a batch that comes again takes from the table again",
    "repeat-takes-stock": "the same message with a network takes from the table each time",
    "lease-never-returned": "a count leaves with the phones what they hold",
    "undo-forgets-stock": "what was undone does not come back to the table",
    "quarantine-dropped": "a record is set aside by its receipt, and kept nowhere",
    "other-content-accepted": "a number that is known is a duplicate, whatever it says",
    "clock-ignored": "whatever time a phone says is believed",
    "periods-forgotten": "once a week is taken for once a day",
    "frozen-days-change": "days that were reported a week ago are settled anew",
    "revoked-phone-trusted": "a phone that was signed out may still say that guests came",
    "chain-ignored": "a log may say two things about one place",
    "epoch-not-raised": "a backup is put back and nobody asks the phones for their logs",
    "any-receipt-believed": "a phone drops what it sent on any receipt",
    "green-before-saved": "a phone shows “recorded” and writes it down later",
    "phone-is-full": "a phone has room for 1,500 records and shows green for more",
    "log-kept-too-short": "a phone throws its log away after three minutes",
}
