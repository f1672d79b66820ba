## 注册：条款、姓名、身份证号、手机号、验证码、确认

flow-name-registration = 注册
flow-name-unlocking = 解锁
command-start = 注册；已注册的回到菜单

terms = <b>欢迎来到{ office }</b>
    在这里可以{ services }。请先阅读《服务条款与个人信息说明》（{ $version } 版）：

    • <b>用来做什么</b>：姓名、身份证号、手机号只用来确认您是谁，以及通知您办理结果。
    • <b>怎么保管</b>：加密保存；除了请您本人核对时，显示都会打码；每次查看都留有记录。聊天原文最多保存 { PERIOD($days) }。
    • <b>交给谁</b>：哪些服务商会收到什么，下一步单独征求同意。
    • <b>人脸、证件照片</b>：用到时再分别征求同意；不同意的，可以改用别的方式，或{ counter-visit }。
    • <b>您的权利</b>：随时可以发送 /privacy 查看、导出、删除自己的资料。
    • <b>请如实填写</b>：一人一个账号；冒用他人身份要负法律责任。
terms-then-registration = 同意后开始注册，大约一两分钟。
terms-agree = 同意并开始注册

registration-name = <b>第 1 步，共 3 步</b>
    请输入您的姓名，与身份证上的一致。
registration-id-number = <b>第 2 步，共 3 步</b>
    请输入您的身份证号码，18 位，末位可能是 X。没有居民身份证的，输入居住证、通行证、永久居留身份证或护照的号码；外国护照请在号码前写国家的三个字母，例如 <code>USA 123456789</code>。读取后，这条消息会从聊天里删除。
registration-contact = <b>第 3 步，共 3 步</b>
    请点输入框下面的“分享我的手机号”，发来您本人的手机号。
    为防止冒用，手动输入的号码和别人的名片都不能用。
registration-contact-again = <b>第 3 步，共 3 步</b>
    您的手机号已经收到，沿用还是换一个？
registration-share-contact = 📱 分享我的手机号
registration-contact-taken = 已收到手机号 { $phone }。
registration-code = { $sent ->
        [yes] 如果您在登记系统里留的是另一个手机号，验证码正在发往那个号码，{ $minutes } 分钟内有效。请输入短信里的数字。
       *[no] 现在没有可用的验证码。如果您在登记系统里留的是另一个手机号，可以点“重新发送验证码”。
    }

    没有登记过，或者那个号码不用了？点“不用验证码，继续”，先按您申报的信息办理。要使用名下的驾驶证和车辆，可以现在或以后拍照核实身份，也可以{ counter-with-id }。
registration-no-code = 不用验证码，继续
registration-resend = 重新发送验证码
registration-confirm = <b>请核对</b>
    姓名：{ $name }
    证件号码：{ $number }
    手机号：{ $phone }
    { $known ->
        [yes] 已与登记系统核对一致。
       *[no] 还没有与登记系统对上，先按您申报的信息办理。登记过驾驶证或车辆的，请再核对姓名和号码，或申请核实身份。
    }
registration-confirm-button = 确认注册
registration-change-identity = 改姓名或身份证号
registration-change-phone = 换手机号
registration-keep = 沿用：{ $known }
registration-unfinished = 您还没有注册完，请先完成下面这一步。
registration-done = <b>注册成功</b>
    { $name }，您好！请选择要办理的事项：

sms-code-registration = 验证码 { $code }，{ $minutes } 分钟内有效，用于以您的身份注册。如非本人操作，请勿告诉任何人。

name-problem-empty = 没有看到姓名，请输入与身份证上一致的姓名。
name-problem-character = 姓名里有不能用的字符“{ $character }”，请只输入姓名本身。
name-problem-looks-like = “{ $character }”看着像，其实是另一种文字的字母，请换成正确的字母。
name-problem-too-short = 姓名太短，请输入完整的姓名。
name-problem-too-long = 姓名太长，最多 { $most } 个字。

id-problem-empty = 没有看到号码，请输入 18 位身份证号，或您其他身份证件的号码。
id-problem-character = 第 { $position } 位是“{ $character }”。身份证号只有数字，只有末位可以是 X。
id-problem-first-generation = 这是 15 位的旧身份证号，请输入现在的 18 位号码。
id-problem-length = 身份证号是 18 位，您输入了 { $length } 位。
id-problem-date = 第 7 到 14 位是出生日期，但没有这一天，请核对。
id-problem-future = 第 7 到 14 位的出生日期晚于今天，请核对。
id-problem-country = 外国护照请在号码前写国家的三个字母，例如 <code>USA 123456789</code>。其他证件请核对号码。
id-problem-document = 这不像我们认得的身份证件号码。可以用：居民身份证、港澳台居民居住证、外国人永久居留身份证、来往内地（大陆）通行证、护照、旅行证；外交和军人证件请先写证件名称，例如 <code>外交身份证件 123456</code>。
id-problem-check-character = 号码有误，请逐位核对后重新输入。

phone-problem-empty = 名片里没有手机号。
phone-problem-characters = 名片里的号码有不能识别的字符。
phone-problem-too-short = 名片里的手机号位数不够。
phone-problem-too-long = 名片里的手机号位数太多。
phone-problem-unknown = 这个号码收不到短信，请在 Telegram 里换成真实的手机号，或{ counter-visit }。
phone-problem-not-mobile = 这是固定电话，收不到短信。请使用手机号。

