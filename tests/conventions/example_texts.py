"""Every text of the catalogues with example values, each variant once: for house tests and the page of all texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from fluent.syntax import FluentParser
from fluent.syntax.ast import Identifier, Message, NumberLiteral, SelectExpression, VariableReference
from fluent.syntax.visitor import Visitor

from bot.texts import LOCALES, texts

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_LATER, _EARLIER = datetime(2026, 11, 28, 15, 59, tzinfo=UTC), datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
_DAY = date(2027, 5, 31)
COUNT = 5  # For every number without an example of its own.

# One value for both languages, or one for each.
EXAMPLES: Mapping[str, object | tuple[object, object]] = {
    **dict.fromkeys(("at", "since", "valid_from", "revoked", "decided", "changed", "when", "made"), _EARLIER),
    **dict.fromkeys(("until", "due", "opens", "insured", "taxed", "legal", "last", "registered", "issued", "on"), _DAY),
    **dict.fromkeys(("begins",), ("自 2026年12月1日 起", "from 1 Dec 2026")),
    **dict.fromkeys(("fine", "total", "amount", "yuan", "fee"), "200"),
    **dict.fromkeys(("ours", "theirs", "billed", "back", "balance", "corrected", "gone", "rest"), "200"),
    **dict.fromkeys(("received", "settled", "unmatched", "refunded", "returned"), "200"),
    **dict.fromkeys(("lower", "smaller"), "1"),
    **dict.fromkeys(("upper", "greater"), "10"),
    "number": "1024",
    "plate": "桂A·12345",
    "plate_type": "02",
    "types": "02, 52",
    "who": "李*国",
    "person": "李*国",
    "owner": "王*英",
    "recipient": "王秀英",
    "name": "王小明",
    "id": "450903199001011234",
    "id_number": "4509**********1234",
    "document": ("居民身份证", "Resident identity card"),
    "phone": "138****0002",
    "code": "123456",
    "digits": "4821",
    "engine": "123456",
    "certificate": "4501-2026-000123",
    "tracking": "SF1234567890",
    "transaction": "4200001234202611250001",
    "order": "CZ2026112500001",
    "reference": "E7F2K9",
    "hash": "9f2c41d07a",
    "tail": "EFJK",
    "short": "ABCD-2345-EF",
    "payload": "staff-ABCD",
    "link": "https://t.me/chezhu_bot?start=v-ABCD",
    "page": "https://example.org/portal",
    "path": "/import/people.csv",
    "bot": "@chezhu_bot",
    "device": "Firefox, Linux",
    "version": "2026-12",
    "time": "06:46:03",
    "month": "2028-06",
    "year": "2026",
    "day": date(2026, 11, 28),
    "example": "/ledger 2026-11-01",
    "examples": "桂A·12345",
    "command": "take",
    "action": "code:sent",
    "things": "code, filing",
    "columns": "name, phone",
    "choices": "six-years",
    "column": "phone",
    "cell": "13800000002",
    "encoding": "GB 18030",
    "user": "7001",
    "character": "O",
    "suggestion": "0",
    "percent": "3",
    "late_percent": "3",
    "permille": "812",
    "credit_code": "91450100MA5K0000X1",
    "kind": ("小型汽车（蓝牌，02）", "Small car (blue plate, 02)"),
    "kinds": ("办事窗口", "counter"),
    "model": "五菱 LZW6390",
    "colour": ("白色", "white"),
    "use": ("非营运", "not for hire"),
    "state": ("正常", "normal"),
    "status": ("待车主确认", "waiting for the owner"),
    "relationship": ("朋友", "friend"),
    "identity": ("已实人认证", "verified"),
    "level": ("已实人认证", "verified"),
    "role": ("经办人", "user"),
    "roles": ("审核员", "reviewer"),
    "organisation": ("南方物流有限公司", "Southern Logistics Ltd"),
    "licence": "C1",
    "provider": ("微信支付", "WeChat Pay"),
    "verdict": ("有效", "valid"),
    "way": ("短信", "SMS"),
    "how": ("检验合格", "passed inspection"),
    "what": ("手持证件照", "Photo with the document"),
    "whose": ("是申请人的", "the applicant's"),
    "which": "small",
    "held": ("今年申请 2 次", "applications this year: 2"),
    "stakes": ("未缴的罚款", "an unpaid fine"),
    "topic": ("备案", "Filing"),
    "value": ("5 分钟", "5 minutes"),
    "was": ("5 分钟", "5 minutes"),
    "label": "#1024",
    "labels": "",
    "numbers": "#1024, #1025",
    "named": ("审核 #1024", "Review #1024"),
    "names": ("审核员小何", "Reviewer Roe"),
    "next": "2027-12-05",
    "about": ("全部", "everything"),
    "more": "桂A·12345",
    "median": ("4 分钟", "4 min"),
    "most": COUNT,
    "line": COUNT,
    "position": COUNT,
    "address": ("广西南宁市青秀区民族大道 100 号 3 栋 502", "100 Minzu Avenue, Building 3, 502, Nanning"),
    "hours": COUNT,
    "bring": ("身份证", "ID card"),
    "place": ("民族大道与古城路口", "Minzu Avenue and Gucheng Road"),
    "act": ("违反禁止停车标线", "Parking where it is forbidden"),
    "provision": ("《道路交通安全法》第九十条", "Road Traffic Safety Law, art. 90"),
    "basis": ("《道路交通安全法》第九十条", "Road Traffic Safety Law, art. 90"),
    "reason": ("证件上的文字看不清。", "The text on the document cannot be read."),
    "why": ("证件上的文字看不清。", "The text on the document cannot be read."),
    "words": ("请重拍。", "Please retake it."),
    "said": ("当时车已经卖了。", "The car had been sold by then."),
    "answer": ("照片不清楚，予以撤销。", "The photo is not clear, so it is cancelled."),
    "faults": ("缺少：phone", "missing columns: phone"),
    "register": ("2027年5月", "May 2027"),
    "type": "02",
    "meant": "small",
}


@dataclass(frozen=True)
class ExampleText:
    """One text of a catalogue as people read it. variant: the selected values, such as count=1; empty for most."""

    key: str
    variant: str
    text: str


class _Selectors(Visitor):
    """Finds the values by which a text is varied, and the names of all values."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.choices: dict[str, list[object]] = {}

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the name is Fluent's
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: SelectExpression) -> None:  # noqa: N802 - the name is Fluent's
        if isinstance(node.selector, VariableReference):
            keys = [_choice(variant.key) for variant in node.variants]
            if any(isinstance(key, int) for key in keys):  # Numbers: the others are one more.
                keys = [COUNT if key == "other" else key for key in keys]
            self.choices.setdefault(node.selector.id.name, []).extend(keys)
        self.generic_visit(node)


