## 处罚决定、缴款、收据

decisions-made = <b>处理成功</b>，已生成 { $count } 份处罚决定书：
decision-line = • 决定书 <code>{ $number }</code>
      { $plate } · { $at } · { $act }
      { $amount }，记 { $points } 分
decisions-total = <b>应缴 { $total } 元</b>，请在 { $until } 前（含当日）缴款。
    请选择缴款方式：
decisions-warnings = 处罚为警告，不用缴款。
decisions-none-unpaid = 您没有待缴的罚款。
decisions-unpaid = <b>待缴罚款 { $count } 笔，合计 { $total } 元</b>（含加处罚款）。可以一次缴清，也可以点开逐笔缴。
decisions-none-paid = 您还没有缴过罚款。
decisions-paid = <b>已缴清的 { $count } 笔罚款</b>，点开可以下载收据。
decision-button = 决定书 { $number }
decision = <b>处罚决定书</b> <code>{ $number }</code>
    号牌号码：{ $plate }
    违法时间：{ $happened }
    违法地点：{ $place }
    违法行为：{ $act }（代码 { $code }）
    违反规定：{ $provision }
    处罚依据：{ $basis }
    处罚：{ $fine }，记 { $points } 分
    决定时间：{ $decided }
    { $days } 日内缴款，逾期每日加处 { $percent }%，总额不超过罚款。不服可在 { $remedy } 日内申请行政复议，或依法起诉。
decision-is-unpaid = <b>未缴款</b>，截止 { $until }。今天应缴 <b>{ $total } 元</b>{ $late ->
        [yes] （其中加处罚款 { $fee } 元）
       *[no] {""}
    }。
decision-is-paid = <b>已缴款</b>：{ $paid }，共 { $total } 元{ $late ->
        [yes] （其中加处罚款 { $fee } 元）
       *[no] {""}
    }。
decision-is-revoked = <b>已撤销</b>：{ $revoked }。
decision-due-again-since = 款项曾于 { $at } 在本系统之外退回，当时的收据作废。
decision-due-again-receipts = 作废收据：{ $receipts }。
decision-pdf = 决定书（PDF）
decision-receipt = 收据（PDF）
decision-fees = 逐日加处罚款
decision-recheck = 已付款还显示未缴？重新核对
decision-pdf-sent = 处罚决定书 { $number }
decision-due = <b>罚款快到期了</b>
    决定书 <code>{ $number }</code>（{ $plate }），罚款 { $fine }，请在 { $until } 前（含当日）缴款。过了这天每日加处 { $percent }%。
decision-late = <b>罚款已过缴款期限</b>
    决定书 <code>{ $number }</code>（{ $plate }），罚款 { $fine }，期限 { $until } 已过。从今天起每日加处 { $percent }%，总额不超过罚款；早缴早停。
decision-due-again = <b>一笔罚款重新待缴</b>
    处罚决定书 <code>{ $number }</code>（{ $plate }，{ $fine }）的款项已在本系统之外退回，因此改为未缴，原收据作废。请最晚在 { $until } 前缴清，此前不加处罚款。如果不应缴，请打开决定书提出异议。
decision-due-again-payer = <b>您替人缴的罚款已退回</b>
    您替人缴的处罚决定书 <code>{ $number }</code>（{ $plate }，{ $fine }）的款项已在本系统之外退回，因此改为未缴，原收据作废。当事人已收到通知；最晚在 { $until } 前缴清，此前不加处罚款。
decision-paid-for-you = 您的处罚决定书 <code>{ $number }</code>（{ $plate }，{ $fine }）已有人替您缴款。
fees-title = <b>逐日应缴</b> · 决定书 <code>{ $number }</code>，罚款 { $fine } 元
fees-day = { $overdue ->
        [0] { $on } 及以前：{ $total } 元
       *[other] { $on }：{ $total } 元（加处 { $fee } 元）
    }
paper-being-drawn = 正在生成文件，请稍候……
decision-not-drawn = 决定书 <code>{ $number }</code> 的文件没有生成出来，是我们这边出了问题。决定和罚款都不受影响，缴款期限也不变。请点下面再生成一次。
receipt-not-drawn = 决定书 <code>{ $number }</code> 的缴款收据没有生成出来，是我们这边出了问题。您的缴款已经入账，不受影响。请点下面再生成一次。
paper-again = 再生成一次
paper-show = 查看这份决定书
paper-failed = 抱歉，文件没有生成出来，请稍后再试。

pay-by-wechat = 微信支付
pay-by-alipay = 支付宝
provider-wechat = 微信支付
provider-cash = 现金、转账
provider-alipay = 支付宝

payment-preparing = 正在向{ $provider }下单（{ $amount } 元），请稍候……
payment-code = <b>{ $provider }扫码缴款：{ $amount } 元</b>
    订单号 <code>{ $number }</code>，{ $until } 前有效。
    另一部手机扫一扫，或长按图片识别。付款后这里会自动告诉您。
