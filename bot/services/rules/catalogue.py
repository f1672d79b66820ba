"""The catalogue of dated rules: each value that a regulation may change, with its default and bounds.

Values are stored as text with the period in which they are in force. This module says what the text may be, and which
value holds if nothing is stored. A value is read by the function of its kind: `number`, `switch`, `days` or `words`.
"""

import re
from collections.abc import Callable, Mapping

from bot.services.rules.definitions import RuleDefinition, RuleProblem, RuleReason, RuleUnit, RuleValue
from bot.services.rules.names import RuleName
from bot.services.values import decision_numbers, plate_types, text_cleaning
from bot.services.values.inspection_calendar import ExemptionVersion


def _number(default: int, unit: RuleUnit, lower: int, upper: int) -> RuleDefinition:
    return RuleDefinition(default, unit, lower, upper)


def _are_check_rules(text: str) -> bool:
    return decision_numbers.parse_overrides(text) is not None


def _are_plate_types(text: str) -> bool:
    return plate_types.parse_codes(text) is not None


DEFINITIONS: dict[RuleName, RuleDefinition] = {
    RuleName.REGISTRATION_AGE: _number(16, RuleUnit.YEARS, 0, 30),
    RuleName.FILING_AGE: _number(18, RuleUnit.YEARS, 0, 30),
    RuleName.VEHICLES_PER_USER: _number(3, RuleUnit.COUNT, 0, 20),
    RuleName.USERS_PER_VEHICLE: _number(3, RuleUnit.COUNT, 0, 20),
    RuleName.FILED_PLATE_TYPES: RuleDefinition("02,52", RuleUnit.WORDS, validator=_are_plate_types, example="02,52,15"),
    RuleName.FILINGS_A_DAY: _number(1, RuleUnit.COUNT, 0, 100),
    RuleName.FILINGS_A_YEAR: _number(5, RuleUnit.COUNT, 0, 1_000),
    RuleName.OWNER_REMINDER_HOURS: _number(24, RuleUnit.HOURS, 1, 720),
    RuleName.OWNER_LAPSE_HOURS: _number(72, RuleUnit.HOURS, 1, 2_160),
    RuleName.TERM_REMINDER_DAYS: _number(7, RuleUnit.DAYS, 0, 90),
    RuleName.BLACKLIST_DAYS: _number(365, RuleUnit.DAYS, 1, 3_650),
    RuleName.QR_MINUTES: _number(3, RuleUnit.MINUTES, 1, 60),
    RuleName.QR_EXTRA_PHOTOS: RuleDefinition(False, RuleUnit.SWITCH),
    RuleName.QR_OWNER_CODE: RuleDefinition(False, RuleUnit.SWITCH),
    RuleName.CODE_MINUTES: _number(5, RuleUnit.MINUTES, 1, 30),
    RuleName.CODE_TRIES: _number(5, RuleUnit.COUNT, 1, 10),
    RuleName.CODE_RESEND_SECONDS: _number(60, RuleUnit.SECONDS, 10, 3_600),
    RuleName.CODES_A_DAY: _number(10, RuleUnit.COUNT, 1, 50),
    RuleName.OTHERS_CODES_A_DAY: _number(8, RuleUnit.COUNT, 1, 50),
    RuleName.REQUESTER_CODES_A_DAY: _number(10, RuleUnit.COUNT, 1, 50),
    RuleName.PROBES_PER_USER_A_DAY: _number(10, RuleUnit.COUNT, 1, 100),
    RuleName.PROBES_PER_VEHICLE_A_DAY: _number(20, RuleUnit.COUNT, 1, 200),
    RuleName.REVIEW_WORKING_DAYS: _number(1, RuleUnit.WORKING_DAYS, 1, 15),
    RuleName.REVIEW_LEASE_MINUTES: _number(30, RuleUnit.MINUTES, 1, 480),
    RuleName.RETURNS_BEFORE_SECOND_REVIEWER: _number(2, RuleUnit.COUNT, 1, 10),
    RuleName.OBJECTION_WORKING_DAYS: _number(5, RuleUnit.WORKING_DAYS, 1, 60),
    RuleName.APPEAL_WORKING_DAYS: _number(5, RuleUnit.WORKING_DAYS, 1, 60),
    RuleName.PHOTO_DAYS: _number(90, RuleUnit.DAYS, 1, 1_095),
    RuleName.IDENTITY_WAIT_HOURS: _number(72, RuleUnit.HOURS, 0, 720),
    RuleName.IDENTITY_CASES_A_MONTH: _number(3, RuleUnit.COUNT, 1, 50),
    RuleName.FACE_ACCEPT_PERMILLE: _number(411, RuleUnit.PERMILLE, 300, 900),
    RuleName.FACE_DOUBT_PERMILLE: _number(363, RuleUnit.PERMILLE, 300, 900),
    RuleName.FACE_TRIES: _number(3, RuleUnit.COUNT, 1, 10),
    RuleName.FINE_LIMIT_FEN: _number(20_000, RuleUnit.FEN, 0, 1_000_000),
    RuleName.RECORD_POINTS: _number(9, RuleUnit.POINTS, 0, 12),
    RuleName.TOTAL_POINTS: _number(12, RuleUnit.POINTS, 1, 36),
    RuleName.BEFORE_FILING_WITH_POINTS: RuleDefinition(False, RuleUnit.SWITCH),
    RuleName.BEFORE_FILING_WITHOUT_POINTS: RuleDefinition(True, RuleUnit.SWITCH),
    RuleName.CHECK_RULES: RuleDefinition(
        "", RuleUnit.WORDS, validator=_are_check_rules, example="45=all-fifteen 450900=iso-7064"
    ),
    RuleName.PAY_WITHIN_DAYS: _number(15, RuleUnit.DAYS, 1, 365),
    RuleName.LATE_FEE_PERMILLE: _number(30, RuleUnit.PERMILLE, 0, 1_000),
    RuleName.PAYMENT_REMINDER_DAYS: RuleDefinition((10, 14), RuleUnit.DAY_LIST, 1, 365),
    RuleName.ORDER_MINUTES: _number(30, RuleUnit.MINUTES, 5, 1_440),
    RuleName.REFUND_FOUR_EYES_FEN: _number(50_000, RuleUnit.FEN, 0, 100_000_000),
    RuleName.REFUND_DAYS: _number(3, RuleUnit.DAYS, 1, 30),
    RuleName.DIFFERENCE_WORKING_DAYS: _number(2, RuleUnit.WORKING_DAYS, 1, 30),
    RuleName.RECONSIDERATION_DAYS: _number(60, RuleUnit.DAYS, 1, 365),
    RuleName.QUIET_FROM_HOUR: _number(22, RuleUnit.HOUR_OF_DAY, 0, 23),
    RuleName.QUIET_UNTIL_HOUR: _number(8, RuleUnit.HOUR_OF_DAY, 0, 23),
    RuleName.EXEMPT_CALENDAR: RuleDefinition(
        ExemptionVersion.TEN_YEARS.value, RuleUnit.CHOICE, choices=tuple(ExemptionVersion)
    ),
    RuleName.APPLY_WINDOW_MONTHS: _number(3, RuleUnit.MONTHS, 1, 12),
    RuleName.CERTIFICATE_REMINDER_DAYS: RuleDefinition((90, 28, 14, 1), RuleUnit.DAY_LIST, 0, 365),
    RuleName.SHARE_DAYS: _number(7, RuleUnit.DAYS, 1, 90),
    RuleName.PAPER_WORKING_DAYS: _number(3, RuleUnit.WORKING_DAYS, 1, 30),
    RuleName.PAPER_ARRIVAL_DAYS: _number(30, RuleUnit.DAYS, 1, 180),
    RuleName.STATION_REVOKE_HOURS: _number(24, RuleUnit.HOURS, 0, 168),
    RuleName.STATUS_LIST_HOURS: _number(24, RuleUnit.HOURS, 1, 720),
    RuleName.SESSION_MINUTES: _number(30, RuleUnit.MINUTES, 5, 720),
    RuleName.INVITATION_HOURS: _number(48, RuleUnit.HOURS, 1, 720),
    RuleName.PROPOSAL_WORKING_DAYS: _number(2, RuleUnit.WORKING_DAYS, 1, 30),
    RuleName.WORK_REMINDER_HOURS: _number(8, RuleUnit.HOURS, 0, 168),
    RuleName.USERS_PER_ORGANISATION: _number(10, RuleUnit.COUNT, 0, 1_000),
    RuleName.ORGANISATIONS_PER_PERSON: _number(3, RuleUnit.COUNT, 1, 100),
    RuleName.UPDATE_DAYS: _number(7, RuleUnit.DAYS, 2, 365),
    RuleName.MESSAGE_DAYS: _number(7, RuleUnit.DAYS, 1, 365),
    RuleName.EXPIRED_ROW_DAYS: _number(30, RuleUnit.DAYS, 4, 365),
    RuleName.LIMIT_RECORD_DAYS: _number(365, RuleUnit.DAYS, 1, 3_650),
    # Carriers let a returned number rest for about 90 days before they give it out again.
    RuleName.PHONE_QUARANTINE_DAYS: _number(90, RuleUnit.DAYS, 0, 365),
    RuleName.DRAFT_DAYS: _number(30, RuleUnit.DAYS, 1, 365),
    RuleName.GUEST_DAYS: _number(180, RuleUnit.DAYS, 1, 3_650),
    # Long enough for every limit that is counted from records: a year.
    RuleName.RECORD_DAYS: _number(1_826, RuleUnit.DAYS, 731, 18_262),
    # Accounting documents are kept for 30 years (会计档案管理办法).
    RuleName.LEDGER_DAYS: _number(10_958, RuleUnit.DAYS, 3_653, 36_525),
}

