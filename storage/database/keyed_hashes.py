"""Columns of keyed hashes, such as that of an ID number: stored under a key that a rotation of secrets renews.

A hash itself needs the store's first secret for good, as the value it was made from may be gone. So once `keys reseal`
has kept the look-up keys in the store, what a column holds is the hash encrypted under the newest secret, always to
the same text. Python sees the hash alone, and comparisons in SQL find every form that it may be stored in.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator
from sqlalchemy.sql import operators
from sqlmodel import Field

from storage.database.encryption import current_keyring


class _Stored(str):
    """A hash in a form in which it may be stored; it is not converted again."""

    __slots__ = ()


def forms(value: object) -> object:
    """Return a hash in every form in which it may be stored; what is no text is returned as it is."""
    if not isinstance(value, str) or isinstance(value, _Stored) or not value:
        return value
    return [_Stored(each) for each in current_keyring().stored_hashes(value)]


class KeyedHash(TypeDecorator[str]):
    """A keyed hash in the store. `==` and IN look for every form that the keyring knows."""

    impl = String
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        """Replaces a comparison with one hash by one with all forms of it, if there are several."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            """Compare. `other` may hold a column, which is compared as it is stored."""
            if op is operators.eq and other and isinstance(found := forms(other[0]), list):
                return super().operate(operators.in_op, found) if len(found) > 1 else super().operate(op, found[0])
            if op is operators.in_op and isinstance(other[0], Collection) and not isinstance(other[0], str):
                return super().operate(op, [form for each in other[0] for form in _listed(forms(each))], **options)
            return super().operate(op, *other, **options)

    comparator_factory = Comparator

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the form in which a hash is written now."""
        if not value or isinstance(value, _Stored):
            return value and str(value)
        return current_keyring().stored_hash(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the hash. Raises DecryptionError if it is stored under a secret that the keyring has not."""
        return current_keyring().hash_of(value) if value else value


def keyed_hash(**options: Any) -> Any:
    """Return a column for a keyed hash."""
    return Field(sa_type=KeyedHash, **options)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
