"""Changes of who somebody is and what is theirs: accounts, phone numbers, cars, organisations, the register."""

from sqlmodel import Session, col, select

from bot.services.identity import phone_changes
from bot.services.importing import organisations as organisation_import, vehicles as vehicle_import
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.rows import ImportContext
from bot.services.importing.vehicles import VehicleRow
from storage.filing.filings import Filing, FilingStatus
from storage.organisations.organisations import OrganisationMember
from storage.register.people import Person
from tests.fault_injection.random_worlds.acts import lead
from tests.fault_injection.random_worlds.people import CITIZENS, Society
from tests.fault_injection.random_worlds.residents import Resident
from tests.stories import privacy_steps, review_steps
from tests.stories.identity_case_steps import sends_photos
from tests.stories.privacy_steps import to_word
from tests.stories.registration_steps import to_contact
from tests.stories.review_steps import small

PHONES = 140
CASES = ("核实我的身份", "原来的账号登不上了", "换了手机号", "登记错了人")


def sign_out(society: Society) -> None:
    """Sign out."""
    who = society.signed_in()
    who.says("/privacy")
    for label in ("退出登录", "确认退出"):
        who.taps(label)


def unlock(society: Society) -> None:
    """Ask for the code that unlocks the desk, and type it."""
    locked = [each for each in society.everybody if _is_locked(society, each)]
    if not locked:
        return
    who = society.random.choice(locked)
    who.says("/start")
    who.taps("用验证码解锁")
    type_newest_code(who, 8)


def type_newest_code(who: Resident, length: int) -> None:
    """Type the newest code on the own phone, if it has this length."""
    for text in reversed(who.sms()):
        code = text.partition("验证码 ")[2][:length]
        if len(code) == length and code.isdigit():
            who.says(code)
            return


def register(society: Society) -> None:
    """Register: a guest, or somebody who has deleted their account; sometimes with somebody else's ID number."""
    outside = [each for each in society.everybody if society.app.records.person_of(each.id) is None]
    if not outside:
        return
    who = society.random.choice(outside)
    number = who.id_number if society.random.random() < 0.8 else society.random.choice(society.residents).id_number
    to_contact(who, who.name, number)
    who.shares_contact()
    if who.has("不用验证码，继续"):
        if society.random.random() < 0.5:
            type_newest_code(who, 8)
        elif society.random.random() < 0.5:
            who.taps("不用验证码，继续")
    if who.has("确认注册"):
        who.taps("确认注册")
    else:
        lead(society, who, 2)


def delete_account(society: Society) -> None:
    """Delete the account."""
    who = society.signed_in()
    to_word(who)
    who.says("删除")
    who.says(privacy_steps.privacy_code(who))


def open_case(society: Society) -> None:
    """Open an identity case."""
    who = society.random.choice([*society.guests, society.signed_in()])
    who.says("/identity")
    offered = [each for each in who.shown(of=1) if each[2] in CASES]
    who.press(society.random.choice(offered))
    lead(society, who, 1)
    if "姓名" in who.last():
        whose = society.random.choice([who, who, society.random.choice(society.residents)])
        who.says(whose.name)
        who.says(whose.id_number)
    if society.random.random() < 0.9:
        who.shares_contact()
    society.photos += 1
    sends_photos(who, seed=society.photos)
    who.taps("提交核实")


def object_to_case(society: Society) -> None:
    """Stop a case about the own account, or object to it."""
    for who in society.random.sample(society.everybody, len(society.everybody)):
        found = [each for each in who.shown() if "异议" in each[2] or "不是我" in each[2]]
        if found:
            who.press(found[-1])
            return


def change_phone(society: Society) -> None:
    """Get a new phone number, or that of somebody else, without telling the desk."""
    _give_number(society, society.somebody())


def _give_number(society: Society, who: Resident) -> None:
    phone = f"+8613800000{society.random.randrange(PHONES, PHONES + 8):03}"
    who.phone = phone if society.random.random() < 0.7 else society.random.choice(society.everybody).phone
    society.app.world.people[who.id].phone = who.phone


def import_phone(society: Society) -> None:
    """Import a person's phone number with the register, often a new one."""
    at = society.random.randrange(len(CITIZENS))
    if society.random.random() < 0.6:
        _give_number(society, society.residents[at])
    phone = society.residents[at].phone

    def action(session: Session) -> None:
        person = session.get_one(Person, society.people[at])
        if person.registered and person.phone:
            phone_changes.change(session, person, phone, now=society.app.now)

    society.app.write(action)
    society.app.settle()


def sell(society: Society) -> None:
    """Import the sale of a car."""
    plate, buyer = society.plate(), society.random.choice(society.people)

    def action(session: Session) -> None:
        number = session.get_one(Person, buyer).id_number
        cells = next(each for each in vehicle_import.export_rows(session) if each["plate"] == plate)
        if not number or not any(name.startswith("owner") for name in cells):
            return
        cells = {name: value for name, value in cells.items() if value} | {_owner_column(cells): number}
        row = VehicleRow.read(
            {name: cells.get(name, "") for name in VehicleRow.required()} | cells, today=society.app.now.date()
        )
        vehicle_import.put(session, row, ImportContext(society.app.now))

    society.app.write(action)
    society.app.settle()


def _owner_column(cells: dict[str, str]) -> str:
    return next(name for name in cells if name.startswith("owner"))


def hand_over(society: Society) -> None:
    """Hand the organisation over to a member."""
    held = society.app.records.table(OrganisationMember).values()
    administrators = [each.person_id for each in held if each.ended_at is None and each.role == "administrator"]
    who = society.of_person(administrators[0]) or society.signed_in()
    who.says("/organisation")
    who.taps("成员")
    names = [name for name, _ in CITIZENS]
    members = [each for each in who.shown(of=2) if any(name[0] in each[2] for name in names)]
    who.press(society.random.choice(members))
    who.taps("移交管理")
    who.taps("移交管理")


def dissolve(society: Society) -> None:
    """Import an organisation as dissolved, or one that is dissolved as going on, with an administrator."""

    def action(session: Session) -> None:
        cells = society.random.choice(list(organisation_import.export_rows(session)))
        is_over, person = cells["dissolved"] == "yes", session.get_one(Person, society.random.choice(society.people))
        administrator = person.id_number if is_over and person.registered else ""
        if not is_over or administrator:
            cells = cells | {"dissolved": "no" if is_over else "yes", "administrator_id_number": administrator}
            row = OrganisationRow.read(cells, today=society.app.now.date())
            organisation_import.put(session, row, ImportContext(society.app.now))

    society.app.write(action)
    society.app.settle()


def submit(society: Society) -> None:
    """Submit photos of an application to which the owner has agreed."""

    def found(session: Session) -> list[Filing]:
        query = select(Filing).where(Filing.status == FilingStatus.CHECKING)
        return list(session.exec(query.order_by(col(Filing.number))))

    filings = society.app.read(found)
    if filings:
        society.photos += 1
        content = small(society.photos)
        review_steps.submit(society.app, society.random.choice(filings), seed=society.photos, content=content)
        society.app.settle()


def _is_locked(society: Society, who: Resident) -> bool:
    account = society.app.records.account_of(who.id)
    return account is not None and account.locked_at is not None
