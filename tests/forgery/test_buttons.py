"""Every button of the desk belongs to a group of the forgery tests."""

from tests.forgery import buttons


def test_every_button_is_in_a_group() -> None:
    grouped = {button for group in buttons.GROUPS for button in group}
    missing = sorted(name for name, button in buttons.discovered().items() if button not in grouped)
    assert not missing, (
        f"add {', '.join(missing)} to the group of buttons in tests/forgery/buttons.py that tells whose rows they are"
        " about (OWNER_BUTTONS, FILER_BUTTONS, … STAFF_BUTTONS; PARAMETERS for a row and a parameter;"
        " PERSONAL_BUTTONS for no row), so that forged taps on them are tried"
    )


def test_no_button_is_in_two_groups() -> None:
    grouped = [button.verb for group in buttons.GROUPS for button in set(group)]
    assert sorted(verb for verb in set(grouped) if grouped.count(verb) > 1) == []
