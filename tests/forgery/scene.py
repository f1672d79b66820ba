"""The scene of the forgery tests: a desk with victims, whose applications and payments are in progress, and attackers.

guests      Telegram users who are not registered
strangers   registered users without any relation to the victims
filers      registered users, each with an application that waits for the owner's code
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from bot import callback_data
from bot.card import CardButton
from bot.services.certificates import share_codes
from bot.services.filing import filings, vehicle_codes
from bot.services.organisations import invitations
from storage.audit import AuditEntry
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import conversations
from storage.engine.inbox import Event, EventState
from storage.engine.outbox import Delivery, DeliveryState
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingWay, Relationship
from storage.identity import sms_codes
from storage.identity.accounts import Account, lane
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from tests.fault_injection.inline_desk import InlineDesk
from tests.forgery import snapshots
from tests.forgery.updates import Update
from tests.stories import cast, certificate_steps, review_steps, violation_steps
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of
from tests.stories.identity_case_steps import open_against

COUNT, DIGITS = 16, "314159"
ENGINE = "ZK8899776655"
VIN = "LVSHCAMB1CE054249"


class Scene:
    """The desk, its victims, its attackers, and the secrets that an attacker would need."""

    def __init__(self, url: str, **parts: Any) -> None:
        self.app = InlineDesk(url, **parts)
        self._create_people()
        self._create_cars()
        self._create_processes()
        self.guests = [self.app.person(f"客{at}").id for at in range(COUNT)]
        self.strangers = [self._registered(200 + at) for at in range(COUNT)]
        self.filers = [self._registered(300 + at) for at in range(COUNT)]
        self.applications = [self._application(filer, at) for at, filer in enumerate(self.filers)]
        self.app.settle()
        self.subjects = snapshots.row_ids(self.app.database)
        self.victims_data = self._victims_buttons()
        self.secrets = self._secrets()
        self.owners, self.drivers, self.friends = [self.owner.id], [self.driver.id], [self.friend.id]
        self.administrators, self.reviewed_applicants = [self.administrator.id], [self.reviewed.id]
        self.reviewers, self.victims = [self.reviewer.id], [each.id for each in self.registered_victims()]

    def feed(self, updates: Iterable[Update]) -> None:
        """Receive and handle these updates. Nothing is sent: the deliveries stay in the outbox."""
        received = list(updates)
        for start in range(0, max(len(received), 1), 500):
            self.app.wait(self._feed(received[start : start + 500]))

    def signed(self, press: CardButton, telegram_id: int) -> str:
        """Return callback data as the desk would sign it for this person at their present step."""
        return callback_data.encode(press, telegram_id=telegram_id, revision=self.conversation(telegram_id).revision)

    def conversation(self, telegram_id: int) -> conversations.Conversation:
        """Return this person's conversation: the present flow and step."""
        place = lane(self.app.bot.id, telegram_id)
        found: conversations.Conversation = self.app.read(lambda session: conversations.load(session, place))
        return found

    def end_flows(self, telegram_ids: Iterable[int]) -> None:
        """Delete these people's conversations, so that they are in no flow."""
        places = [lane(self.app.bot.id, telegram_id) for telegram_id in telegram_ids]

        def action(session: Session) -> None:
            for place in places:
                conversations.delete_conversation(session, place)

        self.app.write(action)

    def new_code(self, at: int, *, minutes: float = 5) -> None:
        """Issue the owner's code for the application of filer `at`, always with the same digits."""

        def action(session: Session) -> None:
            now, subject, to = self.app.now, self.applications[at].id, people.phone_index(self.owner.phone)
            until = now + timedelta(minutes=minutes)
            sms_codes.new(session, CodePurpose.OWNER_APPROVAL, subject, to=to, digits=DIGITS, at=now, expires_at=until)

        self.app.write(action)

    def outgoing(self, after: int) -> list[tuple[str, dict[str, Any]]]:
        """Return lane and content of each delivery that was queued after this one."""

        def read(session: Session) -> list[tuple[str, dict[str, Any]]]:
            question = select(Delivery).where(col(Delivery.id) > after)
            rows, ring = session.exec(question).all(), current_keyring()
            return [(row.lane, ring.decrypt_json(row.payload, f"outbox:{row.reference}")) for row in rows]

        rows: list[tuple[str, dict[str, Any]]] = self.app.read(read)
        return rows

    def discard_deliveries(self, after: int) -> None:
        """Delete what waits since this delivery: it tells the attackers that they were refused, and is not sent."""
        unsent = delete(Delivery).where(col(Delivery.id) > after, col(Delivery.state) == DeliveryState.WAITING)
        self.app.write(lambda session: session.execute(unsent))

    def refusals(self, after: int) -> list[AuditEntry]:
        """Return the audit entries after this one."""
        question = select(AuditEntry).where(col(AuditEntry.id) > after)
        found: list[AuditEntry] = self.app.read(lambda session: session.exec(question).all())
        return found

    def failed_turns(self) -> list[str]:
        """Return the errors of events whose turns failed."""
        failed = or_(col(Event.note) != "", col(Event.state) == EventState.SET_ASIDE)
        query = select(Event.note).where(failed).order_by(col(Event.id))
        found: list[str] = self.app.read(lambda session: list(session.exec(query)))
        return found

    def last_ids(self) -> tuple[int, int]:
        """Return the ids of the newest audit entry and delivery."""

        def ask(session: Session) -> tuple[int, int]:
            entry = session.exec(select(AuditEntry.id).order_by(col(AuditEntry.id).desc()).limit(1)).first()
            delivery = session.exec(select(Delivery.id).order_by(col(Delivery.id).desc()).limit(1)).first()
            return entry or 0, delivery or 0

        found: tuple[int, int] = self.app.read(ask)
        return found

    def account_ids(self, telegram_ids: Sequence[int]) -> set[UUID]:
        """Return the account ids of these Telegram users."""
        question = select(Account.id).where(col(Account.telegram_id).in_(telegram_ids))
        return set(self.app.read(lambda session: session.exec(question).all()))

    def registered_victims(self) -> tuple[Citizen, ...]:
        """Return the victims who are registered and are not staff."""
        return self.driver, self.owner, self.payer, self.friend, self.reviewed, self.administrator

    def close(self) -> None:
        """Close the desk."""
        self.app.close()

    async def _feed(self, updates: list[Update]) -> None:
        desk = self.app.desk
        await desk.receiver.receive(updates)
        while await desk.worker.step():
            pass

    def _create_people(self) -> None:
        app = self.app
        self.driver, self.owner, self.payer = cast.driver(app), cast.owner(app), cast.third(app)
        self.friend, self.reviewed, self.administrator = cast.crowd(app, 3)
        self.reviewer = cast.reviewer(app)
        self.organisation = cast.organisation(app, self.administrator)

    def _create_cars(self) -> None:
        app = self.app
        car = certificate_steps.car
        self.asked_car = car(app, self.owner, plate="桂B22222", engine="B222222", vin=VIN)
        self.filed_car = car(app, self.owner, plate="桂C33333", engine="C333333", vin=VIN)
        self.payers_car = car(app, self.payer, plate="桂A12345", engine=ENGINE, vin=VIN)
        self.fleet_car = car(app, self.organisation, plate="桂D44444", engine="D444444", vin=VIN)
        self.reviewed_car = car(app, self.payer, plate="桂E55555", engine="E555555", vin=VIN)

    def _create_processes(self) -> None:
        """Create applications, violations, codes and invitations that an attacker would want to misuse."""
        app = self.app
        apply(self.driver, "/file 02 桂B22222 222222")
        self.code = code_of(self.owner)
        self.filing = certificate_steps.file(app, self.friend, self.filed_car)
        violation_steps.violation(app, self.payers_car)
        violation_steps.violation(app, self.filed_car, "4501000000000002")
        violation_steps.decide(app, self.payer)
        self.review = review_steps.case(app, self.reviewed, self.reviewed_car)
        self.payer.says("/certificate")
        self.payer.taps("桂A·12345")
        self.share = app.write(self._share)
        self.link, self.short = app.write(self._vehicle_code)
        self.invitation = app.write(self._invitation)
        open_against(app, self.driver)

    def _share(self, session: Session) -> str:
        return share_codes.make(session, self._row(session, self.payer), self.payers_car.id, 7, now=self.app.now).code

    def _vehicle_code(self, session: Session) -> tuple[str, str]:
        owner, now = self._row(session, self.owner), self.app.now
        made = vehicle_codes.create(session, self.filed_car.id, by=owner, lane=self.owner.account.lane, now=now)
        return made.token, made.short

    def _invitation(self, session: Session) -> str:
        administrator = self._row(session, self.administrator)
        return invitations.create(session, self.organisation.id, by=administrator, now=self.app.now)[0]

    def _row(self, session: Session, citizen: Citizen) -> people.Person:
        return session.get_one(people.Person, citizen.person_id)

    def _registered(self, order: int) -> int:
        number = cast.id_number(order, born=date(1981, 2, 3))
        return cast.citizen(self.app, "路人", number, f"+8613700000{order}").id

    def _application(self, telegram_id: int, at: int) -> Filing:
        """Create an application of this filer for the owner's car that waits for the owner's code."""

        def action(session: Session) -> Filing:
            account = session.exec(select(Account).where(Account.telegram_id == telegram_id)).one()
            assert account.person_id is not None
            filing = filings.apply(
                session,
                session.get_one(people.Person, account.person_id),
                self.asked_car.id,
                way=FilingWay.SMS,
                relationship=Relationship.FRIEND,
                relationship_text="",
                now=self.app.now,
            )
            owner, now, until = self.owner.person_id, self.app.now, self.app.now + timedelta(hours=72)
            add(session, Approval(filing_id=filing.id, owner_id=owner, asked_at=now, expires_at=until))
            return filing

        return self.app.write(action)

    def _victims_buttons(self) -> list[str]:
        """Return the callback data of every button on a victim's screen."""
        return [
            button["callback_data"]
            for victim in (*self.registered_victims(), self.reviewer)
            for message in victim.messages()
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]

    def _secrets(self) -> list[str]:
        """Return personal data and codes that an attacker must never be shown."""
        personal = [
            text for victim in self.registered_victims() for text in (victim.name, victim.id_number, victim.phone[3:])
        ]
        return [*personal, ENGINE, VIN, "222222", self.code, self.link, self.short, self.share, self.invitation, DIGITS]
