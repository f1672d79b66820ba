"""Documents: whose number and name is read; numbers with a wrong check digit are ignored."""

import pytest
from PIL import Image

from bot.adapters.pictures.documents import DocumentHolder, DocumentReading, identify_holders, read_document
from tests.adapters.pictures.cards import card, held_up, photographed
from tests.adapters.pictures.portraits import COLLINS, face, jpeg

APPLICANT = ("450902199001011235", "李建国")
OWNER = ("450103198512300029", "王小芳")
STRANGER = ("110101199003072316", "陈大伟")


def advice(picture: Image.Image, **how: float) -> DocumentReading:
    return read_document(photographed(picture, **how), applicant=APPLICANT, owner=OWNER)  # type: ignore[arg-type]


@pytest.mark.parametrize(("person", "whose"), [(APPLICANT, DocumentHolder.APPLICANT), (OWNER, DocumentHolder.OWNER)])
def test_the_holder_of_a_card_is_recognised(person: tuple[str, str], whose: DocumentHolder) -> None:
    read = advice(held_up(card(person[1], person[0])))
    assert (read.numbers, read.names) == ((whose,), (whose,))


def test_a_card_with_the_number_of_another_person_is_recognised() -> None:
    read = advice(held_up(card(STRANGER[1], STRANGER[0])))
    assert (read.numbers, read.names) == ((DocumentHolder.ANOTHER,), (DocumentHolder.ANOTHER,))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_card_is_read(turn: int) -> None:
    read = advice(held_up(card(*reversed(APPLICANT))).rotate(turn, expand=True))
    assert read.numbers == (DocumentHolder.APPLICANT,)


def test_a_blurred_card_is_illegible() -> None:
    assert not advice(held_up(card(*reversed(APPLICANT)), wide=420), blur=5).numbers


def test_a_photo_without_a_document_is_illegible() -> None:
    assert read_document(jpeg(face(COLLINS)), applicant=APPLICANT) == DocumentReading()


HIS, HERS, ANOTHERS = DocumentHolder.APPLICANT, DocumentHolder.OWNER, DocumentHolder.ANOTHER


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["公民身份号码450902199001011235"], (HIS,)),
        (["4509 0219 9001 0112 35"], (HIS,)),
        ([OWNER[0], STRANGER[0], APPLICANT[0]], (HIS, HERS, ANOTHERS)),
        (["450902199001011234"], ()),  # its check digit is wrong
        (["450902199013011232"], ()),  # nobody is born in a thirteenth month
        (["1450902199001011235"], ()),  # a longer number that holds it
        ([], ()),
    ],
)
def test_every_number_with_a_valid_check_digit_is_used(lines: list[str], numbers: tuple[DocumentHolder, ...]) -> None:
    assert identify_holders(lines, APPLICANT, OWNER) == DocumentReading(numbers)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["姓名 李 建国"], (HIS,)),
        (["姓名Name李建国"], (HIS,)),
        (["姓名：李建国 性别 男 民族 汉"], (HIS,)),
        (["李建国", "王小芳"], (HIS, HERS)),
        (["姓名李建国", "姓名陈大伟"], (HIS, ANOTHERS)),
        (["姓名李建", "国"], (HIS,)),
        (["姓名李建国强"], (ANOTHERS,)),  # a longer name that contains the applicant's
        (["李建国强"], ()),
        (["小李建国"], ()),
        (["李建国7"], ()),
        (["姓名", "性别 男"], ()),
        (["姓名 42"], ()),
    ],
)
def test_a_name_counts_only_as_a_whole(lines: list[str], names: tuple[DocumentHolder, ...]) -> None:
    assert identify_holders(lines, APPLICANT, OWNER).names == names


def test_a_foreign_name_is_compared_without_blanks_and_case() -> None:
    smith = ("11010519491231002X", "Smith John")
    assert identify_holders(["Name SMITH JOHN"], smith).names == (HIS,)
    assert identify_holders(["SMITH JOHNSON"], smith).names == ()


def test_a_lower_case_check_character_is_accepted() -> None:
    assert identify_holders(["11010519491231002x"], ("11010519491231002X", "甲")).numbers == (HIS,)


def test_without_an_owner_only_the_applicant_is_recognised() -> None:
    assert identify_holders([OWNER[0], OWNER[1]], APPLICANT) == DocumentReading((ANOTHERS,))


def test_a_person_in_both_parts_is_the_applicant() -> None:
    assert identify_holders([*APPLICANT], APPLICANT, APPLICANT) == DocumentReading((HIS,), (HIS,))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["P<USASMITH<<JOHN", "123456789"], (DocumentHolder.APPLICANT,)),
        (["证件号码 H12345678"], (DocumentHolder.OWNER,)),
        (["H1234567801"], (DocumentHolder.OWNER,)),
        (["H12345678999"], ()),
        (["12345678"], ()),
    ],
)
def test_the_number_of_a_passport_or_permit_is_found_as_it_is_known(
    lines: list[str], found: tuple[DocumentHolder, ...]
) -> None:
    read = identify_holders(lines, ("USA123456789", "John Smith"), ("H12345678", "陈大文"))
    assert read.numbers == found
