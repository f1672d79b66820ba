"""Commands of admins and officers: the audit, the figures, finding a person."""

from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import text, update
from sqlmodel import Session, col

from bot.services.staff import stats
from storage import audit, audit_chain, audit_heads
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import apply


@pytest.fixture
def officer(app: AppDriver) -> Actor:
    return cast.reviewer(app, "交警老何", (StaffRole.OFFICER,))


def seal(app: AppDriver) -> None:
    app.write(lambda session: audit_chain.extend_chain(session, now=app.now))


def test_an_admin_reads_the_audit(app: AppDriver, admin: Actor) -> None:
    admin.says("/find 13800000001")
    admin.says("/audit")
    admin.sees("person:found", "管理员老陈")
    admin.says("/audit person")
    admin.sees("person:found", "how=phone")
    admin.says("/audit review")
    admin.sees("没有记录")
    admin.says("/audit nonsense")
    admin.sees("没有这个类别")


def test_the_audit_is_read_page_by_page(app: AppDriver, admin: Actor) -> None:
    for _ in range(20):
        admin.says("/find 13800000001")
    admin.says("/audit person")
    admin.taps("更早")
    assert admin.last().count("person:found") == 8
    assert "更早" not in " ".join(admin.labels())


def test_an_admin_reads_the_audit_of_one_application(app: AppDriver, admin: Actor) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    admin.says("/audit 1001")
    admin.sees("1001", "filing:applied", "用户")
    admin.says("/audit 999")
    admin.sees("没有这个申请号")


def test_the_chain_is_verified_and_tampering_is_found(app: AppDriver, admin: Actor) -> None:
    for _ in range(3):
        admin.says("/find 13800000001")
    seal(app)
    admin.says("/audit")
    admin.taps("校验记录链")
    admin.sees("记录链完整")
    app.write(lambda session: session.execute(text("update audit set details = '{}' where id = 2")))
    admin.says("/audit")
    admin.taps("校验记录链")
    admin.sees("第 2 条断开")


def test_the_admins_are_given_the_head_on_the_next_day_once(app: AppDriver, admin: Actor) -> None:
    admin.says("/find 13800000001")
    app.run_housekeeping()
    app.later(days=1)
    app.run_housekeeping()
    app.run_housekeeping()
    (head,) = app.read(audit_heads.every)
    admin.sees("操作记录存证", head.hash)
    assert sum("操作记录存证" in str(message) for message in admin.messages()) == 1


def test_heads_are_given_again_once_a_clock_that_was_a_year_ahead_is_put_right(app: AppDriver, admin: Actor) -> None:
    admin.says("/find 13800000001")
    app.later(days=365)
    app.run_housekeeping()
    app.later(days=-364)
    admin.says("/find 13800000001")
    app.run_housekeeping()
    wrong, given = sorted(app.read(audit_heads.every), key=lambda head: head.position)
    assert given.day < wrong.day
    assert app.read(audit_heads.newest) == given
    admin.sees("操作记录存证", given.hash)


def test_a_person_is_found_by_each_number_masked_and_recorded(app: AppDriver, officer: Actor) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    for number in (driver.id_number, driver.phone, "138 0000 0001", "#1001"):
        officer.says(f"/find {number}")
        officer.sees("4509**********", "138****0001", "#1001", "桂A·12345", "已注册", "正常")
        assert driver.id_number not in officer.last()
    found = app.read(
        lambda session: audit.count(
            session, audit.Action.PERSON_FOUND, since=datetime(2026, 1, 1, tzinfo=UTC), on=driver.person_id
        )
    )
    assert found == 4


def test_an_officer_sees_how_far_an_identity_is_checked(app: AppDriver, officer: Actor) -> None:
    cast.driver(app)
    index = people.phone_index("+8613800000001")
    for registered, verified_at, level in (
        (False, None, "自行申报（未核实）"),
        (True, None, "与登记信息一致"),
        (True, datetime(2026, 11, 25, tzinfo=UTC), "已实人认证"),
    ):
        reached = update(Person).where(col(Person.phone_index) == index)
        reached = reached.values(registered=registered, verified_at=verified_at)
        app.write(partial(Session.exec, statement=reached))
        officer.says("/find 13800000001")
        officer.sees(level)


def test_a_search_without_result_is_recorded_too(app: AppDriver, officer: Actor) -> None:
    officer.says("/find 13900000009")
    officer.sees("查不到")
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert app.read(lambda session: audit.count(session, audit.Action.PERSON_FOUND, since=since)) == 1
    for nonsense in ("/find", "/find 李国", "/find " + "1" * 60, "/find #99999999999999"):
        officer.says(nonsense)
        officer.sees("请写要查的号码")


def test_the_figures_are_counted(app: AppDriver, admin: Actor) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    admin.says("/stats")
    admin.sees("没有申请", "未缴款的决定书：0")
    apply(driver)
    admin.says("/stats")
    admin.sees("短信，待车主确认：1", "没有人工审核")


def test_other_roles_see_neither_audit_nor_figures(app: AppDriver, officer: Actor) -> None:
    driver = cast.driver(app)
    for command in ("/audit", "/stats", "/find 13800000001"):
        driver.says(command)
        driver.sees("没有这个命令")
    for command in ("/audit", "/stats"):
        officer.says(command)
        officer.sees("没有这个命令")


@pytest.mark.parametrize(
    ("numbers", "median", "most"),
    [([], 0, 0), ([5.0], 5, 5), ([1.0, 2.0], 1, 2), ([1.0, 2.0, 3.0], 2, 3), ([float(n) for n in range(1, 11)], 5, 9)],
)
def test_percentiles_use_the_nearest_rank(numbers: list[float], median: float, most: float) -> None:
    assert stats.percentiles(numbers) == stats.Percentiles(count=len(numbers), p50=median, p90=most)
