"""Work finds people: the inbox, first news, digests, reminders and alarms."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot.card import CardButton, side_by_side
from bot.cards.notification import NotificationDefinition, Reader
from bot.cards.staff import work as cards
from bot.errors import NotStaff
from bot.services import objections
from bot.services.review import case_decisions
from bot.services.rules import parser
from bot.services.staff import rule_proposals, work_inbox, work_items, work_kinds, work_news
from bot.services.staff.work_items import WorkHolding
from bot.texts import texts
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentTransaction
from storage.payments.refunds import Refund
from storage.review.blacklist import BlacklistEntry
from storage.review.reviews import Review
from storage.staff import members as member_store, work_items as store
from storage.staff.rule_proposals import RuleProposal
from storage.staff.work_items import WorkItem
from storage.violations.violations import Violation
from tests.conventions.test_acts import buttons
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.own_builders import notices_of, notified, review
from tests.storage.rows import put

DAY = timedelta(days=1)


def objection(data: DataBuilder) -> Objection:
    """Let the filer object to a violation of a vehicle of theirs."""
    violation = put(data.session, Violation, vehicle_id=data.vehicle(data.filer).id)
    return objections.make(data.session, violation, "It was not my car.", [], by=data.filer, now=NOW)


def rule(data: DataBuilder, by: Account) -> RuleProposal:
    """Propose a rule."""
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    return rule_proposals.propose(data.session, wording, announce=False, by=by, now=NOW)


def item_of(data: DataBuilder, kind: str, subject: UUID) -> WorkItem:
    """Return the open piece of work about a row."""
    found = store.find(data.session, kind, subject)
    assert found is not None
    return found


def kinds_in(data: DataBuilder, by: Account) -> list[str]:
    """Return the kinds in an inbox, in the order in which they are shown."""
    found = work_inbox.inbox(data.session, by=by, now=NOW)
    return [section.kind.name for section in found.sections for _ in section.listed]


def card_of(data: DataBuilder, definition: NotificationDefinition, item: WorkItem, account: Account) -> str:
    """Return the text of a notification about a piece of work, or "" if it is not sent."""
    reader = Reader(account.person_id, texts("en").at(NOW))
    card = definition.card(data.session, item.id, reader)
    return card.text if card is not None else ""


def test_the_inbox_shows_every_kind_of_ones_roles_the_earliest_due_first(data: DataBuilder) -> None:
    everything, cashier = data.staff("reviewer", "cashier", "admin"), data.staff("cashier")
    rule(data, data.staff("admin"))
    objection(data)
    review(data)  # Due now.
    put(data.session, BillDifference, found_at=NOW - 30 * DAY)
    assert kinds_in(data, everything) == ["difference", "case", "rule", "objection"]
    assert kinds_in(data, cashier) == ["difference"]
    found = work_inbox.inbox(data.session, by=everything, now=NOW)
    assert (found.total, found.overdue) == (4, 2)
    with pytest.raises(NotStaff):
        work_inbox.inbox(data.session, by=data.staff("officer"), now=NOW)


def test_the_inbox_leaves_out_ones_own_matters_and_what_needs_another_person(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    review(data)
    objection(data)
    assert work_inbox.inbox(data.session, by=own, now=NOW).total == 0
    assert work_inbox.taken(data.session, by=own, now=NOW) == []
    assert kinds_in(data, colleague) == ["case", "objection"]
    proposal = rule(data, colleague)
    assert "rule" not in kinds_in(data, colleague)
    assert "rule" in kinds_in(data, own)
    rule_proposals.refuse(data.session, proposal.id, by=own, now=NOW)
    assert "rule" not in kinds_in(data, own)


def test_a_case_returned_too_often_is_not_shown_to_who_has_returned_it(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    filing = data.filing(returns=2)
    done = {"status": "returned", "decided_at": NOW, "reviewer": first.id, "reviewer_person": first.person_id}
    put(data.session, Review, filing_id=filing.id, round=1, **done)
    put(data.session, Review, filing_id=filing.id, round=2, status="waiting", decided_at=None)
    assert kinds_in(data, first) == []
    assert kinds_in(data, second) == ["return"]


def test_who_has_taken_a_case_is_seen_in_the_inbox(data: DataBuilder) -> None:
    holder, other = data.staff("reviewer"), data.staff("reviewer")
    case_decisions.take(data.session, review(data), by=holder, now=NOW)

    def shown(by: Account) -> WorkHolding:
        return work_inbox.inbox(data.session, by=by, now=NOW).sections[0].listed[0].holding

    assert (shown(holder), shown(other)) == (WorkHolding.YOURS, WorkHolding.OTHER)


def test_first_news_goes_once_to_each_who_may_do_it(data: DataBuilder, own: Account, colleague: Account) -> None:
    cashier = data.staff("cashier")
    found = objection(data)
    assert notified(data, colleague, "objection.made")
    assert not notified(data, own, "objection.made")
    assert not notified(data, cashier, "objection.made")
    work_news.arrive(data.session, "objection", found.id, now=NOW)
    work_news.keep(data.session, NOW)
    assert notices_of(data.session, colleague)["objection.made"] == 1


def test_a_piece_that_no_act_has_announced_is_found_and_told(data: DataBuilder) -> None:
    reviewer = data.staff("reviewer")
    put(data.session, BlacklistEntry, person_id=data.filer.id, proposed_at=NOW)
    work_news.keep(data.session, NOW)
    work_news.keep(data.session, NOW)
    assert notices_of(data.session, reviewer) == {"blacklist.proposed": 1}


def test_many_pieces_at_once_are_told_in_one_digest(data: DataBuilder) -> None:
    reviewer = data.staff("reviewer")
    made = [objection(data) for _ in range(5)]
    assert notices_of(data.session, reviewer) == {"objection.made": 3}
    work_news.keep(data.session, NOW + 9 * work_news.WINDOW / 10)
    assert notices_of(data.session, reviewer) == {"objection.made": 3}
    work_news.keep(data.session, NOW + work_news.WINDOW)
    assert notices_of(data.session, reviewer) == {"objection.made": 3, "work.news": 1}
    text = card_of(data, cards.news, item_of(data, "objection", made[4].id), reviewer)
    assert "New for you: 2" in text
    assert f"#{made[3].number}" in text
    assert f"#{made[2].number}" not in text


def test_pieces_that_arrive_one_by_one_in_a_turn_are_one_message(data: DataBuilder) -> None:
    cashier = data.staff("cashier")
    found = [put(data.session, BillDifference, found_at=NOW) for _ in range(3)]
    for difference in found:
        work_news.arrive(data.session, "difference", difference, now=NOW)
    assert notices_of(data.session, cashier) == {"work.news": 1}
    assert "New for you: 3" in card_of(data, cards.news, item_of(data, "difference", found[0]), cashier)


def test_a_digest_says_nothing_of_ones_own_matter(data: DataBuilder, own: Account, colleague: Account) -> None:
    review(data)
    work_news.keep(data.session, NOW)
    [item] = store.of_kind(data.session, "case", limit=9)
    assert card_of(data, cards.news, item, own) == ""
    assert "New for you: 1" in card_of(data, cards.news, item, colleague)
    assert card_of(data, cards.overdue, item, own) == ""
    assert "Overdue: 1" in card_of(data, cards.overdue, item, colleague)


def test_the_clock_gives_one_reminder_and_one_alarm(data: DataBuilder) -> None:
    reviewer, admin = data.staff("reviewer"), data.staff("admin")
    found = item_of(data, "objection", objection(data).id)
    for moment in (found.due_at - 9 * HOUR, found.due_at - 8 * HOUR, found.due_at - HOUR):
        work_news.keep(data.session, moment)
    assert notices_of(data.session, reviewer) == {"objection.made": 1, "work.reminder": 1}
    assert notices_of(data.session, admin) == {}
    for moment in (found.due_at, found.due_at + DAY):
        work_news.keep(data.session, moment)
    assert notices_of(data.session, reviewer)["work.overdue"] == 1
    assert notices_of(data.session, admin) == {"work.overdue": 1}


def test_who_has_taken_a_piece_is_the_only_one_reminded(data: DataBuilder) -> None:
    holder, other = data.staff("reviewer"), data.staff("reviewer")
    found = item_of(data, "objection", objection(data).id)
    store.take(data.session, found, by=member_id(data, holder), instead_of=None)
    work_news.keep(data.session, found.due_at - HOUR)
    assert notices_of(data.session, holder)["work.reminder"] == 1
    assert "work.reminder" not in notices_of(data.session, other)


def member_id(data: DataBuilder, account: Account) -> UUID:
    """Return the member of staff with this account."""
    member = member_store.by_telegram(data.session, account.telegram_id)
    assert member is not None
    return member.id


def test_what_is_done_ends_and_is_neither_reminded_of_nor_alarmed(data: DataBuilder) -> None:
    reviewer = data.staff("reviewer")
    made = objection(data)
    found = item_of(data, "objection", made.id)
    objections.withdraw(data.session, made.id, by=data.filer, now=NOW)
    work_news.keep(data.session, found.due_at)
    data.session.refresh(found)
    assert found.ended_at == found.due_at
    assert notices_of(data.session, reviewer) == {"objection.made": 1}


def test_every_kind_has_texts_and_a_button_that_exists() -> None:
    for name, kind in work_kinds.kinds().items():
        assert {kind.opens, kind.opens_held} <= buttons(), name
        for language in ("zh-CN", "en"):
            assert cards.kind_name(name, texts(language)), name
            assert not kind.lists or texts(language).has(f"go-{kind.lists}"), name


def test_every_kind_lists_what_is_open_by_its_own_table(data: DataBuilder) -> None:
    work_items.refresh(data.session, work_kinds.kinds().values(), now=NOW)
    assert Counter(kind.place for kind in work_kinds.kinds().values()).most_common(1)[0][1] == 1
    assert not data.session.exec(select(Delivery)).all()


@pytest.mark.parametrize(
    ("label", "rows"),
    [("审核 #1001", 1), ("差异提议 #10290", 1), ("撤销标志提议 桂A·12345", 2), ("Refund CZR1001794", 2)],
)
def test_a_han_character_takes_the_place_of_two(label: str, rows: int) -> None:
    button = CardButton(label, "take")
    assert len(side_by_side([button, button])) == rows


def test_a_label_that_half_a_row_would_cut_off_has_a_row_of_its_own(data: DataBuilder) -> None:
    cashier = data.staff("cashier")
    for number in (1_001, 1_002):
        put(data.session, BillDifference, found_at=NOW)
        payment = put(data.session, PaymentTransaction)
        put(data.session, Refund, transaction_id=payment, number=number, suffix="1794", proposed_at=NOW)
    work_news.keep(data.session, NOW)
    card = cards.inbox(data.session, work_inbox.inbox(data.session, by=cashier, now=NOW), texts("zh-CN"))
    assert [len(row) for row in card.rows] == [2, 1, 1, 2]
