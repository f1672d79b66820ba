## 导航：流程按钮、无法理解的消息

go-start = 注册 / 登录
go-menu = 菜单
go-help = 帮助
go-file = 备案非本人机动车
go-vehicles = 我的机动车
go-progress = 网办进度
go-certificate = 检验标志电子凭证
go-violations = 交通违法
go-verify = 验证凭证
go-approvals = 我的车：申请和备案
go-rules = 现行规定
go-language = 语言 / Language
go-privacy = 我的资料
go-terms = 条款与同意
go-cancel = 取消

flow-back = ‹ 上一步
flow-cancel = 取消
flow-leave = 先离开
flow-restart = 重新开始
flow-resume = 继续办理：{ $what }
flow-cancelled = 已取消：{ $what }。您随时可以重新开始。
flow-nothing = 现在没有进行中的办理。
flow-nothing-but = 这里没有正在填写的步骤，所以<b>没有取消什么</b>。下面的还在继续：要撤回、终止或解除，请点下面的按钮。
flow-parked = 您的“{ $what }”还没办完，已填的内容都留着。
flow-already = 您正在办理这一项，已填的内容都在。接着办，或者重新开始：

page-previous = 上一页
page-next = 下一页
page-of = 第 { $number } 页，共 { $pages } 页

keyboard-or = 也可以点这里：
keyboard-away = 好的，先不用发送手机号。
lost = 没明白您的意思。可以直接说“备案”“查违法”“检验标志”“进度”，或点菜单选择。
too-fast = 您发得太快，后面的消息和点击没有处理。请等一分钟，再继续办理。
lost-edited = 改过的消息不会再读一遍。要改，请重新发一条。
lost-other = 收到了，不过现在用不到。请点菜单选要办的事，或发送 /help 看看能做什么。
broken = 抱歉，是我们这边出了错，您没有做错什么。已通知工作人员，编号 <code>{ $reference }</code>。请稍后再试。
news = 您有一条新消息，暂时无法在这里显示。办理进度请看 /progress，其他事项请从菜单进入。

expected-above = 请按上面的说明继续。
expected-not-words = 这一步不用打字。
expected-not-photo = 这一步用不到照片。
expected-not-document = 这一步用不到文件。
expected-not-contact = 这一步用不到联系人名片。
expected-not-sticker = 贴纸收到啦，不过这一步用不到。
expected-not-voice = 抱歉，我听不了语音消息。
expected-not-video = 这一步用不到视频。
expected-not-location = 这一步用不到位置。
expected-not-forwarded = 转发的内容不能用，请您自己发送。
expected-not-edited = 修改过的消息不能用，请重新发一条。
expected-not-other = 这种消息我读不了。

refused-several = 现在还不能办理，原因是：
refused-not-registered = 请先注册：核对姓名、身份证号和手机号，一两分钟就好。
refused-not-staff = 没有这个命令，或者您不能使用它。
refused-own-matter = 这一项与您本人、您的车（包括以前的）或您的单位有关，您不能自己办理。请由另一位工作人员办理。
refused-not-yours = 找不到这一项，或者它不在您名下。
refused-stale-button = 这一步已经办过了，请看最下面的最新消息。
refused-forged = 这个按钮不能用。请从菜单重新打开。
refused-unknown-command = 没有这个命令，或者您不能使用它。
refused-number-missing = 请在命令后面写上申请编号，例如 /{ $command } 1024。
refused-reason-is-answer = 这只是一句“是”或“不”，看不出原因，所以什么都还没有办。要继续，请写一句完整的话；不想办了，请发送 /cancel。
