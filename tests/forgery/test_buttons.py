"""Every button declares whose row it is about, so that forged taps on it are tried."""

from uuid import UUID

from bot.card import PairButton, Whose
from tests.conventions.source_tree import none_of
from tests.forgery import buttons


def carries_a_row(name: str) -> bool:
    button = buttons.discovered()[name]
    return button.subject_type is UUID or buttons.has_parameter(button)


def place(name: str) -> str:
    """Return a button as its file and name."""
    module, _, constant = name.rpartition(".")
    return f"{module.replace('.', '/')}.py {constant}"


def test_every_button_says_whose_row_it_is_about() -> None:
    missing = [place(name) for name, each in buttons.discovered().items() if each.whose is None and not each.in_step]
    none_of(missing, f"Write whose=Whose.… into the Button(…), one of {', '.join(Whose.__members__)} (bot/card.py):")


def test_a_button_of_a_step_needs_no_word_whose_it_is() -> None:
    needless = [place(name) for name, each in buttons.discovered().items() if each.whose is not None and each.in_step]
    none_of(needless, "It is stale outside its step: remove whose=… from")


def test_a_button_carries_a_row_if_it_says_whose() -> None:
    said = {name: each.whose for name, each in buttons.discovered().items() if each.whose is not None}
    wrong = [place(name) for name, whose in said.items() if (whose in buttons.WITHOUT_ROW) is carries_a_row(name)]
    none_of(wrong, "Whose.NO_ROW and Whose.STAFF_LIST are for buttons without the UUID of a row, the others with one:")


def test_a_button_with_a_row_and_a_parameter_has_an_example() -> None:
    missing = [
        place(name)
        for name, each in buttons.discovered().items()
        if isinstance(each, PairButton) and buttons.has_parameter(each) and each.example is None
    ]
    none_of(missing, "Write example=… with a valid parameter into the PairButton(…):")
