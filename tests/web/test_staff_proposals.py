"""What admins propose and confirm on the staff's page: the second person, a code where something is given, once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from bot.services.importing import api_client_proposals, proposals as imports
from bot.services.importing.kinds import ImportKind
from bot.services.rules import parser
from bot.services.staff import members, rule_proposals, wrong_verifications
from storage import files
from storage.audit import Action, AuditEntry
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.services.test_second_factor import code_at
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.web.staff_browser import account_of, colleague, enrolled, signed_in

Propose = Callable[[Session, Account, AppDriver], Any]


def _rule(session: Session, by: Account, app: AppDriver) -> Any:
    parsed = parser.parse_rule("qr_minutes 7 为了试用", now=app.now)
    return rule_proposals.propose(session, parsed, announce=False, by=by, now=app.now)


def _roles(session: Session, by: Account, app: AppDriver) -> Any:
    return members.invite(session, "出纳小郑", frozenset({StaffRole.CASHIER}), by=by, now=app.now)


def _import(session: Session, by: Account, app: AppDriver) -> Any:
    file = files.store(session, b"x", kind="import", name="x.csv", media_type="text/csv", at=app.now)
    return imports.propose(session, ImportKind.PEOPLE, file, new=3, changed=0, unchanged=0, by=by, now=app.now)


def _withdrawal(session: Session, by: Account, app: AppDriver) -> Any:
    person = next(each for each in stored(session, Person) if each.name == "李建国")
    person.verified_at = app.now
    session.add(person)
    return wrong_verifications.propose(session, person.id, by=by, now=app.now)


def _client(session: Session, by: Account, app: AppDriver) -> Any:
    return api_client_proposals.propose(session, "insurer", ["vehicles"], by=by, now=app.now)


# Of each kind: how it is proposed, what its page shows, what is recorded once it is confirmed, whether a code is asked.
KINDS: dict[str, tuple[Propose, str, Action, bool]] = {
    "rule-proposals": (_rule, "qr_minutes", Action.RULE_SET, True),
    "role-proposals": (_roles, "出纳小郑", Action.STAFF_INVITED, True),
    "imports": (_import, "新增 3", Action.IMPORT_CONFIRMED, True),
    "withdrawals": (_withdrawal, "李*国", Action.VERIFICATION_WITHDRAWN, False),
    "client-proposals": (_client, "insurer", Action.API_CLIENT_CONFIRMED, True),
}


def admins(app: AppDriver) -> tuple[Actor, Actor]:
    """Return two admins."""
    cast.driver(app)
    return colleague(app, "管理员小吴", StaffRole.ADMIN), colleague(app, "管理员老孙", StaffRole.ADMIN)


def proposed(app: AppDriver, by: Actor, kind: str) -> str:
    """Propose something in the chat's way, and return the path of its page."""

    def action(session: Session) -> Any:
        return KINDS[kind][0](session, account_of(session, app, by.id), app).id

    return f"/staff/{kind}/{app.write(action)}"


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_admin_confirms_once(app: AppDriver, kind: str) -> None:
    first, second = admins(app)
    here, (_, shown, recorded, is_coded) = proposed(app, first, kind), KINDS[kind]
    own, page = signed_in(app, first), signed_in(app, second)
    own.opens(here)
    own.sees(shown)
    assert f"{here}/confirm" not in own.page, "who has proposed it does not confirm it"
    page.opens("/staff/inbox")
    page.sees(here)
    if is_coded:
        page.opens(here)
        page.sees("这件事需要双重验证")
        assert page.sends(f"{here}/confirm") == 409
        code = {"factor": code_at(enrolled(app, page), app.now)}
        page.opens(here)
        assert page.sends(f"{here}/confirm", factor="000000") == 409
    else:
        code = {}
    page.opens(here)
    page.sees(shown, f"{here}/confirm")
    assert count(app, recorded) == 0
    assert page.sends(f"{here}/confirm", **code) == 200
    assert f"{here}/confirm" not in page.page
    page.opens("/staff/browsers")
    assert page.sends(f"{here}/confirm") == 409, "sent twice"
    page.sees("返回")
    assert count(app, recorded) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_admin_withdraws_it(app: AppDriver, kind: str) -> None:
    first, second = admins(app)
    here, page = proposed(app, first, kind), signed_in(app, first)
    page.opens(here)
    assert page.sends(f"{here}/refuse") == 200
    assert f"{here}/refuse" not in page.page
    other = signed_in(app, second)
    other.opens("/staff/browsers")
    assert other.sends(f"{here}/refuse") == 409, "withdrawn meanwhile"
    assert count(app, KINDS[kind][2]) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_is_refused_as_the_second_although_with_a_code(app: AppDriver, kind: str) -> None:
    first, second = admins(app)
    here, page = proposed(app, first, kind), signed_in(app, first)
    code = code_at(enrolled(app, page), app.now)
    page.opens(here)
    assert page.sends(f"{here}/confirm", factor=code) == 409
    page.sees("自己", "另一位管理员")
    assert count(app, KINDS[kind][2]) == 0
    assert count(app, Action.FACTOR_FAILED) == 0, "the code is right"
    other = signed_in(app, second)
    other.opens(here)
    other.sees(f"{here}/refuse")


