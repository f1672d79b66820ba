## 交通违法：查询、选择、处理

flow-name-handling = 处理交通违法
command-violations = 查询和处理交通违法

money = { $yuan } 元
warning = 警告

violations-no-cars = 您名下没有机动车，也没有备案的车。备案一辆车后，就能查询和处理它的电子监控违法。
violations-no-cars-mine = 您名下现在没有机动车，也没有备案的车。以前的处罚决定仍由您处理，就在下面；备案一辆车后，还能查询和处理它的电子监控违法。
violations-title = <b>交通违法</b>
violations-points = 本记分周期已记 { $points } 分，还剩 { $left } 分。
violations-no-licence = 没有您的驾驶证信息，所以没有记分。
violations-car = { $kind ->
        [own] 本人
        [organisation] 单位
        [former] 以前的车
       *[filed] 备案
    } <b>{ $plate }</b>：未处理 { $unhandled } 条，已处理未缴款 { $unpaid } 条
violations-car-button = { $plate }（未处理 { $count }）
violations-mine = 我的待缴罚款（{ $count }）
violations-receipts = 已缴罚款和收据
violations-news = 通知设置
vehicle-violations = 交通违法（未处理 { $count }）
violations-of-car = <b>{ $plate }</b> · { $state }
violations-none = 没有这类记录。
violations-more = 还有 { $count } 条，处理完这些就会显示。
violations-more-barred = 还有 { $count } 条也不能在这里处理，在这辆车的违法列表里点开可以看原因。
violations-handle = 选择并处理
violations-to-unhandled = 未处理 { $count }
violations-to-decided = 未缴款 { $count }
violations-to-paid = 已缴款 { $count }
violation-state-unhandled = 未处理
violation-state-decided = 已处理、未缴款
violation-state-paid = 已办结
violation-state-cancelled = 已撤销
violation-line = { $at } { $place } · { $act } · { $fine }、{ $points } 分
violation = <b>{ $plate } 的违法记录</b>
    编号：<code>{ $number }</code>
    时间：{ $at }
    地点：{ $place }
    行为：{ $act }（代码 { $code }）
    违反规定：{ $provision }
    处罚依据：{ $basis }
    罚款：{ $fine } · 记分：{ $points } 分
    状态：{ $state }
violation-evidence = 上图为电子监控照片。
violation-no-evidence = 这条记录没有附照片。要看照片，请{ counter-ask }。
violation-obstacles = 这条不能在这里处理，原因是：
violation-handle = 处理这条
violation-decision = 查看决定书

handling-select = <b>选择要处理的违法</b>（{ $plate }）
    点一下勾选，再点一下取消。写着“不能选”的（⛔）不能在这里处理，点一下看原因。
handling-box = { $fine } { $points } 分
handling-all = 全选（能处理的）
handling-next = 处理并缴款（{ $count } 条）
handling-nothing = { $plate } 没有未处理的违法。
handling-total = <b>合计 { $count } 条：罚款 { $fine } 元，记 { $points } 分</b>
handling-after = 处理后您本周期记 { $after } 分，还剩 { $left } 分（满 { $full } 分）。
handling-rules = <b>业务须知</b>（{ $version } 版）
    1. 您确认违法发生时是您本人驾驶，愿意接受处理。代人记分、买分卖分要受处罚。
    2. 这里只处理每条罚款不超过 { $fine_limit } 元或警告、每条记分不超过 { $record_points } 分的电子监控违法；处理后累计不满 { $total_points } 分。
    3. 处理后立即生成处罚决定书，记分同时记入您的驾驶证。
    4. 请自决定之日起 { $pay_within_days } 日内缴款。逾期每日按罚款数额的 { $late_percent }% 加处罚款，加处总额不超过罚款数额。
    5. 对决定不服的，可以在 { $reconsideration_days } 日内申请行政复议，或者依法提起行政诉讼；也可以在这里提出异议。
handling-agree = 同意须知，事实无误，发送验证码
handling-rules-show = 查看现行业务须知
handling-facts = <b>请核对违法事实</b>
    当事人：{ $who }（{ $phone }）
    号牌号码：<b>{ $plate }</b>
handling-facts-next = 确认后，验证码会发到您的手机。输入验证码即表示您接受处理。
handling-confirm = 事实无误，发送验证码
handling-ask-code = 验证码发往您的手机 { $phone }，{ $minutes } 分钟内有效。
    请<b>直接输入验证码</b>；过了时间，请重新发送。
handling-resend = 重新发送
sms-payment-code = 验证码 { $code }，{ $minutes } 分钟内有效，用于处理 { $plate } 的 { $count } 条交通违法。如非本人操作，请勿告诉任何人。

refused-fine-too-high = 罚款超过 { $limit } 元，不能在这里处理。请带驾驶证、行驶证{ counter-visit }。
refused-record-points-too-many = 单条记分超过 { $limit } 分，不能在这里处理。请带驾驶证、行驶证{ counter-visit }。
refused-points-would-be-full = 您本周期已记 { $so_far } 分，再记 { $more } 分就满 { $full } 分了。请少选几条；单独一条就会记满的，请先参加审验教育学习，再{ counter-visit }。
refused-no-licence = 没有您的驾驶证信息，不能记分。请由实际驾驶人处理；需要核对驾驶证的，请{ counter-visit }。
refused-licence-not-normal = { $status ->
        [withdrawn] 您的驾驶证已被吊销
        [cancelled] 您的驾驶证已注销
        [overdue-renewal] 您的驾驶证逾期未换证
        [overdue-review] 您的驾驶证逾期未审验
        [withheld] 您的驾驶证被扣留
        [locked] 您的驾驶证已锁定
        [moved-away] 您的驾驶证已转出
       *[other] 您的驾驶证状态不正常
    }，不能处理违法。请先把驾驶证的事办好：{ counter-visit }。
refused-class-does-not-cover = 您的准驾车型 { $licence } 不包括这类车，只能查询。请由实际驾驶人处理。
refused-key-vehicle = 这辆车是重点车辆，不能在这里处理违法。请{ counter-visit }。
refused-key-person = 您是重点驾驶人，不能在这里处理违法。请{ counter-visit }。
refused-before-filing = 这条违法发生在您备案之前（备案时间 { $since }），请车主本人处理。
refused-already-handled = 有的已经处理过了，请重新选择。
refused-under-objection = 这条的异议 #{ $number } 还没有答复。请等答复，或先撤回异议。
refused-nothing-chosen = 还没有选择要处理的违法，请先勾选。
refused-no-phone = 这里没有您的手机号，发不了验证码。请点下面的“身份核实”登记现在用的号码，或{ counter-with-id }。
refused-terms-not-agreed = 请先阅读并同意业务须知。

violation-news = { $count ->
       *[other] <b>您的车有 { $count } 条新的交通违法</b>
    }
violation-not-yours = 经核对，记在 <b>{ $plate }</b> 名下的一条违法不属于您，记录已经更正，您不用处理。
violation-news-button = { $at } · { $fine }
news-settings = <b>通知设置</b>
    点一下打开或关闭。夜间不打扰，早上再通知您。
news-on = ✅ 接收：{ $what }
news-off = 🔕 不接收：{ $what }
news-kind-violation = 新的交通违法

authorities-set = 运维人员更换了处罚机关表：现有 { $count } 行。决定书和收据按它写机关名称、印章和缴款账户。
