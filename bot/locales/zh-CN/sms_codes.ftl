## 短信：签名、验证码

# How every text message begins; written only here.
sms-signature = 【{ office }】

code-again = 正在重新发送，之前的验证码不再有效。
code-not-needed = 车主已经同意，不用再输入验证码了。
refused-code-not-digits = 验证码是 { $digits } 位数字，请按短信里的输入。这次不计次数。
refused-code-wrong = 验证码不对，还可以再试 { $left } 次。
refused-code-used-up = 这个验证码的输入次数已用完，请重新获取一个。
refused-code-expired = 这个验证码已经失效（过了时间，或已用过），请重新获取一个。
refused-code-too-soon = 验证码刚发过，{ $seconds } 秒后可以再获取。
refused-code-too-short = 这个手机号的验证码输错次数较多。为了安全，现在要用更长的验证码，请重新获取。
refused-code-day-cap = 验证码已经发了 { $most } 次，{ $until } 起可以再获取。急用的话，请点下面申请核实身份，或{ counter-with-id }。
refused-owner-code-day-cap = 给这位车主的验证码已经发了 { $most } 次，{ $until } 起可以再发。不想等的话：车主可以在聊天里答复，或出示机动车二维码给您扫。
refused-codes-locked = 这个手机号的验证码输错太多次了。为了安全，{ $until } 之前不再发送，也不再接受验证码。急用的话，请点下面申请核实身份，或{ counter-with-id }。
refused-owner-codes-locked = 这位车主的验证码输错太多次了。为了车主的安全，{ $until } 之前不再发送，也不再接受验证码。车主可以在聊天里答复，或出示机动车二维码给您扫。

code-guessed = { $purpose ->
        [owner-consent] ⚠ 一天之内，有人申请<b>备案您的车</b>时 { $count } 次输错验证码，没有一次猜中。
            车没有因此被备案。验证码只告诉认识的人，并先核对短信里的车牌。谁在请您确认，见 /approvals。
        [registration] ⚠ 有人知道您的姓名和身份证号，想<b>冒用您的身份注册</b>：一天之内 { $count } 次输错验证码，没有一次猜中。
            请不要把验证码告诉任何人。您自己要注册的话，分享登记的手机号就行，不需要验证码。
       *[other] ⚠ 一天之内，<b>您账号</b>的验证码被输错 { $count } 次，没有一次猜中。
            如果不是您本人，请检查是不是有人在用您的 Telegram，并在它的设置里退出不认识的设备。
    }
code-guessed-sms = { $purpose ->
        [owner-consent] 有人申请备案您的车，{ $count } 次输错验证码，没有猜中。验证码只告诉认识的人。
        [registration] 有人想冒用您的身份注册，{ $count } 次输错验证码，没有猜中。请勿将验证码告诉任何人。
       *[other] 您账号的验证码被输错 { $count } 次，没有猜中。如非本人操作，请检查 Telegram 的登录设备。
    }

code-lost = ⚠ 刚才的验证码短信<b>没有送到</b>。请看看手机有没有信号、停机或拦截了短信，再点“重新发送”。一直收不到，请{ counter-visit }。
code-lost-owner = ⚠ 给车主的验证码短信<b>没有送到</b>。请车主看看手机有没有停机或拦截短信，再点“重新发送验证码”；车主也用本服务台的话，可以直接在聊天里同意。
