"""The signing keys of certificates, kept in the store: created on first use, rotated, withdrawn; and the status list.

`bot.adapters.certificates.keys` makes and changes keys; this module stores the result, one change after the other.
"""

import hashlib
import json
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache

from sqlmodel import Session

from bot.adapters.certificates import keys as certificate_keys, papers, status_list
from bot.adapters.certificates.keys import ISSUER, KeyFileError, KeyState, PrivateKey, PrivateKeys, PublicKeys
from bot.adapters.certificates.status_list import ListedStatus, StatusList
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import notifications
from storage import audit, database
from storage.audit import Action
from storage.certificates import certificates, signing_keys
from storage.certificates.certificates import CertificateStatus
from storage.certificates.signing_keys import StoredStatusList
from storage.payments import receipts
from storage.staff.members import StaffRole
from storage.violations import decisions

KEYS_CHANGED = "keys.changed"


def private(session: Session, *, now: datetime) -> PrivateKeys:
    """Return the private keys; the first are created if there are none."""
    kept = signing_keys.read(session)
    if kept is None:
        kept = signing_keys.create(session, certificate_keys.make(now=now).to_json(), at=now)
    return _read(kept)


def signing_key(session: Session, *, now: datetime, until: datetime | None = None) -> PrivateKey:
    """Return the key to sign with; one that expires before `until`, by default now, is replaced by a new one."""
    with suppress(KeyFileError):
        key = private(session, now=now).active(now)
        if until is None or until <= key.not_after:
            return key
    return rotate(session, now=now).active(now)


def public(session: Session) -> PublicKeys:
    """Return the public keys that verifiers trust; none before anything was signed."""
    kept = signing_keys.read(session)
    return _read(kept).public() if kept is not None else PublicKeys(ISSUER, ())


def rotate(session: Session, *, now: datetime) -> PrivateKeys:
    """Retire the active key and create a new one; what the old one signed still verifies."""
    keys = certificate_keys.rotate(_held(session, now), now=now)
    return _keep(session, keys, now, "rotated")


def withdraw(session: Session, kid: str, *, now: datetime) -> PrivateKeys:
    """Withdraw a compromised key: nothing it signed verifies any more. Raises KeyFileError for an unknown key."""
    keys = certificate_keys.withdraw(_held(session, now), kid, now=now)
    return _keep(session, keys, now, "withdrawn")


def is_withdrawn(session: Session, kid: str) -> bool:
    """Return whether certificates signed with this key are no longer valid."""
    key = public(session).find(kid)
    return key is None or key.state is KeyState.WITHDRAWN


def current_list(session: Session, *, now: datetime) -> str | None:
    """Return the signed status list if it is true and fresh, None if a new one is due. Only reads."""
    newest = signing_keys.newest_status_list(session)
    if newest is None or now >= newest.issued_at + (newest.next_update - newest.issued_at) / 2:
        return None
    entries, withdrawn = _entries(session, now), _withdrawn(session)
    return newest.document if newest.fingerprint == _fingerprint(session, entries, withdrawn) else None


def publish_list(session: Session, *, now: datetime) -> str:
    """Return the signed status list; if the newest is outdated, sign and store one with the next number."""
    _held(session, now)
    current = current_list(session, now=now)
    if current is not None:
        return current
    newest = signing_keys.newest_status_list(session)
    next_update = now + timedelta(hours=rules.number(session, RuleName.STATUS_LIST_HOURS, at=now))
    key = signing_key(session, now=now, until=next_update)
    entries, withdrawn = _entries(session, now), _withdrawn(session)
    listed = StatusList(
        issuer=public(session).issuer,
        number=newest.number + 1 if newest else 1,
        issued_at=now,
        next_update=next_update,
        entries=entries,
        withdrawn=withdrawn,
    )
    document = status_list.sign_status(listed, key)
    kept = StoredStatusList(
        number=listed.number,
        issued_at=now,
        next_update=listed.next_update,
        fingerprint=_fingerprint(session, entries, withdrawn),
        document=document,
    )
    database.add(session, kept)
    return document


def _held(session: Session, now: datetime) -> PrivateKeys:
    private(session, now=now)
    kept = signing_keys.lock(session)
    assert kept is not None
    return _read(kept)


def _keep(session: Session, keys: PrivateKeys, now: datetime, what: str) -> PrivateKeys:
    signing_keys.write(session, keys.to_json(), at=now)
    named = {key.kid: key.state.value for key in keys.keys}
    audit.record(session, Action.KEYS_CHANGED, by=None, on=None, at=now, what=what, keys=named)
    notifications.notify_roles(session, KEYS_CHANGED, signing_keys.KEYRING_ID, StaffRole.ADMIN, at=now)
    return keys


def _entries(session: Session, now: datetime) -> dict[str, ListedStatus]:
    """Return every unexpired certificate that is not valid although its signature is, by number; and revoked papers."""
    trouble = dict.fromkeys(certificates.of_abnormal_vehicles(session, now=now), ListedStatus.ABNORMAL)
    closed = {
        number: ListedStatus.SUPERSEDED if status is CertificateStatus.SUPERSEDED else ListedStatus.REVOKED
        for number, status in certificates.closed_before_expiry(session, now=now)
    }
    since = now - timedelta(days=rules.number(session, RuleName.LEDGER_DAYS, at=now))
    revoked = [papers.LISTED + number for number in decisions.revoked_numbers(session, since=since)]
    revoked += [papers.void_receipt(number, at) for number, at in receipts.void_receipts(session, since=since)]
    return trouble | closed | dict.fromkeys(revoked, ListedStatus.REVOKED)


def _withdrawn(session: Session) -> frozenset[str]:
    return frozenset(key.kid for key in public(session).keys if key.state is KeyState.WITHDRAWN)


def _fingerprint(session: Session, entries: dict[str, ListedStatus], withdrawn: frozenset[str]) -> str:
    """Return a digest of what a list would say and of the keys, to see whether a new list is needed."""
    keys = [(key.kid, key.state.value) for key in public(session).keys]
    return hashlib.sha256(json.dumps([entries, sorted(withdrawn), keys], sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=4)
def _read(kept: str) -> PrivateKeys:
    return certificate_keys.read_private(kept)
