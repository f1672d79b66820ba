"""A vehicle in the portal: its filings, unbinding, and its QR code on the screen."""

import re
from datetime import timedelta

from sqlmodel import select

from storage.filing.filings import Filing, FilingStatus
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.violation_steps import violation
from tests.web.company import filed, join, signed_in


def test_a_vehicle_of_another_owner_is_neither_listed_nor_shown(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.organisation(app, owner)
    strange = cast.car(app, driver, plate="桂B99999")
    visitor = signed_in(app, owner)
    assert "桂B" not in visitor.page
    for path in ("", "/codes/00000000-0000-0000-0000-000000000000"):
        assert visitor.opens(f"/organisation/cars/{strange.id}{path}") == 404


def test_a_filing_is_shown_and_unbound(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    filing = filed(app, driver, car)
    visitor = signed_in(app, owner)
    visitor.opens(f"/organisation/cars/{car.id}")
    visitor.sees("李*国", "与登记信息一致", "自称与车主的关系", "单位", "短信", f"#{filing.number}", "11月25日 10:00")
    path = f"/organisation/cars/{car.id}/filings/{filing.id}/unbind"
    visitor.opens(path)
    visitor.sees("确定解除 李*国 对 桂A·12345 的备案吗")
    assert app.read(lambda session: session.get(Filing, filing.id)).status is FilingStatus.ACTIVE
    visitor.sends(path)
    visitor.sees("备案已解除", "没有人备案", "以往的备案（1）")
    app.settle()
    driver.sees("已解除", "由车主解除")
    visitor.opens(path)
    assert visitor.sends(path) == 409
    visitor.sees("已经解除")


def test_unhandled_violations_are_shown(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    organisation = cast.organisation(app, owner)
    car, clean = cast.car(app, organisation), cast.car(app, organisation, plate="桂A54321")
    violation(app, car, place="新民路")
    violation(app, cast.car(app, driver, plate="桂B99999"), "4501000000000007", place="大学路")
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/cars?only=violations")
    visitor.sees("1 辆，共 2 辆", "桂A·12345")
    visitor.opens(f"/organisation/cars/{car.id}")
    visitor.sees("未处理违法", "新民路", "发送 /violations")
    assert "大学路" not in visitor.page
    visitor.opens(f"/organisation/cars/{clean.id}")
    assert "发送 /violations" not in visitor.page


def test_a_filing_of_another_vehicle_is_not_found(app: AppDriver) -> None:
    owner, driver, third = cast.owner(app), cast.driver(app), cast.third(app)
    own = cast.car(app, cast.organisation(app, owner))
    strange = filed(app, driver, cast.car(app, third, plate="桂B99999"))
    visitor = signed_in(app, owner)
    path = f"/organisation/cars/{own.id}/filings/{strange.id}/unbind"
    assert visitor.opens(path) == 404
    visitor.opens("/organisation/cars")
    assert visitor.sends(path) == 404
    assert app.read(lambda session: session.get(Filing, strange.id)).status is FilingStatus.ACTIVE


def test_a_driver_uses_the_vehicle_code_on_the_screen(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    visitor = signed_in(app, owner)
    visitor.opens(f"/organisation/cars/{car.id}")
    visitor.sends(f"/organisation/cars/{car.id}/codes")
    visitor.sees("只能用一次", "data:image/png;base64,")
    short = re.search(r'class="bigcode"[^>]*>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2})<', visitor.page)
    state = re.search(r'data-state="([^"]+)"', visitor.page)
    assert short is not None
    assert state is not None
    assert visitor.asks("GET", state[1]) == 200
    assert visitor.answer.json() == {"status": "open", "seconds": 180}
    driver.says("/file")
    driver.taps("扫码")
    driver.says(short[1])
    driver.sees("桂A·12345")
    visitor.asks("GET", state[1])
    assert visitor.answer.json()["status"] == "used"


def test_a_vehicle_code_expires_and_can_be_cancelled(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = cast.car(app, cast.organisation(app, owner))
    visitor = signed_in(app, owner)
    for end in ("expired", "cancelled"):
        visitor.opens(f"/organisation/cars/{car.id}")
        visitor.sends(f"/organisation/cars/{car.id}/codes")
        state = re.search(r'data-state="([^"]+)"', visitor.page)
        assert state is not None
        if end == "expired":
            app.now += timedelta(minutes=3)
        else:
            visitor.sends(f"{state[1]}/cancel")
        visitor.asks("GET", state[1])
        assert visitor.answer.json()["status"] == end


def test_a_user_makes_no_vehicle_code(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    join(owner, driver)
    visitor = signed_in(app, driver)
    visitor.opens(f"/organisation/cars/{car.id}")
    visitor.sees("由单位管理员出示")
    assert "出示机动车二维码" not in visitor.page
    assert visitor.sends(f"/organisation/cars/{car.id}/codes") == 403
    assert app.read(lambda session: session.exec(select(VehicleCode)).all()) == []


def test_a_user_neither_sees_nor_cancels_the_code_of_the_administrator(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    join(owner, driver)
    own = signed_in(app, owner)
    own.opens(f"/organisation/cars/{car.id}")
    own.sends(f"/organisation/cars/{car.id}/codes")
    (code,) = app.read(lambda session: session.exec(select(VehicleCode)).all())
    assert code.made_by == owner.person_id
    visitor = signed_in(app, driver)
    path = f"/organisation/cars/{car.id}/codes/{code.id}"
    assert visitor.asks("GET", path) == 404
    visitor.opens(f"/organisation/cars/{car.id}")
    assert visitor.sends(f"{path}/cancel") == 404
    assert app.read(lambda session: session.get(VehicleCode, code.id)).status is VehicleCodeStatus.OPEN
