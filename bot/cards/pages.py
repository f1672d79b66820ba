"""One page of a list that can grow, and the buttons that turn to the page before and after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.card import CardButton, Row
from bot.services.values.page_numbers import page_within
from bot.texts import Texts

Item = TypeVar("Item")

SIZE = 10


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The items of one page. number, pages: from 1; start: the place of the first item in the whole list, from 1."""

    items: Sequence[Item]
    number: int
    pages: int
    start: int = 1


def number_in(said: str) -> int:
    """Return the page that a button asks for: the first for one without a number, as version 0.1.0 sent them."""
    return int(said) if said.isdecimal() else 1


def page_of(found: Sequence[Item], number: int, *, size: int = SIZE) -> Page[Item]:
    """Return a page of a list; a number past the last page gives the last, one below 1 the first."""
    number, pages = page_within(number, len(found), size=size)
    first = (number - 1) * size
    return Page(found[first : first + size], number, pages, first + 1)


def turning(page: Page[Item], to_page: Callable[[str, int], CardButton], texts: Texts) -> tuple[Row, ...]:
    """Return the row that turns to the page before and after; none for a list of one page.

    to_page: returns the button that opens a page, from its label and number.
    """
    ways = ((page.number - 1, "page-previous"), (page.number + 1, "page-next"))
    row = tuple(to_page(texts.plain(key), to) for to, key in ways if 1 <= to <= page.pages)
    return (row,) if row else ()


def below(text: str, page: Page[Item], texts: Texts) -> str:
    """Return the text of a list with a last line that says which page this is; unchanged for a list of one page."""
    return text if page.pages == 1 else f"{text}\n{texts('page-of', number=page.number, pages=page.pages)}"
