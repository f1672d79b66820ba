"""Expired rows are deleted in batches, and rows still in use are kept."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import select

from storage import expired_rows
from storage.database import Database
from storage.engine import timers
from storage.engine.timers import Timer, TimerState
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose, SmsCode

DAY = timedelta(days=1)


def test_ended_timers_are_deleted_and_set_timers_stay_however_old(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for kind in ("fired", "cancelled"):
            timers.start(session, kind, uuid4(), lane="1:7", due_at=now)
        timers.fire(session, now=now)
        timers.start(session, "late", uuid4(), lane="1:7", due_at=now - 90 * DAY)
        timers.start(session, "young", uuid4(), lane="1:7", due_at=now + 2 * DAY)
        assert expired_rows.delete_expired(session, before=now) == 0
        assert expired_rows.delete_expired(session, before=now + DAY) == 2
        assert sorted((one.kind, one.state) for one in session.exec(select(Timer))) == [
            ("late", TimerState.SET),
            ("young", TimerState.SET),
        ]


def test_old_codes_are_deleted_in_batches(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for at in range(5):
            sent = now + at * DAY
            sms_codes.new(
                session, CodePurpose.PAYMENT, uuid4(), to="x", digits="123456", at=sent, expires_at=sent + DAY
            )
        assert expired_rows.delete_expired(session, before=now + 4 * DAY, limit=3) == 3
        assert expired_rows.delete_expired(session, before=now + 4 * DAY, limit=3) == 1
        assert session.exec(select(SmsCode.sent_at)).all() == [now + 4 * DAY]
