"""Members of staff have no duty before they are registered and their identity is verified."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.errors import NotStaff
from bot.services.identity.verification import NumberHeldByOther
from bot.services.privacy import data_requests
from bot.services.staff import groups, member_identity, members, permissions, work_inbox
from bot.services.staff.groups import GroupAddition
from bot.services.staff.permissions import StaffNotRegistered, StaffNotVerified
from storage import audit
from storage.audit import AuditEntry
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffMember, StaffRole
from tests.services.builders import NOW, DataBuilder, employ

ROLES = ("reviewer", "admin")
MIDNIGHT = NOW + timedelta(hours=14)  # In the desk's time zone.


def unregistered(data: DataBuilder, telegram_id: int = 900) -> Account:
    employ(data.session, telegram_id, *ROLES)
    return add(data.session, Account(bot_id=1, telegram_id=telegram_id, created_at=NOW))


def unverified(data: DataBuilder, person: Person | None = None) -> Account:
    account = data.account(person)
    employ(data.session, account.telegram_id, *ROLES)
    return account


def member(data: DataBuilder, account: Account) -> StaffMember:
    return data.session.exec(select(StaffMember).where(StaffMember.telegram_id == account.telegram_id)).one()


def audited(data: DataBuilder, action: audit.Action) -> list[AuditEntry]:
    return list(data.session.execute(select(AuditEntry).where(AuditEntry.action == action.value)).scalars())


def test_without_a_person_there_is_no_duty_and_no_role(data: DataBuilder) -> None:
    account = unregistered(data)
    with pytest.raises(StaffNotRegistered):
        work_inbox.inbox(data.session, by=account, now=NOW)
    assert permissions.roles_of(data.session, account) == frozenset()
    assert not permissions.has_role(data.session, account, StaffRole.ADMIN)
    assert permissions.find(data.session, account.telegram_id, StaffRole.ADMIN) is None
    assert isinstance(permissions.obstacle(data.session, account), StaffNotRegistered)


def test_a_person_who_is_not_verified_has_no_duty_until_they_are(data: DataBuilder) -> None:
    person = data.person()
    account = unverified(data, person)
    with pytest.raises(StaffNotVerified):
        work_inbox.inbox(data.session, by=account, now=NOW)
    assert permissions.roles_of(data.session, account) == frozenset()
    assert not permissions.has_role(data.session, account, StaffRole.ADMIN)
    assert permissions.find(data.session, account.telegram_id, StaffRole.ADMIN) is None
    person.verified_at = NOW
    assert work_inbox.inbox(data.session, by=account, now=NOW).total == 0
    assert permissions.roles_of(data.session, account) == {StaffRole.REVIEWER, StaffRole.ADMIN}
    assert permissions.has_role(data.session, account, StaffRole.ADMIN)
    assert permissions.find(data.session, account.telegram_id, StaffRole.ADMIN) is not None
    assert permissions.obstacle(data.session, account) is None


def test_strangers_do_not_learn_what_staff_are_told(data: DataBuilder) -> None:
    stranger = data.account()
    with pytest.raises(NotStaff) as refused:
        work_inbox.inbox(data.session, by=stranger, now=NOW)
    assert type(refused.value) is NotStaff
    assert permissions.obstacle(data.session, stranger) is None


def test_an_admin_who_is_not_verified_chooses_no_group(data: DataBuilder) -> None:
    account = unverified(data)
    what, _ = groups.register(
        data.session, -100, bot_id=1, by=account.telegram_id, language="en", changed_at=NOW, now=NOW
    )
    assert what is GroupAddition.UNAUTHORISED


def test_an_admin_verifies_another_member(data: DataBuilder) -> None:
    admin, account = data.staff("admin"), unverified(data)
    member_identity.verify(data.session, member(data, account).id, by=admin, now=NOW)
    assert permissions.roles_of(data.session, account)
    (entry,) = audited(data, audit.Action.STAFF_VERIFIED)
    assert (entry.by, entry.on, '"how": "admin"' in entry.details) == (admin.id, member(data, account).id, True)


def test_nobody_verifies_themselves_with_a_second_account(data: DataBuilder) -> None:
    first, second = data.person(), data.person()
    for each in (first, second):
        people.set_phone(each, "+8613911112222")
    admin, account = data.staff("admin", person=first), unverified(data, second)
    with pytest.raises(member_identity.OwnIdentity):
        member_identity.verify(data.session, member(data, account).id, by=admin, now=NOW)
    assert second.verified_at is None


@pytest.mark.parametrize("role", ["reviewer", "cashier", "station", "officer"])
def test_only_admins_verify(data: DataBuilder, role: str) -> None:
    account = unverified(data)
    for other in (data.staff(role), data.account(), unverified(data)):
        with pytest.raises(NotStaff):
            member_identity.verify(data.session, member(data, account).id, by=other, now=NOW)


def test_who_is_not_registered_cannot_be_verified(data: DataBuilder) -> None:
    waiting = member(data, unregistered(data))
    with pytest.raises(member_identity.MemberNotRegistered):
        member_identity.verify(data.session, waiting.id, by=data.staff("admin"), now=NOW)
    with pytest.raises(member_identity.MemberNotRegistered):
        member_identity.verify_by_operator(data.session, waiting, now=NOW)


def test_nobody_is_verified_under_an_id_number_that_somebody_else_holds(data: DataBuilder) -> None:
    holder, person = data.person(), data.person(registered=False)
    person.id_number, person.id_number_index = holder.id_number, holder.id_number_index
    account = unverified(data, person)
    with pytest.raises(NumberHeldByOther):
        member_identity.verify(data.session, member(data, account).id, by=data.staff("admin"), now=NOW)
    assert person.verified_at is None


def test_the_operator_verifies_the_first_admin(data: DataBuilder) -> None:
    account = unverified(data)
    member_identity.verify_by_operator(data.session, member(data, account), now=NOW)
    assert permissions.roles_of(data.session, account)
    (entry,) = audited(data, audit.Action.STAFF_VERIFIED)
    assert (entry.by, entry.on, '"how": "operator"' in entry.details) == (None, member(data, account).id, True)


def test_a_member_asks_the_admins_once_a_day(data: DataBuilder) -> None:
    data.staff("admin")
    account = unverified(data)
    assert member_identity.ask(data.session, by=account, now=NOW) == 1
    with pytest.raises(member_identity.AskedAlready) as refused:
        member_identity.ask(data.session, by=account, now=MIDNIGHT - timedelta(seconds=1))
    assert refused.value.values == {"until": MIDNIGHT}
    assert member_identity.ask(data.session, by=unverified(data), now=NOW) == 2
    assert member_identity.ask(data.session, by=account, now=MIDNIGHT) == 2


def test_who_asks_again_after_a_deletion_is_refused(data: DataBuilder) -> None:
    data.staff("admin")
    person = data.person()
    account = unverified(data, person)
    number = account.telegram_id
    member_identity.ask(data.session, by=account, now=NOW)
    member(data, account).ended_at = NOW
    data.session.flush()
    data_requests.delete(data.session, account, person, now=NOW)
    employ(data.session, number, *ROLES)
    again = Account(bot_id=2, telegram_id=number, person_id=data.person().id, created_at=NOW, registered_at=NOW)
    add(data.session, again)
    with pytest.raises(member_identity.AskedAlready):
        member_identity.ask(data.session, by=again, now=NOW)


def test_only_who_waits_for_it_asks(data: DataBuilder) -> None:
    for other in (data.account(), data.staff("admin"), unregistered(data)):
        with pytest.raises(NotStaff):
            member_identity.ask(data.session, by=other, now=NOW)


def test_members_who_may_not_serve_are_listed_with_the_reason(data: DataBuilder) -> None:
    waiting, guest, former = unverified(data), unregistered(data), unverified(data)
    serving = data.staff("admin")
    member(data, former).ended_at = NOW
    data.session.flush()
    found = {each.member.telegram_id: each.reason for each in member_identity.unready(data.session)}
    assert found == {waiting.telegram_id: "not verified", guest.telegram_id: "not registered"}
    assert f"{waiting.telegram_id} not verified" in member_identity.summary(data.session)
    assert member_identity.admins_on_duty(data.session) == [member(data, serving)]


def test_a_member_who_may_not_serve_yet_accepts_no_second_invitation(data: DataBuilder) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    proposal = members.invite(data.session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)
    _, code = members.confirm(data.session, proposal.id, by=second, now=NOW)
    with pytest.raises(members.AlreadyStaff):
        members.accept(data.session, code, by=unverified(data), now=NOW)
