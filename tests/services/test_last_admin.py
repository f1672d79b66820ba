"""The last admin who can act keeps the role: another admin on paper, who cannot act, is no other admin."""

from collections.abc import Callable
from uuid import UUID

import pytest

from bot.services.staff import departures, members, moved_members
from bot.services.staff.departures import LastAdmin
from storage.identity.accounts import Account
from storage.staff import members as store
from storage.staff.members import StaffRole
from tests.services.builders import NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.services.test_departures import dismiss, member, move


def unknown(data: DataBuilder, account: Account) -> None:
    account.telegram_id += 100_000


def unverified(data: DataBuilder, account: Account) -> None:
    person = data.person()
    account.person_id = person.id


def signed_out(data: DataBuilder, account: Account) -> None:
    account.locked_at = NOW


@pytest.mark.parametrize("lack", [unknown, unverified, signed_out])
def test_an_admin_who_cannot_act_is_no_other_admin(data: DataBuilder, lack: Callable[..., None]) -> None:
    acting, paper = data.staff("admin"), data.staff("admin")
    on_paper = member(data, paper)
    lack(data, paper)
    data.session.flush()
    with nothing_written(data.session), pytest.raises(LastAdmin):
        dismiss(data, acting)
    with nothing_written(data.session), pytest.raises(moved_members.OnlyAdminMoves):
        move(data, acting)
    departures.require_other_admin(data.session, on_paper)
    members.end_by_operator(data.session, on_paper, now=NOW)
    with pytest.raises(LastAdmin):
        departures.require_other_admin(data.session, member(data, acting))


def test_two_admins_on_paper_do_not_hinder_each_other(data: DataBuilder) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    for each in (first, second):
        unverified(data, each)
    data.session.flush()
    dismiss(data, first)
    ids: list[UUID] = [each.id for each in store.with_role(data.session, StaffRole.ADMIN)]
    assert ids == [member(data, second).id]
