"""Phone numbers as people read them; stored in E.164, such as +8613800000002."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

CHINA = 86


def display(number: str) -> str:
    """Write a whole number for its own person: 138 0000 0002 for a Chinese mobile number, +852 9123 4567 for others.

    What is no phone number is returned as it is.
    """
    try:
        parsed = phonenumbers.parse(number, "CN")
    except NumberParseException:
        return number
    digits = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == CHINA and len(digits) == 11:
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
