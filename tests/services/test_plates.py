"""Number plates: the grammar, and one exact problem for each mistake."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import plate_types, plates
from bot.services.values.plate_types import CHINESE_NAMES, EXAMPLES
from bot.services.values.plates import PlateProblem, PlateReason, PlateType

SMALL = PlateType.SMALL
GREEN = PlateType.SMALL_NEW_ENERGY
SERIAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("桂A12345", "桂A12345"),
        (" 桂a·123 45 ", "桂A12345"),
        ("桂Ａ－１２３４５", "桂A12345"),
        ("桂A•12345", "桂A12345"),
        ("桂\u200bA\u3000123\u00a045", "桂A12345"),
        ("桂A1234O", "桂A1234O"),
        ("桂А12345", "桂А12345"),
    ],
)
def test_a_plate_is_normalised(typed: str, stored: str) -> None:
    assert plates.normalise(typed) == stored


@pytest.mark.parametrize(
    ("plate", "plate_type"),
    [
        ("桂A12345", PlateType.SMALL),
        ("京N8P8F8", PlateType.SMALL),
        ("藏Z00000", PlateType.LARGE),
        ("桂AD12345", PlateType.SMALL_NEW_ENERGY),
        ("桂AFA2345", PlateType.SMALL_NEW_ENERGY),
        ("沪AK12345", PlateType.SMALL_NEW_ENERGY),
        ("桂A12345D", PlateType.LARGE_NEW_ENERGY),
        ("桂A1234挂", PlateType.TRAILER),
        ("桂A1234学", PlateType.TRAINING),
        ("桂A1234警", PlateType.POLICE),
        ("粤O1234警", PlateType.POLICE),
        ("粤ZF123港", PlateType.HONG_KONG),
        ("粤ZF123澳", PlateType.MACAU),
        ("桂A12345临", PlateType.TEMPORARY),
        ("桂A1234试", PlateType.TEMPORARY),
        ("桂A12345", PlateType.TEMPORARY),
        ("桂A12345", PlateType.MOTORCYCLE),
        ("123456使", PlateType.EMBASSY),
        ("使014578", PlateType.EMBASSY),
        ("沪A0023领", PlateType.CONSULATE),
        ("粤Z1234港", PlateType.OVERSEAS),
        ("桂0112345", PlateType.TRACTOR),
        ("WJ京12345", PlateType.ARMED_POLICE),
        ("WJ1234X", PlateType.ARMED_POLICE),
        ("VO12345", PlateType.MILITARY),
        ("桂A1234警", PlateType.POLICE_MOTORCYCLE),
        ("IO京12345", PlateType.OTHER),
    ],
)
def test_a_valid_plate_has_no_problem(plate: str, plate_type: PlateType) -> None:
    assert plates.check(plate, plate_type) is None


@pytest.mark.parametrize(
    ("typed", "plate_type", "problem"),
    [
        ("", SMALL, PlateProblem(PlateReason.EMPTY)),
        (" · ", SMALL, PlateProblem(PlateReason.EMPTY)),
        ("桂", SMALL, PlateProblem(PlateReason.TOO_SHORT, suggestion="7")),
        ("桂A1234", SMALL, PlateProblem(PlateReason.TOO_SHORT, suggestion="7")),
        ("桂A1234567", SMALL, PlateProblem(PlateReason.TOO_LONG, suggestion="7")),
        ("桂A1234567", GREEN, PlateProblem(PlateReason.TOO_LONG, suggestion="8")),
        ("A12345", SMALL, PlateProblem(PlateReason.PROVINCE_MISSING, "A", 1)),
        ("龙A12345", SMALL, PlateProblem(PlateReason.UNKNOWN_PROVINCE, "龙", 1)),
        ("粵A12345", SMALL, PlateProblem(PlateReason.LOOKS_LIKE, "粵", 1, "粤")),
        ("桂112345", SMALL, PlateProblem(PlateReason.LETTER_EXPECTED, "1", 2)),
        ("桂O12345", SMALL, PlateProblem(PlateReason.NEVER_USED, "O", 2)),
        ("桂I12345", SMALL, PlateProblem(PlateReason.NEVER_USED, "I", 2)),
        ("桂A1234O", SMALL, PlateProblem(PlateReason.NEVER_USED, "O", 7, "0")),
        ("桂AI2345", SMALL, PlateProblem(PlateReason.NEVER_USED, "I", 3, "1")),
        ("桂А12345", SMALL, PlateProblem(PlateReason.LOOKS_LIKE, "А", 2, "A")),
        ("桂AΡ2345", SMALL, PlateProblem(PlateReason.LOOKS_LIKE, "Ρ", 3, "P")),
        ("桂A1٣345", SMALL, PlateProblem(PlateReason.LOOKS_LIKE, "٣", 4, "3")),
        ("桂A12😀45", SMALL, PlateProblem(PlateReason.CHARACTER, "😀", 5)),
        ("😀A12345", SMALL, PlateProblem(PlateReason.CHARACTER, "😀", 1)),
        ("桂A12桂45", SMALL, PlateProblem(PlateReason.CHARACTER, "桂", 5)),
        ("桂A12?45", SMALL, PlateProblem(PlateReason.CHARACTER, "?", 5)),
        ("桂AD12345", SMALL, PlateProblem(PlateReason.OTHER_TYPE, suggestion="52")),
        ("桂A12345D", SMALL, PlateProblem(PlateReason.OTHER_TYPE, suggestion="51")),
        ("桂A12345", GREEN, PlateProblem(PlateReason.OTHER_TYPE, suggestion="02")),
        ("桂A1234挂", SMALL, PlateProblem(PlateReason.OTHER_TYPE, suggestion="15")),
        ("桂A1234学", SMALL, PlateProblem(PlateReason.OTHER_TYPE, suggestion="16")),
        ("桂A1234警", SMALL, PlateProblem(PlateReason.OTHER_TYPE, suggestion="23")),
        ("桂AM12345", GREEN, PlateProblem(PlateReason.ENERGY_LETTER, "M", 3)),
        ("桂A123456", GREEN, PlateProblem(PlateReason.ENERGY_LETTER, "1", 3)),
        ("桂ADA234B", GREEN, PlateProblem(PlateReason.DIGIT_EXPECTED, "B", 8)),
        ("桂A挂1234", SMALL, PlateProblem(PlateReason.CHARACTER, "挂", 3)),
        ("桂A12挂4学", PlateType.TRAILER, PlateProblem(PlateReason.CHARACTER, "挂", 5)),
    ],
)
def test_each_mistake_has_its_own_reason(typed: str, plate_type: PlateType, problem: PlateProblem) -> None:
    assert plates.check(typed, plate_type) == problem


@pytest.mark.parametrize(
    ("typed", "plate_type", "problem"),
    [
        ("桂A1234学", PlateType.TRAILER, PlateProblem(PlateReason.OTHER_TYPE, suggestion="16")),
        ("桂A12345", PlateType.TRAILER, PlateProblem(PlateReason.OTHER_TYPE, suggestion="02")),
        ("粤O12345", PlateType.POLICE, PlateProblem(PlateReason.ENDING_EXPECTED, "5", 7, "警")),
        ("粤O1234挂", PlateType.TRAILER, PlateProblem(PlateReason.NEVER_USED, "O", 2)),
        ("粤O12345", SMALL, PlateProblem(PlateReason.NEVER_USED, "O", 2)),
    ],
)
def test_each_mistake_in_a_plate_with_a_fixed_last_character_has_its_own_reason(
    typed: str, plate_type: PlateType, problem: PlateProblem
) -> None:
    assert plates.check(typed, plate_type) == problem


@given(
    st.sampled_from(plates.PROVINCES),
    st.sampled_from(SERIAL[:24]),
    st.text(SERIAL, min_size=5, max_size=5),
)
def test_an_ordinary_plate_is_valid_with_any_separators(province: str, office: str, serial: str) -> None:
    plate = province + office + serial
    dressed = plates.display(plate).lower().replace("1", "１")
    assert plates.check(dressed, SMALL) is None
    assert plates.normalise(dressed) == plate


@given(st.text(max_size=12), st.sampled_from(PlateType))
def test_any_text_can_be_checked_and_only_fitting_plates_are_valid(text: str, plate_type: PlateType) -> None:
    problem = plates.check(text, plate_type)
    assert (problem is None) == plates.fits(plates.normalise(text), plate_type)


@given(st.text("桂A1DIO挂学警港临😀А ", max_size=9), st.sampled_from(PlateType))
def test_almost_valid_plates_can_be_checked(text: str, plate_type: PlateType) -> None:
    problem = plates.check(text, plate_type)
    assert (problem is None) == plates.fits(plates.normalise(text), plate_type)


def test_a_plate_is_displayed_with_a_dot() -> None:
    assert plates.display("桂A12345") == "桂A·12345"
    assert plates.display("桂AD12345") == "桂A·D12345"


@pytest.mark.parametrize(
    ("plate", "shown"),
    [
        ("123456使", "123·456使"),
        ("使014578", "使014·578"),
        ("桂0112345", "桂01·12345"),
        ("WJ京12345", "WJ京·12345"),
        ("WJ12345", "WJ·12345"),
        ("VA12345", "VA·12345"),
        ("沪A0023领", "沪A·0023领"),
    ],
)
def test_the_dot_stands_behind_the_mission_or_the_office(plate: str, shown: str) -> None:
    assert plates.display(plate) == shown


@pytest.mark.parametrize("plate_type", PlateType)
def test_every_type_has_a_name_and_an_example_of_its_own(plate_type: PlateType) -> None:
    assert plates.check(EXAMPLES[plate_type], plate_type) is None
    named = [each for each, names in CHINESE_NAMES.items() if set(names) & set(CHINESE_NAMES[plate_type])]
    assert named == [plate_type]


@pytest.mark.parametrize("typed", ["AD12345", "京A123", "WJ", "VA1234"])
def test_what_no_civil_plate_is_like_is_not_taken_for_one_of_the_forces(typed: str) -> None:
    problem = plates.check(typed, SMALL)
    assert problem is not None
    assert problem.reason is not PlateReason.OTHER_TYPE


@pytest.mark.parametrize(
    ("text", "found"),
    [("02,52", ("02", "52")), ("15、02 02", ("15", "02")), ("", None), ("02,41", None), ("small", None)],
)
def test_codes_of_plate_types_are_read(text: str, found: tuple[str, ...] | None) -> None:
    assert plate_types.parse_codes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "02 桂A12345 123456",
        "０２　桂Ａ１２３４５　１２３４５６",
        " 02,桂a·12345,123456 ",
        "02 桂A 12345 123456",
        "02 桂 A 123 45 12 34 56",
        "02，桂A12345、123456",
        "02桂A12345 123456",
        "小型汽车 桂A12345 123456",
        "02\n桂A12345\n123456",
    ],
)
def test_a_vehicle_in_one_line_is_parsed(text: str) -> None:
    assert plates.parse_line(text) == (SMALL, "桂A12345", "123456")


def test_a_new_energy_vehicle_in_one_line_is_parsed() -> None:
    assert plates.parse_line("52 桂AD12345 a1b2c3") == (GREEN, "桂AD12345", "A1B2C3")


@pytest.mark.parametrize(
    "text", ["", "02", "02 桂A12345", "桂A12345 123456", "2x 桂A12345 123456", "77 桂A12345 123456", "hi there you"]
)
def test_other_lines_are_not_parsed_as_a_vehicle(text: str) -> None:
    assert plates.parse_line(text) is None
