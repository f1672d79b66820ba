"""Codes to hand on: copied by a button, and protected where nobody may pass them on; names of drawn files."""

from typing import Any

from tests.stories import cast, certificate_steps, qr_steps
from tests.stories.app_driver import AppDriver
from tests.web.visitor import code_for


def copied(message: dict[str, Any]) -> list[str]:
    """Return the texts that the buttons of a message copy."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["copy_text"]["text"] for row in rows for key in row if "copy_text" in key]


def test_a_vehicle_code_is_protected_and_its_short_code_is_copied(app: AppDriver) -> None:
    owner = qr_steps.showing(app)
    message = next(each for each in owner.messages() if "photo" in each)
    assert message["has_protected_content"]
    (short,) = copied(message)
    assert short in message["caption"]


def test_a_sign_in_code_is_protected_and_copied(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code = code_for(owner)
    message = owner.messages()[-1]
    assert message["has_protected_content"]
    assert copied(message) == [code]


def test_a_share_code_is_copied_and_may_be_forwarded(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    message = owner.messages()[-1]
    (code,) = copied(message)
    assert code in message["text"]
    assert "has_protected_content" not in message


def test_a_drawn_certificate_is_named_after_plate_and_month(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    certificate_steps.download(owner)
    document = next(message["document"] for message in reversed(owner.messages()) if "document" in message)
    assert document["file_name"] == "桂A12345-2027-06.png"
