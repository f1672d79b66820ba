"""The second factor: acts that move money or rules, or give rights, ask for a code, once a session and kind."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.services.staff import second_factor
from bot.web import staff_paths
from storage.audit import Action, AuditEntry
from storage.identity import accounts
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.staff.second_factors import SecondFactor
from tests.services.test_second_factor import code_at
from tests.stories import violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.conftest import bank, gateway_keys
from tests.stories.payment_driver import Bank
from tests.web.staff_browser import colleague, enrolled, signed_in

__all__ = ["bank", "gateway_keys"]


def refund_of(app: AppDriver) -> Refund:
    """Return the only refund as it is now."""
    (found,) = app.read(lambda session: stored(session, Refund))
    assert isinstance(found, Refund)
    return found


def actions(app: AppDriver) -> list[str]:
    """Return what the audit has recorded."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))]


def proposed(app: AppDriver, admin: Actor, minutes: int) -> str:
    """Propose a value in the chat, and return the path of the proposal's page."""
    admin.says(f"/rule qr_minutes {minutes} 为了试用")
    admin.taps("不公告")
    rows = app.read(lambda session: stored(session, RuleProposal))
    return f"/staff/rule-proposals/{max(rows, key=lambda row: row.proposed_at).id}"


@contextmanager
def unchanged(app: AppDriver) -> Iterator[None]:
    """Assert that the refund does not move meanwhile."""
    before = refund_of(app).state
    yield
    assert refund_of(app).state is before


def test_a_refund_is_approved_with_a_code_that_counts_once(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    here = f"/staff/refunds/{refund_of(app).id}"
    cashier = colleague(app, "出纳小吴", StaffRole.CASHIER)
    page = signed_in(app, cashier)
    page.opens(here)
    page.sees("这件事需要双重验证")
    with unchanged(app):
        assert page.sends(f"{here}/approve", factor="123456") == 409
        page.sees("您还没有设置双重验证")
    secret = enrolled(app, page)
    app.settle()
    cashier.sees("设置了双重验证")
    code = code_at(secret, app.now)
    with unchanged(app):
        for wrong in ("", "000000", code_at(secret, app.now - timedelta(seconds=30))):  # The last one was used.
            page.opens(here)
            assert page.sends(f"{here}/approve", factor=wrong) == 409
    page.opens(here)
    assert page.sends(f"{here}/approve", factor=code) == 200
    app.settle()
    assert refund_of(app).state in (RefundState.SENT, RefundState.DONE)
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    other = signed_in(app, cashier)
    other.opens("/staff/browsers")
    assert other.sends(f"{here}/approve", factor=code) == 409
    other.sees("验证码不对")
    kept = actions(app)
    assert (kept.count(Action.FACTOR_ENROLLED), kept.count(Action.FACTOR_PASSED)) == (1, 1)
    assert kept.count(Action.FACTOR_FAILED) == 4


def test_a_code_is_asked_once_a_session_for_each_kind_of_act(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    first, second = (colleague(app, name, StaffRole.ADMIN, StaffRole.CASHIER) for name in ("管理员小吴", "管理员小何"))
    rule, page = proposed(app, first, 7), signed_in(app, second)
    secret = enrolled(app, page)
    money = f"/staff/refunds/{refund_of(app).id}"
    page.opens(money)
    page.sends(f"{money}/approve", factor=code_at(secret, app.now))
    page.opens(rule)
    page.sees("登录后只问一次")
    assert page.sends(f"{rule}/confirm") == 409, "a code for money is none for rules"
    app.now += timedelta(seconds=30)
    page.opens(rule)
    assert page.sends(f"{rule}/confirm", factor=code_at(secret, app.now)) == 200
    (row,) = app.read(lambda session: stored(session, RuleProposal))
    assert row.status is ProposalStatus.CONFIRMED
    own = proposed(app, first, 8)
    again = signed_in(app, first)
    enrolled(app, again)
    again.opens(own)
    assert f"{own}/confirm" not in again.page, "the first admin is not the second"


def test_wrong_codes_pause_the_factor_and_the_operator_resets_it(app: AppDriver) -> None:
    admin = colleague(app, "管理员小吴", StaffRole.ADMIN)
    page = signed_in(app, admin)
    secret = enrolled(app, page)
    path = "/staff/rule-proposals/00000000-0000-0000-0000-000000000000"
    for _ in range(second_factor.MAX_WRONG):
        page.opens("/staff/second-factor")
        page.opens("/staff/browsers")
        assert page.sends(f"{path}/confirm", factor="000000") == 409
    page.opens("/staff/browsers")
    page.sends(f"{path}/confirm", factor=code_at(secret, app.now))
    page.sees("错误次数太多")
    app.now += second_factor.PAUSE
    page.opens("/staff/browsers")
    page.sends(f"{path}/confirm", factor=code_at(secret, app.now))
    assert "错误次数太多" not in page.page
    page.opens("/staff/browsers")
    assert page.sends("/staff/second-factor/begin") == 409

    def reset(session: Session) -> bool:
        account = accounts.by_telegram(session, app.bot.id, admin.id)
        assert account is not None
        return second_factor.reset(session, account, now=app.now)

    assert app.write(reset)
    assert not app.write(reset)
    assert Action.FACTOR_RESET in actions(app)
    assert page.asks("GET", "/staff/second-factor") == 303
    app.settle()
    admin.sees("您的双重验证已由运维人员重置")
    assert enrolled(app, signed_in(app, admin)) != secret


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.OFFICER, StaffRole.STATION])
def test_who_moves_neither_money_nor_rules_sets_up_none(app: AppDriver, role: StaffRole) -> None:
    page = signed_in(app, colleague(app, "工作人员小周", role))
    assert page.asks("GET", "/staff/second-factor") == 403
    page.opens("/staff/browsers")
    assert page.sends("/staff/second-factor/begin") == 403
    assert not app.read(lambda session: stored(session, SecondFactor))


