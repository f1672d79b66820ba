"""Cards of /staff: the members, one member, choosing roles, proposals, invitations."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Button, Card, Whose, column, grid
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence, tick
from bot.cards.notification import Reader, notification_about
from bot.cards.staff import member_identity
from bot.cards.staff.shared_numbers import lines as shared_number_lines
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.values import short_codes
from bot.texts import Texts
from storage.register.people import Person
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus

INVITE = Button("staff-new", str, whose=Whose.STAFF_LIST)
MEMBER = Button("staff-one", UUID, whose=Whose.STAFF)
CHANGE = Button("staff-roles", UUID, whose=Whose.STAFF)
END = Button("staff-end", UUID, whose=Whose.STAFF)
END_SURELY = Button("staff-end-ok", UUID, whose=Whose.STAFF)
OPEN = Button("staff-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("staff-yes", UUID, whose=Whose.STAFF)
REFUSE = Button("staff-no", UUID, whose=Whose.STAFF)
ACCEPT = Button("staff-join", str, whose=Whose.NO_ROW)
ROLE = Button("staff-role", str, in_step=True)
PROPOSE = Button("staff-done", str, in_step=True)
PAGE = Button("staff-page", int, whose=Whose.STAFF_LIST)
COMMANDS = (Command("staff", 81, StaffRole.ADMIN),)

ask_name = sentence("staff-ask-name")


def listing(members: Sequence[StaffMember], waiting: Sequence[StaffProposal], texts: Texts, *, number: int = 1) -> Card:
    """A page of the serving members, and the proposals that wait for a second admin."""
    serving = [member for member in members if member.ended_at is None]
    page = pages.page_of(serving, number, size=20)
    lines = [
        texts(
            "staff-line",
            name=one.name,
            roles=roles(one.role_set(), texts),
            since=local_time.date_of(one.since),
        )
        for one in page.items
    ]
    text = "\n".join([texts("staff-list", count=len(serving)), *lines, texts("staff-waiting", count=len(waiting))])
    open_ones = [OPEN.on(texts.plain("staff-open", name=one.name), one.id) for one in waiting]
    rows = (*grid([MEMBER.on(one.name, one.id) for one in page.items]), *pages.turning(page, PAGE.on, texts))
    text = pages.below(text, page, texts)
    return Card(text, (*column(*open_ones), *rows, (INVITE.on(texts.plain("staff-invite"), ""), go("menu", texts))))


def member(row: StaffMember, person: Person | None, texts: Texts, shared: Sequence[SharedMatter] = ()) -> Card:
    """One member: roles, since when, whether their identity is verified, and what can be done."""
    facts = {"name": row.name, "roles": roles(row.role_set(), texts), "since": _day(row, texts)}
    text = texts("staff-member", **facts, number=row.telegram_id)
    change, end = CHANGE.on(texts.plain("staff-change"), row.id), END.on(texts.plain("staff-end"), row.id)
    lines = [text, member_identity.line(row, person, texts), *shared_number_lines(texts, shared)]
    card = Card("\n".join(lines), ((change, end),))
    return card.with_rows(*member_identity.verify_row(row, person, texts, shared), (go("staff", texts),))


def ask_end(row: StaffMember, texts: Texts) -> Card:
    """Asks for confirmation before a service ends."""
    key = "staff-end-admin" if StaffRole.ADMIN in row.role_set() else "staff-end-sure"
    surely = END_SURELY.on(texts.plain("staff-end"), row.id)
    return Card(texts(key, name=row.name), ((surely,), (go("staff", texts),)))


def ended(row: StaffMember, texts: Texts) -> Card:
    """A service has ended."""
    return Card(texts("staff-ended", name=row.name), ((go("staff", texts),),))


def ask_roles(name: str, chosen: Collection[str], texts: Texts) -> Card:
    """Asks for the roles; tapping one adds or removes it."""
    choices = [
        ROLE.on(tick(texts.plain(f"staff-role-{role}"), texts, chosen=role in chosen), role.value) for role in StaffRole
    ]
    done = PROPOSE.on(texts.plain("staff-propose"), "")
    return Card(texts("staff-ask-roles", name=name), (*grid(choices), (done,)))


def proposal(session: Session, row: StaffProposal, texts: Texts) -> Card:
    """A proposal; with two buttons while it is open."""
    proposer = session.get(StaffMember, row.proposed_by)
    wanted = frozenset(StaffRole(role) for role in row.roles.split(";") if role)
    key = "staff-proposal" if wanted else "staff-proposal-end"
    who = proposer.name if proposer else "–"
    text = texts(key, name=row.name, roles=roles(wanted, texts), who=who)
    text = f"{text}\n\n{texts(f'staff-proposal-{row.status}')}"
    if row.status is not StaffProposalStatus.OPEN:
        return Card(text, ((go("staff", texts),),))
    yes, no = CONFIRM.on(texts.plain("staff-confirm"), row.id), REFUSE.on(texts.plain("staff-refuse"), row.id)
    return Card(text, ((yes, no), (go("staff", texts),)))


def invitation(row: StaffProposal, code: str, texts: Texts, *, link: str) -> Card:
    """The invitation to be passed on."""
    facts = {"name": row.name, "link": link, "payload": f"staff-{code}", "code": short_codes.grouped(code)}
    return Card(texts("staff-invitation", **facts, until=row.expires_at))


def invited(row: StaffProposal, code: str, texts: Texts) -> Card:
    """To the invited person: the roles they are invited to."""
    wanted = frozenset(StaffRole(role) for role in row.roles.split(";"))
    accept = ACCEPT.on(texts.plain("staff-accept"), code)
    return Card(texts("staff-invited", name=row.name, roles=roles(wanted, texts)), ((accept,), (go("menu", texts),)))


def welcome(row: StaffMember, texts: Texts) -> Card:
    """To the new member, or to one whose identity is verified now."""
    return Card(texts("staff-welcome", roles=roles(row.role_set(), texts)), ((go("help", texts), go("menu", texts)),))


def roles(found: Collection[StaffRole], texts: Texts) -> str:
    """Return roles in the reader's language."""
    named = [texts.plain(f"staff-role-{role}") for role in StaffRole if role in found]
    return texts.plain("staff-roles-between").join(named) or "–"


