"""Every duty of staff is in docs/duties.md, in the tests of own matters and two people, and among the forged inputs.

A duty is a function of the services with a parameter `by` that asks `permissions.require`, itself or through others.
CONTRIBUTING lists the steps under “a duty of staff”.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bot import discovery, services
from bot.cards import menu
from bot.errors import Refusal
from storage.audit import Action
from tests.conventions.call_graph import Name, called, functions, made_with, parameters
from tests.conventions.source_tree import ROOT, none_of, python_files, text
from tests.fault_injection.random_worlds import own_matters
from tests.forgery import duties as forged_duties, registry
from tests.forgery.text_messages import STAFF_COMMANDS
from tests.services.test_second_person_after_a_change import ACTS as SECOND_ACTS

REQUIRE: Name = ("bot.services.staff.permissions", "require")
# What the column “one's own” says of duties that refuse or hide one's own matter.
REFUSES = ("refused", "left out", "skipped", "marked", "an application of one's own is refused")
# What follows from a duty and is recorded of it, too: whose matter it is was asked before.
FOLLOWS = {
    Action.NUMBER_CONTESTED,
    Action.NUMBER_SHARED,  # With the case, the photos or the member by whom somebody is verified.
    Action.PHONE_CHANGED,  # Of who had the phone number of a case before.
    Action.IDENTITY_STOPPED,  # Open cases of who has got the identity.
    Action.CONSENT_GIVEN,  # With the case, by who opened it.
    Action.FACE_CHECKED,
    Action.FILING_FINISHED,
    Action.FILING_UNBOUND,  # Of one's own car, or twice for one car, when two rows of a person become one.
    Action.FILING_WITHDRAWN,
    Action.DECISION_REVOKED,
    Action.REFUND_PROPOSED,
    Action.REFUND_FINISHED,  # With the approval of one whose money went back without it.
    Action.REFUND_WITHDRAWN,  # With the difference of a payment that no bill has.
    Action.KEYS_CHANGED,
    Action.STAFF_INVITED,
    Action.IMPORT_REFUSED,  # Proposals of who leaves.
    Action.API_CLIENT_REFUSED,
    Action.RULE_REFUSED,
    Action.STAFF_REFUSED,
}
# Acts of duties that name no row, so that the random worlds cannot tell whose matter it is.
WITHOUT_ROW = {Action.AUDIT_READ}
# Commands of staff with which others see what is theirs.
FOR_EVERYBODY = {"papers"}


@cache
def rows() -> list[tuple[str, set[str]]]:
    """Return what each row of the table says of one's own matters, and the functions that it names."""
    found = []
    for line in (ROOT / "docs" / "duties.md").read_text().splitlines():
        cells = [cell.strip() for cell in line[1:-1].split("|")] if line.startswith("| ") else []
        module, named = "", set()
        for word in re.findall(r"`([^`]+)`", cells[3]) if cells else ():
            *before, function = word.rsplit("/", 1)[-1].split(".")
            module = before[0] if before else module
            named.add(f"{module}.{function}")
        found += [(cells[2], named)] if cells else []
    return found


def short(name: Name) -> str:
    """Return a function as the table names it."""
    return f"{name[0].rsplit('.', 1)[-1]}.{name[1]}"


def duties() -> list[Name]:
    """Return the duties."""
    return [
        name
        for name in functions()
        if not name[1].startswith("_") and "." not in name[1] and "by" in parameters(name) and REQUIRE in called(name)
    ]


def test_every_duty_is_in_the_table() -> None:
    named = set().union(*(named for _, named in rows()))
    missing = [short(each) for each in duties() if not any(_decides(one, named) for one in called(each))]
    none_of(missing, "Write in docs/duties.md what happens if the matter is one's own, and name in “asked in”:")


def _decides(name: Name, named: set[str]) -> bool:
    return short(name) in named and REQUIRE in called(name)


def test_every_duty_that_refuses_ones_own_matter_is_tested() -> None:
    own = [text(path) for path in python_files("tests/services") if "own: Account" in text(path)]
    own += [text(path) for path in python_files("tests/services") if re.search(r"raises\(\w*\.?Own[A-Z]", text(path))]
    asked = set().union(*(named for says, named in rows() if says.startswith(REFUSES)))
    services = {short(name) for name in functions()}
    missing = [each for each in asked & services if not any(f"{each.partition('.')[2]}(" in file for file in own)]
    none_of(sorted(missing), "Write in tests/services/test_<noun>.py that one's own matter is refused or hidden:")


