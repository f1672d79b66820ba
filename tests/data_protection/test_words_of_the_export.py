"""Every code in the export of personal data has words beside it, in both languages."""

import ast
import importlib
import inspect
import pkgutil
from enum import StrEnum
from types import ModuleType
from typing import get_args
from uuid import uuid4

import pytest
from sqlmodel import SQLModel

from bot.adapters.pictures.quality import QualityFinding
from bot.cards.review import face_checks
from bot.services import privacy
from bot.services.filing import outcomes
from bot.services.privacy import words
from bot.services.privacy.words import Coded
from bot.services.review.return_reasons import ReturnReason
from bot.services.values.plate_types import PlateType
from bot.texts import LANGUAGES, texts
from storage.audit import Action
from storage.filing.filings import EndReason, FilingEvent, FilingStatus
from storage.payments.refunds import RefundState
from storage.review.photos import PhotoSlot
from storage.staff.members import StaffRole
from storage.violations.notifications import NotificationKind
from storage.violations.violations import ViolationState
from tests.services.builders import NOW

MODULES = [importlib.import_module(one.name) for one in pkgutil.iter_modules(privacy.__path__, f"{privacy.__name__}.")]
# They are read by functions of storage, not as a column.
BY_FUNCTIONS: set[type[StrEnum]] = {Action, NotificationKind, StaffRole}
# The state of a refund decides whether the account can be deleted, that of a violation is the vehicle's.
NOT_EXPORTED: set[type[StrEnum]] = {RefundState, ViolationState}
EVENTS = ("applied", "agreed", "finished", "resubmitted", "in_review", "term", "term-ended", "consent-withdrawn")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def attributes(module: ModuleType) -> set[str]:
    """Return the names of all attributes that the code of a module reads."""
    tree = ast.parse(inspect.getsource(module))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def enumerations(module: ModuleType) -> set[type[StrEnum]]:
    """Return the enumerations of the columns that a module reads from the tables it imports."""
    read, found = attributes(module), set()
    used = [one for one in vars(module).values() if inspect.ismodule(one) and one.__name__.startswith("storage.")]
    for table in [*vars(module).values(), *(each for one in used for each in vars(one).values())]:
        if inspect.isclass(table) and issubclass(table, SQLModel):
            fields = [field.annotation for name, field in table.model_fields.items() if name in read]
            found |= {kind for one in fields for kind in (one, *get_args(one)) if inspect.isclass(kind)}
    return {kind for kind in found if issubclass(kind, StrEnum)}


READ = sorted(BY_FUNCTIONS.union(*map(enumerations, MODULES)) - NOT_EXPORTED, key=lambda kind: kind.__name__)


def test_the_enumerations_that_keepers_read_are_found() -> None:
    names = {kind.__name__ for kind in READ}
    assert {"FilingStatus", "LicenceStatus", "OrderState", "ReviewStatus", "VehicleUse", "Relationship"} <= names
    assert len(names) >= 24


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_keepers_leave_members_of_enumerations_as_they_are(module: ModuleType) -> None:
    assert module is words or "value" not in attributes(module), "the export would show the code without its words"


@in_both_languages
@pytest.mark.parametrize("kind", READ)
def test_every_member_has_words(kind: type[StrEnum], language: str) -> None:
    for member in kind:
        found = words.spoken({"state": member, "all": [member]}, texts(language).plain)
        assert found["state"] == member.value
        assert found["state_text"].strip()
        assert found["state_text"] != member.value or language == "en"
        assert found["all_text"] == [found["state_text"]]


@in_both_languages
def test_every_line_of_a_timeline_has_words(language: str) -> None:
    kinds = {*EVENTS, *(each.value for each in FilingStatus)} - {"waiting_owner", "checking", "active"}
    for kind in kinds:
        for note in notes(kind):
            line = FilingEvent(filing_id=uuid4(), at=NOW, kind=kind, note=note)
            found = words.spoken(words.event(line), texts(language).plain)
            assert (found["what"], found["note"]) == (kind, note)
            assert found["what_text"]
            assert bool(found.get("note_text")) == (note != ""), (kind, note)


def notes(kind: str) -> list[str]:
    """Return the notes that this kind of event can have."""
    if kind == "ended":
        return [each.value for each in EndReason]
    if kind == "returned":
        return [each.value for each in ReturnReason]
    return ["owner", "limit", "vehicle", outcomes.WITHDRAWN_APPROVAL] if kind == FilingStatus.REFUSED else [""]


@in_both_languages
def test_codes_that_are_no_members_have_words(language: str) -> None:
    found = [words.findings(" ".join(QualityFinding)), words.reasons(" ".join(ReturnReason))]
    found += [words.face_check_reason(each) for each in (*words.UNCLEAR, "picture-problem-damaged")]
    found += [words.file_kind(each) for each in words.FILE_KINDS] + [words.plate_type(each.value) for each in PlateType]
    for each in found:
        assert words.spoken({"seen": each}, texts(language).plain)["seen_text"], each


@pytest.mark.parametrize("slot", PhotoSlot)
def test_a_photo_and_its_file_are_named_as_in_the_chat(slot: PhotoSlot) -> None:
    assert words.key_of(slot) == f"photo-{slot.value}"
    assert words.file_kind(slot.value) == Coded(slot.value, [f"photo-{slot.value}"])


def test_an_unclear_selfie_is_worded_as_in_the_chat() -> None:
    of_an_earlier_version = {"illegible", "reused"}
    assert frozenset(face_checks.UNCLEAR) | of_an_earlier_version == words.UNCLEAR


def test_a_code_of_another_version_stands_alone() -> None:
    found = words.spoken({"kind": Coded("new", []), "at": ["x", {"n": 1}]}, str)
    assert found == {"kind": "new", "at": ["x", {"n": 1}]}
    assert words.action("thing:done-by-a-later-version") == "thing:done-by-a-later-version"
