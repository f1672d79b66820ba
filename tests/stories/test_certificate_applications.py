"""Applications for a certificate in an exempt year, and the reasons against one."""

from datetime import date

from storage.certificates.certificates import IssueWay
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from storage.violations.violations import Violation
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import DUE, car, certificate, show_live
from tests.stories.test_certificates import changed


def test_the_owner_applies_in_an_exempt_year_and_the_old_certificate_is_superseded(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **DUE)
    show_live(owner)
    old = certificate(app, vehicle)
    owner.taps("申请新的检验标志")
    owner.sees("免检年份", "3 个月内")
    owner.taps("我已了解，申请")
    owner.sees("已核发", "2029年1月")
    new = certificate(app, vehicle)
    assert (new.how, new.valid_until) == (IssueWay.APPLICATION, "2029-01")
    owner.says(f"/verify {old.text}")
    owner.sees("被新凭证取代", "桂A·12345")
    owner.says(f"/verify {new.text}")
    owner.sees("真实有效", "2029年1月")


def test_all_unmet_conditions_of_an_application_are_named_at_once(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **DUE)
    show_live(owner)
    owner.taps("申请新的检验标志")
    app.write(lambda session: session.add(violation(vehicle, app)))
    lacking = {"insurance_valid_until": date(2026, 1, 1), "tax_paid_until": None, "is_van": True}
    app.write(lambda session: session.get_one(Vehicle, vehicle.id).sqlmodel_update(lacking))
    owner.taps("我已了解，申请")
    owner.sees("现在还不能办", "1 条违法", "交强险", "车船税", "面包车")


def test_accidents_that_are_not_settled_forbid_a_certificate(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    vehicle = car(app, owner, inspection_valid_until="2026-10", first_registered_on=date(2020, 10, 1), open_accidents=2)
    station.says("/issue 桂A12345")
    station.sees("未处理的事故：2 起", "现在不能签发", "有 2 起交通事故没有处理")
    owner.says("/certificate")
    owner.taps("申请新的检验标志")
    owner.sees("有 2 起交通事故没有处理")
    changed(app, vehicle, open_accidents=0)
    station.says("/issue 桂A12345")
    station.sees("未处理的事故：0 起", "有效期至 2028年10月")


def test_the_reasons_against_an_application_are_named_before_its_terms(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner, **{**DUE, "tax_paid_until": None}, is_van=True)
    show_live(owner)
    owner.sees("下一次", "上线检验", "城南机动车检验站")
    owner.taps("申请新的检验标志")
    owner.sees("面包车", "车船税")
    assert "我已了解，申请" not in owner.labels()


def test_an_expired_inspection_says_how_the_next_certificate_is_obtained(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **{**DUE, "inspection_valid_until": "2026-10", "first_registered_on": date(2024, 10, 1)})
    owner.says("/certificate")
    owner.sees("已过有效期", "免检年份", "2026年10月31日 已过")
    owner.taps("申请新的检验标志")
    owner.taps("我已了解，申请")
    assert certificate(app, vehicle).valid_until == "2028-10"


def test_an_early_application_is_refused_with_the_first_possible_day(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **{**DUE, "inspection_valid_until": "2027-01"})
    show_live(owner)
    owner.sees("下一次", "免检年份")
    changed(app, vehicle, inspection_valid_until="2027-06", first_registered_on=date(2023, 6, 1))
    owner.taps("申请新的检验标志")
    assert owner.has_seen("2027年4月1日 起可以申请")


def violation(vehicle: Vehicle, app: AppDriver) -> Violation:
    """Create an unhandled violation."""
    return Violation(
        number="4501001234567890",
        vehicle_id=vehicle.id,
        occurred_at=app.now,
        place="南宁市民族大道",
        act_code="1039",
        act="违反规定停放机动车",
        provision="《中华人民共和国道路交通安全法》第五十六条",
        basis="《中华人民共和国道路交通安全法》第九十条",
        fine=15000,
        points=0,
        authority_code="450100",
        recorded_at=app.now,
    )
