"""The strict CBOR decoder: every accepted value has one encoding, and nothing is expensive to decode."""

import cbor2
import pytest
from hypothesis import given, settings, strategies as st

from bot.adapters.certificates import strict_cbor
from bot.adapters.certificates.strict_cbor import CborItem, CborTag, StrictCborError

plain = st.one_of(st.integers(-(2**64), 2**64 - 1), st.binary(max_size=60), st.text("chezhu桂A粤é😀", max_size=12))
nested = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.integers(-100, 100_000), inner, max_size=4)
    ),
    max_leaves=8,
)


def depth_of(item: CborItem) -> int:
    match item:
        case list():
            return 1 + max(map(depth_of, item), default=0)
        case dict():
            return 1 + max(map(depth_of, item.values()), default=0)
    return 0


@settings(deadline=None)
@given(nested)
def test_values_that_cbor2_encodes_deterministically_are_decoded(item: CborItem) -> None:
    written = cbor2.dumps(item, canonical=True)
    if depth_of(item) <= strict_cbor.MAX_DEPTH and len(written) <= strict_cbor.MAX_BYTES:
        assert strict_cbor.decode(written) == item


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_decoded_to_a_value_that_encodes_to_the_same_bytes(data: bytes) -> None:
    try:
        item = strict_cbor.decode(data)
    except StrictCborError:
        return
    assert cbor2.dumps(_for_the_writer(item), canonical=True) == data


def _for_the_writer(item: CborItem) -> object:
    match item:
        case CborTag(tag, inner):
            return cbor2.CBORTag(tag, _for_the_writer(inner))
        case list():
            return [_for_the_writer(inner) for inner in item]
        case dict():
            return {key: _for_the_writer(inner) for key, inner in item.items()}
    return item


def test_a_tagged_array_is_decoded_with_its_tag() -> None:
    assert strict_cbor.decode(bytes.fromhex("d28101")) == CborTag(18, [1])


@pytest.mark.parametrize(
    ("hexadecimal", "what"),
    [
        ("", "nothing"),
        ("1801", "a small number in two bytes"),
        ("190001", "a small number in three bytes"),
        ("1b0000000000000001", "a small number in nine bytes"),
        ("9fff", "an endless array"),
        ("bfff", "an endless map"),
        ("5f4101ff", "endless bytes"),
        ("7f6161ff", "endless text"),
        ("1c", "a reserved length"),
        ("ff", "a break without a beginning"),
        ("f6", "null"),
        ("f5", "true"),
        ("f90000", "a half float"),
        ("fb3ff0000000000000", "a float"),
        ("a201010102", "a key that comes twice"),
        ("a202010101", "keys out of order"),
        ("a1616101", "a key of text"),
        ("a1810101", "a key that is an array"),
        ("0101", "something behind the item"),
        ("62c328", "text that is not UTF-8"),
        ("5b7fffffffffffffff", "bytes longer than the world"),
        ("9b7fffffffffffffff", "an array longer than the world"),
        ("98ff" + "00" * 255, "an array of many members"),
        ("81" * 6 + "01", "arrays nested too deep"),
        ("a101" * 6 + "01", "maps nested too deep"),
        ("c1" * 6 + "01", "tags nested too deep"),
        ("81" * 1025, "more bytes than a certificate has"),
    ],
)
def test_every_other_encoding_is_refused(hexadecimal: str, what: str) -> None:
    with pytest.raises(StrictCborError):
        strict_cbor.decode(bytes.fromhex(hexadecimal))
