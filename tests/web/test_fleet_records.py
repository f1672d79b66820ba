"""The organisation's violations and fines in the portal: states, paid or not, files, and whose they are."""

import csv
import io
from datetime import UTC, datetime, timedelta

from openpyxl import load_workbook
from sqlmodel import Session

from bot import profile
from bot.profile import Journey, Profile
from bot.services.organisations import fleet_records
from storage.register import former_owners
from storage.register.vehicles import Vehicle
from storage.violations.violations import ViolationState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.web.company import signed_in

RECORDS = "/organisation/violations"


def test_violations_and_fines_are_listed_by_state_and_exported(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car, place="路口甲")
    violation_steps.decide(app, driver)
    violation_steps.violation(app, car, "4501000000000002", place="=路口乙", fine=5_000)
    violation_steps.violation(app, car, "4501000000000003", place="路口丙", state=ViolationState.PAID)
    violation_steps.violation(app, cast.car(app, driver, "桂A54321"), "4501000000000009", place="别人的路口")
    visitor = signed_in(app, owner)
    assert visitor.opens(RECORDS) == 200
    visitor.sees("路口甲", "路口乙", "路口丙", "未处理 1 条，罚款 50 元", "未缴款 1 条，罚款 200 元")
    assert "别人的路口" not in visitor.page
    assert "李" not in visitor.page.partition("<table")[2]
    visitor.opens(f"{RECORDS}?only=unpaid")
    visitor.sees("路口甲")
    assert "路口乙" not in visitor.page
    visitor.opens(f"{RECORDS}.csv?only=unhandled")
    _, row = csv.reader(io.StringIO(visitor.answer.content.decode("utf-8-sig")))
    assert (row[3], row[5], row[7]) == ("'=路口乙", "50.00", "未处理")
    visitor.opens(f"{RECORDS}.xlsx")
    sheet = load_workbook(io.BytesIO(visitor.answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:2] == ["记录编号", "车牌"]
    assert {str(row[3].value) for row in sheet.iter_rows(min_row=2)} == {"路口甲", "=路口乙", "路口丙"}
    visitor.opens(f"{RECORDS}?only=<script>&page=99")
    visitor.sees("路口甲")


def test_a_sold_car_takes_no_record_with_it_and_brings_none(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    firm = cast.organisation(app, owner)
    sold, bought = cast.car(app, firm), cast.car(app, driver, "桂A54321")
    violation_steps.violation(app, sold, place="卖车之前")
    violation_steps.violation(app, bought, "4501000000000002", place="买车之前")

    def swap(session: Session) -> None:
        for car, new in ((sold, {"person": driver.person_id}), (bought, {"organisation": firm.id})):
            row = session.get_one(Vehicle, car.id)
            former_owners.record(session, row, at=app.now)
            row.owner_person_id, row.owner_organisation_id = new.get("person"), new.get("organisation")
            session.add(row)

    app.write(swap)
    violation_steps.violation(app, sold, "4501000000000003", place="卖车之后", occurred_at=app.now + timedelta(hours=1))
    violation_steps.violation(
        app, bought, "4501000000000004", place="买车之后", occurred_at=app.now + timedelta(hours=1)
    )
    visitor = signed_in(app, owner)
    visitor.opens(RECORDS)
    visitor.sees("卖车之前", "买车之后")
    assert "卖车之后" not in visitor.page
    assert "买车之前" not in visitor.page


def test_a_desk_without_violations_has_no_link_to_them(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, cast.organisation(app, owner))
    visitor = signed_in(app, owner)
    visitor.sees("违法和罚款")
    profile.use(Profile(journeys=frozenset(Journey) - {Journey.VIOLATIONS, Journey.OBJECTIONS}))
    try:
        visitor.opens("/organisation/cars")
        assert "违法和罚款" not in visitor.page
        for path in (RECORDS, f"{RECORDS}.csv", f"{RECORDS}.xlsx"):
            assert visitor.opens(path) == 409
            visitor.sees("本服务台不办理交通违法")
    finally:
        profile.use(Profile())


def test_the_administrator_is_sent_one_summary_a_month(app: AppDriver) -> None:
    owner = cast.owner(app)
    firm = cast.organisation(app, owner)
    violation_steps.violation(app, cast.car(app, firm, inspection_valid_until="2026-12"))
    before, first = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (1, 2))  # Ten in the morning in China.

    def send(now: datetime) -> int:
        app.write(lambda session: fleet_records.send_summaries(session, now))
        app.settle()
        return sum("小结" in str(message) for message in owner.messages())

    assert send(before) == 0
    profile.use(Profile(journeys=frozenset()))
    assert send(first) == 0
    profile.use(Profile())
    assert send(first) == 1
    owner.sees(firm.name, "2026年11月小结", "当月新增违法：1 条", "现在未处理：1 条，罚款 200.00 元", "到期：1 辆")
    assert send(first + timedelta(days=1)) == 1
    assert send(datetime(2027, 1, 9, 2, tzinfo=UTC)) == 1
    assert [each.summary_of for each in app.read(lambda session: stored(session, type(firm)))] == ["2026-11"]
