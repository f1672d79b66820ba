"""Numbers of identity documents: recognised, checked, stored with their type, masked and shown."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from bot.services.values import identity_documents, masking
from bot.services.values.id_numbers import IdReason
from bot.services.values.identity_documents import DocumentType

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("身份证号：11010519491231002x", "11010519491231002X"),
        ("ID No. 110105 19491231 002X", "11010519491231002X"),
        ("810000199408230021", "810000199408230021"),
        ("港澳居民居住证 810000199408230021", "810000199408230021"),
        ("usa110088012301", "former_foreigner_card:USA110088012301"),
        ("永居证 USA110088012301", "former_foreigner_card:USA110088012301"),
        ("H12345678", "hong_kong_macau_permit:H12345678"),
        ("m1234567801", "hong_kong_macau_permit:M12345678"),
        ("回乡证：H1234567802", "hong_kong_macau_permit:H12345678"),
        ("12345678", "taiwan_permit:12345678"),
        ("1234567801(B)", "taiwan_permit:12345678"),
        ("台胞证 1234567801", "taiwan_permit:12345678"),
        ("E12345678", "chinese_passport:E12345678"),
        ("护照 EA1234567", "chinese_passport:EA1234567"),
        ("passport USA 123456789", "foreign_passport:USA123456789"),
        ("护照：DEU C01X00T47", "foreign_passport:DEUC01X00T47"),
        ("IDN1234567", "foreign_passport:IDN1234567"),
        ("L12345678", "travel_document:L12345678"),
        ("军字第1234567号", "military_card:军字第1234567号"),
        ("军官证 军1234567", "military_card:军字第1234567号"),
        ("外交身份证件 123456", "diplomatic_card:123456"),
        ("taiwan_permit:12345678", "taiwan_permit:12345678"),
    ],
)
def test_a_number_is_stored_with_the_type_of_its_document(typed: str, stored: str) -> None:
    assert identity_documents.parse(typed, today=TODAY) == stored
    assert identity_documents.normalise(typed) == stored
    assert identity_documents.parse(stored, today=TODAY) == stored
    assert identity_documents.parse(identity_documents.as_written(stored), today=TODAY) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", IdReason.EMPTY),
        ("身份证", IdReason.EMPTY),
        ("11010519491231002A", IdReason.CHARACTER),
        ("810000199408230020", IdReason.CHECK_CHARACTER),
        ("810000199402300021", IdReason.DATE),
        ("居民身份证 810000199408230021", IdReason.DOCUMENT),
        ("身份证 H12345678", IdReason.DOCUMENT),
        ("USA110099132301", IdReason.DOCUMENT),
        ("QQQ110088012301", IdReason.DOCUMENT),
        ("C01X00T47", IdReason.COUNTRY),
        ("护照 123456789", IdReason.COUNTRY),
        ("TWN12345678", IdReason.COUNTRY),
        ("1234567801", IdReason.LENGTH),
        ("110105491231002", IdReason.FIRST_GENERATION),
        ("diplomat", IdReason.DOCUMENT),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, reason: IdReason) -> None:
    found = identity_documents.parse(typed, today=TODAY)
    assert not isinstance(found, str)
    assert found.reason is reason


def test_the_first_digits_of_eighteen_say_which_document_it_is() -> None:
    kinds = [identity_documents.type_of(f"{head}000199408230021") for head in ("110", "810", "820", "830")]
    assert kinds == [
        DocumentType.RESIDENT_CARD,
        DocumentType.HONG_KONG_RESIDENCE,
        DocumentType.MACAU_RESIDENCE,
        DocumentType.TAIWAN_RESIDENCE,
    ]
    assert identity_documents.type_of("911840198512100012") is DocumentType.FOREIGNER_CARD


def test_the_same_characters_of_two_documents_are_two_numbers() -> None:
    numbers = {identity_documents.parse(f"{kind} 12345678", today=TODAY) for kind in ("台胞证", "外交身份证件")}
    assert numbers == {"taiwan_permit:12345678", "diplomatic_card:12345678"}


@pytest.mark.parametrize(
    ("stored", "born"),
    [
        ("11010519491231002X", date(1949, 12, 31)),
        ("former_foreigner_card:USA110088012301", date(1988, 1, 23)),
        ("former_foreigner_card:USA110026113001", date(2026, 11, 30)),
        ("former_foreigner_card:USA110026120101", date(1926, 12, 1)),
        ("taiwan_permit:12345678", None),
    ],
)
def test_a_date_of_birth_is_read_from_the_numbers_that_carry_one(stored: str, born: date | None) -> None:
    assert identity_documents.birth_date(stored, today=TODAY) == born


@pytest.mark.parametrize(
    ("stored", "masked"),
    [
        ("11010519491231002X", "1101**********002X"),
        ("hong_kong_macau_permit:H12345678", "H*****678"),
        ("taiwan_permit:12345678", "1****678"),
        ("foreign_passport:USA123456789", "USA******789"),
        ("former_foreigner_card:USA110088012301", "USA*********301"),
        ("military_card:军字第1234567号", "军*******67号"),
        ("diplomatic_card:123456", "******"),
    ],
)
def test_a_number_is_masked_without_its_type(stored: str, masked: str) -> None:
    assert masking.id_number(stored) == masked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我的号码是 11010519491231002X", True),
        ("usa110088012301 thanks", True),
        ("H12345678", True),
        ("AH12345678", False),
        ("02 桂A12345 123456", False),
        ("12345678", False),
        ("110105194912310021", True),  # The check digit is wrong.
        ("11010519491231002", True),
        ("1101051949123100210", True),
        ("我是 110105 1949-1231 002 1，谢谢", True),
        ("110105199013310021", False),  # No month 13.
        ("6222021234567890123", False),  # A bank card.
        ("4200001234202611011234567890", False),  # A payment.
    ],
)
def test_numbers_are_found_in_messages(text: str, found: bool) -> None:
    assert identity_documents.is_in(text, today=TODAY) is found


@given(st.text("护照身份证军字第号 USADEUHM0123456789:()X", max_size=24))
def test_any_text_can_be_read_and_what_is_stored_is_read_again(text: str) -> None:
    found = identity_documents.parse(text, today=TODAY)
    if isinstance(found, str):
        assert identity_documents.parse(found, today=TODAY) == found
        assert identity_documents.type_of(found) in DocumentType
        assert identity_documents.bare(found) in found
