"""Colours of buttons: for the deed of a card and for what ends or deletes something; a free choice has none."""

from tests.stories import cast, filing_steps, registration_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver


def styles(person: Actor) -> dict[str, str]:
    """Return the styles of the newest message's buttons by their labels, "" for none."""
    rows = person.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return {key["text"]: key.get("style", "") for row in rows for key in row}


def test_what_submits_an_entry_has_a_colour_and_the_way_back_has_none(app: AppDriver) -> None:
    guest = app.person("王小明", phone=registration_steps.PHONE)
    registration_steps.to_confirm(guest)
    assert {label: style for label, style in styles(guest).items() if style} == {"确认注册": "primary"}


def test_what_ends_an_application_is_red_where_it_is_done(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.car(app, owner)
    filing_steps.apply(driver)
    assert "danger" not in styles(driver).values()
    driver.taps("撤回申请")
    assert [style for style in styles(driver).values() if style] == ["danger"]


def test_an_owner_is_not_urged_to_agree(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.car(app, owner)
    filing_steps.apply(driver)
    assert "同意" in styles(owner)
    assert not any(styles(owner).values())
