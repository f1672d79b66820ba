"""A random world of payments on each database; `python -m tests.fault_injection --only payments` runs many."""

import pytest

from storage.database import add
from storage.payments.daily_closings import DailyClosing
from tests.fault_injection import payment_books, payment_worlds

SEED = 3  # A world with payments that settle, and others that go back.
STEPS = 14


def test_after_the_closing_the_books_agree_to_the_fen(store_url: str) -> None:
    with payment_worlds.lived(store_url, seed=SEED, steps=STEPS) as world:
        assert payment_books.check(world.app, world.ledgers())["settled"]
        astray = max(payment_books.rows(world.app, DailyClosing), key=lambda each: each.day)
        astray.balance += 1
        world.app.write(lambda session: add(session, session.merge(astray)))
        with pytest.raises(AssertionError, match="balance"):
            payment_books.check(world.app, world.ledgers())
