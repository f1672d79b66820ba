"""The page of a card of the chat: its text as lines, and a form for each of its buttons that has a path here.

The card decides what its reader may do; the page adds no act to it, and leaves out only what leads elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, PairButton
from bot.services.staff import second_factor
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.texts import plain_text, without_signs
from bot.web.staff.photos import ShownPhoto
from bot.web.staff.staff_request import StaffRequest


@dataclass(frozen=True)
class AskedText:
    """A text that a form asks for, its field `words`. label: for people; least, most: characters; rows: lines."""

    label: str
    most: int
    least: int = 1
    rows: int = 1


@dataclass(frozen=True)
class ButtonPath:
    """Where a button is sent. path: below the page; asks: a text with it; code: the kind of act, if it needs a code.

    submit: of buttons with two values that are chosen in one form, what its own button says. is_bad: it ends something.
    of_rows: the page shows several rows, so that the button says which it is about.
    """

    button: Button[Any]
    path: str
    asks: AskedText | None = None
    code: ConfirmedKind | None = None
    submit: str = ""
    is_bad: bool = False
    of_rows: bool = False


@dataclass(frozen=True)
class FormButton:
    """A button of a form. value: what it chooses, if it stands for a row and a choice."""

    label: str
    value: str
    is_bad: bool


@dataclass(frozen=True)
class ActForm:
    """A form: where it is sent (below `home`), its buttons, what it asks. asks_code: a code of the second factor."""

    action: str
    buttons: list[FormButton]
    asks: AskedText | None
    submit: str
    asks_code: bool
    lacks_factor: bool


def values(
    session: Session,
    me: StaffUser,
    request: StaffRequest,
    card: Card,
    paths: Iterable[ButtonPath],
    *,
    title: str,
    up: str,
    below: str = "",
    photos: Iterable[ShownPhoto] = (),
) -> dict[str, Any]:
    """Return what `staff/card.html` shows. up: the part of the page to which it belongs, such as `money`.

    below: the path above those of the forms, by default that of the request.
    """
    here = below or request.http.url.path.removeprefix(request.home)
    return {
        "title": title,
        "up": up,
        "lines": lines(card),
        "photos": list(photos),
        "forms": list(forms(session, me, card, paths, below=here)),
    }


def lines(card: Card) -> list[str]:
    """Return the text of a card as lines of a page."""
    return without_signs(plain_text(card.text)).splitlines()


def forms(session: Session, me: StaffUser, card: Card, paths: Iterable[ButtonPath], *, below: str) -> Iterator[ActForm]:
    """Yield a form for each button of a card that has a path. below: the page's path, which is above those."""
    known: Mapping[str, ButtonPath] = {each.button.verb: each for each in paths}
    shown = [each for row in card.rows for each in row if isinstance(each, CardButton) and each.verb in known]
    is_enrolled = second_factor.is_enrolled(session, me.account)
    for verb, buttons in groupby(shown, lambda each: each.verb):
        sent = known[verb]
        needs = sent.code is not None and not second_factor.is_given(me, sent.code)
        yield ActForm(
            action=f"{below}/{sent.path}",
            buttons=[_button(each, sent) for each in buttons],
            asks=sent.asks,
            submit=sent.submit,
            asks_code=needs and is_enrolled,
            lacks_factor=sent.code is not None and not is_enrolled,
        )


def links(card: Card, opens: Button[Any], path: str) -> list[tuple[str, str]]:
    """Return label and path of each button of a card that opens a row. path: above the id of the row."""
    shown = [each for row in card.rows for each in row if isinstance(each, CardButton) and each.verb == opens.verb]
    return [(without_signs(each.label), f"{path}/{UUID(each.subject)}") for each in shown]


def _button(button: CardButton, sent: ButtonPath) -> FormButton:
    choice = "" if sent.button.subject_type is UUID and not sent.of_rows else button.subject
    if isinstance(sent.button, PairButton):  # The first of the two is the row of the page.
        _, _, choice = button.subject.partition("-")
    return FormButton(without_signs(button.label), choice, sent.is_bad or button.style is ButtonStyle.DANGER)
