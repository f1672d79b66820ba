"""The scene: a desk in full swing, with people who have something to lose and attackers who want it.

guests      Telegram users who are not registered
strangers   registered users who have nothing to do with anybody here
filers      registered users, each with an application of his own that waits for its owner's code
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from bot import callback_data
from bot.card import CardButton
from bot.services.certificates import share_codes
from bot.services.filing import filings, vehicle_codes
from bot.services.organisations import invitations
from storage import schema
from storage.audit import AuditEntry
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import conversations
from storage.engine.inbox import Event, EventState
from storage.engine.outbox import Delivery
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingWay, Relationship
from storage.identity import sms_codes
from storage.identity.accounts import Account, lane
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from tests.forgery.updates import Update
from tests.stories import cast, certificate_steps, review_steps, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of

COUNT, DIGITS = 16, "314159"
ENGINE = "ZK8899776655"
VIN = "LVSHCAMB1CE054249"
PLAIN = frozenset({"audit", "inbox", "outbox", "accounts", "people", "agreements", "codes", "filing_events", "timers"})
"""Tables whose rows no button is about."""


class Scene:
    """The desk, its victims, its attackers, and what an attacker would have to know."""

    def __init__(self, url: str, **parts: Any) -> None:
        self.app = AppDriver(url, **parts)
        self._enter()
        self._own_cars()
        self._go_about()
        self.guests = [self.app.person(f"客{at}").id for at in range(COUNT)]
        self.strangers = [self._registered(200 + at) for at in range(COUNT)]
        self.filers = [self._registered(300 + at) for at in range(COUNT)]
        self.applications = [self._applies(filer, at) for at, filer in enumerate(self.filers)]
        self.app.settle()
        self.subjects = self._every_row()
        self.victims_data = self._every_button()
        self.secrets = self._personal()
        self.owners, self.drivers, self.friends = [self.owner.id], [self.driver.id], [self.friend.id]
        self.chiefs, self.reviewed_ones = [self.chief.id], [self.reviewed.id]

    def feed(self, updates: Iterable[Update]) -> None:
        """Take updates in and let the desk handle them all. Nothing is sent: what would leave is in the outbox."""
        told = list(updates)
        for start in range(0, max(len(told), 1), 500):
            self.app.wait(self._feed(told[start : start + 500]))

    def signed(self, press: CardButton, telegram_id: int) -> str:
        """Callback data as the desk itself would make it for this person, at the step where he stands."""
        revision = self.standing(telegram_id).revision
        return callback_data.encode(press, telegram_id=telegram_id, revision=revision)

    def standing(self, telegram_id: int) -> conversations.Conversation:
        """Where this person stands in the chat."""
        place = lane(self.app.bot.id, telegram_id)
        found: conversations.Conversation = self.app.look(lambda session: conversations.load(session, place))
        return found

    def rest(self, telegram_ids: Iterable[int]) -> None:
        """Let these people stand in no flow."""
        places = [lane(self.app.bot.id, telegram_id) for telegram_id in telegram_ids]

        def deed(session: Session) -> None:
            for place in places:
                conversations.delete_conversation(session, place)

        self.app.write(deed)

    def new_code(self, at: int, *, minutes: float = 5) -> None:
        """Let an owner's code go out for the application of filer `at`: always the same digits."""

        def deed(session: Session) -> None:
            until = self.app.now + timedelta(minutes=minutes)
            subject = self.applications[at].id
            sms_codes.new(
                session, CodePurpose.OWNER_CONSENT, subject, to="x", digits=DIGITS, at=self.app.now, expires_at=until
            )

        self.app.write(deed)

    def outgoing(self, after: int) -> list[tuple[str, dict[str, Any]]]:
        """What the desk wrote down to leave since: lane and content."""

        def read(session: Session) -> list[tuple[str, dict[str, Any]]]:
            question = select(Delivery).where(col(Delivery.id) > after)
            found = session.exec(question).all()
            return [(row.lane, current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}")) for row in found]

        rows: list[tuple[str, dict[str, Any]]] = self.app.look(read)
        return rows

    def refusals(self, after: int) -> list[AuditEntry]:
        """The audit's entries since."""
        question = select(AuditEntry).where(col(AuditEntry.id) > after)
        found: list[AuditEntry] = self.app.look(lambda session: session.exec(question).all())
        return found

    def broken(self) -> list[str]:
        """The bugs that events of ours ran into."""
        events: list[Event] = self.app.look(lambda session: stored(session, Event))
        return [event.note for event in events if event.note or event.state is EventState.SET_ASIDE]

    def last_ids(self) -> tuple[int, int]:
        """The newest entry of the audit and of the outbox."""

        def ask(session: Session) -> tuple[int, int]:
            entry = session.exec(select(AuditEntry.id).order_by(col(AuditEntry.id).desc()).limit(1)).first()
            delivery = session.exec(select(Delivery.id).order_by(col(Delivery.id).desc()).limit(1)).first()
            return entry or 0, delivery or 0

        found: tuple[int, int] = self.app.look(ask)
        return found

    def account_ids(self, telegram_ids: Sequence[int]) -> set[UUID]:
        """The accounts of these Telegram users."""
        question = select(Account.id).where(col(Account.telegram_id).in_(telegram_ids))
        return set(self.app.look(lambda session: session.exec(question).all()))

    def close(self) -> None:
        """Go home."""
        self.app.close()

    async def _feed(self, updates: list[Update]) -> None:
        desk = self.app.desk
        await desk.receiver.receive(updates)
        while await desk.worker.step():
            pass

    def _enter(self) -> None:
        app = self.app
        self.driver, self.owner, self.payer = cast.driver(app), cast.owner(app), cast.third(app)
        self.friend, self.reviewed, self.chief = cast.crowd(app, 3)
        self.reviewer = cast.reviewer(app)
        self.organisation = cast.organisation(app, self.chief)

    def _own_cars(self) -> None:
        app = self.app
        car = certificate_steps.car
        self.asked_car = car(app, self.owner, plate="桂B22222", engine="B222222", vin=VIN)
        self.filed_car = car(app, self.owner, plate="桂C33333", engine="C333333", vin=VIN)
        self.payers_car = car(app, self.payer, plate="桂A12345", engine=ENGINE, vin=VIN)
        self.fleet_car = car(app, self.organisation, plate="桂D44444", engine="D444444", vin=VIN)
        self.reviewed_car = car(app, self.payer, plate="桂E55555", engine="E555555", vin=VIN)

    def _go_about(self) -> None:
        """Let everybody do something that an attacker would want to have a hand in."""
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

    def _share(self, session: Session) -> str:
        return share_codes.make(session, self._row(session, self.payer), self.payers_car.id, 7, now=self.app.now).code

    def _vehicle_code(self, session: Session) -> tuple[str, str]:
        owner, now = self._row(session, self.owner), self.app.now
        made = vehicle_codes.create(session, self.filed_car.id, by=owner, lane=self.owner.account.lane, now=now)
        return made.token, made.short

    def _invitation(self, session: Session) -> str:
        chief = self._row(session, self.chief)
        return invitations.create(session, self.organisation.id, by=chief, now=self.app.now)[0]

    def _row(self, session: Session, citizen: Citizen) -> Person:
        return session.get_one(Person, citizen.person_id)

    def _registered(self, order: int) -> int:
        number = cast.id_number(order, born=date(1981, 2, 3))
        return cast.citizen(self.app, "路人", number, f"+8613700000{order}").id

    def _applies(self, telegram_id: int, at: int) -> Filing:
        """Let this filer have applied for the owner's car, its code sent but nowhere told."""

        def deed(session: Session) -> Filing:
            account = session.exec(select(Account).where(Account.telegram_id == telegram_id)).one()
            assert account.person_id is not None
            filing = filings.apply(
                session,
                session.get_one(Person, account.person_id),
                self.asked_car.id,
                way=FilingWay.SMS,
                relationship=Relationship.FRIEND,
                relationship_text="",
                now=self.app.now,
            )
            until = self.app.now + timedelta(hours=72)
            owner, now = self.owner.person_id, self.app.now
            add(session, Approval(filing_id=filing.id, owner_id=owner, asked_at=now, expires_at=until))
            return filing

        filing: Filing = self.app.write(deed)
        return filing

    def _every_row(self) -> list[UUID]:
        """The ids of every row that belongs to a victim."""
        found: list[UUID] = []
        with self.app.database.reading() as session:
            for table in schema.metadata.sorted_tables:
                if "id" in table.c and table.name not in PLAIN:
                    keys = session.connection().execute(select(table.c.id)).scalars()
                    found += [key for key in keys if isinstance(key, UUID)]
        return found

    def _every_button(self) -> list[str]:
        """The callback data of every button on a victim's screen."""
        victims = (self.driver, self.owner, self.payer, self.friend, self.reviewed, self.chief, self.reviewer)
        return [
            button["callback_data"]
            for victim in victims
            for message in victim.messages()
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]

    def _personal(self) -> list[str]:
        """What an attacker must never be shown."""
        victims = (self.driver, self.owner, self.payer, self.friend, self.reviewed, self.chief)
        mine = [text for victim in victims for text in (victim.name, victim.id_number, victim.phone[3:])]
        return [*mine, ENGINE, VIN, "222222", self.code, self.link, self.short, self.share, self.invitation, DIGITS]
