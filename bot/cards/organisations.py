"""Cards of organisations: memberships, one organisation, vehicles, members, invitations, sign-in code."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, CopyButton, LinkButton, PairButton, Whose, column, grid
from bot.cards import pages
from bot.cards.filing.my_vehicles import CAR
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.cards.pages import Page
from bot.services.identity.levels import level_of
from bot.services.organisations import member_names
from bot.services.organisations.fleet import FIGURES, FleetPage, FleetVehicle
from bot.services.organisations.organisations import Membership
from bot.services.values import masking, plates, short_codes
from bot.texts import Texts
from storage.organisations import organisations
from storage.organisations.organisations import ADMINISTRATOR_SEAT, Organisation, OrganisationMember
from storage.register.people import Person

ORGANISATION = Button("org", UUID, whose=Whose.ORGANISATION)
SIGN_IN = Button("org-web", str, whose=Whose.NO_ROW)
SIGN_OUT = Button("org-web-out", str, whose=Whose.NO_ROW)
CARS = PairButton("org-cars", first_type=UUID, second_type=int, example=0, whose=Whose.ORGANISATION)
MEMBERS = Button("org-members", UUID, whose=Whose.ORGANISATION)
MEMBERS_PAGE = PairButton("members-page", first_type=UUID, second_type=int, example=2, whose=Whose.ORGANISATION)
MEMBER = Button("org-member", UUID, whose=Whose.ORGANISATION)
INVITE = Button("org-invite", UUID, whose=Whose.ORGANISATION)
ACCEPT = Button("org-accept", str, whose=Whose.NO_ROW)
REMOVE = Button("org-remove", UUID, whose=Whose.ORGANISATION)
REMOVE_CONFIRMED = Button("org-rm-yes", UUID, whose=Whose.ORGANISATION, style=ButtonStyle.DANGER)
HAND_OVER = Button("org-hand", UUID, whose=Whose.ORGANISATION)
HAND_OVER_CONFIRMED = Button("org-hand-yes", UUID, whose=Whose.ORGANISATION, style=ButtonStyle.DANGER)
LEAVE = Button("org-leave", UUID, whose=Whose.ORGANISATION)
LEAVE_CONFIRMED = Button("org-quit-yes", UUID, whose=Whose.ORGANISATION, style=ButtonStyle.DANGER)
COMMANDS = (
    Command("organisation", 190, registered=True),
    Command("join", 270, registered=True, has_button=False),
)

CARS_PER_CARD = 10

how_to_join = sentence("organisation-how-to-join", "menu")


def mine(texts: Texts, memberships: Sequence[Membership]) -> Card:
    """Show this person's organisations; without any, how to join one."""
    if not memberships:
        return Card(texts("organisation-none"), ((go("menu", texts),),))
    buttons = [ORGANISATION.on(one.organisation.name, one.organisation.id) for one in memberships]
    return Card(texts("organisation-mine", count=len(memberships)), column(*buttons, go("menu", texts)))


def details(texts: Texts, membership: Membership, *, cars: int, members: int) -> Card:
    """Show one organisation, and what this person may do."""
    organisation = membership.organisation
    text = texts(
        "organisation-one",
        name=organisation.name,
        code=masking.credit_code(organisation.credit_code),
        role=role(texts, membership.member),
        cars=cars,
        members=members,
    )
    buttons: list[CardButton | LinkButton] = [
        SIGN_IN.on(texts.plain("organisation-sign-in"), ""),
        CARS.on(texts.plain("organisation-cars"), f"{organisation.id.hex}-1"),
        MEMBERS.on(texts.plain("organisation-members"), organisation.id),
    ]
    if not membership.administers:
        buttons.append(LEAVE.on(texts.plain("organisation-leave"), organisation.id))
    return Card(text, column(*buttons, go("menu", texts)))


