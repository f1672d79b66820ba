"""The desk's own keys for certificates, from the store: made on first need, rotated, withdrawn, and the list they sign.

The deeds themselves are those of `certificate_keys`; here they are kept, one change after the other.
"""

import hashlib
import json
from datetime import datetime, timedelta
from functools import lru_cache

from sqlmodel import Session

from bot.adapters.certificates import keys as certificate_keys
from bot.adapters.certificates import status_list
from bot.adapters.certificates.keys import ISSUER, KeyFileError, KeyState, PrivateKey, PrivateKeys, PublicKeys
from bot.adapters.certificates.status_list import Standing, StatusList
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit
from storage.audit import Action
from storage.certificates import certificates, keyring
from storage.certificates.certificates import CertificateStatus
from storage.certificates.keyring import StoredStatusList


def private(session: Session, *, now: datetime) -> PrivateKeys:
    """Return the desk's keys; the first ones are made now if there are none."""
    kept = keyring.read(session)
    if kept is None:
        kept = keyring.begin(session, certificate_keys.make(now=now).to_json(), at=now)
    return _read(kept)


def signing_key(session: Session, *, now: datetime) -> PrivateKey:
    """Return the key to sign with at this moment; one whose time is over gives way to a new one."""
    try:
        return private(session, now=now).active(now)
    except KeyFileError:
        return rotate(session, now=now).active(now)


def public(session: Session) -> PublicKeys:
    """Return what verifiers trust; nothing yet where nothing was ever signed."""
    kept = keyring.read(session)
    return _read(kept).public() if kept is not None else PublicKeys(ISSUER, ())


def rotate(session: Session, *, now: datetime) -> PrivateKeys:
    """Retire the active key and let a new one follow; what the old one signed still verifies."""
    keys = certificate_keys.rotate(_held(session, now), now=now)
    return _keep(session, keys, now, "rotated")


def withdraw(session: Session, kid: str, *, now: datetime) -> PrivateKeys:
    """Declare a key compromised: nothing it signed verifies any more. Raises KeyFileError for a key not there."""
    keys = certificate_keys.withdraw(_held(session, now), kid, now=now)
    return _keep(session, keys, now, "withdrawn")


def is_withdrawn(session: Session, kid: str) -> bool:
    """Say whether what this key signed counts no more."""
    key = public(session).find(kid)
    return key is None or key.state is KeyState.WITHDRAWN


def current_list(session: Session, *, now: datetime) -> str | None:
    """Return the signed status list if it says what is true and is fresh, None if a new one is due. Only reads."""
    newest = keyring.newest_list(session)
    if newest is None or now >= newest.issued_at + (newest.next_update - newest.issued_at) / 2:
        return None
    entries, withdrawn = _entries(session, now), _withdrawn(session)
    return newest.document if newest.fingerprint == _fingerprint(session, entries, withdrawn) else None


def publish_list(session: Session, *, now: datetime) -> str:
    """Return the signed status list, a new one with the next number if the newest does not say what is true."""
    key = signing_key(session, now=now)
    keyring.hold(session)
    current = current_list(session, now=now)
    if current is not None:
        return current
    newest = keyring.newest_list(session)
    entries, withdrawn = _entries(session, now), _withdrawn(session)
    hours = rules.number(session, RuleName.STATUS_LIST_HOURS, at=now)
    listed = StatusList(
        issuer=public(session).issuer,
        number=newest.number + 1 if newest else 1,
        issued_at=now,
        next_update=now + timedelta(hours=hours),
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
    keyring.keep_list(session, kept)
    return document


def _held(session: Session, now: datetime) -> PrivateKeys:
    private(session, now=now)
    kept = keyring.hold(session)
    assert kept is not None
    return _read(kept)


def _keep(session: Session, keys: PrivateKeys, now: datetime, what: str) -> PrivateKeys:
    keyring.write(session, keys.to_json(), at=now)
    named = {key.kid: key.state.value for key in keys.keys}
    audit.record(session, Action.KEYS_CHANGED, by=None, on=None, at=now, what=what, keys=named)
    return keys


def _entries(session: Session, now: datetime) -> dict[str, Standing]:
    """Return everything that does not count although its signature holds; what has expired needs no entry."""
    trouble = dict.fromkeys(certificates.of_cars_in_trouble(session, now=now), Standing.ABNORMAL)
    closed = {
        number: Standing.SUPERSEDED if status is CertificateStatus.SUPERSEDED else Standing.REVOKED
        for number, status in certificates.closed_before_their_time(session, now=now)
    }
    return trouble | closed


def _withdrawn(session: Session) -> frozenset[str]:
    return frozenset(key.kid for key in public(session).keys if key.state is KeyState.WITHDRAWN)


def _fingerprint(session: Session, entries: dict[str, Standing], withdrawn: frozenset[str]) -> str:
    """Digest what a list would say, and the keys it stands on."""
    keys = [(key.kid, key.state.value) for key in public(session).keys]
    return hashlib.sha256(json.dumps([entries, sorted(withdrawn), keys], sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=4)
def _read(kept: str) -> PrivateKeys:
    return certificate_keys.read_private(kept)
