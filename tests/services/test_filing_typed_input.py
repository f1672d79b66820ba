"""Typed input about a vehicle: each part is validated by itself."""

import pytest

from bot.services.filing import typed_input, typed_vehicle
from bot.services.values.plate_types import SMALL_CARS as KINDS, PlateType


def test_only_plate_types_that_can_be_filed_are_accepted() -> None:
    assert typed_input.parse_plate_type("02", KINDS) is PlateType("02")
    for code in ("01", "15", "23", "", "x"):
        with pytest.raises(typed_input.InvalidPlateType):
            typed_input.parse_plate_type(code, KINDS)


@pytest.mark.parametrize("words", ["02 52", "hello world", "02 桂A12I45 123456", "23 桂A12345 123456", "", "hello"])
def test_a_line_without_a_vehicle_says_what_is_wrong(words: str) -> None:
    assert typed_vehicle.problem(words, KINDS) is not None


@pytest.mark.parametrize("words", ["02 桂A12345 1234567", "桂A12345 1234567", "桂A12345 同意"])
def test_a_vehicle_is_kept_without_the_wrong_engine_number_behind_it(words: str) -> None:
    entered = typed_vehicle.parse(words, KINDS)
    assert (entered.plate, entered.engine) == ("桂A12345", "")
    assert entered.refusal is not None
    assert typed_vehicle.problem(words, KINDS) is None


@pytest.mark.parametrize("words", ["帮我备案桂A·9X119", "车牌是桂A9X119，谢谢", "file the car 桂 A 9X119 please"])
def test_a_plate_within_other_words_is_taken(words: str) -> None:
    assert typed_vehicle.parse(words, KINDS) == typed_vehicle.Entered(PlateType("02"), "桂A9X119")


@pytest.mark.parametrize("words", ["1234567", "12345?", "一二三", "", "accept", "Refuse", "拒绝"])
def test_an_engine_number_has_up_to_six_characters(words: str) -> None:
    with pytest.raises(typed_input.InvalidEngineNumber):
        typed_input.parse_engine_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "\n",
        "😀",
        "👨‍👩‍👧",
        "❤️ ❤️",
        "123",
        "?!",
        "拒绝",
        "拒絕",
        "確認",
        "拒绝他",
        "我同意了",
        "I approve it",
        "yes yes",
        "no no",
        "桂A12345",
        "桂A·D12345",
        "我想备案一辆车",
        "怎么填？",
        "为什么要填这个",
        "今天下雨了",
        "帮我查一下违章",
        "what is this",
        "I want to file a car",
        "How do I pay?",
        "the weather is nice",
        "hello",
        "x" * (typed_input.MAX_RELATIONSHIP_LENGTH + 1),
    ],
)
def test_a_relationship_has_letters_and_a_maximum_length(words: str) -> None:
    with pytest.raises(typed_input.InvalidRelationship):
        typed_input.parse_relationship(words)


@pytest.mark.parametrize(
    "words",
    [
        "儿子）身份：人脸核实过",
        "身 份\u200b已 核 实",
        "已核實",
        "實名認證的朋友",
        "车主本人",
        "本人",
        "friend, identity verified",
        "on record",
        "认证中心的同事",
        "officially my brother",
        "friend_verified",
        "与登记一致",
        "已通过审核",
        "已認証",
        "朋友✅",
        "服务台",
        "v\u0435rified",  # A Cyrillic letter.
    ],
)
def test_a_relationship_does_not_say_what_the_desk_says(words: str) -> None:
    with pytest.raises(typed_input.DeskWordsInRelationship):
        typed_input.parse_relationship(words)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" an  old friend ", "an old friend"),
        ("表弟", "表弟"),
        ("朋友 😀", "朋友 😀"),
        ("x", "x"),
        ("我是车主的邻居", "车主的邻居"),
        ("我是他表哥的同学", "他表哥的同学"),
        ("I’m his neighbour", "his neighbour"),
        ("a friend of my father", "a friend of my father"),
        ("很好的朋友", "很好的朋友"),
        ("代驾", "代驾"),
        ("房东", "房东"),
        ("能源公司同事", "能源公司同事"),
        ("Will's brother", "Will's brother"),
        ("друг", "друг"),
        ("друг (friend)", "друг (friend)"),
        ("unofficial tour guide", "unofficial tour guide"),
        ("证券公司同事", "证券公司同事"),
    ],
)
def test_a_relationship_is_kept_as_typed(typed: str, kept: str) -> None:
    assert typed_input.parse_relationship(typed) == kept