refused-contact-awaited = 这一步不用打字，只要点输入框下面的“分享我的手机号”。看不到它，请点输入框右边的小图标打开键盘；不想分享，请点“取消”。
refused-typed-phone = 手动输入的号码不能作准，因为任何人都能输入别人的号码。请点输入框下面的“分享我的手机号”。
refused-not-your-contact = 这不是您自己的名片。请点“分享我的手机号”，发送您自己的号码。
refused-too-young-to-register = 满 { $age } 周岁才能注册；按这个身份证号，{ $since } 起可以注册。
    如果号码输错了，请重新输入。在此之前需要办理的，请由监护人陪同{ counter-visit }。
refused-too-young-to-file = 满 { $age } 周岁才能申请备案，您从 { $since } 起可以申请。在此之前，请由成年的家人申请。
refused-no-match = 登记信息刚刚有变动。请重新开始，或申请身份核实。
refused-too-many-lookups = 今天核对的次数已用完，{ $until } 起可以再试。急用的话，请点下面申请核实身份，或{ counter-with-id }。
refused-person-taken = 这个身份已经有账号，一人只能有一个。请用原来的 Telegram 账号；已退出登录的，在那里发送 /start，用手机验证码解锁。登不上那个账号，请点下面申请核实，或{ counter-with-id }。
refused-no-phone-on-record = 登记系统里没有您的手机号，发不了验证码。请点下面申请核实，或{ counter-with-id }，登记手机号。
refused-phone-unproven = 登记的手机号刚刚变了，需要再确认一次。请点“换手机号”，重新分享您的号码。
refused-already-registered = 您已经注册过了。

level-declared = 自行申报（未核实）
level-on-record = 与登记信息一致
level-verified = 已实人认证

identity-contested = 您注册时填的身份证号，现在登记在别人名下，或已由别人通过核实。您的账号还在，但核实您本人之前，不能再用这个身份办理。
    请在聊天里发送 /identity，核实您本人；号码填错了的，选“这个账号或身份登记错了人”更正。
identity-name-changed = 登记的姓名已换成 <b>{ $name }</b>。如果这不是您的姓名，请马上{ counter-with-id }，或点下面的按钮办理。
identity-phone-changed = 登记的手机号已换成 <b>{ $phone }</b>。以后验证码和结果短信发到这个号码；发到旧号码的验证码不再有效。
    不是您的号码？请点下面核实身份，或{ counter-with-id }。
identity-phone-removed = 登记信息里已没有您的手机号，您收不到验证码了。
    请点下面核实身份、登记您现在用的号码，或{ counter-with-id }。
sms-phone-changed = 登记信息里，本号码已不是您的手机号，验证码不再发到这里。如有不符，请在服务台发送 /identity，或{ counter-with-id }。
sms-phone-released = 经核实，您的手机号已不再登记在别人名下，您可以正常办理。如有疑问，请在服务台发送 /identity，或{ counter-with-id }。
number-contested-line = ⚠️ 您填的身份证号，已登记在别人名下，或已由别人通过核实；请先点“身份核实”，核实您本人。
refused-number-contested = 您注册时填的身份证号，登记在别人名下，或已由别人通过核实；核实您本人之前，不能用这个身份办理。
    请点“身份核实”，核实您本人；号码填错了的，选“这个账号或身份登记错了人”更正。您的资料仍可在“我的资料”里导出、删除。
refused-number-held = 这个身份证号已登记在另一人名下，或另一人已用它通过核实，所以不能给申请人认证；请退回这件，或不予通过。
    证件没有问题、是登记有误的，请管理员联系运维更正登记：更正后申请人的账号就能用，不用再申请。

unlock-locked = 您已退出登录，服务台在这个账号上已锁定。您的账号和办理中的事项都保留；您同意过短信的，结果改用短信通知。
    随时可以用您预留手机号收到的验证码解锁。
unlock-no-phone = 您已退出登录，服务台在这个账号上已锁定。您的账号和办理中的事项都保留。
    这里没有您的手机号，收不到验证码：要解锁，请点下面申请核实，或{ counter-with-id }，登记手机号。
unlock-first = 您已退出登录，服务台已锁定，刚才发的内容没有处理。请先用手机验证码解锁，再继续办理。
unlock-button = 用验证码解锁
unlock-ask-code = 验证码发往您的手机 { $phone }，{ $minutes } 分钟内有效。请输入短信里的数字；过了时间，请重新发送。
unlock-resend = 重新发送
unlock-done = 已解锁，欢迎回来。
sms-codes-withheld = 最近有多人申请向本号码发送验证码，为免打扰您，后续的暂不发送。非本人操作不必理会，验证码请勿告诉任何人；如是本人操作，请晚些再试，或{ counter-with-id }。
sms-code-unlock = 验证码 { $code }，{ $minutes } 分钟内有效，用于解锁您的服务台账号。如非本人操作，请勿告诉任何人。
refused-signed-out = 您已退出登录。请先用手机验证码解锁。
