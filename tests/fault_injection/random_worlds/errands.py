"""Errands that depend on who somebody is: paper copies, objections, invitations, objections by contact, look-ups."""

import re
from uuid import UUID

from storage.organisations.organisations import OrganisationMember
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation
from tests.fault_injection.random_worlds.duties import press
from tests.fault_injection.random_worlds.people import Society
from tests.fault_injection.random_worlds.residents import Resident

ADDRESS = "广西南宁市青秀区民族大道100号3栋502"
SAID = "当时是救护车在后面，我只能越线让行。"
PAPER = re.compile("桂A·1000|纸质|丢失|自取|邮寄|记住|提交")
CANCELLING = re.compile("#|取消申请|撤销|不要了")
TO_OBJECTION = re.compile(r"桂A·1000|^\d+$|异议|提交")
JOINING = re.compile("接受")
ROLES = ("审核员", "出纳", "管理员")
CODE, LINK = re.compile(r"/join ([2-9A-Z-]{14})"), re.compile(r"start=(staff-\w+)")
REMEMBERED = 6  # Invitations that can still be tried, old ones included.


def request_paper(society: Society) -> None:
    """Request a paper copy of a certificate, or cancel it: who speaks for a car, now and then another."""
    who = _speaker(society)
    if society.random.random() < 0.2:
        who.says("/papers")
        _follow(society, who, CANCELLING)
        _follow(society, who, CANCELLING)
        return
    who.says("/certificate")
    for _ in range(6):
        if "地址" in who.last():
            who.says(ADDRESS)
        if not _follow(society, who, PAPER):
            return


def object_to_violation(society: Society) -> None:
    """Object to a violation, or withdraw the objection."""
    vehicles = [each.vehicle_id for each in society.app.records.table(Violation).values()]
    who = _speaker(society, society.random.choice(vehicles))
    who.says("/violations")
    for _ in range(6):
        if "请写明哪里不对" in who.last():
            who.says(SAID)
        if not _follow(society, who, TO_OBJECTION) or ("已提交" in who.last() and society.random.random() < 0.7):
            return


def answer_objection(society: Society) -> None:
    """Open an objection and answer it, as a member of staff."""
    who = society.random.choice(society.staff)
    who.says("/objections")
    press(society, who, ("#",))
    press(society, who, ("成立",))
    who.says(SAID)


def invite(society: Society) -> None:
    """Invite into the organisation, or invite new staff; what is sent is remembered."""
    if society.random.random() < 0.6:
        who = society.of_person(_administrator(society)) or society.somebody()
        who.says("/organisation")
        who.taps("成员")
        who.taps("邀请经办人")
    else:
        who = society.random.choice(society.staff)
        who.says("/staff")
        who.taps("邀请新的工作人员")
        who.says("小吴")
        who.taps(society.random.choice(ROLES))
        who.taps("提交")
        for other in society.staff:
            if other is not who and other.has("✅ 确认"):
                other.taps("✅ 确认")
                break
    remember_invitations(society)


def remember_invitations(society: Society) -> None:
    """Remember the invitations that are on somebody's screen: they can be accepted much later."""
    for who in society.everybody:
        found = [f"/join {each}" for each in CODE.findall(who.last())]
        found += [f"/start {each}" for each in LINK.findall(who.last())]
        society.invitations += [each for each in found if each not in society.invitations]
    del society.invitations[:-REMEMBERED]


def accept_invitation(society: Society) -> None:
    """Accept an invitation that somebody was sent, also an old one; at times while its sender loses the right to it."""
    sent, who = society.random.choice(society.invitations), society.somebody()
    who.says(sent)
    found = [each for each in who.shown(of=1) if JOINING.search(each[2])]
    if not found:
        return
    with society.app.at_once():
        if society.random.random() < 0.3:
            lose_the_right(society)
        who.press(found[-1])


def lose_the_right(society: Society) -> None:
    """Press what ends somebody's service or hands the organisation over, if it is on a screen."""
    for who in society.residents:
        found = [each for each in who.seen if "移交管理" in each[2] or each[1].startswith("staff-end")]
        if found:
            who.press(found[-1])
            return


def dismiss(society: Society) -> None:
    """Let an admin end somebody's service, or come as far as the last question."""
    who = society.random.choice(society.staff)
    who.says("/staff")
    names = [each.name for each in society.staff]
    press(society, who, tuple(names))
    for _ in range(society.random.randrange(1, 3)):
        press(society, who, ("结束",))


def object_by_contact(society: Society) -> None:
    """Object to identity cases about one's own phone number, by sharing the contact."""
    who = society.somebody()
    who.says("/identity")
    found = [each for each in who.shown(of=1) if "异议" in each[2] or "不是我" in each[2]]
    who.press(found[-1])
    who.shares_contact()


def look_up_plates(society: Society) -> None:
    """Try engine numbers of a plate, one after the other, with one or two accounts."""
    people = [society.somebody() for _ in range(society.random.choice((1, 1, 2)))]
    plate = society.random.choice((society.plate(), society.plate(), "桂A99999"))
    for at in range(society.random.randrange(3, 14)):
        six = "123456" if society.random.random() < 0.05 else f"{society.random.randrange(200_000, 900_000)}"
        people[at % len(people)].says(f"/file 02 {plate} {six}")


def _speaker(society: Society, vehicle_id: UUID | None = None) -> Resident:
    """Return who speaks for this car, or for a random one; now and then somebody else."""
    records = society.app.records
    vehicles = [each for each in records.table(Vehicle) if vehicle_id in (None, each)]
    speaker = society.of_person(records.speaker(society.random.choice(sorted(vehicles))))
    return speaker if speaker is not None and society.random.random() < 0.9 else society.somebody()


def _administrator(society: Society) -> UUID | None:
    held = society.app.records.table(OrganisationMember).values()
    return next((each.person_id for each in held if each.ended_at is None and each.role == "administrator"), None)


def _follow(society: Society, who: Resident, labels: re.Pattern[str]) -> bool:
    """Tap a button of the newest message whose label matches. Returns whether there was one."""
    found = [each for each in who.shown(of=1) if labels.search(each[2])]
    if found:
        who.press(society.random.choice(found))
    return bool(found)
