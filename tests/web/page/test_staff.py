"""The staff's page in Chromium: cases decided by keyboard alone, laptop and phone, light and dark, with axe."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, select

from bot.services.staff import web_sessions
from storage import files
from storage.database import Database, add
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember, StaffRole
from tests import browsers, databases
from tests.stories import review_steps, shared_sandbox
from tests.stories.cast import id_number
from tests.web.page.conftest import served

REVIEWER, EVERYTHING, PROPOSER = 1, 2, 3
ROLES = {REVIEWER: (StaffRole.REVIEWER,), EVERYTHING: tuple(StaffRole), PROPOSER: (StaffRole.ADMIN,)}
CASES = 4
SERIOUS = ("serious", "critical")


@dataclass
class StaffDesk:
    """A served desk whose staff have cases to review."""

    database: Database
    origin: str

    def code(self, telegram_id: int) -> str:
        """Make a sign-in code as the chat does."""
        with self.database.transaction() as session:
            account = accounts.by_telegram(session, 1, telegram_id)
            assert account is not None
            return web_sessions.make_code(session, account, now=datetime.now(UTC))[0]

    def count(self, status: ReviewStatus) -> int:
        """Return how many cases are in this state."""
        with self.database.reading() as session:
            return len(session.exec(select(Review).where(Review.status == status)).all())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[StaffDesk]:
    """A desk with a reviewer, somebody with every duty, and cases with photos and a portrait."""
    databases.use_test_secret()
    database = Database(databases.new_sqlite(tmp_path))
    with database.transaction() as session:
        for telegram_id, roles in ROLES.items():
            _employ(session, telegram_id, roles)
    for at in range(CASES):
        _submit(database, at)
    with served(database, drawing_pool=shared_sandbox.shared()) as origin:
        yield StaffDesk(database, origin)
    database.close()


def _employ(session: Session, telegram_id: int, roles: tuple[StaffRole, ...]) -> None:
    now = datetime.now(UTC)
    person = people.new(id_number=id_number(900 + telegram_id), name="周宁")
    person.verified_at = now
    add(session, person)
    add(session, Account(bot_id=1, telegram_id=telegram_id, person_id=person.id, created_at=now, registered_at=now))
    member = StaffMember(telegram_id=telegram_id, roles=";".join(roles), since=now)
    member.name = "周宁"
    add(session, member)


def _submit(database: Database, at: int) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        portrait = files.store(
            session, review_steps.small(at + 50), kind="portrait", name="p.jpg", media_type="image/jpeg", at=now
        )
        filer = people.new(id_number=id_number(at + 1), name="李建国")
        filer.portrait_id = portrait
        add(session, filer)
        owner = add(session, people.new(id_number=id_number(at + 101), name="王秀英"))
        for telegram_id, person in ((1000 + at, filer), (2000 + at, owner)):
            account = Account(bot_id=1, telegram_id=telegram_id, person_id=person.id, created_at=now, registered_at=now)
            add(session, account)
        car = add(session, _car(at, owner))
    driven: Any = SimpleNamespace(write=lambda action: _write(database, action), now=now)
    review_steps.case(driven, SimpleNamespace(person_id=filer.id), car, seed=at + 1)  # type: ignore[arg-type]


def _write(database: Database, action: Any) -> Any:
    with database.transaction() as session:
        return action(session)


def _car(at: int, owner: Person) -> Vehicle:
    engine, plate = vehicles.engine_index("123456"), f"桂A{at:05}"
    car = Vehicle(
        plate_type="02", plate=plate, owner_person_id=owner.id, engine_index=engine, model="五菱", colour="白"
    )
    car.engine_number, car.vin = "123456", "LZWACAGA0N1234567"
    return car


def sign_in(page: Page, desk: StaffDesk, telegram_id: int) -> None:
    """Sign in by keyboard: the field for the code has the focus."""
    page.goto(f"{desk.origin}/staff")
    expect(page.locator("input[name=code]")).to_be_focused()
    page.keyboard.type(desk.code(telegram_id))
    page.keyboard.press("Enter")
    expect(page.locator("nav a[aria-current=page]")).to_be_visible()


def press_twice(page: Page, key: str) -> None:
    """Press a key to move to its button, and again to press it."""
    page.keyboard.press(key)
    expect(page.locator(f"[data-key='{key}']")).to_be_focused()
    page.keyboard.press(key)


def test_a_form_is_sent_once_by_a_double_click(browser: Browser, desk: StaffDesk) -> None:
    with browsers.open_window(browser, locale="zh-CN", reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, desk, REVIEWER)
        sent = page.evaluate(
            """() => {
              let sent = 0;
              addEventListener("submit", (event) => {
                sent += !event.defaultPrevented;
                event.preventDefault();
              });
              for (let at = 0; at < 2; at++) document.querySelector("form.next button").click();
              return sent;
            }"""
        )
        assert sent == 1


def test_cases_are_decided_by_keyboard_alone(browser: Browser, desk: StaffDesk) -> None:
    with browsers.open_window(browser, locale="zh-CN", reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, desk, REVIEWER)
        press_twice(page, "n")
        expect(page.locator("figure[data-viewer]")).to_have_count(3)
        _turns_and_enlarges_by_keys(page)
        for at in range(CASES):
            if at:
                expect(page.locator("[data-key='n']")).to_be_focused()
                page.keyboard.press("Enter")
            expect(page.locator("[data-key='p']")).to_be_visible()
            if at % 2:
                page.keyboard.press("3")
                expect(page.locator("[data-key='3']")).to_be_checked()
                press_twice(page, "r")
            else:
                press_twice(page, "p")
            expect(page.locator("figure[data-viewer]")).to_have_count(0)
        assert (desk.count(ReviewStatus.PASSED), desk.count(ReviewStatus.RETURNED)) == (2, 2)
        page.goto(f"{desk.origin}/staff/inbox")
        expect(page.locator(".empty")).to_be_visible()


def _turns_and_enlarges_by_keys(page: Page) -> None:
    frame, image = page.locator("figure .frame").first, page.locator("figure img").first
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
    page.keyboard.press("p")  # Only moves the focus: nothing is decided by one slip.
    expect(page.locator("figure[data-viewer]")).to_have_count(3)
    frame.focus()
    assert frame.evaluate("frame => getComputedStyle(frame).outlineStyle") != "none", "the focus is visible"
    for key in ("]", "+", "ArrowLeft"):
        page.keyboard.press(key)
    assert image.evaluate("image => image.style.transform") == "translate(60px, 0px) rotate(90deg) scale(1.25)"
    page.keyboard.press("0")
    assert image.evaluate("image => image.style.transform") == "translate(0px, 0px) rotate(0deg) scale(1)"


def test_keys_can_be_turned_off(browser: Browser, desk: StaffDesk) -> None:
    with browsers.open_window(browser, locale="zh-CN") as window:
        page = window.new_page()
        sign_in(page, desk, REVIEWER)
        press_twice(page, "n")
        page.locator("details:has([data-keys-on]) summary").click()
        page.locator("[data-keys-on]").uncheck()
        page.reload()
        for _ in range(2):
            page.keyboard.press("p")
        assert desk.count(ReviewStatus.PASSED) == 0


@pytest.mark.parametrize(("size", "scheme", "locale"), [("laptop", "light", "zh-CN"), ("phone", "dark", "en-GB")])
def test_every_screen_fits_and_has_no_serious_finding(
    browser: Browser, desk: StaffDesk, pictures: Path | None, size: str, scheme: str, locale: str
) -> None:
    viewport = browsers.LAPTOP if size == "laptop" else browsers.PHONE
    look = {"viewport": viewport, "color_scheme": scheme, "locale": locale, "reduced_motion": "reduce"}
    with browsers.open_window(browser, **look) as window:
        page = window.new_page()
        page.goto(f"{desk.origin}/staff")
        check_screen(page, pictures, f"staff-sign-in-{size}")
        sign_in(page, desk, EVERYTHING)
        page.goto(f"{desk.origin}/staff/language?to={locale.removesuffix('-GB')}&back=/staff")
        check_screen(page, pictures, f"staff-inbox-{size}")
        for part in ("look-up", "money", "figures", "rules", "rules/review_working_days", "second-factor", "browsers"):
            page.goto(f"{desk.origin}/staff/{part}")
            check_screen(page, pictures, f"staff-{part.replace('/', '-')}-{size}")
        page.goto(f"{desk.origin}/staff/second-factor")
        page.get_by_role("main").get_by_role("button").click()
        expect(page.locator("img.qr")).to_be_visible()
        check_screen(page, pictures, f"staff-enrolment-{size}")
        page.goto(f"{desk.origin}/staff/inbox")
        page.locator("[data-key='n']").click()
        expect(page.locator("figure[data-viewer]")).to_have_count(3)
        check_screen(page, pictures, f"staff-case-{size}")


def check_screen(page: Page, pictures: Path | None, name: str) -> None:
    """Assert that what is open is not too wide and has no serious finding, and take a picture of it."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"
    found = Axe().run(page).response["violations"]
    serious = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found if each["impact"] in SERIOUS]
    assert not serious, f"{name}: {serious}"
    if pictures is not None:
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
