"""Work of a member who loses the duty or signs out is free for the others, who hear of it; photos go at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import col, select

from bot.services import objections
from bot.services.importing.rows import ImportContext
from bot.services.importing.staff import StaffRow, appoint
from bot.services.review import case_decisions, identity_queue
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.staff import members, moved_members, work_freeing, work_handover, work_news
from storage import audit
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import timers
from storage.engine.outbox import BUTTONS, Delivery
from storage.engine.timers import Timer
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus
from storage.review.photo_views import VIEWING_TIMER, PhotoView, ViewedItem
from storage.review.reviews import Review, ReviewStatus
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.identity_case_builders import account, open_case
from tests.services.own_builders import notices_of, review
from tests.services.test_work import item_of, objection
from tests.services.test_work_handover import member

Leave = Callable[[DataBuilder, Account], object]


def is_removed(data: DataBuilder, who: Account) -> None:
    members.end(data.session, member(data, who).id, by=data.staff("admin"), now=NOW)


def is_moved(data: DataBuilder, who: Account) -> None:
    moved_members.end_service(data.session, who, person=None, by=data.staff("reviewer").id, now=NOW)


def gets_another_role(data: DataBuilder, who: Account) -> None:
    row = StaffRow(telegram_id=str(who.telegram_id), name="Zhang", roles="station")
    appoint(data.session, row, ImportContext(NOW))


def signs_out(data: DataBuilder, who: Account) -> None:
    who.locked_at = NOW
    data.session.flush()
    work_freeing.free_all(data.session, who, now=NOW)


def loses_verification(data: DataBuilder, who: Account) -> None:
    moved_members.lose_verification(data.session, data.session.get_one(Person, who.person_id), now=NOW)


LEAVES = [is_removed, is_moved, gets_another_role, signs_out, loses_verification]


def due_of(data: DataBuilder, kind: str, subject: object) -> datetime:
    return data.session.exec(select(Timer.due_at).where(Timer.kind == kind, Timer.subject == subject)).one()


@pytest.mark.parametrize("leave", LEAVES)
def test_what_they_have_taken_is_free_and_the_others_hear_of_it(data: DataBuilder, leave: Leave) -> None:
    leaving, other = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    work_handover.take(data.session, item.id, by=leaving, now=NOW)
    leave(data, leaving)
    assert item.taken_by is None
    work_news.keep(data.session, NOW + HOUR)
    assert notices_of(data.session, other)["objection.made"] == 2
    work_handover.take(data.session, item.id, by=other, now=NOW)
    assert audit.count(data.session, audit.Action.WORK_RELEASED, since=NOW, on=item.id) == 1


@pytest.mark.parametrize("leave", LEAVES)
def test_their_lease_ends_and_photos_and_facts_go_from_the_chat(data: DataBuilder, leave: Leave) -> None:
    leaving, other = data.staff("reviewer"), data.staff("reviewer")
    found = review(data)
    work_news.keep(data.session, NOW)
    case_decisions.take(data.session, found, by=leaving, now=NOW)
    view = add(data.session, PhotoView(review_id=found, account_id=leaving.id, slot=ViewedItem.FACTS, at=NOW))
    timers.start(data.session, VIEWING_TIMER, view.id, lane=leaving.lane, due_at=NOW + HOUR)
    leave(data, leaving)
    assert data.session.get_one(Review, found).status is ReviewStatus.WAITING
    assert not timers.is_set(data.session, case_decisions.LEASE_TIMER, found)
    assert due_of(data, VIEWING_TIMER, view.id) == NOW
    assert item_of(data, "case", found).told_at is None
    case_decisions.take(data.session, found, by=other, now=NOW)


@pytest.mark.parametrize("leave", LEAVES)
def test_an_identity_case_is_free_and_its_photos_go(data: DataBuilder, leave: Leave) -> None:
    leaving, other = data.staff("reviewer"), data.staff("reviewer")
    case: IdentityCase = open_case(data.session, account(data.session, 4711))
    identity_queue.take(data.session, case.id, by=leaving, now=NOW)
    timers.start(data.session, IDENTITY_LEASE_TIMER, case.id, lane=leaving.lane, due_at=NOW + HOUR)
    leave(data, leaving)
    assert case.status is IdentityCaseStatus.WAITING
    assert due_of(data, IDENTITY_LEASE_TIMER, case.id) == NOW
    assert item_of(data, "identity", case.id).told_at is None
    identity_queue.take(data.session, case.id, by=other, now=NOW)


def test_what_others_have_taken_and_what_they_may_still_do_stays_taken(data: DataBuilder) -> None:
    leaving, other = data.staff("reviewer", "cashier"), data.staff("reviewer")
    kept, others = (item_of(data, "objection", objection(data).id) for _ in range(2))
    found = review(data)
    work_handover.take(data.session, kept.id, by=leaving, now=NOW)
    work_handover.take(data.session, others.id, by=other, now=NOW)
    case_decisions.take(data.session, found, by=leaving, now=NOW)
    row = StaffRow(telegram_id=str(leaving.telegram_id), name="Zhang", roles="reviewer")
    appoint(data.session, row, ImportContext(NOW))
    is_removed(data, data.staff("reviewer"))
    assert (kept.taken_by, others.taken_by) == (member(data, leaving).id, member(data, other).id)
    assert data.session.get_one(Review, found).status is ReviewStatus.TAKEN


def test_messages_about_work_that_is_over_lose_their_buttons_a_digest_with_its_last_piece(data: DataBuilder) -> None:
    reviewer, later = data.staff("reviewer"), NOW + work_news.WINDOW
    made = [objection(data) for _ in range(5)]  # Three messages, and a digest of two.
    work_news.keep(data.session, later)
    by_piece = [f"work:{item_of(data, 'objection', each.id).id.hex}" for each in made]
    taken: list[list[str]] = []
    for each in (made[0], made[3], made[4]):
        objections.withdraw(data.session, each.id, by=data.filer, now=later)
        work_news.keep(data.session, later)
        taken.append(stripped(data, reviewer))
    digest = f"work.news:{later.isoformat()}"
    assert taken == [[by_piece[0]], [by_piece[0]], [by_piece[0], digest]]


def stripped(data: DataBuilder, account: Account) -> list[str]:
    """Return what the messages are about whose buttons are taken in the chat of this account."""
    found = data.session.exec(select(Delivery).where(Delivery.lane == account.lane).order_by(col(Delivery.id))).all()
    about = {each.reference.hex: each.about for each in found}
    keys = current_keyring()
    contents = [keys.decrypt_json(each.payload, f"outbox:{each.reference}") for each in found if each.about == BUTTONS]
    assert all(each["chat"] == account.telegram_id for each in contents)
    return [about[each["strip"]] for each in contents]
