"""The Mini App's requests: the same rows, rights and acts as in the chat, and nothing of others."""

import re
from typing import Any
from uuid import uuid4

from sqlmodel import select

from bot import profile
from bot.profile import Profile
from storage.audit import Action, AuditEntry
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus
from storage.organisations.web_sessions import WebSession
from tests.stories import cast, certificate_steps, filing_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.web.app_visitor import AppVisitor


def requested(app: AppDriver) -> tuple[Citizen, Citizen]:
    """Have a driver ask to file an owner's car. Returns both."""
    driver = cast.driver(app)
    return filing_steps.asked_owner(app, driver), driver


def acts_of(visitor: AppVisitor) -> dict[str, dict[str, Any]]:
    """Return the acts that the first request offers, by name."""
    assert visitor.gets("requests") == 200, visitor.answer.text
    return {act["act"]: act for act in visitor.said["requests"][0]["acts"]}


def test_an_owner_answers_and_ends_what_they_have_agreed_to(app: AppDriver) -> None:
    owner, driver = requested(app)
    visitor = AppVisitor(app).opened_by(owner)
    acts = acts_of(visitor)
    assert set(acts) == {"approve", "refuse"}
    assert visitor.said["requests"][0]["who"] == "李*国（自称：朋友）"
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


def test_what_the_profile_leaves_out_is_neither_offered_nor_shown(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = certificate_steps.car(app, cast.organisation(app, owner))
    offered = AppVisitor(app).opened_by(owner).said
    assert (offered["certificates"], offered["member"]) == (True, True)
    profile.use(Profile(journeys=frozenset()))
    try:
        visitor = AppVisitor(app).opened_by(owner)
        assert (visitor.said["certificates"], visitor.said["member"]) == (False, False)
        assert visitor.posts("certificates", vehicle=str(car.id)) == 409
        assert "本服务台不办理检验标志电子凭证" in visitor.answer.text
        assert visitor.posts("organisation") == 409
        assert "本服务台不办理单位事务" in visitor.answer.text
    finally:
        profile.use(Profile())


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
