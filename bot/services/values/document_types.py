"""Identity documents by which vehicles are registered, and what they are called."""

from enum import StrEnum


class DocumentType(StrEnum):
    """Identity documents."""

    RESIDENT_CARD = "resident_card"
    HONG_KONG_RESIDENCE = "hong_kong_residence"
    MACAU_RESIDENCE = "macau_residence"
    TAIWAN_RESIDENCE = "taiwan_residence"
    FOREIGNER_CARD = "foreigner_card"
    FORMER_FOREIGNER_CARD = "former_foreigner_card"
    HONG_KONG_MACAU_PERMIT = "hong_kong_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    CHINESE_PASSPORT = "chinese_passport"
    TRAVEL_DOCUMENT = "travel_document"
    FOREIGN_PASSPORT = "foreign_passport"
    DIPLOMATIC_CARD = "diplomatic_card"
    MILITARY_CARD = "military_card"


# As registers and people write them before a number, or in a column of their own.
NAMES: dict[DocumentType, tuple[str, ...]] = {
    DocumentType.RESIDENT_CARD: ("居民身份证", "身份证", "临时居民身份证", "RESIDENT IDENTITY CARD", "ID CARD", "ID"),
    DocumentType.HONG_KONG_RESIDENCE: ("香港居民居住证", "港澳居民居住证", "港澳台居民居住证"),
    DocumentType.MACAU_RESIDENCE: ("澳门居民居住证", "港澳居民居住证", "港澳台居民居住证"),
    DocumentType.TAIWAN_RESIDENCE: ("台湾居民居住证", "港澳台居民居住证"),
    DocumentType.FOREIGNER_CARD: (
        "外国人永久居留身份证",
        "外国人永久居留证",
        "永居证",
        "PERMANENT RESIDENCE CARD",
        "PERMANENT RESIDENT CARD",
    ),
    DocumentType.FORMER_FOREIGNER_CARD: (
        "外国人永久居留身份证",
        "外国人永久居留证",
        "永居证",
        "PERMANENT RESIDENCE CARD",
        "PERMANENT RESIDENT CARD",
    ),
    DocumentType.HONG_KONG_MACAU_PERMIT: (
        "港澳居民来往内地通行证",
        "港澳居民通行证",
        "回乡证",
        "HOME RETURN PERMIT",
        "PERMIT",
    ),
    DocumentType.TAIWAN_PERMIT: ("台湾居民来往大陆通行证", "台胞证", "TAIWAN PERMIT", "PERMIT"),
    DocumentType.CHINESE_PASSPORT: ("中华人民共和国护照", "中国护照", "护照", "CHINESE PASSPORT", "PASSPORT"),
    DocumentType.TRAVEL_DOCUMENT: ("中华人民共和国旅行证", "旅行证", "TRAVEL DOCUMENT"),
    DocumentType.FOREIGN_PASSPORT: ("外国护照", "外国人护照", "护照", "FOREIGN PASSPORT", "PASSPORT"),
    DocumentType.DIPLOMATIC_CARD: ("外交身份证件", "外交官证", "领事官员证", "外交证件", "DIPLOMATIC CARD"),
    DocumentType.MILITARY_CARD: (
        "军人身份证件",
        "军官证",
        "文职干部证",
        "士兵证",
        "武警警官证",
        "武警士兵证",
        "离休证",
        "退休证",
        "MILITARY CARD",
    ),
}
