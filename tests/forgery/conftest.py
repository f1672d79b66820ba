"""The forged formulas begin at the stories' app."""

from tests.stories.conftest import app, empty_store

__all__ = ["empty_store", "app"]
