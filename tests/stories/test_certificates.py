"""Inspection certificates: the five ways in which they are issued, and how they end."""

from datetime import date
from typing import Any

import pytest

from bot.services.certificates import certificates as service
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import ImportContext
from storage.certificates.certificates import Certificate, CertificateCloseReason, CertificateStatus, IssueWay
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.certificate_steps import DUE, car, certificate, show_live


def changed(app: AppDriver, vehicle: Vehicle, **fields: Any) -> None:
    """Change a vehicle in the register, as an import does."""

    def action(session: Any) -> None:
        row = session.get(Vehicle, vehicle.id)
        owner_changed = "owner_person_id" in fields
        for name, value in fields.items():
            setattr(row, name, value)
        session.flush()
        service.on_vehicle_changed(session, row, app.now, owner_changed=owner_changed)

    app.write(action)
    app.settle()


def test_a_vehicle_within_its_validity_gets_a_certificate_on_demand(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    owner.sees("有效", "桂A·12345", "小型汽车", "2027年6月", "绿色", "202600001001", "10:00:00")
    assert certificate(app, vehicle).how is IssueWay.ON_DEMAND


def test_a_change_in_the_register_issues_a_certificate(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    changed(app, vehicle)
    owner.sees("有了新的检验标志电子凭证", "登记后自动生成", "2027年6月")
    assert certificate(app, vehicle).how is IssueWay.AUTOMATIC


def test_an_imported_vehicle_gets_a_certificate_by_the_import(app: AppDriver) -> None:
    owner = cast.owner(app)
    cells = {"plate_type": "02", "plate": "桂A12345", "owner": owner.id_number, "engine_number": "A123456"}
    cells |= {"vin": "", "model": "五菱", "colour": "白", "seats": "5", "use": "non_operating", "state": "normal"}
    days = {"manufactured_on": "2023-05-01", "first_registered_on": "2023-06-01"}
    ends = {"insurance_valid_until": "2027-06-01", "tax_paid_until": "", "inspection_valid_until": "2027-06"}
    importer = IMPORTERS[ImportKind.VEHICLES]
    row = importer.row.read({**cells, **days, **ends}, today=app.now.date())
    for _ in range(2):
        app.write(lambda session: importer.put(session, row, ImportContext(app.now)))
        app.settle()
    owner.sees("登记后自动生成", "202600001001")


def test_a_new_vehicle_gets_the_first_month_of_the_calendar(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, inspection_valid_until="", first_registered_on=date(2026, 11, 20))
    show_live(owner)
    owner.sees("2028年11月", "蓝色")
    assert certificate(app, vehicle).valid_until == "2028-11"


def test_a_sold_vehicle_gets_a_new_certificate_and_the_old_one_is_revoked(app: AppDriver) -> None:
    owner, third = cast.owner(app), cast.third(app)
    vehicle = car(app, owner)
    show_live(owner)
    old = certificate(app, vehicle)
    changed(app, vehicle, owner_person_id=third.person_id)
    assert (
        app.read(lambda session: session.get(Certificate, old.id)).close_reason is CertificateCloseReason.OWNER_CHANGED
    )
    third.sees("登记后自动生成")
    owner.taps("刷新")
    owner.sees("不在您名下")
    third.says(f"/verify {old.text}")
    third.sees("已撤销", "桂A·12345")


def test_the_certificate_of_an_abnormal_vehicle_is_invalid_until_it_is_normal_again(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    changed(app, vehicle, state=VehicleState.LOCKED)
    owner.taps("刷新")
    owner.sees("车辆状态异常")
    owner.says(f"/verify {certificate(app, vehicle).text}")
    owner.sees("车辆状态异常", "桂A·12345")
    changed(app, vehicle, state=VehicleState.NORMAL)
    owner.says(f"/verify {certificate(app, vehicle).text}")
    owner.sees("真实有效")


def test_the_certificate_of_a_scrapped_vehicle_is_revoked(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    changed(app, vehicle, state=VehicleState.SCRAPPED)
    assert certificate(app, vehicle) is None
    owner.says("/certificate")
    owner.sees("状态异常")


def test_a_station_issues_a_certificate_after_a_pass(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    vehicle = car(app, owner, inspection_valid_until="2026-10", first_registered_on=date(2020, 10, 1))
    owner.says("/certificate")
    owner.sees("已过有效期")
    station.says("/issue 桂A12345")
    station.sees("签发前核对", "非营运", "2027年6月1日", "有效期至 2028年10月")
    assert certificate(app, vehicle) is None
    station.taps("签发至")
    station.sees("已签发", "2028年10月")
    owner.sees("检验合格", "2028年10月")
    assert certificate(app, vehicle).how is IssueWay.STATION


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/issue", "格式"),
        ("/issue 桂A99999 2027-11", "没有号牌"),
        ("/issue 桂A12345 2026-10", "有效期不对"),
        ("/issue 桂A12345 2099-10", "应至 2029-06"),
        ("/issue 桂A12345 2027-13", "有效期不对"),
        ("/issue 桂A12345", "不能签发"),
    ],
)
def test_a_wrong_issue_command_is_explained(app: AppDriver, line: str, answer: str) -> None:
    station = cast.reviewer(app, roles=(StaffRole.STATION,))
    car(app, cast.owner(app))
    station.says(line)
    station.sees(answer)


def test_only_stations_and_administrators_issue_or_revoke(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    for line in ("/issue 桂A12345 2027-11", "/issue", "/revoke 桂A12345 想要", "/revoke"):
        owner.says(line)
        owner.sees("没有这个命令")
    assert certificate(app, vehicle) is None


def test_a_certificate_revoked_by_staff_returns_only_after_an_inspection(app: AppDriver) -> None:
    owner, admin = cast.owner(app), cast.reviewer(app, roles=(StaffRole.ADMIN,))
    second = cast.reviewer(app, "管理员老孙", roles=(StaffRole.ADMIN,))
    vehicle = car(app, owner)
    show_live(owner)
    old = certificate(app, vehicle)
    admin.says("/revoke 桂A12345")
    admin.sees("请写明")
    admin.says("/revoke 桂A12345 检验造假")
    admin.sees("须由另一位管理员确认")
    admin.says("/revoke 桂A12345 检验造假")
    admin.sees("已经有人提出撤销")
    assert certificate(app, vehicle) is not None
    second.sees("提议撤销检验标志", "检验造假")
    second.taps("确认撤销")
    second.sees("已撤销")
    owner.sees("已被撤销", "检验造假")
    changed(app, vehicle, colour="红")
    assert certificate(app, vehicle) is None
    owner.says("/certificate")
    owner.sees("重新检验")
    owner.says(f"/verify {old.text}")
    owner.sees("已撤销")
    admin.says("/issue 桂A12345 2027-06")
    admin.taps("签发至")
    show_live(owner)
    owner.sees("有效", "2027年6月")


def test_superseded_certificates_are_kept_and_one_is_active(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, roles=(StaffRole.STATION,))
    vehicle = car(app, owner, **DUE)
    show_live(owner)
    station.says("/issue 桂A12345 2029-01")
    station.taps("签发至")
    kept = app.read(lambda session: stored(session, Certificate))
    assert {one.vehicle_id for one in kept} == {vehicle.id}
    assert [one.status for one in sorted(kept, key=lambda one: one.number, reverse=True)] == [
        CertificateStatus.ACTIVE,
        CertificateStatus.SUPERSEDED,
    ]


def test_a_station_signs_nothing_that_the_rules_refuse(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    vehicle = car(app, owner, **DUE)
    station.says("/issue 桂A12345")
    app.write(lambda session: session.get_one(Vehicle, vehicle.id).sqlmodel_update({"insurance_valid_until": None}))
    station.taps("签发至")
    station.sees("交强险")
    station.says("/issue 桂A12345")
    station.sees("不能签发", "交强险")
    assert not [label for label in station.labels() if "签发至" in label]
    assert certificate(app, vehicle) is None


def test_a_station_takes_its_own_certificate_back_for_a_day(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    other = cast.reviewer(app, "检验站小郑", roles=(StaffRole.STATION,))
    admin = cast.reviewer(app, "管理员老孙", roles=(StaffRole.ADMIN,))
    vehicle = car(app, owner, **DUE)
    station.says("/issue 桂A12345")
    station.taps("签发至")
    other.says("/revoke 桂A12345 号牌录错")
    other.sees("只能撤回自己签发的凭证：24 小时内直接撤回")
    app.later(hours=23)
    station.says("/revoke 桂A12345 号牌录错")
    station.sees("已撤销")
    station.says("/issue 桂A12345")
    station.taps("签发至")
    app.later(hours=25)
    station.says("/revoke 桂A12345 号牌录错")
    station.sees("须由另一位管理员确认")
    assert certificate(app, vehicle) is not None
    admin.taps("不撤销")
    admin.sees("没有撤销")
    station.sees("提议撤销检验标志", "没有撤销")
    station.says("/revoke 桂A12345 号牌录错")
    admin.taps("确认撤销")
    assert certificate(app, vehicle) is None
    station.sees("提议撤销检验标志", "已撤销，会通知车主")
    owner.sees("号牌录错")


def test_what_a_station_takes_back_gives_the_owner_the_certificate_before(app: AppDriver) -> None:
    owner, station = cast.owner(app), cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    car(app, owner, **DUE | {"inspection_valid_until": "2026-12"})
    show_live(owner)
    station.says("/issue 桂A12345")
    station.taps("签发至")
    station.says("/revoke 桂A12345 误签")
    station.sees("已撤销", "之前的检验标志", "2026年12月", "重新有效")
    owner.sees("已被撤销", "误签", "重新有效")
