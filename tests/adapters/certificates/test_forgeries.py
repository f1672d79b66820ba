"""Fifty classes of forged certificates, 120 of each: none is accepted, none shows a false plate."""

import tracemalloc
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from bot.adapters.certificates.verifier import CertificateVerdict, Verification
from tests.adapters.certificates.forged_claims import CLAIM_FORGERIES
from tests.adapters.certificates.forged_encodings import ENCODING_FORGERIES
from tests.adapters.certificates.forged_headers import HEADER_FORGERIES
from tests.adapters.certificates.forging import ALPHABET, Forgery, encode
from tests.adapters.certificates.samples import judge, text

CLASSES = (*ENCODING_FORGERIES, *HEADER_FORGERIES, *CLAIM_FORGERIES)
EACH = 120
GENUINE_KEY_USED = {"issued_in_the_future", "issued_before_the_key", "expired", "later_version", "wrong_issuer"}


def forgery_name(forge: Forgery) -> str:
    return forge.__name__


def test_there_are_enough_classes_of_forgeries() -> None:
    assert len(set(CLASSES)) >= 40
    assert len(CLASSES) * EACH >= 5000


def assert_refused(answer: Verification, forge: Forgery, forged: str) -> None:
    assert answer.verdict not in {
        CertificateVerdict.VALID,
        CertificateVerdict.SUPERSEDED,
        CertificateVerdict.STATUS_TOO_OLD,
    }, forged
    assert answer.claims is None or forgery_name(forge) in GENUINE_KEY_USED, forged


@pytest.mark.parametrize("forge", CLASSES, ids=forgery_name)
def test_no_forgery_of_this_class_is_accepted(forge: Forgery) -> None:
    random = Random(forgery_name(forge))
    for _ in range(EACH):
        forged = forge(random)
        assert_refused(judge(forged, is_scanned=True), forge, forged)
        if forgery_name(forge) != "bytes_appended":  # Words may follow a text that was pasted.
            assert_refused(judge(forged), forge, forged)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text().map("CZ1:".__add__), st.binary(max_size=700).map(encode)))
def test_any_text_results_in_a_verdict(given: str) -> None:
    answer = judge(given)
    assert isinstance(answer, Verification)
    assert answer.verdict in {
        CertificateVerdict.NOT_OURS,
        CertificateVerdict.UNREADABLE,
        CertificateVerdict.ALTERED,
        CertificateVerdict.KEY_UNKNOWN,
    }


@settings(deadline=None)
@given(st.data())
def test_a_certificate_cut_and_joined_at_any_place_is_valid_only_if_unchanged(data: st.DataObject) -> None:
    genuine = text()
    start = data.draw(st.integers(4, len(genuine)))
    end = data.draw(st.integers(start, len(genuine)))
    middle = data.draw(st.text(ALPHABET, max_size=end - start + 3))
    changed = genuine[:start] + middle + genuine[end:]
    if judge(changed).verdict is CertificateVerdict.VALID:
        assert genuine.replace(" ", "") in changed.replace(" ", "")  # Words may follow a text.
    else:
        assert changed != genuine


def test_no_text_makes_the_verifier_use_much_memory() -> None:
    worst = [forge(Random(number)) for forge in CLASSES for number in range(3)] + ["CZ1:" + "ﷺ" * 1020, "C" * 10**6]
    judge(worst[0])
    tracemalloc.start()
    for forged in worst:
        judge(forged)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 512 * 1024
