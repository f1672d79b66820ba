"""Alarms: faults are reported to the admins, repetitions together."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.adapters.payments.models import BillKind, BillRow
from bot.adapters.sms.gateway import SmsNotSent
from bot.context import DeskContext
from bot.engine.listeners import on_command
from bot.engine.outbound.tasks import TaskResources
from bot.services.payments import reconciliation
from bot.services.staff import alarms
from bot.task_definition import TaskDefinition
from handlers import every_handler
from storage.engine import outbox
from storage.payments import refunds
from storage.payments.payments import PaymentProvider
from storage.staff.alarms import AlarmKind
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored


class DeadSms:
    """An SMS gateway that refuses every message."""

    async def send(self, message_id: str, to: str, text: str) -> None:
        raise SmsNotSent("away")

    async def aclose(self) -> None: ...


def fail_in_handler(context: DeskContext) -> None:
    """Fail."""
    raise ZeroDivisionError


def order_failing_task(context: DeskContext) -> None:
    """Order a task that fails."""
    context.order_task(BROKEN)


async def failing_task(resources: TaskResources, adapters: None) -> dict[str, Any]:
    """Fail as a task."""
    raise ZeroDivisionError


BROKEN = TaskDefinition("story.failing_task", failing_task)


@pytest.fixture
def faulty(empty_store: Path, tmp_path: Path) -> Iterator[AppDriver]:
    """A desk with a handler and a task that fail, and no working SMS."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_store, path)
    handlers = [*every_handler(), on_command("boom", fail_in_handler), on_command("order", order_failing_task)]
    app = AppDriver(f"sqlite:///{path}", handlers=handlers, sms=DeadSms(), tasks={BROKEN.name: BROKEN.bind(None)})
    yield app
    app.close()


def admin_of(app: AppDriver) -> Actor:
    admin = cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,))
    admin.says("/menu")
    return admin


def wait_for_housekeeping(app: AppDriver, *, minutes: float) -> None:
    """Advance the clock, and run the housekeeping jobs."""
    app.later(minutes=minutes)
    app.run_housekeeping()


def test_an_event_that_fails_for_good_is_reported_to_the_admins(faulty: AppDriver) -> None:
    admin, guest = admin_of(faulty), faulty.person("路人")
    guest.says("/menu")
    guest.says("/boom")
    faulty.later(minutes=2)
    for _ in range(5):
        faulty.later(minutes=1)
    guest.sees("是我们这边出了错")
    admin.sees("多次处理失败", "1 次")


def test_an_undeliverable_sms_is_reported_to_the_admins(faulty: AppDriver) -> None:
    admin = admin_of(faulty)
    faulty.write(
        lambda session: outbox.put_sms(
            session, "+8613800000001", "sms-code-registration", at=faulty.now, lane="x", code="1", minutes="5"
        )
    )
    for _ in range(40):
        faulty.later(minutes=5)
    admin.sees("发不出去", "1 次")


def test_a_task_that_fails_for_good_is_reported_by_kind_and_number(faulty: AppDriver) -> None:
    admin, guest = admin_of(faulty), faulty.person("路人")
    guest.says("/menu")
    guest.says("/order")
    assert not admin.has_seen("后台任务")
    for _ in range(10):
        faulty.later(minutes=1)
    (task,) = [row for row in faulty.read(lambda session: stored(session, outbox.Delivery)) if row.channel == "task"]
    admin.sees("后台任务", "1 次", f"story.failing_task {task.id}")


def test_repeated_faults_of_one_kind_are_one_notification(app: AppDriver) -> None:
    admin = admin_of(app)

    def raise_it(times: int) -> None:
        for at in range(times):
            app.write(partial(alarms.raise_alarm, kind=AlarmKind.DELIVERY_GIVEN_UP, subject=f"{at}", now=app.now))
        app.settle()

    before = len(admin.messages())
    raise_it(50)
    assert len(admin.messages()) == before + 1
    admin.sees("1 次", "0")
    wait_for_housekeeping(app, minutes=14)
    assert len(admin.messages()) == before + 1
    wait_for_housekeeping(app, minutes=1)
    assert len(admin.messages()) == before + 2
    admin.sees("49 次")
    wait_for_housekeeping(app, minutes=16)
    assert len(admin.messages()) == before + 2
    raise_it(1)
    admin.sees("1 次", "0")


def test_a_fault_soon_after_another_of_its_kind_is_told_too(app: AppDriver) -> None:
    admin = admin_of(app)
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.PROCESS_MISSING, subject="receiver", now=app.now))
    app.later(minutes=5)
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.PROCESS_MISSING, subject="sender", now=app.now))
    app.settle()
    assert not admin.has_seen("sender")
    wait_for_housekeeping(app, minutes=11)
    admin.sees("sender")


def test_an_alarm_of_a_clock_that_was_ahead_silences_no_later_one(app: AppDriver) -> None:
    admin = admin_of(app)
    ahead = app.now + timedelta(days=1)
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.AUDIT_TAMPERED, subject="41", now=ahead))
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.AUDIT_TAMPERED, subject="42", now=app.now))
    app.settle()
    admin.sees("42")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AlarmKind.DISK_LOW, "磁盘空间快用完了"),
        (AlarmKind.TOKEN_CONFLICT, "另有一个服务台"),
        (AlarmKind.EVENTS_WAIT, "已等待数分钟"),
        (AlarmKind.PROCESS_MISSING, "有一部分没有运行"),
        (AlarmKind.AUDIT_TAMPERED, "改动了操作日志"),
        (AlarmKind.STORE_DAMAGED, "数据库已损坏"),
        (AlarmKind.CLOCK_WRONG, "时钟不准"),
    ],
)
def test_what_the_operator_has_to_mend_is_told_to_the_admins(app: AppDriver, kind: AlarmKind, words: str) -> None:
    admin = admin_of(app)
    app.write(partial(alarms.raise_alarm, kind=kind, subject="409", now=app.now))
    app.settle()
    admin.sees(words, "409")


def test_an_alarm_that_reaches_no_admin_is_in_the_log(app: AppDriver, caplog: pytest.LogCaptureFixture) -> None:
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.DISK_LOW, subject="90 MB", now=app.now))
    (record,) = [each for each in caplog.records if each.getMessage() == "an alarm reaches no admin"]
    assert (vars(record)["kind"], vars(record)["subject"]) == ("disk_low", "90 MB")
    caplog.clear()
    admin_of(app)
    app.later(minutes=16)
    app.write(partial(alarms.raise_alarm, kind=AlarmKind.DISK_LOW, subject="80 MB", now=app.now))
    assert not [each for each in caplog.records if "reaches no admin" in each.getMessage()]


def test_a_difference_with_a_gateways_bill_is_reported_to_the_admins(app: AppDriver) -> None:
    admin = admin_of(app)
    bill = [BillRow(BillKind.REFUND, "order-unknown", "4200001", f"{refunds.PREFIX}unknown", 20_000, app.now)]

    def compare(session: Session) -> None:
        reconciliation.reconcile(session, PaymentProvider.WECHAT, app.now.date(), bill, now=app.now)

    app.write(compare)
    app.settle()
    assert admin.has_seen("对账有差异")
    assert admin.has_seen("1001")
