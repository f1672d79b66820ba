"""The look-up keys of a store whose first secret may go: what blind indexes derive from, encrypted.

A keyed hash cannot be computed anew where the value it was made from is gone, as in the limits of people who have left.
So `keys reseal` keeps the keys that the oldest secret derives, under the newest one, and encrypts every stored hash
(`storage/database/keyed_hashes.py`). Whoever knows the old secret alone then recognises nothing in the store.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlmodel import Field, Session, SQLModel

from storage.database import encrypted_bytes, instant, table_of
from storage.database.encryption import LOOKUPS, OTHERS, EncryptedField, current_keyring, use_keyring
from storage.retention import without_personal_data

_ID = 1
# How long buttons of messages that were signed with a secret that is gone are believed.
BUTTON_OVERLAP = timedelta(days=30)


class LookupKeys(SQLModel, table=True):
    """The keys by purpose, as encrypted JSON in hexadecimal. A table of one row at most."""

    __tablename__ = "lookup_keys"

    id: int = Field(default=_ID, primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_content: bytes = encrypted_bytes()
    kept_at: datetime = instant()

    content = EncryptedField("sealed_content")


without_personal_data(LookupKeys, "keys, encrypted")

_table = table_of(LookupKeys)


def keep(session: Session, *, now: datetime) -> None:
    """Keep the keys that the oldest secret derives, once, and the button keys of all secrets but the newest."""
    ring = current_keyring()
    kept = _read(session.connection())
    derived = {purpose: ring.derived_key(purpose).hex() for purpose in (*LOOKUPS, OTHERS)}
    former = [key.hex() for key in ring.derived_keys("button")[1:]]
    content = {"keys": json.loads(kept.content)["keys"] if kept else derived, "buttons": former}
    row = session.get(LookupKeys, _ID) or LookupKeys(sealed_content=b"", kept_at=now)
    row.content, row.kept_at = json.dumps(content), now
    session.add(row)
    session.flush()


def use(connection: Connection, *, now: datetime) -> None:
    """Let the keyring of the process derive from the keys that the store keeps, if it does. Raises DecryptionError."""
    row = _read(connection)
    if row is None:
        return
    content = json.loads(row.content)
    is_believed = now - row.kept_at <= BUTTON_OVERLAP
    former = tuple(map(bytes.fromhex, content["buttons"])) if is_believed else ()
    keys = {purpose: bytes.fromhex(key) for purpose, key in content["keys"].items()}
    use_keyring(replace(current_keyring(), lookup_keys=keys, former_button_keys=former))


def _read(connection: Connection) -> Any:
    if not inspect(connection).has_table(_table.name):
        return None
    row = connection.execute(select(_table)).mappings().first()
    return LookupKeys(**row) if row else None
