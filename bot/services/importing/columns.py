"""What the columns of files may be called, in Chinese and in English, and which columns are read over.

The first Chinese name is the one that templates write. A name is compared without case, blanks, punctuation and remarks
in brackets, such as “号牌号码 *（必填）”.
"""

import re

from bot.services.importing.kinds import ImportKind
from bot.services.values import text_cleaning

Names = dict[str, tuple[str, ...]]

_PLATE: Names = {
    "plate_type": ("号牌种类", "车牌种类", "号牌类型", "hpzl", "plate kind"),
    "plate": ("号牌号码", "车牌号", "车牌号码", "车牌", "hphm", "plate number", "licence plate"),
}
NAMES: dict[ImportKind, Names] = {
    ImportKind.PEOPLE: {
        "id_number": (
            "证件号码",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "身份证明号码",
            "sfzmhm",
            "id",
            "document number",
        ),
        "name": ("姓名", "名字", "xm", "full name"),
        "phone": ("手机号", "手机", "手机号码", "联系电话", "电话", "sjhm", "mobile", "phone number"),
        "licence_number": ("驾驶证号", "驾驶证号码", "驾照号", "jszh", "driving licence", "license number"),
        "licence_class": ("准驾车型", "驾驶证车型", "zjcx", "license class"),
        "licence_status": ("驾驶证状态", "驾照状态", "license status"),
        "points": ("累积记分", "记分", "已记分", "ljjf"),
        "points_reset_on": ("清分日期", "记分周期截止", "下一清分日期", "points reset"),
        "portrait": ("照片", "登记照", "人像", "photo"),
        "key_person": ("重点驾驶人", "重点人"),
        "name_changed": ("已改名", "姓名变更"),
        "document_type": ("证件类型", "证件种类", "证件名称", "身份证明名称", "sfzmmc", "document"),
        "birth_date": ("出生日期", "生日", "csrq", "date of birth", "birthday"),
    },
    ImportKind.ORGANISATIONS: {
        "credit_code": ("统一社会信用代码", "信用代码", "组织代码", "uscc"),
        "name": ("单位名称", "名称", "单位", "organisation", "organization", "company"),
        "phone": ("联系电话", "电话", "单位电话", "phone number"),
        "administrator_id_number": (
            "管理员证件号码",
            "管理员身份证号",
            "管理人证件号码",
            "经办人证件号码",
            "经办人身份证号",
            "administrator",
        ),
        "dissolved": ("已注销", "已撤销", "is dissolved"),
    },
    ImportKind.VEHICLES: {
        **_PLATE,
        "owner": ("所有人证件号码", "车主证件号码", "所有人", "车主身份证号", "车主", "owner id", "owner number"),
        "engine_number": ("发动机号", "发动机号码", "fdjh", "engine", "engine no"),
        "vin": ("车辆识别代号", "车架号", "车架号码", "clsbdh", "vehicle identification number"),
        "model": ("品牌型号", "车辆型号", "型号", "车辆品牌", "clxh", "make and model"),
        "colour": ("车身颜色", "颜色", "csys", "color"),
        "seats": ("核定载客", "核载人数", "座位数", "座位", "hdzk"),
        "use": ("使用性质", "用途", "syxz"),
        "manufactured_on": ("出厂日期", "制造日期", "ccrq", "manufactured"),
        "first_registered_on": ("初次登记日期", "登记日期", "注册日期", "ccdjrq", "first registered"),
        "inspection_valid_until": ("检验有效期止", "检验有效期至", "年检有效期", "yxqz", "inspection until"),
        "insurance_valid_until": ("交强险有效期止", "保险终止日期", "保险有效期", "bxzzrq", "insurance until"),
        "tax_paid_until": ("车船税有效期止", "车船税缴至", "完税至", "tax until"),
        "state": ("机动车状态", "车辆状态", "状态", "zt", "status"),
        "is_van": ("面包车", "是否面包车", "van"),
        "casualty_accident": ("伤亡事故", "发生过伤亡事故", "是否伤亡事故"),
        "modified": ("非法改装", "是否非法改装"),
        "open_accidents": ("未处理事故", "未处理事故数", "未处理的事故"),
        "key_vehicle": ("重点车辆", "是否重点车辆"),
    },
    ImportKind.VIOLATIONS: {
        "number": ("违法编号", "违法序号", "记录编号", "序列编号", "wfbh", "violation number"),
        **_PLATE,
        "occurred_at": ("违法时间", "发生时间", "wfsj", "time"),
        "place": ("违法地点", "地点", "违法地址", "wfdz", "location"),
        "act_code": ("违法代码", "违法行为代码", "wfxw", "code"),
        "act": ("违法行为", "违法内容", "violation"),
        "provision": ("违反条款", "违法规定", "违反规定"),
        "basis": ("处罚依据", "法律依据", "legal basis"),
        "fine_yuan": ("罚款金额", "罚款", "罚款元", "fkje", "fine"),
        "points": ("记分", "违法记分", "扣分", "wfjfs"),
        "authority_code": ("机关代码", "采集机关", "发现机关", "处理机关代码", "cjjg", "authority"),
        "photo": ("照片", "证据照片", "图片", "evidence"),
    },
    ImportKind.STAFF: {
        "telegram_id": ("telegram 编号", "telegram 账号", "telegram", "user id"),
        "name": ("姓名", "名字", "full name"),
        "roles": ("角色", "职责", "权限", "role"),
    },
}
# Columns of lists that say nothing about the row.
_READ_OVER = (
    "序号",
    "行号",
    "备注",
    "说明",
    "no",
    "row",
    "remark",
    "remarks",
    "note",
    "notes",
    "comment",
)


def fold(name: str) -> str:
    """Return what two spellings of the name of a column have in common."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", text_cleaning.unify(name))
    return "".join(one for one in bare if one.isalnum())


def spellings(kind: ImportKind) -> dict[str, str]:
    """Return the column that each folded spelling names."""
    return {fold(name): column for column, names in NAMES[kind].items() for name in (column, *names)}


def is_read_over(name: str) -> bool:
    """Return whether a column of this name holds nothing that is imported, in no kind of file."""
    return fold(name) in _FOLDED_READ_OVER


_FOLDED_READ_OVER = frozenset(fold(name) for name in _READ_OVER)
