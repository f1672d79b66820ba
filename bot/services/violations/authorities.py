"""The authorities that decide, from the operator's table: read from a CSV file, found by the code of a violation."""

import csv
import io
from datetime import datetime

from sqlmodel import Session

from bot.services.staff import notifications
from bot.services.values import decision_numbers, text_cleaning
from storage import audit
from storage.staff.members import StaffRole
from storage.violations import authorities
from storage.violations.authorities import Authority

COLUMNS = ("code", "name", "seal", "check_rule", "account")
MAX_NAME, MAX_ACCOUNT, MAX_ROWS = 40, 80, 5_000
SET = "authorities.set"


class AuthorityFileError(ValueError):
    """The file is no table of authorities; the message names the line and what is wrong."""


def of(session: Session, code: str) -> Authority:
    """Return the authority with this code; one that the table does not know is named by its code."""
    return authorities.of_code(session, code) or Authority(
        code=code, name=f"公安机关交通管理部门（机关代码 {code}）", seal=""
    )


def check_rule(session: Session, code: str, overrides: dict[str, str]) -> decision_numbers.CheckRule:
    """Return how the numbers of an authority are checked: as its row says, else the dated rule (`overrides`)."""
    kept = authorities.of_code(session, code)
    if kept is not None and kept.check_rule:
        return decision_numbers.RULES[kept.check_rule]
    return decision_numbers.rule_for(code, overrides)


def parse(text: str) -> list[Authority]:
    """Return the authorities of a CSV file with COLUMNS, the last three optional. Raises AuthorityFileError."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [name.strip() for name in reader.fieldnames or ()]
    if not {"code", "name"} <= set(columns) or set(columns) - set(COLUMNS):
        raise AuthorityFileError(f"line 1: the columns are {', '.join(COLUMNS)}")
    reader.fieldnames = columns
    found: dict[str, Authority] = {}
    for row in reader:
        read = _row(row, reader.line_num)
        if read.code in found:
            raise AuthorityFileError(f"line {reader.line_num}: code {read.code} stands there twice")
        found[read.code] = read
    if len(found) > MAX_ROWS:
        raise AuthorityFileError(f"more than {MAX_ROWS} rows")
    return list(found.values())


def set_all(session: Session, found: list[Authority], *, now: datetime) -> None:
    """Store these authorities in place of all, and tell the admins: the operator sets them alone."""
    authorities.replace(session, found)
    audit.record(session, audit.Action.AUTHORITIES_SET, by=None, on=None, at=now, count=len(found))
    notifications.notify_roles(session, SET, authorities.TABLE_ID, StaffRole.ADMIN, at=now)


def _row(row: dict[str, str | None], line: int) -> Authority:
    if None in row:
        raise AuthorityFileError(f"line {line}: too many columns")
    code, name, seal, rule, account = (text_cleaning.display_safe(row.get(each) or "") for each in COLUMNS)
    known = decision_numbers.RULES
    problems = {
        "the code has 2 to 6 digits": not (code.isascii() and code.isdigit() and 2 <= len(code) <= 6),
        f"the name has 1 to {MAX_NAME} characters": not 1 <= len(name) <= MAX_NAME,
        f"the seal has at most {MAX_NAME} characters": len(seal) > MAX_NAME,
        f"the check rule is one of {', '.join(known)}": bool(rule) and rule not in known,
        f"the account has at most {MAX_ACCOUNT} characters": len(account) > MAX_ACCOUNT,
    }
    for problem, applies in problems.items():
        if applies:
            raise AuthorityFileError(f"line {line}: {problem}")
    return Authority(code=code, name=name, seal=seal or name, check_rule=rule, account=account)
