"""The Mini App's requests: the same rows, rights and acts as in the chat, and nothing of others."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from storage.audit import Action, AuditEntry
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.organisations.web_sessions import WebSession
from tests.stories import cast, certificate_steps, filing_steps
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


def requested(app: AppDriver) -> tuple[Citizen, Citizen]:
    """Have a driver ask to file an owner's car. Returns both."""
    driver = cast.driver(app)
    return filing_steps.asked_owner(app, driver), driver


def acts_of(visitor: AppVisitor) -> dict[str, dict[str, Any]]:
    """Return the acts that the first request offers, by name."""
    assert visitor.gets("requests") == 200, visitor.answer.text
    return {act["act"]: act for act in visitor.said["requests"][0]["acts"]}


def code_of(owner: Citizen, app: AppDriver, car: Any) -> tuple[AppVisitor, dict[str, Any]]:
    """Show the code of a car in the owner's app. Returns the app, and what it shows."""
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.posts("codes", vehicle=str(car.id)) == 200, visitor.answer.text
    return visitor, visitor.said


def test_an_owner_answers_and_ends_what_they_have_agreed_to(app: AppDriver) -> None:
    owner, driver = requested(app)
    visitor = AppVisitor(app).opened_by(owner)
    acts = acts_of(visitor)
    assert set(acts) == {"approve", "refuse"}
    assert visitor.posts("requests/approve", id=acts["approve"]["id"]) == 200
    app.settle()
    assert driver.has_seen("同意")
    assert not any("同意" in label for label in owner.labels())  # The question of the chat has lost its buttons.
    assert visitor.posts("requests/approve", id=acts["approve"]["id"]) == 409
    acts = acts_of(visitor)
    assert set(acts) == {"stop", "term"}
    assert visitor.posts("requests/term", id=acts["term"]["id"], choice="30") == 200
    assert visitor.posts("requests/term", id=acts["term"]["id"], choice="31") == 409
    assert visitor.posts("requests/stop", id=acts["stop"]["id"]) == 200
    (filing,) = app.read(lambda session: stored(session, Filing))
    assert filing.status is FilingStatus.REFUSED
    app.settle()
    driver.sees("#1001")


def test_an_owner_refuses(app: AppDriver) -> None:
    owner, driver = requested(app)
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.posts("requests/refuse", id=acts_of(visitor)["refuse"]["id"]) == 200
    app.settle()
    driver.sees("车主未同意")


def test_a_filing_is_ended_by_its_owner(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    certificate_steps.file(app, driver, cast.car(app, owner))
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.posts("requests/unbind", id=acts_of(visitor)["unbind"]["id"]) == 200
    (filing,) = app.read(lambda session: stored(session, Filing))
    assert filing.status is FilingStatus.ENDED


def test_requests_of_others_are_neither_shown_nor_answered(app: AppDriver) -> None:
    owner, driver = requested(app)
    (approval,), (filing,) = app.read(lambda session: (stored(session, Approval), stored(session, Filing)))
    for stranger in (driver, cast.third(app)):
        visitor = AppVisitor(app).opened_by(stranger)
        assert visitor.gets("requests") == 200
        assert visitor.said["requests"] == []
        for act, row in (("approve", approval.id), ("refuse", approval.id), ("stop", filing.id), ("term", filing.id)):
            assert visitor.posts(f"requests/{act}", id=str(row), choice="30") == 404, act
        for nothing in ("", "x", str(uuid4()), f"{approval.id}x"):
            assert visitor.posts("requests/approve", id=nothing) == 404
        assert visitor.posts("requests/unbind", id=str(filing.id)) in (404, 409)
    (after,) = app.read(lambda session: stored(session, Filing))
    assert after.status is FilingStatus.WAITING_OWNER
    assert not app.read(
        lambda session: session.exec(select(AuditEntry).where(AuditEntry.action == Action.APPROVAL_ANSWERED)).all()
    )
    refused = app.read(
        lambda session: session.exec(select(AuditEntry).where(AuditEntry.action == Action.REFUSED)).all()
    )
    assert len(refused) > 8
    assert owner.messages()


def test_a_certificate_is_shown_to_owner_and_filer_only(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car = certificate_steps.car(app, owner)
    certificate_steps.file(app, driver, car)
    for citizen, is_own in ((owner, True), (driver, False)):
        visitor = AppVisitor(app).opened_by(citizen)
        assert visitor.gets("vehicles") == 200
        assert [each["own"] for each in visitor.said["vehicles"]] == [is_own]
        assert visitor.posts("certificates", vehicle=str(car.id)) == 200
        assert visitor.said["picture"].startswith("data:image/png;base64,")
        assert visitor.said["valid"]
        assert ("备案使用人" in " ".join(visitor.said["lines"])) is not is_own
        assert "获取时间" in visitor.said["fetched"]
    stranger = AppVisitor(app).opened_by(cast.third(app))
    assert stranger.posts("certificates", vehicle=str(car.id)) == 404
    assert stranger.gets("vehicles") == 200
    assert stranger.said["vehicles"] == []


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


def test_the_portal_is_opened_without_a_code(app: AppDriver) -> None:
    owner = cast.owner(app)
    firm = cast.organisation(app, owner)
    cast.car(app, firm)
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.said["member"]
    assert visitor.posts("organisation") == 200
    cookie = visitor.answer.headers["set-cookie"]
    assert re.search(r"httponly", cookie, re.IGNORECASE)
    assert "SameSite=lax" in cookie
    assert visitor.opens(visitor.said["portal"]) == 200
    framed = AppVisitor(app).opened_by(owner)
    assert framed.posts("organisation", framed="yes") == 200
    assert "set-cookie" not in framed.answer.headers
    assert framed.said["code"]


def test_who_is_in_no_organisation_opens_no_portal(app: AppDriver) -> None:
    visitor = AppVisitor(app).opened_by(cast.driver(app))
    assert not visitor.said["member"]
    for framed in ("", "yes"):
        assert visitor.posts("organisation", framed=framed) == 409
    assert not app.read(lambda session: stored(session, WebSession))


def test_the_page_may_be_framed_by_telegrams_clients_only(app: AppDriver) -> None:
    real: dict[str, Any] = {
        "telegram_token": "1000000001:story",
        "secret_key": "k" * 43,
        "public_url": "http://127.0.0.1:8080",
    }
    for visitor, ancestors in ((AppVisitor(app), "'self'"), (AppVisitor(app, **real), "https://web.telegram.org ")):
        assert visitor.opens("/app") == 200
        policy = visitor.answer.headers["content-security-policy"]
        assert f"frame-ancestors {ancestors}" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "x-frame-options" not in visitor.answer.headers
        visitor.opens("/verify")
        assert visitor.answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in visitor.answer.headers["content-security-policy"]


def test_the_page_has_no_script_or_style_of_its_own(app: AppDriver) -> None:
    visitor = AppVisitor(app)
    visitor.opens("/app")
    page = visitor.answer.text
    assert not re.search(r"\son\w+=|style=|<style|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="application/json" id="words">',
        '<script type="module" src="/app/assets/app.js">',
    ]
