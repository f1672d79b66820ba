"""Which key signs the status list, and what withdrawing a key leaves of the others."""

from datetime import timedelta

from sqlmodel import Session

from bot.adapters.certificates import keys as certificate_keys, status_list
from bot.adapters.certificates.keys import KeyState
from bot.services.certificates import signing_keys
from tests.services.concurrency import NOW

LATER = NOW + timedelta(hours=1)


def states(session: Session) -> list[KeyState]:
    return [key.state for key in signing_keys.public(session).keys]


def test_a_key_that_expires_before_its_list_would_is_replaced(session: Session) -> None:
    signing_keys.publish_list(session, now=NOW)
    last = NOW + certificate_keys.LIFETIME - timedelta(hours=25)
    signing_keys.publish_list(session, now=last)
    assert states(session) == [KeyState.ACTIVE]
    document = signing_keys.publish_list(session, now=last + timedelta(hours=13))
    assert states(session) == [KeyState.RETIRED, KeyState.ACTIVE]
    listed = status_list.read_status(document, signing_keys.public(session))
    assert listed.next_update == last + timedelta(hours=37)


def test_after_a_rotation_the_new_key_signs_the_list(session: Session) -> None:
    old = signing_keys.publish_list(session, now=NOW)
    signing_keys.rotate(session, now=LATER)
    assert signing_keys.current_list(session, now=LATER) is None
    new = signing_keys.publish_list(session, now=LATER)
    assert new != old
    assert status_list.read_status(new, signing_keys.public(session)).number == 2


def test_withdrawing_a_retired_key_twice_leaves_the_active_one(session: Session) -> None:
    first = signing_keys.signing_key(session, now=NOW).kid
    signing_keys.rotate(session, now=NOW)
    for _ in range(2):
        signing_keys.withdraw(session, first, now=NOW)
        assert states(session) == [KeyState.WITHDRAWN, KeyState.ACTIVE]
