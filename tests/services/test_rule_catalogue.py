"""The catalogue of dated rules: complete, within bounds, and parsed back as formatted."""

import pytest
from hypothesis import given, strategies as st

from bot.services.rules import catalogue
from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.definitions import RuleProblem, RuleReason, RuleUnit
from bot.services.rules.names import RuleName

NUMBERS = [
    name for name, definition in DEFINITIONS.items() if definition.upper and definition.unit is not RuleUnit.DAY_LIST
]


def test_every_rule_has_its_definition() -> None:
    assert set(DEFINITIONS) == set(RuleName)


@pytest.mark.parametrize("name", RuleName)
def test_every_default_is_a_valid_value(name: RuleName) -> None:
    default = DEFINITIONS[name].default
    read = catalogue.parse(name, catalogue.format_value(default))
    assert read == default
    assert type(read) is type(default)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_outside_its_bounds_is_refused(name: RuleName) -> None:
    definition = DEFINITIONS[name]
    assert catalogue.parse(name, str(definition.lower - 1)) == RuleProblem(RuleReason.TOO_LOW, definition)
    assert catalogue.parse(name, str(definition.upper + 1)) == RuleProblem(RuleReason.TOO_HIGH, definition)
    assert catalogue.parse(name, str(definition.lower)) == definition.lower
    assert catalogue.parse(name, str(definition.upper)) == definition.upper


@pytest.mark.parametrize("name", RuleName)
def test_a_value_is_read_only_by_the_function_of_its_kind(name: RuleName) -> None:
    kind = {RuleUnit.SWITCH: catalogue.switch, RuleUnit.DAY_LIST: catalogue.days, RuleUnit.CHOICE: catalogue.words}
    right = kind.get(
        DEFINITIONS[name].unit, catalogue.words if DEFINITIONS[name].unit is RuleUnit.WORDS else catalogue.number
    )
    assert right(name, None) == DEFINITIONS[name].default
    for wrong in {catalogue.number, catalogue.switch, catalogue.days, catalogue.words} - {right}:
        with pytest.raises(TypeError, match=name):
            wrong(name, None)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        (RuleName.QR_MINUTES, " ５ ", 5),
        (RuleName.QR_EXTRA_PHOTOS, "On", True),
        (RuleName.QR_EXTRA_PHOTOS, "开", True),
        (RuleName.QR_EXTRA_PHOTOS, "off", False),
        (RuleName.QR_EXTRA_PHOTOS, "0", False),
        (RuleName.EXEMPT_CALENDAR, "SIX_YEARS", "six_years"),
        (RuleName.CERTIFICATE_REMINDER_DAYS, "30, 60、7", (60, 30, 7)),
        (RuleName.PAYMENT_REMINDER_DAYS, "14，7,10", (7, 10, 14)),
        (RuleName.CERTIFICATE_REMINDER_DAYS, "", ()),
        (RuleName.CHECK_RULES, "45=All-Fifteen", "45=all-fifteen"),
        (RuleName.CHECK_RULES, "", ""),
        (RuleName.CHECK_RULES, DEFINITIONS[RuleName.CHECK_RULES].example, "45=all-fifteen 450900=iso-7064"),
    ],
)
def test_a_value_is_parsed(name: RuleName, text: str, value: object) -> None:
    assert catalogue.parse(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (RuleName.QR_MINUTES, "", RuleReason.NOT_A_NUMBER),
        (RuleName.QR_MINUTES, "three", RuleReason.NOT_A_NUMBER),
        (RuleName.QR_MINUTES, "3.5", RuleReason.NOT_A_NUMBER),
        (RuleName.QR_MINUTES, "٣", RuleReason.NOT_A_NUMBER),
        (RuleName.QR_MINUTES, "9" * 400, RuleReason.NOT_A_NUMBER),
        (RuleName.QR_MINUTES, "0", RuleReason.TOO_LOW),
        (RuleName.QR_MINUTES, "61", RuleReason.TOO_HIGH),
        (RuleName.QR_EXTRA_PHOTOS, "maybe", RuleReason.NOT_A_SWITCH),
        (RuleName.EXEMPT_CALENDAR, "eight_years", RuleReason.NOT_A_CHOICE),
        (RuleName.CERTIFICATE_REMINDER_DAYS, "30,x", RuleReason.NOT_A_NUMBER),
        (RuleName.CERTIFICATE_REMINDER_DAYS, "30,9999", RuleReason.TOO_HIGH),
        (RuleName.CERTIFICATE_REMINDER_DAYS, "30,30", RuleReason.NOT_A_LIST),
        (RuleName.CHECK_RULES, "45=unheard-of", RuleReason.NOT_UNDERSTOOD),
    ],
)
def test_an_invalid_value_is_refused_with_its_reason(name: RuleName, text: str, reason: RuleReason) -> None:
    assert catalogue.parse(name, text) == RuleProblem(reason, DEFINITIONS[name])


def test_a_stored_value_overrides_the_default() -> None:
    assert catalogue.number(RuleName.QR_MINUTES, "10") == 10
    assert catalogue.switch(RuleName.QR_EXTRA_PHOTOS, "on") is True
    assert catalogue.days(RuleName.PAYMENT_REMINDER_DAYS, "5") == (5,)
    assert catalogue.words(RuleName.EXEMPT_CALENDAR, "six_years") == "six_years"


def test_an_invalid_stored_text_raises_type_error() -> None:
    with pytest.raises(TypeError, match="qr_minutes"):
        catalogue.number(RuleName.QR_MINUTES, "soon")


def test_pairs_of_rules_out_of_order_are_returned() -> None:
    assert catalogue.out_of_order({}) == ()
    assert catalogue.out_of_order({RuleName.OWNER_LAPSE_HOURS: 24}) == ()
    pair = (RuleName.OWNER_REMINDER_HOURS, RuleName.OWNER_LAPSE_HOURS)
    assert catalogue.out_of_order({RuleName.OWNER_LAPSE_HOURS: 23}) == (pair,)


@pytest.mark.parametrize(
    ("days", "within", "is_clash"), [((10, 14), 14, False), ((10, 14), 13, True), ((16,), 15, True), ((), 1, False)]
)
def test_nobody_is_reminded_of_a_payment_after_its_last_day(days: tuple[int, ...], within: int, is_clash: bool) -> None:
    pair = (RuleName.PAYMENT_REMINDER_DAYS, RuleName.PAY_WITHIN_DAYS)
    assert catalogue.out_of_order({pair[0]: days, pair[1]: within}) == ((pair,) if is_clash else ())


@given(st.sampled_from(RuleName), st.text(max_size=20))
def test_a_parsed_value_can_be_formatted_and_parsed_again(name: RuleName, text: str) -> None:
    value = catalogue.parse(name, text)
    if not isinstance(value, RuleProblem):
        assert catalogue.parse(name, catalogue.format_value(value)) == value
