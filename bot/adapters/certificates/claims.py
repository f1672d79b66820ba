"""The claims of a certificate as a CWT (RFC 8392), and their encoding in deterministic CBOR.

Issuer, expiry, time of issue and number have the registered labels 1, 4, 6 and 7; version, plate, plate type and
month of validity are an array under one private label. There are no names and no ID numbers.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import cbor2

from bot.adapters.certificates import strict_cbor

CURRENT_VERSION = 1

_ISSUER, _EXPIRES, _ISSUED, _NUMBER, _VEHICLE = 1, 4, 6, 7, -65537
_END_OF_TIME = 253402300800  # The first second of the year 10000, which a datetime cannot represent.
_NUMBER_SHAPE = re.compile(r"[0-9A-Z-]{1,32}")
_PLATE_SHAPE = re.compile(r"[^\W_]{2,12}")
_PLATE_TYPE_SHAPE = re.compile(r"[0-9]{2}")
_MONTH_SHAPE = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_ISSUER_SHAPE = re.compile(r"[!-~]{1,32}")


class ClaimsError(ValueError):
    """The claims are not those of a certificate; the message names the field."""


@dataclass(frozen=True, slots=True)
class CertificateClaims:
    """The signed statement: the inspection of the vehicle with this plate is valid until the end of this month.

    `valid_until` is YYYY-MM, the plate has no separators, times are aware; fractions of a second are not encoded.
    Raises ClaimsError for a value that cannot be encoded and decoded.
    """

    issuer: str
    number: str
    plate: str
    plate_type: str
    valid_until: str
    issued_at: datetime
    expires_at: datetime
    version: int = CURRENT_VERSION

    def __post_init__(self) -> None:
        _require(_ISSUER_SHAPE.fullmatch(self.issuer), "issuer")
        _require(_NUMBER_SHAPE.fullmatch(self.number), "number")
        _require(_PLATE_SHAPE.fullmatch(self.plate), "plate")
        _require(_PLATE_TYPE_SHAPE.fullmatch(self.plate_type), "plate type")
        _require(_MONTH_SHAPE.fullmatch(self.valid_until), "valid until")
        _require(self.issued_at.tzinfo and self.expires_at.tzinfo, "time zone")
        _require(self.issued_at < self.expires_at, "expires at")
        _require(1 <= self.version <= 99, "version")


def end_of_month(month: str, zone: tzinfo) -> datetime:
    """Return the first moment after the month YYYY-MM in this zone, as UTC: certificates of that month expire then."""
    if not _MONTH_SHAPE.fullmatch(month):
        raise ClaimsError("month")
    year, number = int(month[:4]), int(month[5:])
    last_day = datetime(year, number, monthrange(year, number)[1], tzinfo=zone)
    return (last_day + timedelta(days=1)).astimezone(UTC)


def to_bytes(claims: CertificateClaims) -> bytes:
    """Encode the claims in deterministic CBOR."""
    year, month = claims.valid_until.split("-")
    return cbor2.dumps(
        {
            _ISSUER: claims.issuer,
            _EXPIRES: int(claims.expires_at.timestamp()),
            _ISSUED: int(claims.issued_at.timestamp()),
            _NUMBER: claims.number.encode("ascii"),
            _VEHICLE: [claims.version, claims.plate, int(claims.plate_type), int(year) * 100 + int(month)],
        },
        canonical=True,
    )


def from_bytes(data: bytes) -> CertificateClaims:
    """Decode claims. Raises ClaimsError for anything that `to_bytes` does not encode."""
    try:
        return _from_item(strict_cbor.decode(data))
    except strict_cbor.StrictCborError as problem:
        raise ClaimsError(str(problem)) from problem


def _from_item(item: strict_cbor.CborItem) -> CertificateClaims:
    match item:
        case {
            1: str(issuer),
            4: int(expires),
            6: int(issued),
            7: bytes(number),
            -65537: [int(version), str(plate), int(plate_type), int(month)],
            **rest,
        } if not rest:
            return CertificateClaims(
                issuer=issuer,
                number=number.decode("ascii", errors="replace"),
                plate=plate,
                plate_type=f"{plate_type:02d}",
                valid_until=f"{month // 100:04d}-{month % 100:02d}",
                issued_at=_moment(issued),
                expires_at=_moment(expires),
                version=version,
            )
    raise ClaimsError("members")


def _moment(seconds: int) -> datetime:
    _require(0 <= seconds < _END_OF_TIME, "moment")
    return datetime.fromtimestamp(seconds, UTC)


def _require(condition: object, field: str) -> None:
    if not condition:
        raise ClaimsError(field)