def test_the_random_worlds_know_every_act_of_a_duty() -> None:
    asked = set().union(*(named for says, named in rows() if says.startswith(REFUSES)))
    decided = {one for each in duties() if any(short(name) in asked for name in called(each)) for one in called(each)}
    recorded = {Action[name] for each in decided for name in _actions(each)}
    missing = sorted(recorded - own_matters.by_act().keys() - FOLLOWS - WITHOUT_ROW)
    none_of(
        missing,
        "Write in a module of tests/fault_injection/random_worlds/matters whom the row concerns, with @matter(Table,"
        " Action.…); or in FOLLOWS of this file, if it only follows from another act of a duty:",
    )


def _actions(name: Name) -> Iterator[str]:
    """Return the audit actions that a function names."""
    for node in ast.walk(functions()[name]):
        if isinstance(node, ast.Attribute) and "Action" in (
            getattr(node.value, "attr", ""),
            getattr(node.value, "id", ""),
        ):
            yield node.attr


def test_the_random_worlds_know_no_act_that_the_documents_do_not() -> None:
    duty_acts = (ROOT / "docs" / "acts.md").read_text().partition("## Duties of staff")[2].partition("\n## ")[0]
    unknown = sorted(each for each in own_matters.by_act() if f"`{each}`" not in duty_acts)
    none_of(unknown, "Write in “Duties of staff” of docs/acts.md, in the column “recorded”:")


def test_every_refusal_of_a_duty_is_among_the_forged_inputs() -> None:
    expected = {key for kind in (*registry.CHAT, *registry.LAST) for key in kind.refusals}
    missing = [f"{each.__name__} ({each.key})" for each in _refusals(Refusal) if each.key not in expected]
    none_of(missing, "Write into a module of tests/forgery/duties a kind that is refused with:")


def test_every_refusal_of_a_second_act_is_raised_after_a_change_of_number_or_account() -> None:
    tried = set(SECOND_ACTS.values())
    of_two = [each for each in _refusals(Refusal) if not each.__name__.startswith("Own")]
    missing = [each.__name__ for each in of_two if each not in tried]
    none_of(missing, "Write into ACTS of tests/services/test_second_person_after_a_change.py an act that raises:")


def test_every_refusal_that_a_duty_raises_is_among_the_forged_inputs() -> None:
    expected = {key for kind in (*registry.CHAT, *registry.LAST) for key in kind.refusals}
    by_name = {each.__name__: each for each in _all_refusals(Refusal)}
    raised = {one for duty in duties() for each in called(duty) if each[0] == duty[0] for one in _raised(each)}
    missing = [each for each in raised & by_name.keys() if by_name[each].key not in expected]
    declared: Any = discovery.definitions(forged_duties, "UNFORGED")
    unforged = {name for names in declared for name in names}
    none_of(
        sorted({*missing} - unforged),
        "Write a kind that is refused with it into a module of tests/forgery/duties; or, if it protects nobody as"
        " something typed cannot be read or a colleague was first, its name into UNFORGED there:",
    )
    none_of(sorted(unforged - {*missing}), "No duty raises it, or an input is refused so; delete from UNFORGED:")


def _raised(name: Name) -> set[str]:
    """Return the names of the exceptions that a function raises itself, or an object with which it was made."""
    nodes, made = list(ast.walk(functions()[name])), made_with(name[0])
    raising: list[ast.expr] = [node.exc for node in nodes if isinstance(node, ast.Raise) and node.exc]
    raising += [made[node.id] for node in nodes if isinstance(node, ast.Name) and node.id in made]
    parts = [part for exc in raising for part in ast.walk(exc)]
    return {getattr(part, "attr", "") or getattr(part, "id", "") for part in parts} - {""}


def _all_refusals(base: type[Refusal]) -> Iterator[type[Refusal]]:
    list(discovery.modules(services))  # Only classes of imported modules are known.
    for each in base.__subclasses__():
        yield each
        yield from _all_refusals(each)


def _refusals(base: type[Refusal]) -> list[type[Refusal]]:
    """Return the refusals of one's own matter, and of a second act of one person."""
    named = (ROOT / "docs" / "duties.md").read_text()
    return [each for each in base.__subclasses__() if f"`{each.__name__}`" in named]


def test_every_command_of_staff_is_among_the_forged_inputs() -> None:
    tried = {command.split()[0] for command in STAFF_COMMANDS}
    of_staff = {each.name for each in menu.all_commands().values() if each.roles} - FOR_EVERYBODY
    none_of(sorted(of_staff - tried), "Write in STAFF_COMMANDS of tests/forgery/text_messages.py:")
