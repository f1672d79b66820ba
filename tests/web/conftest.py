"""Fixtures of the web tests: the app, whose people also have browsers."""

from tests.stories.conftest import app, empty_store

__all__ = ["empty_store", "app"]
