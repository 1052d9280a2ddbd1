"""Make the next signing key: public at once, signing when the one before it stops."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import IssuerKey
from nuanfeng.modules.passes.queries.keys import signing_key
from nuanfeng.modules.passes.rules.periods import is_roll_due, key_period
from nuanfeng.modules.people.api import Person

KID_BYTES = 4


@unit_of_work()
def roll_issuer_key(*, actor: Person | str | None, now: datetime, at_once: bool = False) -> IssuerKey:
    """Make a key that signs from the day the last one stops, or `at_once` where that one is lost.

    The file is written before the row, so that a row always has its key. A file without a row,
    after a crash in between, does no harm.
    """
    refuse_if(policies.refusal_to_change_keys(actor))
    last = IssuerKey.objects.filter(signs_until__gt=now).order_by("-signs_until").first()
    period = key_period(now if at_once or last is None else last.signs_until)
    private = ec.generate_private_key(ec.SECP256R1())
    key = IssuerKey(
        kid=secrets.token_hex(KID_BYTES),
        public_pem=_public_pem(private),
        signs_from=period.signs_from,
        signs_until=period.signs_until,
        verifies_until=period.verifies_until,
    )
    _write_private_file(key.private_file, private)
    key.save(force_insert=True)
    audit.record(
        actor=actor, action="passes.roll_issuer_key", subject=key, at=now, details={"at_once": at_once}
    )
    return key


def ensure_issuer_key(*, now: datetime) -> IssuerKey | None:
    """Make the first key, or the next one when it is due; None where nothing was.

    Where a key should sign and its file is missing nothing is made: whoever runs the installation
    has to see that, because a backup may still hold the file.
    """
    last = IssuerKey.objects.order_by("-signs_until").values_list("signs_until", flat=True).first()
    if not is_roll_due(last_signs_until=last, now=now):
        return None
    signing_key(now)
    return roll_issuer_key(actor=None, now=now)


def _public_pem(private: ec.EllipticCurvePrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def _write_private_file(path: Path, private: ec.EllipticCurvePrivateKey) -> None:
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