def _choice(key: Identifier | NumberLiteral) -> object:
    if isinstance(key, NumberLiteral):
        return int(key.value)
    return 1 if key.name == "one" else key.name


@cache
def messages(language: str) -> Mapping[str, Message]:
    """Return every entry of a catalogue by its key."""
    parsed = [FluentParser().parse(path.read_text()) for path in sorted((LOCALES / language).glob("*.ftl"))]
    return {entry.id.name: entry for one in parsed for entry in one.body if isinstance(entry, Message)}


@cache
def all_texts(language: str) -> tuple[ExampleText, ...]:
    """Return every text of a catalogue with example values. Raises KeyError for a value without an example."""
    return tuple(one for key, message in messages(language).items() for one in _variants(language, key, message))


def _variants(language: str, key: str, message: Message) -> Iterator[ExampleText]:
    found = _Selectors()
    found.visit(message)
    first = {name: values[-1] for name, values in found.choices.items()}
    base = {name: first.get(name, _example(name, language)) for name in found.names}
    words = texts(language).at(NOW)
    if not found.choices:
        yield ExampleText(key, "", words(key, **base))
    for name, values in found.choices.items():
        for value in dict.fromkeys(values):
            yield ExampleText(key, f"{name}={value}", words(key, **{**base, name: value}))


def _example(name: str, language: str) -> object:
    value = EXAMPLES.get(name, COUNT)
    return value[language == "en"] if isinstance(value, tuple) else value
