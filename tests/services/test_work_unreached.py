"""Work for which there is nobody, or nobody who can be told: who proposed it learns, and the admins."""

from sqlmodel import select

from bot.cards.staff import work as cards
from bot.services.payments import refunds
from bot.services.review import blacklist
from bot.services.staff import work_news
from storage.identity.accounts import Account
from storage.payments.refunds import Refund
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.reviews import Review
from storage.staff import work_items as store
from tests.services.builders import HOUR, NOW, DataBuilder, employ
from tests.services.own_builders import notices_of
from tests.services.test_closings import paid
from tests.services.test_work import card_of, item_of, objection, rule
from tests.storage.rows import put


def test_who_proposes_learns_at_once_that_there_is_nobody_else(data: DataBuilder) -> None:
    admin = data.staff("admin")
    item = item_of(data, "rule", rule(data, admin).id)
    assert notices_of(data.session, admin) == {"work.nobody": 1}
    card = card_of(data, cards.nobody, item, admin)
    assert "Nobody can do Rule proposal" in card
    assert "An admin can add someone with /staff" in card  # The reader may be one.


def test_who_proposes_learns_who_cannot_be_told_and_they_are_told_once_they_can(data: DataBuilder) -> None:
    admin, second = data.staff("admin"), data.staff("admin")
    second.unreachable_since = NOW
    data.session.flush()
    item = item_of(data, "rule", rule(data, admin).id)
    work_news.keep(data.session, NOW + HOUR)
    assert notices_of(data.session, admin) == {"work.nobody": 1}
    assert f"member {second.telegram_id}" in card_of(data, cards.nobody, item, admin)
    second.unreachable_since = None
    data.session.flush()
    work_news.keep(data.session, NOW + 2 * HOUR)
    assert notices_of(data.session, second) == {"rule.proposed": 1}
    assert card_of(data, cards.nobody, item, admin) == ""


def test_nobody_who_only_has_the_role_without_an_account_counts(data: DataBuilder) -> None:
    admin = data.staff("admin")
    employ(data.session, 77_777, "admin")
    rule(data, admin)
    assert notices_of(data.session, admin) == {"work.nobody": 1}


def test_the_admins_learn_of_work_for_which_there_is_nobody(data: DataBuilder, own: Account) -> None:
    admin = data.staff("admin")
    objection(data)
    assert notices_of(data.session, admin) == {"work.nobody": 1}
    assert "work.nobody" not in notices_of(data.session, own)


def test_the_admins_learn_that_there_is_no_second_cashier(data: DataBuilder) -> None:
    cashier, admin = data.staff("cashier"), data.staff("admin")
    paid(data.session, 1, 60_000)
    (refund,) = data.session.exec(select(Refund))
    assert not refunds.approve(data.session, refund.id, by=cashier, now=NOW)
    assert notices_of(data.session, cashier)["work.nobody"] == 1
    assert notices_of(data.session, admin) == {"work.nobody": 1}


def test_a_second_stage_is_told_to_the_others_and_has_its_own_news(data: DataBuilder) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    filing = data.filing()
    found = put(data.session, Review, filing_id=filing.id, round=1, status="returned", decided_at=NOW)
    entry = blacklist.propose(data.session, found, FalseMaterial.ALTERED, by=first, now=NOW)
    assert notices_of(data.session, second) == {"blacklist.proposed": 1}
    assert notices_of(data.session, first) == {}
    assert isinstance(entry, BlacklistEntry)


def test_one_of_two_processes_gives_each_news(data: DataBuilder) -> None:
    item = item_of(data, "objection", objection(data).id)
    for moment in ("reminded_at", "alarmed_at"):
        assert store.mark(data.session, item, moment, at=NOW)
        assert not store.mark(data.session, item, moment, at=NOW + HOUR)


def test_a_piece_begins_once_and_again_at_another_stage(data: DataBuilder) -> None:
    data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    times = {"since": NOW, "due_at": item.due_at}
    assert store.begin(data.session, "objection", item.subject, stage="", **times) is None
    store.mark(data.session, item, "reminded_at", at=NOW)
    assert store.begin(data.session, "objection", item.subject, stage="second", **times) is item
    assert (item.told_at, item.reminded_at) == (None, NOW)
    later = {"since": NOW, "due_at": item.due_at + HOUR}
    assert store.begin(data.session, "objection", item.subject, stage="third", **later) is item
    assert (item.reminded_at, item.due_at) == (None, later["due_at"])


def test_what_has_ended_is_not_told_again(data: DataBuilder) -> None:
    data.staff("reviewer")
    item = item_of(data, "objection", objection(data).id)
    told = item.told_at
    item.ended_at = NOW
    data.session.flush()
    store.forget_news(data.session, item)
    assert item.told_at == told


def test_what_nobody_can_do_never_holds_back_news_of_others(data: DataBuilder) -> None:
    admin = data.staff("admin")
    lost = [item_of(data, "objection", objection(data).id) for _ in range(5)]
    for item in lost:
        item.since = NOW - HOUR
    proposed = item_of(data, "rule", rule(data, admin).id)
    proposed.unreached_at = None
    data.session.flush()
    assert store.untold(data.session, limit=2) == [proposed]
    parts = [store.unreached(data.session, limit=2, turn=turn) for turn in range(7, 10)]
    assert {item.id for part in parts for item in part} == {item.id for item in lost}
    data.staff("admin", "reviewer")
    work_news.keep(data.session, NOW)
    assert proposed.told_at == NOW
    assert all(item.told_at is not None for item in lost)


def test_overdue_pieces_hold_back_no_reminder(data: DataBuilder) -> None:
    late, due, soon = (item_of(data, "objection", objection(data).id) for _ in range(3))
    late.due_at, due.due_at, soon.due_at = NOW - HOUR, NOW, NOW + HOUR
    data.session.flush()
    assert store.to_remind(data.session, due_after=NOW, due_before=NOW + HOUR, limit=1) == [soon]
    work_news.keep(data.session, NOW)
    assert (late.reminded_at, due.reminded_at, soon.reminded_at) == (None, None, NOW)
