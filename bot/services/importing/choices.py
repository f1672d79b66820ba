"""Cells with one of a few values, and how registers and people write them in Chinese and in English."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.services.importing.columns import fold
from bot.services.values.plate_types import CHINESE_NAMES, PlateType
from storage.register.people import LicenceStatus
from storage.register.vehicles import VehicleState, VehicleUse
from storage.staff.members import StaffRole

Choice = TypeVar("Choice", bound=StrEnum)
YES = ("yes", "y", "true", "1", "是", "有", "√", "对")
NO = ("no", "n", "false", "0", "否", "无", "没有", "×", "")

LICENCE_STATUSES: Mapping[LicenceStatus, tuple[str, ...]] = {
    LicenceStatus.NONE: ("无", "未领证", "no licence"),
    LicenceStatus.NORMAL: ("正常", "valid"),
    LicenceStatus.WITHDRAWN: ("吊销", "被吊销", "revoked"),
    LicenceStatus.CANCELLED: ("注销", "已注销"),
    LicenceStatus.OVERDUE_RENEWAL: ("逾期未换证", "逾期换证"),
    LicenceStatus.OVERDUE_REVIEW: ("逾期未审验", "逾期审验", "逾期未体检"),
    LicenceStatus.WITHHELD: ("暂扣", "扣留", "扣押"),
    LicenceStatus.LOCKED: ("锁定",),
    LicenceStatus.MOVED_AWAY: ("转出",),
}
USES: Mapping[VehicleUse, tuple[str, ...]] = {
    VehicleUse.NON_OPERATING: ("非营运", "A", "private"),
    VehicleUse.OPERATING: ("营运", "客运", "货运", "出租客运", "公路客运", "公交客运", "旅游客运", "租赁", "for hire"),
    VehicleUse.TURNED_NON_OPERATING: ("营转非", "出租转非", "营运转非营运"),
}
STATES: Mapping[VehicleState, tuple[str, ...]] = {
    VehicleState.NORMAL: ("正常", "A"),
    VehicleState.LOCKED: ("锁定", "违法未处理锁定", "查封", "G"),
    VehicleState.SCRAPPED: ("报废", "达到报废标准"),
    VehicleState.STOLEN: ("被盗抢", "盗抢", "被盗"),
    VehicleState.CANCELLED: ("注销", "已注销", "E"),
    VehicleState.MOVED_AWAY: ("转出", "迁出", "B"),
}
ROLES: Mapping[StaffRole, tuple[str, ...]] = {
    StaffRole.REVIEWER: ("审核员", "审核"),
    StaffRole.STATION: ("检验机构", "检测站"),
    StaffRole.CASHIER: ("出纳", "收费员", "财务"),
    StaffRole.OFFICER: ("民警", "执法人员"),
    StaffRole.ADMIN: ("管理员",),
}


def value_of(text: str, names: Mapping[Choice, tuple[str, ...]]) -> str:
    """Return the value that a cell names, or the cell itself, which is then refused with the list of values."""
    written = fold(text)
    return next(
        (each.value for each, known in names.items() if written in map(fold, (each.value, *known))), text.strip()
    )


def plate_type(text: str) -> str:
    """Return the code of a plate type: 2, 02, 小型汽车, or both as in `02-小型汽车`."""
    written = text.strip()
    if written.isdigit() and written.isascii():
        return written.zfill(2)
    return _PLATE_TYPES.get(fold(written), written)


def is_yes(text: str) -> bool | None:
    """Return whether a cell says yes; None if it says neither yes nor no."""
    written = text.strip().lower()
    return True if written in YES else False if written in NO else None


_PLATE_TYPES: dict[str, str] = {
    fold(written): kind.value
    for kind in PlateType
    for name in CHINESE_NAMES[kind]
    for written in (name, f"{kind.value}{name}", f"{name}{kind.value}")
}