payment-link = 付款链接：<code>{ $link }</code>
payment-open = 打开付款页面
payment-recheck = 我已付款，核对一下
payment-other-way = 换一种方式
payment-checking = 正在向支付平台核对……
payment-closing = 正在关闭 { $provider } 订单，关好后再换方式，以免重复付款……
payment-no-answer = { $provider }暂时没有回应，订单 <code>{ $number }</code>（{ $amount } 元）关不了。付款码在 { $until } 前仍可付款；已付的钱不会丢，我们会一直核对。
payment-unanswered = { $provider }没有给出付款码，没有扣您的钱，订单 <code>{ $number }</code> 已关闭。应缴 { $amount } 元，请选择缴款方式：
payment-not-bookable = { $provider }说收到了付款，但币种或金额无法入账，已请工作人员核对。订单 <code>{ $number }</code> 已关闭，{ $amount } 元还没有缴，请选择缴款方式：
payment-status = 订单 <code>{ $number }</code> · { $provider } · <b>{ $amount } 元</b>
payment-for = • 决定书 { $number }（{ $plate }）：罚款 { $fine } 元{ $late ->
        [yes] ，加处 { $fee } 元
       *[no] {""}
    }
payment-is-created = 正在下单。
payment-is-ordered = <b>等待付款。</b>如果您已经付了，请过一会儿再核对。
payment-is-overdue = <b>付款时间已过。</b>{ $provider }还没有告知是否已付款，我们会一直核对，有结果马上通知您。
payment-is-paid = <b>已付款</b>，{ $at }。
payment-is-closed = <b>订单已关闭</b>，{ $at }。
payment-is-refunding = <b>正在退款。</b>
payment-is-refunded = <b>已退款。</b>
payment-closed-expired = 付款时间已过，请重新缴款。
payment-closed-early = 支付平台已关闭这笔订单，没有收到付款。请重新缴款。
payment-closed-by-payer = 您要换一种方式付款，请选择：
payment-closed-refused = 支付平台没有接受这笔订单。请换一种方式，或稍后再试。
payment-closed-no-answer = 支付平台没有给出付款码，没有扣您的钱。请重新选择缴款方式。
payment-closed-wrong-amount = 付来的金额与应缴的不符，会原路退回。罚款还没有缴，请重新缴款。
payment-closed-sent-back = 付款已由支付平台原路退回，请重新缴款。
payment-paid = ✅ <b>缴款成功：{ $amount } 元</b>
    订单号 <code>{ $number }</code>，{ $at }。收据随后发给您。
payment-to-receipt = 决定书与收据 { $number }
payment-receipt = 收据：处罚决定书 { $number }

refund-reason-double = 重复付款
refund-reason-late = 订单关闭后才到账
refund-reason-revoked = 处罚决定已撤销
refund-reason-wrong-amount = 金额不符
refund-reason-unknown-order = 找不到对应的订单
refund-coming = 订单 <code>{ $order }</code> 有 { $amount } 元要退给您（{ $why }），退款号 <code>{ $number }</code>。工作人员核对后原路退回。
refund-not-on-bill = 先前告诉您 { $amount } 元已退（单号 <code>{ $reference }</code>），但支付平台的账单上没有这笔退款。我们重新办理，办好再通知您。订单 <code>{ $order }</code>（{ $why }），退款号 <code>{ $number }</code>。
refund-coming-wrong-amount = <b>金额不符，罚款还没有缴成</b>
    订单 <code>{ $order }</code> 应缴 { $due } 元，到账 { $amount } 元。这 { $amount } 元要退给您，退款号 <code>{ $number }</code>；工作人员核对后原路退回。
    请点开决定书重新缴款。
refund-done-elsewhere = <b>{ $amount } 元已另行退还给您</b>（{ $why }），单号 <code>{ $reference }</code>。订单 <code>{ $order }</code>，退款 <code>{ $number }</code>。
refund-withdrawn = <b>没有款项要退</b>：先前告诉您要退 { $amount } 元（{ $why }），但支付平台的账单上没有这笔付款，我们没有收到钱。订单 <code>{ $order }</code>，退款号 <code>{ $number }</code>。如果您已被扣款，请向支付平台查询这笔付款；之后到账的钱，我们会主动退给您。
refund-came = 有 { $amount } 元后来到账了（{ $why }），会退给您：订单 <code>{ $order }</code>，退款号 <code>{ $number }</code>。工作人员核对后原路退回。
refund-done = <b>已退款 { $amount } 元</b>（{ $why }），订单 <code>{ $order }</code>，退款号 <code>{ $number }</code>。钱原路退回，到账时间以支付平台为准。

refused-nothing-to-pay = 这里没有需要缴纳的款项：已经缴清，或已撤销。
refused-payment-under-way = 这笔正在缴款，或已经缴了。请看最新的状态，不要重复付款。
refused-order-over = 这笔订单已经结束。
refused-refund-coming = 有一笔退款（{ $number }）正在办理，请等办完再注销。
