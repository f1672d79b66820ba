"""Cards about share codes, and what the bot's inline mode offers to send to another chat."""

from typing import Any
from uuid import UUID

from bot.card import AnyButton, Button, Card, CopyButton, InlineButton, LinkButton, PairButton, Whose, column
from bot.cards.certificates.certificates import CERTIFICATE, SHARES
from bot.links import DeskLinks
from bot.services.certificates.share_codes import SINGLE_USE, NewShareCode
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates, short_codes
from bot.texts import Texts
from storage.certificates.share_codes import ShareCode
from storage.register.vehicles import Vehicle

SHARE = PairButton("mark-share", first_type=UUID, second_type=int, example=7, whose=Whose.CERTIFICATE)
UNSHARE = Button("mark-unshare", UUID, whose=Whose.CERTIFICATE)

LINK = "share"  # Before a share code in a deep link, which is in sent messages: it must never change.
CERTIFICATES_LINK = "certificates"  # The deep link that shows the certificates, from inline mode.
DAYS = (SINGLE_USE, 1, 7)


def share_codes(held: HeldVehicle, given: list[ShareCode], texts: Texts) -> Card:
    """The open share codes of a vehicle, and buttons to make and revoke them."""
    lines = [texts("certificate-shares", plate=plates.display(held.vehicle.plate))]
    lines += [
        texts(
            "certificate-share-line",
            tail=one.tail,
            until=one.expires_at,
            views=one.view_count,
            once=int(one.single_use),
        )
        for one in given
    ]
    make = [SHARE.on_pair(texts.plain("certificate-share-for", days=days), held.vehicle.id, days) for days in DAYS]
    revoke = [UNSHARE.on(texts.plain("certificate-unshare", tail=one.tail), one.id) for one in given]
    back = CERTIFICATE.on(texts.plain("flow-back"), held.vehicle.id)
    return Card("\n".join(lines), (tuple(make), *column(*revoke, back)))


def new_share_code(held: HeldVehicle, made: NewShareCode, texts: Texts, *, links: DeskLinks) -> Card:
    """A new share code, which is shown only now: to be sent to another chat, copied, or forwarded."""
    text = texts(
        "certificate-shared",
        code=short_codes.grouped(made.code),
        plate=plates.display(held.vehicle.plate),
        until=made.share.expires_at,
        once=int(made.share.single_use),
    )
    copy = CopyButton(texts.plain("certificate-share-copy"), short_codes.grouped(made.code))
    back = SHARES.on(texts.plain("certificate-shares-button"), held.vehicle.id)
    return Card(text, ((_send(held.vehicle, made, texts, links),), (copy,), (back,)))


def inline_answer(share: ShareCode, code: str, vehicle: Vehicle, texts: Texts, *, links: DeskLinks) -> dict[str, Any]:
    """Return what `answerInlineQuery` offers to send: words about the certificate, and a button that verifies it."""
    words = _words(vehicle, share, texts, button=True)
    verify = {"text": texts.plain("certificate-inline-verify"), "url": links.deep_link(f"{LINK}-{code}")}
    article = {
        "type": "article",
        "id": share.id.hex,
        "title": texts.plain("certificate-inline-title", plate=plates.display(vehicle.plate)),
        "description": texts.plain("certificate-inline-about", until=share.expires_at, once=int(share.single_use)),
        "input_message_content": {"message_text": words, "link_preview_options": {"is_disabled": True}},
        "reply_markup": {"inline_keyboard": [[verify]]},
    }
    return {"results": [article]}


def nothing_inline(texts: Texts) -> dict[str, Any]:
    """Return what `answerInlineQuery` says without a share code: a button that leads to the certificates."""
    button = {"text": texts.plain("certificate-inline-make"), "start_parameter": CERTIFICATES_LINK}
    return {"results": [], "button": button}


def _send(vehicle: Vehicle, made: NewShareCode, texts: Texts, links: DeskLinks) -> AnyButton:
    """Return the button that asks to which chat to send: by inline mode, or where the bot has none, by a link."""
    label = texts.plain("certificate-share-send")
    url = links.sharing_link(f"{LINK}-{made.code}", _words(vehicle, made.share, texts))
    return InlineButton(label, short_codes.grouped(made.code), url) if links.inline else LinkButton(label, url)


def _words(vehicle: Vehicle, share: ShareCode, texts: Texts, *, button: bool = False) -> str:
    """Return what another chat reads about the certificate. button: one that verifies it stands below."""
    return texts.plain(
        "certificate-share-message",
        button=int(button),
        plate=plates.display(vehicle.plate),
        until=share.expires_at,
        once=int(share.single_use),
    )