def sign_in_code(texts: Texts, code: str, *, until: datetime, page: str) -> Card:
    """Show a one-time code for the portal; it is neither forwarded nor saved."""
    text = texts("organisation-code", code=short_codes.grouped(code), until=until, page=page or "/organisation")
    again = SIGN_IN.on(texts.plain("organisation-code-again"), "")
    copy = CopyButton(texts.plain("organisation-code-copy"), short_codes.grouped(code))
    out = SIGN_OUT.on(texts.plain("organisation-sign-out"), "")
    return Card(text, ((copy,), (again,), (out,)), protected=True)


def signed_out(texts: Texts, count: int) -> Card:
    """Confirm that every browser was signed out."""
    return Card(texts("organisation-signed-out", count=count), ((go("organisation", texts),),))


def cars(texts: Texts, membership: Membership, page: FleetPage) -> Card:
    """Show a page of the vehicles; the administrator can open each."""
    organisation = membership.organisation
    lines = [texts("organisation-cars-list", name=organisation.name, total=page.total)]
    lines += [_car(texts, car) for car in page.cars]
    shown = Page(page.cars, page.number, page.pages)
    rows = pages.turning(shown, lambda label, to: CARS.on_pair(label, organisation.id, to), texts)
    if membership.administers:
        rows = (*grid([CAR.on(plates.display(car.vehicle.plate), car.vehicle.id) for car in page.cars]), *rows)
    return Card(pages.below("\n".join(lines), shown, texts), (*rows, (back(texts, organisation.id),)))


def members(session: Session, texts: Texts, membership: Membership, *, left: int, number: int = 1) -> Card:
    """Show a page of the members; the administrator can open each."""
    organisation = membership.organisation
    lines, buttons = [texts("organisation-members-list", name=organisation.name, left=left)], []
    found = organisations.members(session, organisation.id)
    names, page = member_names.of_members(session, found), pages.page_of(found, number)
    for member in page.items:
        who = names[member.id]
        about = {"role": role(texts, member), "identity": identity(session, texts, member), "since": member.since}
        lines.append(texts("organisation-member-line", who=who, **about))
        if membership.administers and member.organisation_seat != ADMINISTRATOR_SEAT:
            buttons.append(MEMBER.on(who, member.id))
    may_invite = membership.administers and left
    invite = column(INVITE.on(texts.plain("organisation-invite"), organisation.id)) if may_invite else ()
    turning = pages.turning(page, lambda label, to: MEMBERS_PAGE.on_pair(label, organisation.id, to), texts)
    rows = (*column(*buttons), *turning, *invite, (back(texts, organisation.id),))
    return Card(pages.below("\n".join(lines), page, texts), rows)


def member_card(session: Session, texts: Texts, member: OrganisationMember) -> Card:
    """Show one user, and what the administrator may do."""
    about = {"who": masked_name(session, member), "role": role(texts, member), "since": member.since}
    about["identity"] = identity(session, texts, member)
    hand_over = HAND_OVER.on(texts.plain("organisation-hand-over"), member.id)
    remove = REMOVE.on(texts.plain("organisation-remove"), member.id)
    return_to = MEMBERS.on(texts.plain("flow-back"), member.organisation_id)
    return Card(texts("organisation-member-line", **about), column(hand_over, remove, return_to))


def confirm(texts: Texts, what: str, yes: CardButton, no: CardButton, *, who: str = "", name: str = "") -> Card:
    """Ask for confirmation. what: remove, hand-over or leave."""
    return Card(texts(f"organisation-{what}-surely", who=who, name=name), ((yes,), (no,)))


def done(texts: Texts, what: str, organisation: Organisation, *, who: str = "") -> Card:
    """Confirm. what: joined, removed, handed-over or left."""
    text = texts(f"organisation-{what}", who=who, name=organisation.name)
    return Card(text, ((go("organisation", texts), go("menu", texts)),))


def invitation(texts: Texts, organisation: Organisation, code: str, *, link: str, until: datetime) -> Card:
    """Show the invitation, a message to be forwarded."""
    text = texts(
        "organisation-invitation", name=organisation.name, code=short_codes.grouped(code), link=link, until=until
    )
    return Card(text, ((MEMBERS.on(texts.plain("organisation-members"), organisation.id),),))


