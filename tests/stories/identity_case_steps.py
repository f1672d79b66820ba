"""Steps that stories about identity cases begin with."""

from typing import Any

from sqlmodel import Session

from bot.services.review import identity_cases as service
from bot.services.review.identity_cases import IdentityRequest
from storage import files
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.review_steps import small


def asks(actor: Actor, kind: str, *, name: str = "", id_number: str = "", contact: bool = True, seed: int = 1) -> None:
    """Open a case of this kind, the label of its button. name, id_number: what is typed, if it is asked for."""
    to_photos(actor, kind, name=name, id_number=id_number, contact=contact)
    sends_photos(actor, seed=seed)
    actor.taps("提交核实" if not kind.isascii() else "Submit")


def asks_for_number(actor: Actor, phone: str) -> None:
    """Open a case for a new phone number."""
    to_photos(actor, "换了手机号", contact=False)
    actor.shares_contact(phone_number=phone, first_name=actor.name, user_id=actor.id)
    sends_photos(actor)
    actor.taps("提交核实")


def to_photos(actor: Actor, kind: str = "登不上", *, name: str = "", id_number: str = "", contact: bool = True) -> None:
    """Begin a case, up to the photos."""
    actor.says("/identity")
    actor.taps(kind)
    actor.taps("同意，继续" if not kind.isascii() else "I agree, continue")
    if name:
        actor.says(name)
        actor.says(id_number)
    if contact:
        actor.shares_contact()


def sends_photos(actor: Actor, *, seed: int = 1) -> None:
    """Send the photo with the document, then the selfie."""
    actor.sends_photo(small(seed * 2))
    actor.sends_photo(small(seed * 2 + 1))


def take(reviewer: Actor, number: int = 1001) -> None:
    """Take a case, and see its photos and its facts."""
    reviewer.says(f"/identity {number}")
    reviewer.sees(f"核实申请 #ID{number}")


def approve(reviewer: Actor, number: int = 1001) -> None:
    """Take and approve a case."""
    take(reviewer, number)
    reviewer.says(f"/identity {number} approve 证件、人脸与登记一致")


def approve_by_two(app: AppDriver, reviewer: Actor, number: int = 1001, *, hours: int = 72) -> None:
    """Wait until the time to object is over; this reviewer and then another approve the case."""
    app.later(hours=hours)
    approve(reviewer, number)
    reviewer.sees("还要另一位工作人员通过")
    approve(cast.greeted(cast.reviewer(app, "审核员小何")), number)


def case_of(app: AppDriver, number: int = 1001) -> IdentityCase:
    """Return the case as it is now."""
    found: IdentityCase | None = app.read(lambda session: identity_cases.by_number(session, number))
    assert found is not None
    return found


def account_of(app: AppDriver, actor: Actor) -> Account:
    """Return the account of this Telegram user as it is now."""
    found: Any = app.read(lambda session: accounts.by_telegram(session, app.bot.id, actor.id))
    assert isinstance(found, Account)
    return found


def person_of(app: AppDriver, actor: Actor) -> Person:
    """Return the person whose account this is now."""
    person: Person = app.read(lambda session: session.get_one(Person, account_of(app, actor).person_id))
    return person


def open_against(app: AppDriver, holder: Citizen) -> IdentityCase:
    """Open a case in which another Telegram account asks for the account of this person."""

    def action(session: Session) -> IdentityCase:
        account = accounts.new(session, app.bot.id, 77, language="zh-CN", at=app.now)
        document, selfie = (
            files.store(session, b"x", kind="identity", name="1.jpg", media_type="image/jpeg", at=app.now)
            for _ in range(2)
        )
        facts = (holder.name, holder.id_number, "+8613711112222")
        request = IdentityRequest(IdentityCaseKind.LOST_ACCOUNT, document, selfie, *facts)
        return service.open_case(session, account, request, now=app.now)

    case: IdentityCase = app.write(action)
    return case


def lost(guest: Actor, driver: Citizen, *, seed: int = 1) -> None:
    """Open a case for the account of the driver from another Telegram account."""
    asks(guest, "登不上", name="李建国", id_number=driver.id_number, seed=seed)
