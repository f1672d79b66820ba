"""Sends SMS: codes, and notifications for people whom the bot cannot reach.

Each begins with one signature and is in the language of who receives it, Chinese for who has no account.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.sms.gateway import SmsGateway, SmsNotSent
from bot.cards.notification import Notification, Reader
from bot.engine.clock import Clock
from bot.engine.newer_versions import UnknownHere
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult, NotDelivered
from bot.engine.outbound.retries import OwnFailures
from bot.services.identity import sms_delivery_reports
from bot.texts import DEFAULT, Texts, plain_text, texts
from storage.database import Database
from storage.engine.leader_election import LeaderLease
from storage.engine.outbox import NOTIFICATION_KEY, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.identity import accounts, consents
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person

MAX_ATTEMPTS = 20


class SmsSender(ChannelSender):
    """Hands SMS to the gateway, and retries under the same id until the gateway accepts them."""

    def __init__(
        self,
        database: Database,
        gateway: SmsGateway,
        notifications: Mapping[str, Notification],
        *,
        clock: Clock,
        lease: LeaderLease | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateway = gateway
        self._notifications = notifications
        self._lease = lease
        self._failures = OwnFailures()

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Send an SMS. Raises NotDelivered."""
        found = await self._database.read(lambda session: self._text(session, delivery.content))
        if found is None:
            return DeliveryResult(DeliveryState.DONE, note="no recipient, or void")
        if self._lease is not None and not self._lease.is_valid:  # The process was stopped while it read.
            raise NotDelivered(0)
        try:
            await self._gateway.send(delivery.reference.hex, *found)
        except SmsNotSent as problem:
            if self._failures.count(delivery) < MAX_ATTEMPTS:
                raise NotDelivered from problem
            self._failures.forget(delivery)
            return self._given_up(delivery)
        self._failures.forget(delivery)
        return DeliveryResult(DeliveryState.DONE)

    def _given_up(self, delivery: QueuedDelivery) -> DeliveryResult:
        return DeliveryResult(
            DeliveryState.FAILED,
            note="the gateway never accepted it",
            gave_up=True,
            then=lambda session: sms_delivery_reports.notify_undelivered(
                session, delivery.reference, now=self._clock()
            ),
        )

    def _text(self, session: Session, content: dict[str, Any]) -> tuple[str, str] | None:
        """Return phone number and text, None if nothing is to be sent."""
        if "key" in content:
            words = texts(content.get("language") or _language_of(session, content["to"]))
            return content["to"], _signed(words, words.plain(content["key"], **content["values"]))
        person = session.get(Person, UUID(hex=content["person"]))
        if person is None or not person.phone or consents.is_revoked(session, person.id, ConsentText.DATA_SHARING):
            return None
        if content[NOTIFICATION_KEY] not in self._notifications:
            raise UnknownHere(content[NOTIFICATION_KEY])
        account = accounts.of_person(session, person.id)
        now = self._clock()
        words = texts(account.language if account else DEFAULT).at(now)
        reader = Reader(person.id, words, by_sms=True, now=now)
        card = self._notifications[content[NOTIFICATION_KEY]](session, UUID(hex=content["subject"]), reader)
        return (person.phone, _signed(words, plain_text(card.text))) if card else None


def _language_of(session: Session, phone: str) -> str:
    """Return the language of who has this phone number; of several the ones on record come first."""
    found = sorted(people.with_phone_index(session, people.phone_index(phone)), key=lambda each: not each.registered)
    has = [account.language for person in found if (account := accounts.of_person(session, person.id)) is not None]
    return has[0] if has else DEFAULT


def _signed(words: Texts, text: str) -> str:
    """Put the signature before a text; it ends with a bracket, and English goes on after a space."""
    signature = words.plain("sms-signature")
    return f"{signature}{'' if signature.endswith('】') else ' '}{text}"