def invited(texts: Texts, organisation: Organisation, code: str) -> Card:
    """Show which organisation a code invites to."""
    accept = ACCEPT.on(texts.plain("organisation-accept"), code)
    return Card(texts("organisation-invited", name=organisation.name), ((accept,), (go("menu", texts),)))


def back(texts: Texts, organisation_id: UUID) -> CardButton:
    """Return the button back to the organisation."""
    return ORGANISATION.on(texts.plain("flow-back"), organisation_id)


def role(texts: Texts, member: OrganisationMember) -> str:
    """Return a member's role in words."""
    return texts.plain(f"portal-role-{member.role.value}")


def identity(session: Session, texts: Texts, member: OrganisationMember) -> str:
    """Return in words how far a member's identity is checked."""
    return texts.plain(f"level-{level_of(session.get_one(Person, member.person_id))}")


def masked_name(session: Session, member: OrganisationMember) -> str:
    """Return a member's masked name, told apart from others that are alike."""
    return member_names.of_member(session, member)


@notification_about("organisation.joined", OrganisationMember)
def joined(session: Session, member: OrganisationMember, reader: Reader) -> Card | None:
    """To the administrator: somebody has become a member."""
    if member.ended_at is not None:
        return None
    return _about_member(session, member, reader, "organisation-joined-notification")


@notification_about("organisation.left", OrganisationMember)
def left(session: Session, member: OrganisationMember, reader: Reader) -> Card | None:
    """To the administrator: a member has left."""
    if member.ended_at is None:
        return None
    return _about_member(session, member, reader, "organisation-left-notification")


@notification_about("organisation.removed", Organisation)
def removed(session: Session, organisation: Organisation, reader: Reader) -> Card | None:
    """To the person: the administrator has ended their membership. None if they are a member again."""
    person_id = reader.person_id
    if person_id is None or organisations.member(session, organisation.id, person_id) is not None:
        return None
    return Card(reader.texts("organisation-removed-notification", name=organisation.name))


@notification_about("organisation.replaced", Organisation)
def replaced(session: Session, organisation: Organisation, reader: Reader) -> Card | None:
    """To the person: the register names another administrator. None if they administer it again."""
    administrator = organisations.administrator(session, organisation.id)
    if administrator is not None and administrator.person_id == reader.person_id:
        return None
    text = reader.texts("organisation-replaced-notification", name=organisation.name)
    return Card(text, ((go("organisation", reader.texts),),))


@notification_about("organisation.dissolved", Organisation)
def dissolved(session: Session, organisation: Organisation, reader: Reader) -> Card | None:
    """To who was a member: the register says that the organisation is dissolved. None if it goes on after all."""
    if organisation.dissolved_at is None:
        return None
    text = reader.texts("organisation-dissolved-notification", name=organisation.name)
    return Card(text, ((go("organisation", reader.texts),),))


@notification_about("organisation.handed_over", Organisation)
def handed_over(session: Session, organisation: Organisation, reader: Reader) -> Card | None:
    """To the person: they are the administrator now."""
    administrator = organisations.administrator(session, organisation.id)
    if administrator is None or administrator.person_id != reader.person_id:
        return None
    text = reader.texts("organisation-handed-over-notification", name=organisation.name)
    return Card(text, ((ORGANISATION.on(organisation.name, organisation.id),),))


def _about_member(session: Session, member: OrganisationMember, reader: Reader, key: str) -> Card:
    organisation = session.get_one(Organisation, member.organisation_id)
    about = {"who": masked_name(session, member), "identity": identity(session, reader.texts, member)}
    text = reader.texts(key, **about, name=organisation.name)
    return Card(text, ((MEMBERS.on(reader.texts.plain("organisation-members"), organisation.id),),))


def _car(texts: Texts, car: FleetVehicle) -> str:
    counted = {figure.key: count for figure, count in zip(FIGURES, car.figures, strict=True)}
    until = car.vehicle.inspection_valid_until or "—"
    plate = plates.display(car.vehicle.plate)
    filers, violations = counted["filers"], counted["violations"]
    return texts("organisation-car-line", plate=plate, until=until, filers=filers, violations=violations)
