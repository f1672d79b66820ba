"""Fixtures of the stories, which the tests of formulas and hostile text share."""

from tests.stories.conftest import app, empty_store

__all__ = ["empty_store", "app"]
