"""Retention: expired rows are deleted, evidence is kept."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import SQLModel, select

from storage.certificates.live_views import LiveView
from storage.certificates.views import CertificateView
from storage.engine.timers import Timer, TimerState
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity.sms_codes import SmsCode
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, guest, show_live
from tests.stories.face_check_steps import agreed
from tests.stories.qr_steps import scanner, short_of, show_code


def count(app: AppDriver, kind: type[SQLModel], *holds: object) -> int:
    question = select(func.count()).select_from(kind).where(*holds)  # type: ignore[arg-type]
    return int(app.read(lambda session: session.exec(question).one()))


def test_used_codes_timers_and_live_views_are_deleted_after_thirty_days(app: AppDriver) -> None:
    agreed(app)  # a code by SMS, and timers
    owner = cast.citizen(app, "孙丽", cast.id_number(4), "+8613800000004")
    car(app, owner, plate="桂A54321", engine="B654321")
    show_live(owner, "桂A·54321")
    show_code(owner)
    app.later(minutes=10)
    expiring = (SmsCode, LiveView, VehicleCode)
    assert all(count(app, kind) for kind in expiring)
    assert count(app, Timer, Timer.state != TimerState.SET)
    app.later(days=29)
    app.run_housekeeping()
    assert all(count(app, kind) for kind in expiring)
    app.later(days=2)
    app.run_housekeeping()
    assert [count(app, kind) for kind in expiring] == [0, 0, 0]
    old = app.now - timedelta(days=30)
    assert count(app, Timer, Timer.state != TimerState.SET, Timer.due_at < old) == 0
    assert count(app, Filing) == 1


def test_used_vehicle_codes_and_certificate_views_are_retained(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car(app, owner)
    show_live(owner)
    owner.taps("分享码")
    code = owner.last()
    show_code(owner)
    scanner(app, driver).says(short_of(owner))
    guest(app).says(f"/verify {code}")
    assert count(app, VehicleCode, VehicleCode.status == VehicleCodeStatus.USED) == 1
    views = count(app, CertificateView)
    app.later(days=100)
    app.run_housekeeping()
    assert count(app, VehicleCode) == 1
    assert count(app, CertificateView) == views
