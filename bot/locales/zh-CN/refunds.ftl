## 出纳

command-refund = 退款、对账、账表（例如 /refund 1001）
go-refund = 退款与对账
command-closing = 日结：核对一天的总数并结账
go-closing = 日结
command-ledger = 账表，可指定日期（例如 /ledger 2026-11-01 2026-11-30）
go-ledger = 账表
command-reconcile = 核对账单，可指定日期（例如 /reconcile 2026-11-28）
go-reconcile = 核对账单

flow-name-closing-without-bill = 无账单日结
flow-name-refund-elsewhere = 登记另行退款

cashier = <b>出纳工作台</b>
    待退款 { $refunds } 笔，对账差异 { $differences } 条。
cashier-refund = { $number } · { $amount } 元 · { $state }
cashier-difference = 差异 #{ $number } · { $kind }
cashier-reconcile = 核对昨天的账单
cashier-export = 本月数字与账表
cashier-refund-page = <b>退款 { $number }</b>：{ $amount } 元
    原因：{ $why }
    订单：<code>{ $order }</code>（{ $provider }）
    交易号：<code>{ $transaction }</code>，到账 { $total } 元
    提出时间：{ $at }，应在 { $due } 前办完
    状态：{ $state }
cashier-first-has-left = 先前同意的出纳已不担任出纳，其同意不再算数：须由两位出纳重新先后同意，下一位是第一位。
cashier-approve-proposed = 同意退款
cashier-approve-approved = 复核，退款
cashier-approve-failed = 再退一次
cashier-waits-for-second = 您已同意，等另一位出纳复核。
cashier-needs-second = 退款 { $number } 超过限额，已记下您的同意，还要另一位出纳复核。
cashier-gone-elsewhere = 账单上，这笔收款已在本系统之外退了 { $gone } 元。点“{ $step }”，退 { $rest } 元。如果这笔退款已在其中，请改选“{ $console }”。
cashier-all-gone-elsewhere = 账单上，这笔收款已在本系统之外退了 { $gone } 元。点“{ $step }”，这笔退款就按已退结束，不再发出。
cashier-was-console = 已在商户平台退款
cashier-was-cash = 已退现金或转账
cashier-ask-console = { $number }（{ $amount } 元）在商户平台的退款单号是多少？请与账单一致，只含字母和数字。
cashier-ask-cash = { $number }（{ $amount } 元）的凭证号或转账流水号是多少？只含字母和数字，不要写姓名。
cashier-not-on-bill = 先前记为已在商户平台退款，单号 <code>{ $reference }</code>，但账单上没有这笔退款，所以重新待办。
cashier-elsewhere-console = 已在商户平台退款，单号 <code>{ $reference }</code>。
cashier-elsewhere-cash = 已退现金或转账，单号 <code>{ $reference }</code>。
cashier-confirm-elsewhere = 复核：已经退了
cashier-approve-instead = 并未退款，改由支付平台退
cashier-elsewhere-needs-second = 退款 { $number } 超过限额，已记下您的说明，还要另一位出纳复核。
cashier-undone = 这笔钱缴清了决定书 { $numbers }。钱如果已不在，请让决定书重新待缴：收据随即作废，当事人会收到通知，缴款期限重新计算。不应缴的，由当事人照常提出异议。
cashier-due-again = { $number } 重新待缴
cashier-due-again-done = 决定书 { $number } 已改为待缴，收据作废，当事人会收到通知。
cashier-withdraws = 如果这笔钱没有到账，按账单入账后退款 { $numbers } 一并撤回，并通知付款人。
cashier-settle-stays-paid = 已处理，仍算已缴
cashier-refund-elsewhere = 退款 { $number } 已按已退结束：钱先前已经退回，付款人会收到通知。
cashier-sent = 退款 { $number } 已提交支付平台。
cashier-difference-page = <b>对账差异 #{ $number }</b>：{ $kind }
    账单日：{ $day }（{ $provider }）
    订单：<code>{ $order }</code>
    流水：<code>{ $reference }</code>
    我方 { $ours } 元，对方 { $theirs } 元
cashier-difference-refund-state = 支付平台的退款状态：{ $state }
cashier-settle = 标为已处理
cashier-settle-booked = 已处理，按账单记账
cashier-settled-booked = 差异 #{ $number } 已处理，总数和结余按账单记账。
cashier-settled = 差异 #{ $number } 已标为处理完毕。
cashier-reconciling = 正在下载 { $day } 的账单并核对……
cashier-reconciling-days = 正在下载 { $since } 至 { $until } 的账单并核对。只报告有问题的日子和最后一天……
cashier-reconciled = { $provider } { $day }：账单 { $lines } 行，补记 { $healed } 笔，新差异 { $differences } 条，其他业务 { $foreign } 行。
cashier-bill-refused = { $provider }没有给出 { $day } 的账单：没有开通，或还没有出账。
cashier-no-bill = 账单没有取到，请稍后再试。
cashier-figures = <b>{ $since } 至 { $until }</b>
cashier-figures-other = 别的日期请输入：<code>/ledger 2026-11-01 2026-11-30</code>（首尾两天都含在内）。
cashier-figures-line = { $provider }：收 { $paid } 笔 { $amount } 元，退 { $refunds } 笔 { $refunded } 元

