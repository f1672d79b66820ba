"""The claims of a paper about a fine, a decision or a receipt, as signed in its QR code; never those of a certificate.

The signature covers a context of its own (the external data of COSE), and the claims stand under another private
label: a verifier of certificates refuses such a code, and a paper's verifier refuses a certificate. There are no names.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import cbor2

from bot.adapters.certificates import strict_cbor

CONTEXT = b"chezhu paper"
LISTED = "paper:"  # Before the number of a revoked decision on the status list.
VOID = "receipt:"  # Before the number of a decision, and the moment of a payment of it that has gone back.
CURRENT_VERSION = 1

_ISSUER, _ISSUED, _NUMBER, _PAPER = 1, 6, 7, -65538
_END_OF_TIME = 253402300800
_NUMBER_SHAPE = re.compile(r"[0-9]{15}[0-9X]")
_PLATE_SHAPE = re.compile(r"[^\W_]{2,12}")
_PLATE_TYPE_SHAPE = re.compile(r"[0-9]{2}")
_ISSUER_SHAPE = re.compile(r"[!-~]{1,32}")
_MAX_FEN = 10**12


class PaperKind(StrEnum):
    """What the paper is."""

    DECISION = "decision"
    RECEIPT = "receipt"


_KINDS = {PaperKind.DECISION: 1, PaperKind.RECEIPT: 2}


class PaperClaimsError(ValueError):
    """The claims are not those of a paper; the message names the field."""


@dataclass(frozen=True, slots=True)
class PaperClaims:
    """The signed statement: this decision about this vehicle was made, or paid, at this moment, with this amount (fen).

    `number` is the decision's; the amount of a receipt includes the late fee. Raises PaperClaimsError for a value that
    cannot be encoded and decoded.
    """

    issuer: str
    kind: PaperKind
    number: str
    plate: str
    plate_type: str
    fen: int
    at: datetime
    issued_at: datetime
    version: int = CURRENT_VERSION

    def __post_init__(self) -> None:
        _require(_ISSUER_SHAPE.fullmatch(self.issuer), "issuer")
        _require(_NUMBER_SHAPE.fullmatch(self.number), "number")
        _require(_PLATE_SHAPE.fullmatch(self.plate), "plate")
        _require(_PLATE_TYPE_SHAPE.fullmatch(self.plate_type), "plate type")
        _require(0 <= self.fen <= _MAX_FEN, "amount")
        _require(self.at.tzinfo and self.issued_at.tzinfo, "time zone")
        _require(1 <= self.version <= 99, "version")


def void_receipt(number: str, paid_at: datetime) -> str:
    """Return the entry of the status list for a receipt that is void, while its decision stands."""
    return f"{VOID}{number}:{int(paid_at.timestamp())}"


def to_bytes(claims: PaperClaims) -> bytes:
    """Encode the claims in deterministic CBOR."""
    kind, at = _KINDS[claims.kind], int(claims.at.timestamp())
    return cbor2.dumps(
        {
            _ISSUER: claims.issuer,
            _ISSUED: int(claims.issued_at.timestamp()),
            _NUMBER: claims.number.encode("ascii"),
            _PAPER: [claims.version, kind, claims.plate, int(claims.plate_type), claims.fen, at],
        },
        canonical=True,
    )


def from_bytes(data: bytes) -> PaperClaims:
    """Decode claims. Raises PaperClaimsError for anything that `to_bytes` does not encode."""
    try:
        item = strict_cbor.decode(data)
    except strict_cbor.StrictCborError as problem:
        raise PaperClaimsError(str(problem)) from problem
    match item:
        case {
            1: str(issuer),
            6: int(issued),
            7: bytes(number),
            -65538: [int(version), int(kind), str(plate), int(plate_type), int(fen), int(at)],
            **rest,
        } if not rest:
            return PaperClaims(
                issuer=issuer,
                kind=_kind(kind),
                number=number.decode("ascii", errors="replace"),
                plate=plate,
                plate_type=f"{plate_type:02d}",
                fen=fen,
                at=_moment(at),
                issued_at=_moment(issued),
                version=version,
            )
    raise PaperClaimsError("members")


def _kind(code: int) -> PaperKind:
    found = next((kind for kind, each in _KINDS.items() if each == code), None)
    if found is None:
        raise PaperClaimsError("kind")
    return found


def _moment(seconds: int) -> datetime:
    _require(0 <= seconds < _END_OF_TIME, "moment")
    return datetime.fromtimestamp(seconds, UTC)


def _require(condition: object, field: str) -> None:
    if not condition:
        raise PaperClaimsError(field)
