"""Forgeries that change the text or the encoding of a certificate."""

import zlib
from random import Random

import cbor2

from tests.adapters.certificates.forging import ALPHABET, HEADER, PAYLOAD, RAW, Forge, better, packed, written
from tests.adapters.certificates.samples import text


def flipped_bit(chance: Random) -> str:
    place = chance.randrange(len(RAW) * 8)
    return written(RAW[: place // 8] + bytes([RAW[place // 8] ^ (1 << place % 8)]) + RAW[place // 8 + 1 :])


def changed_character(chance: Random) -> str:
    certificate = text()
    place = chance.randrange(4, len(certificate))
    others = ALPHABET.replace(certificate[place], "").replace(" ", "")
    return certificate[:place] + chance.choice(others) + certificate[place + 1 :]


def swapped_characters(chance: Random) -> str:
    certificate = list(text())
    first, second = chance.sample(range(4, len(certificate)), 2)
    while certificate[first] == certificate[second]:
        first, second = chance.sample(range(4, len(certificate)), 2)
    certificate[first], certificate[second] = certificate[second], certificate[first]
    return "".join(certificate)


def cut_off(chance: Random) -> str:
    return text()[: chance.randrange(4, len(text()))]


def grown(chance: Random) -> str:
    return written(RAW + chance.randbytes(chance.randrange(1, 40)))


def bytes_taken_out(chance: Random) -> str:
    start = chance.randrange(len(RAW) - 1)
    return written(RAW[:start] + RAW[start + chance.randrange(1, 5) :])


def endless_message(chance: Random) -> str:
    members: list[object] = [HEADER, {}, better(chance), RAW[-64:]]
    return written(b"\xd2\x9f" + b"".join(map(cbor2.dumps, members)) + b"\xff")


def nested_arrays(chance: Random) -> str:
    return written(bytes([chance.choice([0xD2, 0x81, 0xC1, 0x9F, 0xD8])]) * chance.randrange(50, 650))


def long_lengths(chance: Random) -> str:
    head = chance.choice(["9b", "5b", "7b", "bb", "db", "9a", "5a", "ba"])
    return written(b"\xd2\x84" + bytes.fromhex(head) + chance.randbytes(8) + RAW)


def other_tag(chance: Random) -> str:
    tag = chance.choice([16, 17, 61, 96, 97, 98, 19, 0, 2**40])
    return packed(HEADER, {}, PAYLOAD, RAW[-64:], tag=tag)


def tag_doubled_or_missing(chance: Random) -> str:
    return written(chance.choice([RAW[1:], b"\xd2" + RAW, b"\xd8\x3d" + RAW, b"\xd9\xd9\xf7" + RAW]))


def parts_swapped_or_missing(chance: Random) -> str:
    parts: list[object] = [HEADER, {}, PAYLOAD, RAW[-64:]]
    changed = chance.sample(parts, chance.randrange(5))
    while changed == parts:
        changed = chance.sample(parts, chance.randrange(5))
    return packed(*changed)


def wrong_prefix(chance: Random) -> str:
    return chance.choice(["CZ2:", "HC1:", "CZ:", "", "LT1:", "CZ1;", "NZCP:/1/", "https://"]) + text()[4:]


def compressed(chance: Random) -> str:
    return written(zlib.compress(RAW, chance.randrange(10)))


def bomb(chance: Random) -> str:
    return written(zlib.compress(bytes(10**5), 9)[: chance.randrange(20, 120)])


def very_long(chance: Random) -> str:
    return "CZ1:" + chance.choice(ALPHABET) * chance.randrange(1025, 20_000)


def random_bytes(chance: Random) -> str:
    return written(chance.randbytes(chance.randrange(300)))


def random_characters(chance: Random) -> str:
    return "CZ1:" + "".join(chance.choices(ALPHABET, k=chance.randrange(400)))


def other_writing(chance: Random) -> str:
    places = "".join(chr(chance.choice([0x410, 0x3B1, 0x4E00, 0x1F600, 0x202E, 0xDC80, 0xFF10])) for _ in range(9))
    return text()[: chance.randrange(4, 200)] + places + text()[200:]


def spelled_in_base64(chance: Random) -> str:
    return "CZ1:" + chance.choice([RAW.hex(), RAW.hex().upper(), str(list(RAW))])


DAMAGED: tuple[Forge, ...] = (
    flipped_bit,
    changed_character,
    swapped_characters,
    cut_off,
    grown,
    bytes_taken_out,
    endless_message,
    nested_arrays,
    long_lengths,
    other_tag,
    tag_doubled_or_missing,
    parts_swapped_or_missing,
    wrong_prefix,
    compressed,
    bomb,
    very_long,
    random_bytes,
    random_characters,
    other_writing,
    spelled_in_base64,
)