refund-is-proposed = 待同意
refund-is-approved = 待复核
refund-is-sent = 已提交
refund-is-done = 已退
refund-is-failed = 没有退成
refund-is-withdrawn = 已撤回，款项没有到账

difference-unknown-order = 对方有、我方没有的订单
difference-wrong-currency = 不是人民币的付款
difference-after-closing = 日结之后才记的账
difference-on-two-bills = 两天的账单上都有，只记一次
difference-wrong-amount = 金额不符
difference-missing-at-gateway = 我方有、对方没有的收款
difference-unknown-refund = 对方有、我方没有的退款
difference-refund-amount = 退款金额不符
difference-refund-missing-at-gateway = 我方有、对方没有的退款

refused-refund-already-moved = 另一位出纳先处理了，或已经退了。
refused-own-refund = 这笔退款与您本人、您的车（包括以前的）或您的单位有关，请另一位出纳处理。
refused-second-cashier-needed = 超过限额的退款要由另一位出纳复核。
refused-annulled-by-you = 这份处罚决定是您撤销的，退款要由另一位工作人员同意。
refused-no-such-refund = 没有编号为 { $number } 的退款。
refused-refund-nothing-left = 账单上，这笔钱已经全部退回，请不要再付一次。请打开这笔退款并同意：按已退结束，不再发出。
refused-refund-reference = 请只发单号：4 至 64 个字母、数字或 - _ / . #。
refused-payment-not-undone = 这份决定书已不是已缴状态，或它的金额超过已退的钱。
refused-difference-settled = 另一位出纳已经处理了。

cashier-news-proposed = 💰 <b>退款 { $number }</b> 待出纳处理：{ $amount } 元。
cashier-news-approved = 💰 <b>退款 { $number }</b> 待另一位出纳复核：{ $amount } 元，应在 { $due } 前办完。
cashier-news-failed = ⚠ <b>退款 { $number }</b> 支付平台没有退成：{ $amount } 元。请查看后重新提交。

closing = <b>日结 { $day }</b>
closing-totals = { $provider }：收 { $payments } 笔 { $received } 元（缴清 { $settled } 元，未匹配 { $unmatched } 元），退 { $refunds } 笔 { $refunded } 元
    账单：收 { $billed } 元，退 { $returned } 元
closing-changed = 我方已按处理过的差异调整：收 { $received } 元，退 { $refunded } 元
closing-compare = 核对 { $day } 的账单
closing-close = 结账：{ $day }
closing-done = ✅ <b>{ $day } 已日结</b>，我方与账单分文不差。
closing-balance = { $provider }：结余 { $balance } 元，其中更正以前各日 { $corrected } 元

closing-and = 、
closing-may-lack-bill = { $providers }的账单取不到。可以写明原因，按本系统的记录结账。
closing-without-bill = 没有账单，结 { $day } 的账
closing-ask-reason = { $day } 为什么在没有账单的情况下结账？请写一句话，会与日结一起保存。
closing-done-without-bill = ✅ <b>{ $day } 已按本系统的记录日结</b>：没有{ $providers }的账单，已保存您写的原因。

ledger-csv = 同一账表的 CSV 文件
ledger-sheet = 账表
ledger-column-kind = 类别
ledger-column-at = 时间
ledger-column-provider = 支付方式
ledger-column-order = 订单号
ledger-column-transaction = 交易号
ledger-column-refund = 退款号
ledger-column-decision = 决定书编号
ledger-column-receipt = 收据编号
ledger-column-fine-yuan = 罚款（元）
ledger-column-late-fee-yuan = 加处罚款（元）
ledger-column-amount-yuan = 金额（元）
ledger-column-remark = 备注
ledger-payment = 收款
ledger-correction = 更正
ledger-refund = 退款
ledger-receipt-void = 收据作废
ledger-paid-back-console = 已在商户平台退款
ledger-paid-back-cash = 已退现金或转账
ledger-never-came = 没有到账
ledger-to-be-refunded = 待退款
ledger-refunded = 已退款

refused-nothing-to-close = 没有要日结的日子：已过去的都结了，或还没有收款。
refused-day-not-reconciled = { $provider ->
        [wechat] 微信支付
       *[alipay] 支付宝
    } { $day } 的账单还没有核对，请先核对。
refused-differences-open = { $provider ->
        [wechat] 微信支付
       *[alipay] 支付宝
    }到 { $day } 为止还有没处理的对账差异，请先处理。
refused-totals-disagree = { $provider ->
        [wechat] 微信支付
       *[alipay] 支付宝
    } { $day } 总数不符：我方收 { $ours } 元、退 { $back } 元，账单收 { $theirs } 元、退 { $returned } 元。请重新核对账单。
refused-closing-reason = 请用 { $least } 至 { $most } 个字写明原因。
refused-day-closed = 这一天已由另一位出纳日结。
refused-bills-not-kept = 已经取不到 { $day } 的账单：支付平台已不再保留。请填 { $since } 及以后的日期。
refused-bills-before-desk = { $day } 没有可核对的账单：本处自 { $since } 起收款。请填当天及以后的日期。
refused-period-unreadable = 日期没有看懂，或者不在 { $since } 至 { $until }（含首尾两天）之内。请这样输入：<code>{ $example }</code>
refused-period-too-long = 最多 { $most } 天，请分开来查。
