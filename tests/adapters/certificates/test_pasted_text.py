"""A certificate in a pasted text: words, quotes, addresses and escapes around it; and texts made to survive them."""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest

from bot.adapters.certificates import claims as certificate_claims, cose, keys as certificate_keys, pasted_text
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail
from tests.adapters.certificates.forging import KEY, encode_message
from tests.adapters.certificates.samples import NOW, claims, judge, text

ESCAPED = re.compile(r"%[0-9A-F]{2}")


def folded(certificate: str) -> str:
    return "\n".join(certificate[start : start + 40] for start in range(0, len(certificate), 40))


def early_text(serial: int) -> str:
    """Return a genuine text as earlier versions signed it: with `%` and two hexadecimal digits in it, but for %20."""
    header, payload = cose.protected_header(KEY.kid), certificate_claims.to_bytes(claims(number=f"OLD{serial}"))
    while True:
        signature = cose.sign_message(KEY.secret(), cose.sig_structure(header, payload))
        made = encode_message(header, {}, payload, signature)
        if ESCAPED.search(made) and "%20" not in made and "  " not in made and not made.endswith(" "):
            return made


SURROUNDINGS: dict[str, Callable[[str], str]] = {
    "nothing": str,
    "a sentence": lambda code: f"这是我的检验标志：{code}，请查收。谢谢！",
    "an English sentence": lambda code: f"here is my certificate {code} thank you",
    "capitals": lambda code: f"SEE {code} PLEASE 123",
    "quotes": lambda code: f"“{code}”",
    "other quotes": lambda code: f'"{code}"',
    "a quoted mail": lambda code: f"> {code}\n\nSent from my iPhone",
    "blanks as %20": lambda code: code.replace(" ", "%20"),
    "blanks as %20 in a sentence": lambda code: f"look {code.replace(' ', '%20')} ok",
    "a search": lambda code: f"https://www.google.com/search?q={quote(code)}&ie=UTF-8",
    "a search with plus signs": lambda code: (
        f"https://www.baidu.com/s?wd={quote(code, safe='').replace('%20', '+')}&x=1"
    ),
    "an address in an address": lambda code: quote(quote(code)),
    "folded": folded,
    "folded in words": lambda code: f"凭证\n{folded(code)}\n（完）",
    "lower case": str.lower,
}


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=list(SURROUNDINGS))
@pytest.mark.parametrize("make", [lambda serial: text(number=f"NEW{serial}"), early_text], ids=["now", "earlier"])
def test_a_certificate_is_found_whatever_is_around_it(around: Callable[[str], str], make: Callable[[int], str]) -> None:
    for serial in range(12):
        pasted = around(make(serial))
        assert judge(pasted).verdict is CertificateVerdict.VALID, pasted


def test_a_certificate_that_is_made_now_survives_a_phone_that_decodes_escapes() -> None:
    numbered = [claims(number=f"2026{serial:08}") for serial in range(60)]
    made = [cose.sign(each, KEY) for each in numbered if cose.may_survive(each, KEY.kid)]
    assert len(made) > 30
    for certificate in made:
        assert not ESCAPED.search(certificate)
        assert judge(unquote(certificate)).verdict is CertificateVerdict.VALID


def test_every_new_key_has_an_id_that_survives() -> None:
    """Of the ids that chance makes, one in fifty does not."""
    assert all(cose.id_survives(certificate_keys.make(now=NOW).keys[0].kid) for _ in range(400))


def test_an_id_in_whose_text_an_escape_stands_is_recognised() -> None:
    assert not all(cose.id_survives(f"{number:08x}") for number in range(0x80000))


@pytest.mark.parametrize("count", [1, 2, 60, 100])
def test_a_part_of_a_text_is_unreadable_and_never_forged(count: int) -> None:
    for damaged in (text()[:-count], text()[count:], f"凭证 {text()[:-count]}"):
        answer = judge(damaged)
        assert answer.verdict is CertificateVerdict.UNREADABLE, damaged


def test_what_follows_a_text_does_not_change_its_verdict() -> None:
    changed = text()[:-1] + ("A" if text()[-1] != "A" else "B")
    answer = judge(f"{changed} AND SOME WORDS")
    assert answer.verdict in {CertificateVerdict.ALTERED, CertificateVerdict.UNREADABLE}
    assert answer.claims is None


def test_of_several_texts_the_genuine_one_is_found() -> None:
    assert judge(f"CZ1:ABC {text()}").verdict is CertificateVerdict.VALID
    assert judge(f"{text()[:90]}\n{text()}").verdict is CertificateVerdict.VALID


def test_a_text_has_few_candidates() -> None:
    many = "".join(f"CZ1:A%20B+{number}\n" for number in range(300))
    assert len(pasted_text.candidates(many)) == pasted_text.MAX_CANDIDATES


@pytest.mark.parametrize("words", ["你好", "my certificate", "2345-BCDE-FG", "NCFOXN%TSMAHN-HCVFSY1P84", "CZ2:ABC"])
def test_words_are_unreadable_and_a_code_of_something_else_is_not_ours(words: str) -> None:
    assert judge(words).verdict is CertificateVerdict.UNREADABLE
    scanned = judge(words, is_scanned=True)
    assert (scanned.verdict, scanned.detail) == (CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_TEXT)


@pytest.mark.parametrize("code", ["https://example.org/", "weixin://wxpay/bizpayurl?pr=1", "HC1:NCFOXN%TS"])
def test_an_address_is_not_ours_whoever_typed_it(code: str) -> None:
    assert judge(code).verdict is CertificateVerdict.NOT_OURS
