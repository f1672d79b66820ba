"""Forged requests to the portal by browsers whose person has lost a right since: signed out, removed, no administrator.

They are about the other organisation, from the browser of its administrator, with the session and a valid CSRF token.
"""

from collections.abc import Sequence
from random import Random

from sqlmodel import Session, select

from storage.database import add
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.forgery.signed_in import OTHER_COMPANY, Request, SignedIn, SignedInKind
from tests.stories import cast

READING = ("cars", "cars.csv", "members", "browsers", "choose")


def set_locked(session: Session, browsers: SignedIn, *, locked: bool) -> None:
    """Lock or unlock the account of the other administrator."""
    account = session.exec(select(Account).where(Account.telegram_id == browsers.scene.friend.id)).one()
    account.locked_at = browsers.scene.app.now if locked else None
    add(session, account)


def set_registered(session: Session, browsers: SignedIn, *, registered: bool) -> None:
    """Let the other administrator be on record, or have declared an ID number that somebody else holds."""
    person = session.get_one(Person, browsers.scene.friend.person_id)
    holder = people.by_id_number(session, person.id_number)
    if registered and holder is not None and holder.id != person.id:
        holder.registered = False
        add(session, holder)
    person.registered, person.verified_at = registered, None
    add(session, person)
    if not registered:
        add(session, people.new(id_number=person.id_number, name="真人"))


def membership(session: Session) -> OrganisationMember:
    """Return the other administrator's membership."""
    organisation = session.exec(select(Organisation).where(Organisation.credit_code == OTHER_COMPANY)).one()
    (member,) = organisations.members(session, organisation.id)
    return member


def sign_out(browsers: SignedIn) -> None:
    """The administrator locks the desk; their browser's session is left over."""
    browsers.scene.app.write(lambda session: set_locked(session, browsers, locked=True))


def contest(browsers: SignedIn) -> None:
    """Somebody else holds the ID number that the administrator, who is signed in again, has declared."""

    def action(session: Session) -> None:
        set_locked(session, browsers, locked=False)
        set_registered(session, browsers, registered=False)

    browsers.scene.app.write(action)


def demote(browsers: SignedIn) -> None:
    """The administrator, whose ID number nobody contests any more, is an ordinary user now."""

    def action(session: Session) -> None:
        set_registered(session, browsers, registered=True)
        member = membership(session)
        member.role, member.organisation_seat = MemberRole.USER, 1
        add(session, member)

    browsers.scene.app.write(action)


def demote_with_a_car(browsers: SignedIn) -> None:
    """The administrator is an ordinary user now; the organisation owns a vehicle."""
    demote(browsers)
    if not browsers.scene.app.read(_vehicles):
        organisation = browsers.scene.app.read(
            lambda session: session.get(Organisation, membership(session).organisation_id)
        )
        cast.car(browsers.scene.app, organisation, plate="桂D55555", engine="D555555")


def remove(browsers: SignedIn) -> None:
    """The user is removed; their browser's session is left over."""

    def action(session: Session) -> None:
        member = membership(session)
        member.ended_at = browsers.scene.app.now
        add(session, member)

    browsers.scene.app.write(action)


def any_page(browsers: SignedIn, random: Random) -> Request:
    """A page or a form of the own organisation."""
    if random.random() < 0.5:
        return Request(("GET", f"/organisation/{random.choice(READING)}", {}), by_other=True)
    return form(browsers, random)


def form(browsers: SignedIn, random: Random) -> Request:
    """A form that only the administrator may send: about members."""
    member = random.choice(browsers.scene.subjects)
    path = random.choice(
        ("members/invite", "members/withdraw", f"members/{member}/remove", f"members/{member}/hand-over")
    )
    data = {"csrf": browsers.other_csrf, "surely": "yes"}
    return Request(("POST", f"/organisation/{path}", {"data": data}), by_other=True)


def vehicle_code(browsers: SignedIn, random: Random) -> Request:
    """The form that makes a vehicle code, which is the agreement of who speaks for the vehicle."""
    (vehicle,) = browsers.scene.app.read(_vehicles)
    return Request(
        ("POST", f"/organisation/cars/{vehicle.id}/codes", {"data": {"csrf": browsers.other_csrf}}), by_other=True
    )


def _vehicles(session: Session) -> Sequence[Vehicle]:
    owned = Vehicle.owner_organisation_id == membership(session).organisation_id
    return session.exec(select(Vehicle).where(owned)).all()


KINDS = (
    SignedInKind("portal: sessions of people who have signed out", any_page, sign_out),
    SignedInKind("portal: sessions of people whose ID number somebody else holds", any_page, contest),
    SignedInKind("portal: administrators' forms by users", form, demote),
    SignedInKind("portal: vehicle codes by users", vehicle_code, demote_with_a_car),
    SignedInKind("portal: sessions of people who were removed", any_page, remove),
)
