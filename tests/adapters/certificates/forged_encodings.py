"""Forgeries that change the text or the encoding of a certificate."""

import zlib
from random import Random

import cbor2

from tests.adapters.certificates.forging import (
    ALPHABET,
    HEADER,
    PAYLOAD,
    RAW,
    Forgery,
    encode,
    encode_message,
    forged_payload,
)
from tests.adapters.certificates.samples import text


def one_flipped_bit(random: Random) -> str:
    place = random.randrange(len(RAW) * 8)
    return encode(RAW[: place // 8] + bytes([RAW[place // 8] ^ (1 << place % 8)]) + RAW[place // 8 + 1 :])


def changed_character(random: Random) -> str:
    certificate = text()
    place = random.randrange(4, len(certificate))
    others = ALPHABET.replace(certificate[place], "").replace(" ", "")
    return certificate[:place] + random.choice(others) + certificate[place + 1 :]


def swapped_characters(random: Random) -> str:
    certificate = list(text())
    first, second = random.sample(range(4, len(certificate)), 2)
    while certificate[first] == certificate[second]:
        first, second = random.sample(range(4, len(certificate)), 2)
    certificate[first], certificate[second] = certificate[second], certificate[first]
    return "".join(certificate)


def truncated(random: Random) -> str:
    return text()[: random.randrange(4, len(text()))]


def bytes_appended(random: Random) -> str:
    return encode(RAW + random.randbytes(random.randrange(1, 40)))


def bytes_removed(random: Random) -> str:
    start = random.randrange(len(RAW) - 1)
    return encode(RAW[:start] + RAW[start + random.randrange(1, 5) :])


def indefinite_length_message(random: Random) -> str:
    members: list[object] = [HEADER, {}, forged_payload(random), RAW[-64:]]
    return encode(b"\xd2\x9f" + b"".join(map(cbor2.dumps, members)) + b"\xff")


def nested_arrays(random: Random) -> str:
    return encode(bytes([random.choice([0xD2, 0x81, 0xC1, 0x9F, 0xD8])]) * random.randrange(50, 650))


def long_lengths(random: Random) -> str:
    head = random.choice(["9b", "5b", "7b", "bb", "db", "9a", "5a", "ba"])
    return encode(b"\xd2\x84" + bytes.fromhex(head) + random.randbytes(8) + RAW)


def other_tag(random: Random) -> str:
    tag = random.choice([16, 17, 61, 96, 97, 98, 19, 0, 2**40])
    return encode_message(HEADER, {}, PAYLOAD, RAW[-64:], tag=tag)


def tag_duplicate_or_missing(random: Random) -> str:
    return encode(random.choice([RAW[1:], b"\xd2" + RAW, b"\xd8\x3d" + RAW, b"\xd9\xd9\xf7" + RAW]))


def parts_swapped_or_missing(random: Random) -> str:
    parts: list[object] = [HEADER, {}, PAYLOAD, RAW[-64:]]
    changed = random.sample(parts, random.randrange(5))
    while changed == parts:
        changed = random.sample(parts, random.randrange(5))
    return encode_message(*changed)


def wrong_prefix(random: Random) -> str:
    return random.choice(["CZ2:", "HC1:", "CZ:", "", "LT1:", "CZ1;", "NZCP:/1/", "https://"]) + text()[4:]


def compressed(random: Random) -> str:
    return encode(zlib.compress(RAW, random.randrange(10)))


def truncated_decompression_bomb(random: Random) -> str:
    return encode(zlib.compress(bytes(10**5), 9)[: random.randrange(20, 120)])


def too_long(random: Random) -> str:
    return "CZ1:" + random.choice(ALPHABET) * random.randrange(1025, 20_000)


def random_bytes(random: Random) -> str:
    return encode(random.randbytes(random.randrange(300)))


def random_characters(random: Random) -> str:
    return "CZ1:" + "".join(random.choices(ALPHABET, k=random.randrange(400)))


def characters_of_other_scripts(random: Random) -> str:
    places = "".join(chr(random.choice([0x410, 0x3B1, 0x4E00, 0x1F600, 0x202E, 0xDC80, 0xFF10])) for _ in range(9))
    return text()[: random.randrange(4, 200)] + places + text()[200:]


def other_text_encoding(random: Random) -> str:
    return "CZ1:" + random.choice([RAW.hex(), RAW.hex().upper(), str(list(RAW))])


ENCODING_FORGERIES: tuple[Forgery, ...] = (
    one_flipped_bit,
    changed_character,
    swapped_characters,
    truncated,
    bytes_appended,
    bytes_removed,
    indefinite_length_message,
    nested_arrays,
    long_lengths,
    other_tag,
    tag_duplicate_or_missing,
    parts_swapped_or_missing,
    wrong_prefix,
    compressed,
    truncated_decompression_bomb,
    too_long,
    random_bytes,
    random_characters,
    characters_of_other_scripts,
    other_text_encoding,
)
