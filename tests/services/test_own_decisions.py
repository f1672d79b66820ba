"""No member of staff takes or decides a case, an entry of the blacklist or an identity case of their own."""

import pytest

from bot.services.review import blacklist, case_decisions, identity_queue, queue
from bot.services.review.identity_queue import IdentityHolding, OwnIdentityCase
from bot.services.review.queue import Holding, NothingToTake, OwnCase
from storage.identity.accounts import Account
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import review
from tests.storage.rows import put


def test_own_cases_are_neither_taken_nor_decided(data: DataBuilder, own: Account, colleague: Account) -> None:
    session, found = data.session, review(data)
    row, filing = queue.of_review(session, found)
    with pytest.raises(OwnCase):
        case_decisions.take(session, found, by=own, now=NOW)
    with pytest.raises(NothingToTake):
        case_decisions.take_next(session, by=own, now=NOW)
    with pytest.raises(OwnCase):
        queue.open_case(session, row, by=own, now=NOW)
    assert case_decisions.take_next(session, by=colleague, now=NOW).id == found
    assert queue.holding_for(session, row, filing, by=own, now=NOW) is Holding.OWN
    with pytest.raises(OwnCase):
        queue.require_held(session, found, by=own, now=NOW)
    assert queue.require_held(session, found, by=colleague, now=NOW)[0] is row


def test_a_case_that_became_ones_own_after_it_was_taken_is_not_passed(data: DataBuilder, own: Account) -> None:
    found = review(data)
    row = data.session.get_one(Review, found)
    row.status, row.reviewer, row.lease_until = "taken", own.id, NOW.replace(year=2027)  # type: ignore[assignment]
    data.session.flush()
    with pytest.raises(OwnCase):
        case_decisions.pass_case(data.session, found, by=own, now=NOW)


def test_own_entries_of_the_blacklist_are_not_decided(data: DataBuilder, own: Account, colleague: Account) -> None:
    entry = put(data.session, BlacklistEntry, person_id=data.filer.id)
    with pytest.raises(OwnCase):
        blacklist.find_for_second(data.session, entry, by=own)
    assert blacklist.find_for_second(data.session, entry, by=colleague)[0].id == entry


@pytest.mark.parametrize("column", ["person_id", "holder_id"])
def test_own_identity_cases_are_neither_taken_nor_decided(
    data: DataBuilder, own: Account, colleague: Account, column: str
) -> None:
    others = {"account_id": data.account().id, "person_id": data.stranger.id, "holder_id": data.owner.id}
    found = put(data.session, IdentityCase, **{**others, column: data.filer.id})
    for act in (identity_queue.take, identity_queue.require_held):
        with pytest.raises(OwnIdentityCase):
            act(data.session, found, by=own, now=NOW)
    [shown] = identity_queue.queue(data.session, by=own, now=NOW)
    assert shown.holding is IdentityHolding.OWN
    identity_queue.take(data.session, found, by=colleague, now=NOW)
    identity_queue.require_held(data.session, found, by=colleague, now=NOW)
