"""Documents: whose number and name is read; numbers with a wrong check digit are ignored."""

import pytest
from PIL import Image

from bot.adapters.pictures.documents import DocumentHolder, DocumentReading, identify_holder, read_document
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
    assert (read.number, read.name) == (whose, whose)


def test_a_card_with_the_number_of_another_person_is_recognised() -> None:
    read = advice(held_up(card(STRANGER[1], STRANGER[0])))
    assert (read.number, read.name) == (DocumentHolder.ANOTHER, DocumentHolder.ILLEGIBLE)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_card_is_read(turn: int) -> None:
    read = advice(held_up(card(*reversed(APPLICANT))).rotate(turn, expand=True))
    assert read.number is DocumentHolder.APPLICANT


def test_a_blurred_card_is_illegible() -> None:
    read = advice(held_up(card(*reversed(APPLICANT)), wide=420), blur=5)
    assert read == DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE)


def test_a_photo_without_a_document_is_illegible() -> None:
    read = read_document(jpeg(face(COLLINS)), applicant=APPLICANT)
    assert read == DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE)


@pytest.mark.parametrize(
    ("lines", "number", "name"),
    [
        (["公民身份号码450902199001011235"], DocumentHolder.APPLICANT, DocumentHolder.ILLEGIBLE),
        (["姓名 李 建国", "4509 0219 9001 0112 35"], DocumentHolder.APPLICANT, DocumentHolder.APPLICANT),
        (["李建国", "450103198512300029"], DocumentHolder.OWNER, DocumentHolder.APPLICANT),
        (["450902199001011234"], DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE),  # its check digit is wrong
        (
            ["450902199013011232"],
            DocumentHolder.ILLEGIBLE,
            DocumentHolder.ILLEGIBLE,
        ),  # nobody is born in a thirteenth month
        (["1450902199001011235"], DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE),  # a longer number that holds it
        ([], DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE),
    ],
)
def test_only_a_number_with_a_valid_check_digit_is_used(
    lines: list[str], number: DocumentHolder, name: DocumentHolder
) -> None:
    assert identify_holder(lines, APPLICANT, OWNER) == DocumentReading(number, name)


def test_a_lower_case_check_character_is_accepted() -> None:
    assert identify_holder(["11010519491231002x"], ("11010519491231002X", "甲")).number is DocumentHolder.APPLICANT


def test_without_an_owner_only_the_applicant_is_recognised() -> None:
    assert identify_holder([OWNER[0], OWNER[1]], APPLICANT) == DocumentReading(
        DocumentHolder.ANOTHER, DocumentHolder.ILLEGIBLE
    )
