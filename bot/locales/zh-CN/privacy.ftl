## 我的资料：查看、导出、退出登录、删除

flow-name-export = 导出资料
flow-name-deletion = 删除账号
command-privacy = 我的资料：查看、导出、删除

privacy = <b>我的资料</b>
    姓名：{ $name }
    身份证号：{ $number }
    手机号：{ $phone }
    准驾车型：{ $licence }
    来源：{ $known ->
        [yes] 官方登记
       *[no] 本人申报
    }
    实人认证：{ $verified ->
        [yes] 已通过
       *[no] 还没有
    }
    注册时间：{ $since }
privacy-agreements =

    <b>您同意过的</b>
privacy-agreement = • { $what }（{ $version } 版），{ $at }
privacy-agreement-revoked = • { $what }（{ $version } 版），{ $at }，已于 { $revoked } 撤回
agreed-terms = 服务条款与个人信息说明
agreed-face = 人脸信息处理
agreed-id-photos = 证件照片使用
agreed-data-sharing = 由服务商传送信息
agreed-filing = 备案业务须知
agreed-violations = 违法处理须知
agreed-certificate = 检验标志业务须知
privacy-guest = <b>我的资料</b>
    您还没有注册。这里只保存您的 Telegram 账号编号和所用的语言，没有姓名、身份证号和手机号。删除过账号的，删除时说明的限制仍凭不能还原的编码计算到期。

privacy-guest-draft = <b>我的资料</b>
    您还没有注册完。除了您的 Telegram 账号编号和所用的语言，这里暂时保存着您填到一半的内容：
privacy-draft-name = • 姓名 { $value }
privacy-draft-number = • 身份证号 { $value }
privacy-draft-phone = • 手机号 { $value }
privacy-draft-until = 接着办理时会用到；不想办了，可以现在删除。
privacy-draft-delete = 删除填到一半的内容
privacy-draft-deleted = 您填写的内容已经删除，这里只保存您的 Telegram 账号编号和所用的语言。需要时，随时可以重新开始。
privacy-guest-cases = <b>我的资料</b>
    您还没有注册。除了您的 Telegram 账号编号和所用的语言，这里保存着您的身份核实申请：
privacy-guest-case = <b>#{ $number }</b>（{ $at }）：手持证件照和自拍照，填写的内容，您对证件照片使用的同意
privacy-guest-cases-until = 有结果后 { PERIOD($days) }内删除。您也可以现在撤回：申请结束，照片和填写的内容马上删除，同意也随之收回。要一份副本，请{ counter-with-id }。
privacy-guest-cases-delete = 撤回申请，删除资料
privacy-export = 导出我的全部资料
privacy-exported = 这是服务台保存的关于您的全部资料（JSON 文件）。里面的内容没有打码，请妥善保管。聊天里的这份文件要由您自己删除；服务台里的这份，一天后自动删除。


privacy-sign-out-button = 退出登录
privacy-sign-out = <b>退出登录</b>
    退出后，服务台在这个 Telegram 账号上锁定，要用您手机收到的验证码才能解锁。账号和办理中的事项都保留；您同意过短信的，结果改用短信通知；已给出、还没使用的机动车二维码和单位邀请码作废，登录过的浏览器也要重新登录。手机丢了，请同时向运营商挂失手机卡。
privacy-sign-out-no-phone = ⚠️ 这里没有您的手机号，收不到解锁的验证码：现在退出，要由工作人员核实身份以后才能解锁。请先点“{ go-identity }”，登记手机号。
privacy-sign-out-now = 确认退出

privacy-code = 为了确认是您本人，验证码发往您的手机 { $phone }，{ $minutes } 分钟内有效。请输入短信里的数字；过了时间，请重新发送。
    这个号码已经不用了？点“身份核实”换号码，或{ counter-with-id }。
privacy-code-again = 重新发送
sms-code-export = 验证码 { $code }，{ $minutes } 分钟内有效，用于导出您的全部资料。如非本人操作，请勿告诉任何人。
sms-code-deletion = 验证码 { $code }，{ $minutes } 分钟内有效，用于删除您的账号。如非本人操作，请勿告诉任何人。
refused-no-phone-to-confirm = 这里没有您的手机号，无法发送验证码确认是您本人，所以没有导出，也没有删除。请点“身份核实”登记手机号，或{ counter-with-id }。

privacy-delete = 删除我的账号
privacy-delete-warning = <b>删除账号后</b>
    • { $active ->
        [0] 您现在没有备案的车辆。
       *[other] 您备案的 { $active } 辆车随即解除备案，车主会收到通知。
    }
    • { $open ->
        [0] 您现在没有办理中的申请。
       *[other] { $open } 件办理中的申请随即撤回。
    }
    • 照片、服务台里的导出文件和没填完的内容立即删除；已经发到聊天里的内容（包括 my-data.json），请您自己删除。
    • 您自己申报的姓名、身份证号、手机号一并清除；官方登记不受影响。
    • 办理记录依法保留，但不再与这个账号关联。
    • 您重新注册后，次数、“不再接受”和黑名单继续有效：为此按身份证号、手机号和 Telegram 账号各留不能还原的标记，最长 { PERIOD($days) }。

    删除后不能恢复。
privacy-delete-administers = • 您是 <b>{ $name }</b> 的管理员：删除账号后，没有人能在聊天里答复、终止或解除它的车上的申请和备案。请先在“{ go-organisation }”移交管理。
privacy-delete-others = <b>您的车上还有别人的 { $count } 件备案或申请，删除账号不会结束它们。</b>删除后您不能再在聊天里答复、终止或解除；要结束的，请先点下面的“我的车：申请和备案”：
privacy-delete-other = • #{ $number }　{ $plate }　{ $who }　{ $status }
privacy-delete-go-on = 我明白，继续删除
privacy-delete-word = 最后一步：请输入 <b>删除</b> 两个字，然后还要输入一次短信验证码。
privacy-deleted = 您的账号已删除。以后需要时，可以重新注册。

refused-not-the-word = 没有删除：您输入的不是“删除”。要继续，请输入这两个字；不想删，请点“取消”。
refused-still-staff = 您是在职工作人员，不能删除账号。请先请管理员结束您的任职，再来删除。
