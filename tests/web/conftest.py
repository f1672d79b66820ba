"""Fixtures of the web tests: the town, whose people also have browsers."""

from tests.stories.conftest import empty_store, town

__all__ = ["empty_store", "town"]
