"""The forged formulas begin at the stories' town."""

from tests.stories.conftest import empty_store, town

__all__ = ["empty_store", "town"]
