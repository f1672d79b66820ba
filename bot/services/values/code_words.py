"""The words with which people name a code before its digits: 验证码：123456, the owner's code is 123456."""

_A_CODE = r"(?:车主的?|the |owner['’]s |my |sms |短信)*(?:验证码|校验码|短信码|码|verification code|code)"
BEFORE_DIGITS = rf"{_A_CODE}(?:号|是|为|\s+is)?[\s:：=＝,，“\"]*"  # A pattern that ignores case.
