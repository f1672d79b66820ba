# 数据接口的密钥。
api-client-created = <b>有程序获得了数据接口的密钥</b>
    运维人员为“{ $name }”（…{ $end }）生成了密钥，范围：{ $kinds }。
    如果您不知道此事，请立即向运维人员核实。
api-client-revoked = <b>有程序的密钥已被撤销</b>
    运维人员撤销了“{ $name }”（…{ $end }）的密钥，该密钥立即失效。原范围：{ $kinds }。
api-kind-people = 人员
api-kind-organisations = 单位
api-kind-vehicles = 机动车
api-kind-violations = 违法记录
api-kind-inspections = 检验
api-kind-insurances = 交强险
api-kind-taxes = 车船税
api-kind-licences = 驾驶证与记分
api-kind-events = 读取业务事件
## 对话里的客户端：一位管理员提议，另一位确认，密钥只给提议人看
flow-name-clients = 提议接口客户端
command-clients = 数据接口的客户端：密钥、范围、最近使用
go-clients = 接口客户端
work-kind-client = 接口客户端提议
api-clients = { $count ->
    [0] <b>数据接口：没有客户端</b>
   *[other] <b>数据接口：{ $count } 个客户端</b>
}
api-clients-line = <b>{ $name }</b>（…{ $end }）：{ $kinds }。最近使用：{ $used }。
api-clients-line-unused = <b>{ $name }</b>（…{ $end }）：{ $kinds }。还没有用过。
api-clients-waiting = { $count ->
    [0] 没有等待处理的提议。
   *[other] 等待处理的提议：{ $count } 个。
}
api-clients-usage = 新建客户端要两位管理员：点“新建客户端”，或发送 <code>/clients 名称 people vehicles</code>。
api-clients-open = ⏳ 待处理：{ $name }
api-clients-new = ➕ 新建客户端
api-clients-revoking = 撤销立即生效，不能恢复；换新密钥之前，这个程序的请求都会被拒绝。其他管理员会收到通知。
api-clients-revoke = ⛔ 立即撤销密钥
api-clients-revoked = <b>{ $name }（…{ $end }）的密钥已撤销</b>
    密钥已失效。其他管理员会收到通知。
api-clients-ask-name = 这个程序叫什么？请用 2 到 31 个小写字母 a–z、数字或连字符，例如 <code>insurer</code>。
api-clients-ask-scopes = <b>{ $name }</b>可以做什么？点一下选中，再点取消，选好后提交。只选程序需要的。
api-clients-propose = 📤 提交，请另一位管理员确认
api-clients-proposal = <b>新建数据接口客户端：{ $name }</b>
    可以写入或读取：{ $kinds }
    提议人：{ $who }
api-clients-proposal-open = 等待另一位管理员确认。
api-clients-proposal-confirmed = ✅ 已确认。提议人可以在 { PERIOD($days) }内查看密钥。
api-clients-proposal-confirmed-own = ✅ 已确认。请在 { PERIOD($days) }内查看密钥。密钥只显示一次，只给您看，请先准备好保存的地方。
api-clients-proposal-fetched = ✅ 密钥已生成，已向提议人显示过一次。
api-clients-proposal-refused = ❌ 已被另一位管理员否决。
api-clients-proposal-withdrawn = 提议人已撤回。
api-clients-confirm = ✅ 确认
api-clients-refuse = ❌ 否决 / 撤回
api-clients-fetch = 🔑 查看密钥
api-clients-key = <b>{ $name } 的密钥</b>
    <code>{ $secret }</code>

    请现在存到程序的设置里。{ $minutes } 分钟后密钥会从对话里消失，以后不再显示。请不要用聊天发给任何人。
api-clients-copy = 📋 复制
api-clients-saved = ✅ 已保存，从这里删去
api-clients-key-hidden = <b>{ $name } 的密钥不再显示</b>
    密钥有效。如果没有保存好，请撤销，再提议一个新的。
api-client-ended = <b>管理员撤销了一个程序的密钥</b>
    “{ $name }”（…{ $end }）的密钥已失效，原范围：{ $kinds }。是哪位管理员，请看审计记录。
refused-api-client-exists = 已经有叫 { $name } 的客户端。请先撤销它的密钥，或换个名称。
refused-api-client-gone = 这个客户端的密钥已经撤销了。
refused-api-client-name = 名称要用 2 到 31 个小写字母 a–z、数字或连字符，以字母或数字开头。
refused-api-client-scope = 有的范围不存在。可以写：{ $kinds }。
refused-api-client-scopes-missing = 请至少选一项程序可以做的事。
refused-api-client-proposed-already = 这个名称已有一个提议在等确认，请先处理它。
refused-api-client-decided = 这个提议已经办结。
refused-api-key-of-proposer = 只有提议这个客户端的管理员可以看密钥。
refused-api-key-shown = 这个密钥已经显示过，只显示一次。如果没有保存好，请撤销，再提议一个新的。
refused-api-key-lapsed = 密钥没有在 { PERIOD($days) }内查看，所以没有生成。请重新提议。
import-fault-key-of-another-row = 该编号此前对应的是另一条记录
import-fault-key-revoked = 该客户端的密钥已被撤销
import-fault-not-deleted = 该类记录不删除，请发送变更后的内容
import-fault-unknown-field = 该类记录没有这个字段
import-fault-missing-field = 缺少该字段
import-fault-moment-ahead = 时间比本服务台的时钟晚一天以上
import-fault-unknown-person = 登记库中没有该证件号码的人员
import-fault-unknown-organisation = 登记库中没有该统一社会信用代码的单位
events-subscribed = <b>有外部系统开始接收业务事件</b>
    运维人员登记了订阅“{ $name }”：{ $url } 将收到{ $types }。只发送编号，不含个人信息。
    如果您不知道此事，请立即向运维人员核实。
events-unsubscribed = <b>一项订阅已终止</b>
    运维人员终止了“{ $name }”：{ $url } 不再收到业务事件。
event-type-filing-completed = 备案完成
event-type-filing-ended = 备案终止
event-type-certificate-issued = 检验标志核发
event-type-certificate-closed = 检验标志换发和撤销
event-type-decision-made = 处罚决定
event-type-decision-revoked = 处罚决定撤销
event-type-decision-due-again = 罚款须重新缴纳
event-type-payment-settled = 缴款
event-type-refund-finished = 退款
