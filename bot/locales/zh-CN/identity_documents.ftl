# Identity documents, and the date of birth that some do not carry.
command-birthday = 填写出生日期（证件号码里没有的）
go-birthday = 填写出生日期
flow-name-birthday = 填写出生日期
document-type-resident-card = 居民身份证
document-type-hong-kong-residence = 港澳居民居住证（香港）
document-type-macau-residence = 港澳居民居住证（澳门）
document-type-taiwan-residence = 台湾居民居住证
document-type-foreigner-card = 外国人永久居留身份证
document-type-former-foreigner-card = 外国人永久居留身份证（旧版）
document-type-hong-kong-macau-permit = 港澳居民来往内地通行证
document-type-taiwan-permit = 台湾居民来往大陆通行证
document-type-chinese-passport = 中华人民共和国护照
document-type-travel-document = 中华人民共和国旅行证
document-type-foreign-passport = 外国护照
document-type-diplomatic-card = 外交身份证件
document-type-military-card = 军人身份证件
document-and-number = { $document } { $number }
birthday-ask = 您的证件号码里没有出生日期，登记系统里也没有。请输入您的出生日期，与证件上的一致，例如 <code>1990-05-17</code>。
    填好后不能自己修改。
birthday-kept = 出生日期已记下：<b>{ $born }</b>。写错了的，请{ counter-with-id }。要备案的，点下面继续。
refused-birth-date-unknown = 备案须年满 { $age } 周岁，而您的证件号码里没有出生日期。请先填写出生日期。
identity-birth-date-withdrawn = <b>请重新填写出生日期</b>：工作人员核对后确认，原来记下的日期有误，已经删去。
refused-birth-date-known = 您的出生日期已经有了，不能自己修改。有误的话，请{ counter-with-id }，工作人员核对后您就可以重新填写。
refused-bad-birth-date = 看不出是哪一天。请按“年-月-日”输入，例如 <code>1990-05-17</code>。
