"""What an inspection certificate says about itself, and how that is written in bytes.

The claims are a CWT (RFC 8392). Issuer, end, issue and number use the registered labels;
plate, kind of plate and month of validity stand together under one private label. There
is no name and no ID number in it: a certificate speaks of a car, not of a person.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import cbor2

from bot.adapters.certificates import strict_cbor

CURRENT_VERSION = 1

_ISSUER, _EXPIRES, _ISSUED, _NUMBER, _VEHICLE = 1, 4, 6, 7, -65537
_LAST_MOMENT = 253402300800  # The first second of the year 10000, which Python cannot hold.
_NUMBER_SHAPE = re.compile(r"[0-9A-Z-]{1,32}")
_PLATE_SHAPE = re.compile(r"[^\W_]{2,12}")
_PLATE_TYPE_SHAPE = re.compile(r"[0-9]{2}")
_MONTH_SHAPE = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_ISSUER_SHAPE = re.compile(r"[!-~]{1,32}")


class ClaimsError(ValueError):
    """The claims cannot be a certificate; the message names the field."""


@dataclass(frozen=True, slots=True)
class CertificateClaims:
    """The signed statement: this plate's inspection mark is valid until the end of this month.

    `valid_until` is YYYY-MM, the plate has no separators, moments are aware; fractions of a second are not written.
    Raises ClaimsError for a value that could not be written or read back.
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
        _demand(_ISSUER_SHAPE.fullmatch(self.issuer), "issuer")
        _demand(_NUMBER_SHAPE.fullmatch(self.number), "number")
        _demand(_PLATE_SHAPE.fullmatch(self.plate), "plate")
        _demand(_PLATE_TYPE_SHAPE.fullmatch(self.plate_type), "plate type")
        _demand(_MONTH_SHAPE.fullmatch(self.valid_until), "valid until")
        _demand(self.issued_at.tzinfo and self.expires_at.tzinfo, "time zone")
        _demand(self.issued_at < self.expires_at, "expires at")
        _demand(1 <= self.version <= 99, "version")


def end_of_month(month: str, zone: tzinfo) -> datetime:
    """Return the first moment after the month YYYY-MM, when a mark valid until that month has expired."""
    if not _MONTH_SHAPE.fullmatch(month):
        raise ClaimsError("month")
    year, number = int(month[:4]), int(month[5:])
    last_day = datetime(year, number, monthrange(year, number)[1], tzinfo=zone)
    return (last_day + timedelta(days=1)).astimezone(UTC)


def to_bytes(claims: CertificateClaims) -> bytes:
    """Write the claims as deterministic CBOR."""
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
    """Read claims back; ClaimsError when they are anything else than `to_bytes` writes."""
    try:
        return _from_item(strict_cbor.read(data))
    except strict_cbor.NotStrict as problem:
        raise ClaimsError(str(problem)) from problem


def _from_item(item: strict_cbor.Item) -> CertificateClaims:
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
    _demand(0 <= seconds < _LAST_MOMENT, "moment")
    return datetime.fromtimestamp(seconds, UTC)


def _demand(condition: object, field: str) -> None:
    if not condition:
        raise ClaimsError(field)
