"""What members of staff do, and others who try it: reviews, blacklist, identity cases, refunds, proposals."""

from bot.card import Whose
from bot.cards.menu import all_commands
from bot.cards.navigation import BACK
from storage.filing.filings import Filing
from storage.payments.refunds import Refund
from storage.review.identity_cases import IdentityCase
from tests.fault_injection.random_worlds.people import Society
from tests.fault_injection.random_worlds.residents import Resident
from tests.forgery import buttons

REASON = "证件、人脸与登记一致"
RULES = ("/rule qr_minutes 5 试行", "/rule code_minutes 6 试行")
# The lists of staff, and the verbs of the buttons by which they go through them and decide.
PAGES = tuple(f"/{each.name}" for each in all_commands().values() if each.roles and each.has_button)
# Every command of staff, and what it may be about. The other functions here give single commands what they need.
COMMANDS = tuple(f"/{each.name}" for each in all_commands().values() if each.roles)
ARGUMENTS = (
    "{plate}",
    "{plate} 2028-06",
    "{plate} {reason}",
    "{phone}",
    "{id_number}",
    "{number}",
    "{number} 1",
    "{number} {reason}",
)
OF_STAFF = (Whose.STAFF, Whose.STAFF_LIST, Whose.CASE)
DECIDING = frozenset(each.verb for each in buttons.ALL if each.in_step or each.whose in OF_STAFF) - {BACK.verb}


def review(society: Society) -> None:
    """Take a case and decide it."""
    who, number = _member(society), _number(society, Filing, ("in_review",))
    who.says(f"/take {number}")
    line = society.random.choice(("/pass {}", "/pass {}", "/pass {}", "/return {} 1", "/return {} 2", "/block {} 1"))
    who.says(line.format(number))


def decide_identity(society: Society) -> None:
    """Take an identity case and decide it."""
    who, number = _member(society), _number(society, IdentityCase, ("waiting", "taken"))
    who.says(f"/identity {number}")
    how = society.random.choice(("approve", "approve", "approve", "reject"))
    who.says(f"/identity {number} {how} {REASON}")


def refund(society: Society) -> None:
    """Approve a refund, the first or the second time."""
    who = _member(society)
    who.says(f"/refund {_number(society, Refund, ())}")
    press(society, who, ("CZR", "同意退款", "复核"))
    press(society, who, ("同意退款", "复核"))


def propose(society: Society) -> None:
    """Propose a rule, or decide what is proposed."""
    who = _member(society)
    who.says(society.random.choice(RULES))
    press(society, who, ("确认", "提出", "提交"))


def go_through_pages(society: Society) -> None:
    """Open a page of the staff and go on from there."""
    who = _member(society)
    who.says(society.random.choice(PAGES))
    for _ in range(society.random.randrange(1, 4)):
        _decide(society, who)


def look_up(society: Society) -> None:
    """Look a car or a person up, issue or revoke a certificate, or give a case back: of somebody, or one's own."""
    who, somebody = _member(society), society.somebody()
    number = _number(society, Filing, ())
    lines = (
        f"/lookup {society.plate()}",
        f"/find {somebody.phone}",
        f"/find {somebody.id_number}",
        f"/find {number}",
        f"/case {number}",
        f"/release {number}",
        f"/audit {number}",
        f"/issue {society.plate()} 2028-06",
        f"/revoke {society.plate()} {REASON}",
    )
    who.says(society.random.choice(lines))


def use_commands(society: Society) -> None:
    """Type any command of staff with anything that it may be about."""
    who, somebody = _member(society), society.somebody()
    about = society.random.choice(ARGUMENTS).format(
        plate=society.plate(),
        phone=somebody.phone,
        id_number=somebody.id_number,
        number=_number(society, Filing, ()),
        reason=REASON,
    )
    who.says(f"{society.random.choice(COMMANDS)} {about}")


def press(society: Society, who: Resident, labels: tuple[str, ...]) -> None:
    """Tap one of these buttons, if there is any."""
    found = [each for each in who.shown(of=3) if any(label in each[2] for label in labels)]
    if found:
        who.press(society.random.choice(found))


def _decide(society: Society, who: Resident) -> None:
    """Tap one of the buttons of staff, if there is any."""
    found = [each for each in who.shown(of=3) if each[1].partition(".")[0] in DECIDING]
    if found:
        who.press(society.random.choice(found))


def _member(society: Society) -> Resident:
    """Return a member of staff, now and then somebody else."""
    return society.random.choice(society.staff) if society.random.random() < 0.95 else society.somebody()


def _number(society: Society, kind: type[Filing | IdentityCase | Refund], statuses: tuple[str, ...]) -> int:
    rows = sorted(society.app.records.table(kind).values(), key=lambda row: row.number)
    wanted = [row for row in rows if not statuses or row.status in statuses]
    return int(society.random.choice(wanted or rows).number) if rows else 1001