# What moves money or rules, or gives rights; everything else asks for no code.
CODED = {
    *(f"refunds/{{refund:uuid}}/{act}" for act in ("approve", "paid-back", "paid-back/confirm")),
    *(f"differences/{{difference:uuid}}/{act}" for act in ("resolve", "due-again")),
    *(f"money/closing/{act}" for act in ("close", "without-bill")),
    "rules/{name}/propose",
    *(f"{kind}/{{proposal:uuid}}/confirm" for kind in ("rule-proposals", "role-proposals", "imports")),
    *(f"client-proposals/{{proposal:uuid}}/{act}" for act in ("confirm", "key")),
}


def test_no_coded_act_goes_without_a_second_factor(app: AppDriver) -> None:
    page = signed_in(app, colleague(app, "管理员小吴", *StaffRole))
    page.opens("/staff/browsers")
    csrf, asked = page.csrf(), set()
    for path in staff_paths.acts():
        if path in ("sign-out", "second-factor/begin"):
            continue
        app.now += timedelta(seconds=1)
        address = re.sub(r"\{\w+:uuid\}", str(uuid4()), path).replace("{name}", "qr_minutes")
        page.asks("POST", f"/staff/{address}", data={"csrf": csrf, "words": "为了试用", "choice": "cash"})
        if "您还没有设置双重验证" in page.page:
            asked.add(path)
    assert asked - {"second-factor/confirm"} == CODED


def test_a_factor_ends_with_the_person_whose_account_it_was(app: AppDriver) -> None:
    admin = colleague(app, "管理员小吴", StaffRole.ADMIN)
    page = signed_in(app, admin)
    enrolled(app, page)

    stranger = colleague(app, "管理员小何", StaffRole.ADMIN)

    def move(session: Session) -> None:
        account = accounts.by_telegram(session, app.bot.id, admin.id)
        other = accounts.by_telegram(session, app.bot.id, stranger.id)
        assert account is not None
        assert other is not None
        (row,) = stored(session, SecondFactor)
        row.person_id = other.person_id
        session.add(row)
        assert not second_factor.is_enrolled(session, account)

    app.write(move)
