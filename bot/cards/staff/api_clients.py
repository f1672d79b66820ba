"""Notifications about keys of the machine API, to the admins."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from storage.staff.api_clients import ApiClient


@notification_about("api_client.created", ApiClient)
def created_notification(session: Session, client: ApiClient, reader: Reader) -> Card | None:
    """To the admins: another program may use the machine API from now on."""
    return _card("api-client-created", client, reader)


@notification_about("api_client.revoked", ApiClient)
def revoked_notification(session: Session, client: ApiClient, reader: Reader) -> Card | None:
    """To the admins: a program may not use the machine API any more."""
    return _card("api-client-revoked", client, reader)


def _card(key: str, client: ApiClient, reader: Reader) -> Card:
    separator = "、" if reader.texts.language == "zh-CN" else ", "
    kinds = separator.join(reader.texts.plain(f"api-kind-{kind}") for kind in sorted(client.kinds))
    return Card(reader.texts(key, name=client.name, end=client.key_end, kinds=kinds), ((go("audit", reader.texts),),))
