"""Scanning in the Mini App, and the codes of vehicles that it shows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.services.identity import consents
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity.consents import ConsentText
from storage.register.people import Person
from tests.stories import cast, certificate_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.web.app_visitor import AppVisitor

HOSTILE = [
    "https://evil.example/?start=q-AAAAAAAAAAAAAAAAAAAAAA",
    "<script>alert(1)</script>",
    "x" * 4000,
    "{}",
    "' OR 1=1",
]


def code_of(owner: Citizen, app: AppDriver, car: Any) -> tuple[AppVisitor, dict[str, Any]]:
    """Show the code of a car in the owner's app. Returns the app, and what it shows."""
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.posts("codes", vehicle=str(car.id)) == 200, visitor.answer.text
    return visitor, visitor.said


def test_a_code_is_scanned_and_the_filing_goes_on_in_the_chat(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    shown, made = code_of(owner, app, cast.car(app, owner))
    filer = AppVisitor(app).opened_by(driver)
    assert filer.posts("scan", text=made["short"]) == 200, filer.answer.text
    found = filer.said
    assert found["kind"] == "vehicle"
    assert shown.gets(f"codes/{made['id']}") == 200
    assert "有人扫了" in shown.said["said"]
    assert shown.said["scanned"]
    assert filer.posts("filings", code=found["code"], relationship="family") == 200, filer.answer.text
    assert "实人认证" in filer.said["said"]
    app.settle()
    assert any("实人认证" in label for label in driver.labels())
    shown.gets(f"codes/{made['id']}")
    assert "申请备案" in shown.said["said"]
    assert filer.posts("filings", code=found["code"], relationship="family") == 409


def test_who_scans_has_agreed_to_the_texts_in_force(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    _, made = code_of(owner, app, cast.car(app, owner))
    filer = AppVisitor(app).opened_by(driver)
    app.write(
        lambda session: consents.revoke(
            session, session.get_one(Person, driver.person_id), ConsentText.DATA_SHARING, now=app.now
        )
    )
    assert filer.posts("scan", text=made["short"]) == 409
    assert "还差一项同意" in filer.said["error"]
    (code,) = app.read(lambda session: stored(session, VehicleCode))
    assert code.status is VehicleCodeStatus.OPEN


def test_a_guest_who_scans_is_led_to_the_chat_with_the_code(app: AppDriver) -> None:
    guest = AppVisitor(app).opened_by(app.person("Li"))
    link = "https://t.me/chezhu_bot?start=q-AAAAAAAAAAAAAAAAAAAAAA"
    assert guest.posts("scan", text=link) == 409
    assert guest.said["chat"] == link
    assert guest.said["offers"]
    for path in ("requests", "vehicles"):
        assert guest.gets(path) == 409


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_code_of_the_desk_changes_nothing(app: AppDriver, text: str) -> None:
    visitor = AppVisitor(app).opened_by(cast.driver(app))
    assert visitor.posts("scan", text=text) == 409
    assert "没有办理任何事项" in visitor.said["error"]
    assert text not in visitor.said["error"]


def test_scanned_codes_are_told_apart(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = certificate_steps.car(app, owner)
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.posts("scan", text="weixin://wxpay/bizpayurl?pr=abc") == 409
    assert "付款码" in visitor.said["error"]
    assert visitor.posts("certificates", vehicle=str(car.id)) == 200
    text = certificate_steps.certificate(app, car).text
    assert visitor.posts("scan", text=text) == 200
    assert (visitor.said["kind"], visitor.said["rating"]) == ("certificate", "good")
    assert visitor.posts("scan", text="") == 409
    assert visitor.posts("scan", text=1) == 400


def test_tries_of_short_codes_are_counted_and_limited(app: AppDriver) -> None:
    visitor = AppVisitor(app).opened_by(cast.driver(app))
    answers = []
    for number in range(40):
        app.now += timedelta(seconds=2)
        visitor.posts("scan", text=f"ABCD23{number + 20:02d}EF".replace("0", "W").replace("1", "X"))
        answers.append(visitor.said["error"])
    assert len(set(answers)) == 2, set(answers)


def test_a_code_is_its_makers(app: AppDriver) -> None:
    owner, other = cast.owner(app), cast.third(app)
    car = cast.car(app, owner)
    _, made = code_of(owner, app, car)
    stranger = AppVisitor(app).opened_by(other)
    assert stranger.posts("codes", vehicle=str(car.id)) == 404
    assert stranger.gets(f"codes/{made['id']}") == 404
    assert stranger.posts(f"codes/{made['id']}/cancel") == 404
    (code,) = app.read(lambda session: stored(session, VehicleCode))
    assert code.status is VehicleCodeStatus.OPEN


def test_a_code_is_cancelled_with_its_view(app: AppDriver) -> None:
    owner = cast.owner(app)
    visitor, made = code_of(owner, app, cast.car(app, owner))
    assert visitor.posts(f"codes/{made['id']}/cancel") == 200
    visitor.gets(f"codes/{made['id']}")
    assert not visitor.said["open"]
    filer = AppVisitor(app).opened_by(cast.driver(app))
    assert filer.posts("scan", text=made["short"]) == 409


def test_an_upload_that_does_not_end_keeps_nobody_from_scanning(app: AppDriver) -> None:
    """Without a sandbox the answer says that the request is incomplete, once it has its turn."""
    slow = AppVisitor(app).opened_by(cast.driver(app))
    owner = AppVisitor(app).opened_by(cast.owner(app))
    owner.asgi = slow.asgi
    owner.comes_from("198.51.100.1")

    async def endless() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.Event().wait()

    async def scene() -> int:
        form = {"Content-Type": "multipart/form-data; boundary=x"}
        uploading = asyncio.create_task(
            slow.client.post("/app/scan/picture", content=endless(), headers=slow._headers | form)
        )
        await asyncio.sleep(0.05)
        files = {"picture": ("a.png", b"a picture", "image/png")}
        async with asyncio.timeout(5):
            answer = await owner.client.post("/app/scan/picture", files=files, headers=owner._headers)
        uploading.cancel()
        await asyncio.wait([uploading])
        return answer.status_code

    assert app.wait(scene()) == 400
