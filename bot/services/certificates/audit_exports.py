"""Exports of the audit as CSV, with a signature that anyone can verify without the desk."""

import csv
import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TextIO
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificates import audit_documents
from bot.adapters.certificates.audit_documents import SignedExport
from bot.adapters.certificates.keys import ISSUER
from bot.services.certificates import signing_keys
from storage import audit, audit_export, audit_keys
from storage.audit import Action
from storage.audit_export import AuditSelection
from storage.identity import accounts

COLUMNS = ("number", "entry", "at", "action", "by", "on", "details")


def write(session: Session, file: TextIO, which: AuditSelection) -> int:
    """Write the entries as CSV, oldest first. Returns how many. number: of the link, empty if it is not sealed yet."""
    writer, count = csv.writer(file, lineterminator="\n"), 0
    writer.writerow(COLUMNS)
    for row in audit_export.selected(session, which):
        number = "" if row.position is None else row.position
        writer.writerow([number, row.id, row.at.isoformat(), row.action, row.by or "", row.on or "", row.details])
        count += 1
    return count


def sign(session: Session, content: bytes, which: AuditSelection, *, entries: int, now: datetime) -> str:
    """Return the signature of an export, and record that the audit was read."""
    key = audit_keys.newest(session)
    position, last = (key.position, key.hash) if key is not None else (0, "")
    digest = hashlib.sha256(content).hexdigest()
    signed = SignedExport(ISSUER, now, digest, entries, _described(which), position, last)
    audit.record(session, Action.AUDIT_READ, by=None, on=None, at=now, about=which.thing or "export", rows=entries)
    return audit_documents.sign_export(signed, signing_keys.signing_key(session, now=now))


def ids_of(session: Session, who: str) -> Collection[UUID]:
    """Return the ids that a person has in the audit: given as Telegram ID, or as one of the ids itself.

    Raises ValueError if it is neither.
    """
    if not who.isdecimal():
        return [UUID(who)]
    found = accounts.of_telegram_ids(session, [int(who)])
    return {each for account in found for each in (account.id, account.person_id) if each is not None}


def _described(which: AuditSelection) -> dict[str, str]:
    moments = {"since": which.since, "until": which.until}
    found = {name: moment.isoformat() for name, moment in moments.items() if moment is not None}
    ids = " ".join(sorted(str(each) for each in which.about)) if which.about is not None else ""
    return {**found, **({"thing": which.thing} if which.thing else {}), **({"about": ids} if ids else {})}
