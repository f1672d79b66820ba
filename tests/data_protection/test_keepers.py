"""Every table with personal data has a keeper in `bot.services.privacy`, and every keeper exports its own keys."""

from types import ModuleType

import pytest
from sqlmodel import SQLModel

from bot import discovery
from bot.services import privacy
from bot.services.privacy import data_requests
from bot.services.privacy.keeper import Keeper
from storage import schema
from tests.data_protection.personal_data_by_table import TABLE_CASES, DeletionEffect

# Tables about people that no keeper reads, and why.
WITHOUT_KEEPER = {
    "blocks": "an owner's decision about another person; it outlives both accounts",
    "certificates": "the note belongs to the staff who revoked the certificate",
    "codes": "a keyed hash; deleted when the account is separated from the person",
    "former_keys": "keyed hashes that outlive the account, and then lead nowhere; deleted after their last day",
    "inbox": "deleted by retention",
    "invitations": "a keyed hash; expires within hours",
    "limit_records": "keyed hashes that outlive the account; deleted after their last day; what they count is exported",
    "outbox": "deleted by retention",
    "presentations": "who showed a certificate is part of its record",
    "sign_in_codes": "a keyed hash; ended with the sessions of the portal",
    "sign_in_tries": "a keyed hash of a network address",
    "viewings": "which member of staff viewed a photo is part of the audit",
    "wrong_codes": "keyed hashes; deleted after a year",
}


def modules() -> list[ModuleType]:
    """The modules of the package that answer for a domain."""
    return [module for module in discovery.modules(privacy) if "export" in vars(module) and module is not data_requests]


def personal_tables() -> dict[str, str]:
    """Tables that hold encrypted or hashed personal data, or point to a person or an account: their storage module."""
    found = {}
    for mapper in SQLModel._sa_registry.mappers:
        table = schema.metadata.tables[mapper.class_.__tablename__]
        points = {key.target_fullname for key in table.foreign_keys} & {"people.id", "accounts.id"}
        case = TABLE_CASES.get(table.name)
        if points or (case is not None and case.on_deletion is not DeletionEffect.KEPT):
            found[table.name] = mapper.class_.__module__
    return found


def test_every_table_with_personal_data_has_a_keeper() -> None:
    read = {
        name
        for module in (*modules(), data_requests)
        for value in vars(module).values()
        if (name := value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", ""))
    }
    personal = personal_tables()
    forgotten = [
        f"{table} ({module}): export and erase it in bot/services/privacy/{module.split('.')[1]}.py"
        for table, module in personal.items()
        if module not in read and table not in WITHOUT_KEEPER
    ]
    assert not forgotten, "\n".join(["No keeper; or write down in WITHOUT_KEEPER why none is needed:", *forgotten])
    needless = [table for table in WITHOUT_KEEPER if personal.get(table) is None or personal[table] in read]
    assert needless == []


def test_every_module_that_exports_personal_data_defines_a_keeper() -> None:
    without = [module.__name__ for module in modules() if not isinstance(vars(module).get("KEEPER"), Keeper)]
    assert without == [], "Define KEEPER = Keeper(export, erase) in it, else `requests` does not find it."
    assert len(data_requests.keepers()) == len(modules())


def test_two_keepers_with_the_same_key_fail_instead_of_losing_data() -> None:
    with pytest.raises(ValueError, match=r"defined twice: \['organisations'\]"):
        discovery.merge([{"organisations": [], "browsers": []}, {"organisations": []}])
    assert discovery.merge([{"a": 1}, {"b": 2}]) == {"a": 1, "b": 2}