@notification_about("staff.proposed", StaffProposal)
def proposed_notification(session: Session, row: StaffProposal, reader: Reader) -> Card | None:
    """To the other admins: a proposal waits for confirmation."""
    return proposal(session, row, reader.texts) if row.status is StaffProposalStatus.OPEN else None


@notification_about("staff.decided", StaffProposal)
def decided_notification(session: Session, row: StaffProposal, reader: Reader) -> Card | None:
    """To the admins: a proposal is decided."""
    return proposal(session, row, reader.texts) if row.status is not StaffProposalStatus.OPEN else None


@notification_about("staff.joined", StaffProposal)
def joined_notification(session: Session, row: StaffProposal, reader: Reader) -> Card | None:
    """To the admins: a new member has joined, with their Telegram account, so that a stolen link is noticed."""
    member = session.get(StaffMember, row.accepted_by) if row.accepted_by else None
    if member is None:
        return None
    facts = {"name": member.name, "roles": roles(member.role_set(), reader.texts), "number": member.telegram_id}
    text = reader.texts("staff-joined", **facts)
    return Card(member_identity.below(text, session, member, reader), ((MEMBER.on(member.name, member.id),),))


@notification_about("staff.changed", StaffMember)
def changed_notification(session: Session, member: StaffMember, reader: Reader) -> Card | None:
    """To the member: their new roles, or the end of their service."""
    if member.ended_at is not None:
        return Card(reader.texts("staff-your-end"), ((go("menu", reader.texts),),))
    text = reader.texts("staff-your-roles", roles=roles(member.role_set(), reader.texts))
    return Card(text, ((go("help", reader.texts),),))


@notification_about("staff.moved", StaffMember)
def moved_notification(session: Session, member: StaffMember, reader: Reader) -> Card | None:
    """To the admins: a service has ended, because the member's account has changed hands."""
    return Card(reader.texts("staff-moved", name=member.name), ((go("staff", reader.texts),),))


@notification_about("staff.departed", StaffMember)
def departed_notification(session: Session, member: StaffMember, reader: Reader) -> Card | None:
    """To the admins: with a member's role ended what they had proposed, and their invitations."""
    ways = (go("staff", reader.texts), go("rule", reader.texts))
    return Card(reader.texts("staff-departed", name=member.name), (ways,))


@notification_about("staff.imported", StaffMember)
def imported_notification(session: Session, member: StaffMember, reader: Reader) -> Card | None:
    """To the admins: the operator has given a member roles, so that a wrong Telegram account is noticed."""
    named = roles(member.role_set(), reader.texts)
    text = reader.texts("staff-imported", name=member.name, roles=named, number=member.telegram_id)
    text = member_identity.below(text, session, member, reader)
    return Card(text, ((MEMBER.on(member.name, member.id),),)) if member.ended_at is None else None


@notification_about("staff.ended", StaffMember)
def ended_notification(session: Session, member: StaffMember, reader: Reader) -> Card | None:
    """To the admins: the operator has ended a service, so that a mistake is noticed."""
    text = reader.texts("staff-ended-by-operator", name=member.name, number=member.telegram_id)
    return Card(text, ((go("staff", reader.texts),),)) if member.ended_at is not None else None


@notification_about("staff.verified", StaffMember)
def verified_notification(session: Session, row: StaffMember, reader: Reader) -> Card | None:
    """To the member: their identity is verified, and their duties begin."""
    return welcome(row, reader.texts) if row.ended_at is None else None


def _day(row: StaffMember, texts: Texts) -> date:
    return local_time.date_of(row.since)