# Pairs of rules of which the first must not be greater than the second; of a list of days none may be.
ASCENDING = (
    (RuleName.REGISTRATION_AGE, RuleName.FILING_AGE),
    (RuleName.OWNER_REMINDER_HOURS, RuleName.OWNER_LAPSE_HOURS),
    (RuleName.FACE_DOUBT_PERMILLE, RuleName.FACE_ACCEPT_PERMILLE),
    (RuleName.RECORD_POINTS, RuleName.TOTAL_POINTS),
    (RuleName.PAYMENT_REMINDER_DAYS, RuleName.PAY_WITHIN_DAYS),
)

_ON = frozenset({"ON", "YES", "TRUE", "1", "开", "是", "开启"})
_OFF = frozenset({"OFF", "NO", "FALSE", "0", "关", "否", "关闭"})


def parse(name: RuleName, text: str) -> RuleValue | RuleProblem:
    """Return the value of a text, or what is wrong with it."""
    definition = DEFINITIONS[name]
    return _PARSERS.get(definition.unit, _parse_number)(definition, text_cleaning.unify(text).strip())


def format_value(value: RuleValue) -> str:
    """Return the text as which a value is stored; `parse` reads it back."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def number(name: RuleName, stored: str | None) -> int:
    """Return the number in force: the stored text's, or the default.

    Raises:
        TypeError: if the rule is not a number, or the stored text is not one of its values.
    """
    value = _value(name, stored)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is not a number: {value!r}")
    return value


def switch(name: RuleName, stored: str | None) -> bool:
    """Return whether the switch is on. Raises TypeError like `number`."""
    value = _value(name, stored)
    if not isinstance(value, bool):
        raise TypeError(f"{name} is not a switch: {value!r}")
    return value


def days(name: RuleName, stored: str | None) -> tuple[int, ...]:
    """Return the numbers of days in force, ascending or descending as the default. Raises TypeError like `number`."""
    value = _value(name, stored)
    if not isinstance(value, tuple):
        raise TypeError(f"{name} is not a list of days: {value!r}")
    return value


def words(name: RuleName, stored: str | None) -> str:
    """Return the choice or text in force. Raises TypeError like `number`."""
    value = _value(name, stored)
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a text: {value!r}")
    return value


def out_of_order(values: Mapping[RuleName, RuleValue]) -> tuple[tuple[RuleName, RuleName], ...]:
    """Return the pairs of `ASCENDING` that these values violate; a rule that is not among them has its default."""
    now = {name: _greatest(values.get(name, DEFINITIONS[name].default)) for pair in ASCENDING for name in pair}
    return tuple(pair for pair in ASCENDING if now[pair[0]] > now[pair[1]])


def value(name: RuleName, stored: str | None) -> RuleValue:
    """Return the value in force, of whichever kind. Raises TypeError if the stored text is not one of its values."""
    found = _value(name, stored)
    if isinstance(found, RuleProblem):
        raise TypeError(f"{name} has no such value: {found!r}")
    return found


def _greatest(of: RuleValue) -> int:
    """Return a number, or the greatest of a list of days, 0 for none. Raises TypeError for another kind."""
    if isinstance(of, str):
        raise TypeError(f"{of!r} has no order")
    return max(of, default=0) if isinstance(of, tuple) else of


def _value(name: RuleName, stored: str | None) -> RuleValue | RuleProblem:
    return DEFINITIONS[name].default if stored is None else parse(name, stored)


def _parse_number(definition: RuleDefinition, text: str) -> RuleValue | RuleProblem:
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
        return RuleProblem(RuleReason.NOT_A_NUMBER, definition)
    if int(text) < definition.lower:
        return RuleProblem(RuleReason.TOO_LOW, definition)
    return RuleProblem(RuleReason.TOO_HIGH, definition) if int(text) > definition.upper else int(text)


def _parse_switch(definition: RuleDefinition, text: str) -> RuleValue | RuleProblem:
    return text in _ON if text in _ON | _OFF else RuleProblem(RuleReason.NOT_A_SWITCH, definition)


def _parse_choice(definition: RuleDefinition, text: str) -> RuleValue | RuleProblem:
    return text.lower() if text.lower() in definition.choices else RuleProblem(RuleReason.NOT_A_CHOICE, definition)


def _parse_list(definition: RuleDefinition, text: str) -> RuleValue | RuleProblem:
    parts = [_parse_number(definition, part) for part in re.split(r"[\s,、;]+", text) if part]
    problem = next((part for part in parts if isinstance(part, RuleProblem)), None)
    found = tuple(part for part in parts if isinstance(part, int))
    if len(set(found)) != len(parts) and problem is None:
        return RuleProblem(RuleReason.NOT_A_LIST, definition)
    counts_down = isinstance(definition.default, tuple) and definition.default[0] > definition.default[-1]
    return problem or tuple(sorted(found, reverse=counts_down))


def _parse_words(definition: RuleDefinition, text: str) -> RuleValue | RuleProblem:
    words = text.lower()
    valid = definition.validator is None or definition.validator(words)
    return words if valid else RuleProblem(RuleReason.NOT_UNDERSTOOD, definition)


_PARSERS: dict[RuleUnit, Callable[[RuleDefinition, str], RuleValue | RuleProblem]] = {
    RuleUnit.SWITCH: _parse_switch,
    RuleUnit.CHOICE: _parse_choice,
    RuleUnit.DAY_LIST: _parse_list,
    RuleUnit.WORDS: _parse_words,
}