def test_an_invitation_brings_its_link_to_who_confirms_it(app: AppDriver) -> None:
    first, second = admins(app)
    here, page = proposed(app, first, "role-proposals"), signed_in(app, second)
    code = code_at(enrolled(app, page), app.now)
    page.opens(here)
    page.sends(f"{here}/confirm", factor=code)
    found = re.search(r"\?start=(staff-[\w-]+)", page.page)
    assert found is not None, page.page
    guest = cast.citizen(app, "郑欣怡", cast.id_number(77), "+8613800000077")
    guest.says(f"/start {found[1]}")
    guest.sees("出纳")
    page.opens(here)
    assert found[1] not in page.page, "shown once"


def test_a_confirmed_import_is_ordered_as_in_the_chat(app: AppDriver) -> None:
    first, second = admins(app)
    here, page = proposed(app, first, "imports"), signed_in(app, second)
    code = code_at(enrolled(app, page), app.now)
    page.opens(here)
    page.sends(f"{here}/confirm", factor=code)
    lane = app.read(lambda session: account_of(session, app, second.id).lane)
    ordered = [each.lane for each in app.read(lambda session: stored(session, Delivery))]
    assert ordered.count(f"task:register.import:{lane}") == 1


def test_a_value_is_proposed_as_the_command_takes_it(app: AppDriver) -> None:
    first, second = admins(app)
    here, page = "/staff/rules/qr_minutes", signed_in(app, first)
    page.opens(here)
    page.sees("这件事需要双重验证")
    assert page.sends(f"{here}/propose", value="7", words="为了试用") == 409
    code = code_at(enrolled(app, page), app.now)
    for wrong in ({"value": "many"}, {"value": "7", "words": " "}, {"until": "2026-01-01"}, {"from": "soon"}):
        page.opens(here)
        form = {"value": "7", "words": "为了试用", "factor": code} | wrong
        assert page.sends(f"{here}/propose", **form) == 409, wrong
        page.sees("返回", here)
    page.opens(here)
    days = {"from": "2026-12-01", "until": "2026-12-31"}
    assert page.sends(f"{here}/propose", value="7", words="为了试用", **days) == 200
    page.sees("7", "2026年12月31日", "为了试用", "/refuse")
    page.opens(here)
    page.sees("有一个提议的值等待另一位管理员确认", "/staff/rule-proposals/")
    assert page.sends(f"{here}/propose", value="8", words="再次") == 409, "one is open"
    other = signed_in(app, second)
    other.opens("/staff/inbox")
    other.sees("/staff/rule-proposals/")
    officer = signed_in(app, colleague(app, "民警小郑", StaffRole.OFFICER))
    officer.opens(here)
    assert f"{here}/propose" not in officer.page
    assert "/staff/rule-proposals/" not in officer.page
