"""Taking a piece of work, giving it back, handing it to a colleague, and being away."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from bot import local_time
from bot.errors import NotStaff, Refusal
from bot.services import objections
from bot.services.review import case_decisions, queue
from bot.services.staff import work_handover, work_inbox, work_items, work_news
from bot.services.staff.work_handover import (
    AwayDayPassed,
    ColleagueCannot,
    InvalidAwayDay,
    OwnWork,
    WorkNotYours,
    WorkOver,
    WorkTakenByOther,
)
from bot.services.staff.work_items import WorkHolding
from storage import audit
from storage.identity.accounts import Account
from storage.review.reviews import Review, ReviewStatus
from storage.staff import members as member_store, work_items as store
from storage.staff.members import StaffMember
from storage.staff.work_items import WorkItem
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.own_builders import notices_of, review
from tests.services.test_work import item_of, objection, rule

TODAY = local_time.date_of(NOW)
Act = Callable[[Account], object]


def member(data: DataBuilder, account: Account) -> StaffMember:
    found = member_store.by_telegram(data.session, account.telegram_id)
    assert found is not None
    return found


def acts(data: DataBuilder, item: UUID, colleague: Account) -> list[Act]:
    """Return everything that can be done with a piece that one has taken."""
    chosen = work_handover.short_id(member(data, colleague).id)
    return [
        lambda by: work_handover.give_back(data.session, item, by=by, now=NOW),
        lambda by: work_handover.colleagues(data.session, item, by=by, now=NOW),
        lambda by: work_handover.hand_over(data.session, item, chosen, by=by, now=NOW),
    ]


def raises(refusal: type[Refusal], act: Act, by: Account) -> None:
    with pytest.raises(refusal):
        act(by)


def test_a_piece_is_taken_by_one_and_given_back_by_them_alone(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    for act in acts(data, item.id, second):
        raises(WorkNotYours, act, first)
    work_handover.take(data.session, item.id, by=first, now=NOW)
    work_handover.take(data.session, item.id, by=first, now=NOW)
    assert item.taken_by == member(data, first).id
    raises(WorkTakenByOther, lambda by: work_handover.take(data.session, item.id, by=by, now=NOW), second)
    for act in acts(data, item.id, second):
        raises(WorkNotYours, act, second)
    work_handover.give_back(data.session, item.id, by=first, now=NOW)
    work_handover.take(data.session, item.id, by=second, now=NOW)
    assert item.taken_by == member(data, second).id
    assert audit.count(data.session, audit.Action.WORK_TAKEN, since=NOW, on=item.id) == 2
    assert audit.count(data.session, audit.Action.WORK_RELEASED, since=NOW, on=item.id) == 1


def test_a_lost_race_for_a_piece_is_refused(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    assert store.take(data.session, item, by=member(data, first).id, instead_of=None)
    assert not store.take(data.session, item, by=member(data, second).id, instead_of=None)
    assert not store.take(data.session, item, by=None, instead_of=member(data, second).id)
    item.ended_at = NOW
    data.session.flush()
    assert not store.take(data.session, item, by=None, instead_of=member(data, first).id)


def test_a_piece_is_handed_to_a_colleague_who_hears_of_it(data: DataBuilder) -> None:
    first, second, cashier = data.staff("reviewer"), data.staff("reviewer"), data.staff("cashier")
    item = item_of(data, "objection", objection(data).id)
    work_handover.take(data.session, item.id, by=first, now=NOW)
    _, others = work_handover.colleagues(data.session, item.id, by=first, now=NOW)
    assert [one.telegram_id for one in others] == [second.telegram_id]
    for nobody in (member(data, cashier).id, member(data, first).id, uuid4()):
        chosen = work_handover.short_id(nobody)
        with pytest.raises(ColleagueCannot):
            work_handover.hand_over(data.session, item.id, chosen, by=first, now=NOW)
    with pytest.raises(ColleagueCannot):
        work_handover.hand_over(data.session, item.id, "", by=first, now=NOW)
    chosen = work_handover.short_id(member(data, second).id)
    _, name = work_handover.hand_over(data.session, item.id, chosen, by=first, now=NOW)
    assert (item.taken_by, name) == (member(data, second).id, member(data, second).name)
    assert notices_of(data.session, second)["work.handed"] == 1
    assert audit.count(data.session, audit.Action.WORK_HANDED, since=NOW, on=item.id) == 1


def test_a_case_is_handed_over_with_its_lease_and_never_to_whom_it_concerns(data: DataBuilder) -> None:
    first, second, owner = data.staff("reviewer"), data.staff("reviewer"), data.staff("reviewer", person=data.owner)
    found = review(data)
    case_decisions.take(data.session, found, by=first, now=NOW)
    work_inbox.inbox(data.session, by=first, now=NOW)
    item = item_of(data, "case", found)
    _, others = work_handover.colleagues(data.session, item.id, by=first, now=NOW)
    assert [one.telegram_id for one in others] == [second.telegram_id]
    raises(OwnWork, lambda by: work_handover.take(data.session, item.id, by=by, now=NOW), owner)
    work_handover.hand_over(data.session, item.id, work_handover.short_id(others[0].id), by=first, now=NOW)
    queue.require_held(data.session, found, by=second, now=NOW)
    with pytest.raises(queue.HeldByOther):
        queue.require_held(data.session, found, by=first, now=NOW)


def test_ones_own_matter_and_what_needs_another_person_cannot_be_taken(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    item = item_of(data, "objection", objection(data).id)
    for act in (*acts(data, item.id, colleague), lambda by: work_handover.take(data.session, item.id, by=by, now=NOW)):
        raises(OwnWork, act, own)
    proposed = item_of(data, "rule", rule(data, colleague).id)
    raises(OwnWork, lambda by: work_handover.take(data.session, proposed.id, by=by, now=NOW), colleague)
    work_handover.take(data.session, proposed.id, by=own, now=NOW)


def test_what_is_over_or_of_another_role_cannot_be_taken(data: DataBuilder) -> None:
    reviewer, cashier = data.staff("reviewer"), data.staff("cashier")
    item = item_of(data, "objection", objection(data).id)

    def take(by: Account, which: UUID = item.id) -> object:
        return work_handover.take(data.session, which, by=by, now=NOW)

    raises(NotStaff, take, cashier)
    raises(NotStaff, take, data.account())
    raises(WorkOver, lambda by: take(by, uuid4()), reviewer)
    item.ended_at = NOW
    data.session.flush()
    raises(WorkOver, take, reviewer)


def test_a_piece_whose_row_was_closed_a_moment_ago_is_over(data: DataBuilder) -> None:
    reviewer = data.staff("reviewer")
    made = objection(data)
    item = item_of(data, "objection", made.id)
    objections.withdraw(data.session, made.id, by=data.filer, now=NOW)
    raises(WorkOver, lambda by: work_handover.take(data.session, item.id, by=by, now=NOW), reviewer)


def test_who_is_away_hears_nothing_and_gives_back_what_they_have_taken(data: DataBuilder) -> None:
    away, present = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    found = review(data)
    work_handover.take(data.session, item.id, by=away, now=NOW)
    case_decisions.take(data.session, found, by=away, now=NOW)
    work_news.keep(data.session, NOW)
    until, given = work_handover.go_away(data.session, TODAY + timedelta(days=2), by=away, now=NOW)
    assert local_time.date_of(until) == TODAY + timedelta(days=2)
    assert {piece.kind.name for piece in given} == {"objection", "case"}
    assert item.taken_by is None
    assert data.session.get_one(Review, found).status is ReviewStatus.WAITING
    before = notices_of(data.session, away)
    work_news.keep(data.session, NOW + HOUR)
    objection(data)
    assert notices_of(data.session, away) == before
    told = notices_of(data.session, present)  # The second time, of what is free again.
    assert (told["objection.made"], told["work.news"]) == (2, 2)
    assert work_handover.away_until(data.session, by=away, now=until) is None
    assert work_handover.away_until(data.session, by=away, now=until - HOUR) == until


def test_nobody_can_hand_work_to_who_is_away(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    work_handover.take(data.session, item.id, by=first, now=NOW)
    work_handover.go_away(data.session, TODAY, by=second, now=NOW)
    assert work_handover.colleagues(data.session, item.id, by=first, now=NOW)[1] == []
    work_handover.come_back(data.session, by=second, now=NOW)
    assert len(work_handover.colleagues(data.session, item.id, by=first, now=NOW)[1]) == 1
    assert audit.count(data.session, audit.Action.STAFF_AWAY, since=NOW) == 2


def test_alarms_reach_an_admin_even_if_all_are_away(data: DataBuilder) -> None:
    admin = data.staff("admin")
    item = item_of(data, "objection", objection(data).id)
    work_handover.go_away(data.session, TODAY + timedelta(days=30), by=admin, now=NOW)
    work_news.keep(data.session, item.due_at)
    assert notices_of(data.session, admin)["work.overdue"] == 1


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-12-05", date(2026, 12, 5)), ("12-05", date(2026, 12, 5)), ("01-02", date(2027, 1, 2)), ("11-25", TODAY)],
)
def test_a_day_is_read_with_or_without_its_year(typed: str, day: date) -> None:
    assert work_handover.parse_day(typed, now=NOW) == day


@pytest.mark.parametrize("typed", ["", "tomorrow", "13-01", "2026-02-30", "02-30", "12", "1-2-3-4"])
def test_other_words_are_no_day(typed: str) -> None:
    with pytest.raises(InvalidAwayDay):
        work_handover.parse_day(typed, now=NOW)


@pytest.mark.parametrize("typed", ["11-24", "06-01"])
def test_a_day_that_has_passed_is_not_taken_for_one_of_next_year(typed: str) -> None:
    with pytest.raises(AwayDayPassed) as refused:
        work_handover.parse_day(typed, now=NOW)
    assert refused.value.values["next"] == f"2027-{typed}"
    assert work_handover.parse_day(f"2027-{typed}", now=NOW) == date.fromisoformat(f"2027-{typed}")


@pytest.mark.parametrize("days", [-1, work_handover.MAX_DAYS_AWAY + 1])
def test_one_is_away_from_today_for_a_year_at_most(data: DataBuilder, days: int) -> None:
    cashier = data.staff("cashier")
    with pytest.raises(InvalidAwayDay):
        work_handover.go_away(data.session, TODAY + timedelta(days=days), by=cashier, now=NOW)
    assert member(data, cashier).away_until is None


def test_strangers_are_not_away_and_have_no_inbox(data: DataBuilder) -> None:
    stranger = data.account()
    for act in (
        lambda by: work_handover.go_away(data.session, TODAY, by=by, now=NOW),
        lambda by: work_handover.come_back(data.session, by=by, now=NOW),
        lambda by: work_handover.away_until(data.session, by=by, now=NOW),
        lambda by: work_inbox.taken(data.session, by=by, now=NOW),
    ):
        raises(NotStaff, act, stranger)


def test_the_holder_of_a_piece_is_seen_by_each(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    work_handover.take(data.session, item.id, by=first, now=NOW)
    piece = work_items.piece_of(data.session, data.session.get_one(WorkItem, item.id))
    assert piece is not None
    assert work_items.holding(data.session, piece, by=first, now=NOW) is WorkHolding.YOURS
    assert work_items.holding(data.session, piece, by=second, now=NOW) is WorkHolding.OTHER
    assert [each.holding for each in work_inbox.taken(data.session, by=second, now=NOW)] == []
