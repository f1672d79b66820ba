## 现行规定：查看、修改、公告

flow-name-rule = 修改规定
command-rules = 现行规定
command-rule = 提议修改一项规定
go-rule = 修改规定

rules-page = <b>现行规定 · { $topic }</b>
rule-topic-filing = 备案
rule-topic-codes = 二维码和验证码
rule-topic-review = 审核和人脸
rule-topic-violations = 违法处理
rule-topic-payment = 缴款
rule-topic-certificates = 检验标志
rule-topic-desk = 单位和资料保存
rule-line = • { $what }：<b>{ $value }</b>
rule-holds-until = （至 { $until }）
rule-coming = { "  " }{ $valid_from } 起：<b>{ $value }</b>
rule-history = <b>{ $what }</b>（<code>{ $name }</code>）
    现在：<b>{ $value }</b>
rule-was = • { $value }，自 { $valid_from }，{ $until }。依据：{ $why }
rule-default = 没有另行规定时：{ $value }
rule-on = 是
rule-off = 否
rule-none = 无
rule-choice-six-years = 六年内免检
rule-choice-ten-years = 十年内免检（第 6、10 年上线）
rule-unit-count = { $count }
rule-count-vehicles-per-user = { $count } 辆
rule-count-users-per-vehicle = { $count } 人
rule-count-filings-a-day = { $count } 次
rule-count-filings-a-year = { $count } 次
rule-count-users-per-organisation = { $count } 人
rule-count-organisations-per-person = { $count } 个
rule-count-face-tries = { $count } 次
rule-count-identity-cases-a-month = { $count } 次
rule-unit-seconds = { $count } 秒
rule-unit-minutes = { $count } 分钟
rule-unit-hours = { $count } 小时
rule-unit-hour-of-day = { $count } 时
rule-unit-days = { $count } 天
rule-unit-working-days = { $count } 个工作日
rule-unit-months = { $count } 个月
rule-unit-years = { $count } 岁
rule-unit-long-years = { $count } 年
rule-unit-permille = { $count }‰
rule-unit-fen = { $count } 元
rule-unit-points = { $count } 分
rule-unit-day-list = { $days }

rule-usage = <b>修改规定</b>
    发送：<code>/rule 名称 值 from 2026-12-01 until 2027-03-01 依据</code>
    日期可省略：不写 from 就是确认后立即生效，不写 until 就是长期有效；until 当天仍有效。空值写 <code>-</code>；取值里有空格时用引号括起来。
    您提议，另一位管理员确认，两人都同意才生效。/rules 里每项下面有名称；<code>/rule 名称</code> 看历史。
rule-waiting = { $count ->
        [0] 没有等待确认的提议。
       *[other] 等待确认的提议：{ $count } 项。
    }
rule-check = <b>{ $what }</b>（<code>{ $name }</code>）
    现在：{ $was }
    改为：<b>{ $value }</b>
    生效：{ $begins }，{ $until }
    依据：{ $why }

    确认后要告诉所有用户吗？
rule-aloud = 📢 向全体用户公告
rule-quietly = 不公告
rule-proposal = <b>{ $what }</b>（<code>{ $name }</code>）
    改为：<b>{ $value }</b>
    生效：{ $begins }，{ $until }
    依据：{ $why }
    提议人：{ $who }；{ $how }
rule-proposal-open = 等待另一位管理员确认。
rule-proposal-over = 最后一天已过，不能再确认。请否决或撤回，需要时重新提议。
rule-proposal-confirmed = ✅ 已确认。
rule-proposal-refused = ❌ 已被另一位管理员否决。
rule-proposal-withdrawn = 提议人已撤回。
rule-confirm = ✅ 确认
rule-refuse = ❌ 否决 / 撤回
rule-announced = 📢 <b>规定有变化</b>
    { $what }：<b>{ $value }</b>
    生效：{ $begins }，{ $until }
    依据：{ $why }
rule-set = <b>规定已更改</b>（{ $how }）
    { $what }：<b>{ $value }</b>
    生效：{ $begins }，{ $until }
    依据：{ $why }
rule-set-by-admins = 由两位管理员设定
rule-set-by-operator = 由运维人员设定
rule-from = 自 { $valid_from } 起
rule-at-once = 确认后立即生效
rule-first-day-passed = 确认后立即生效（提议的 { $valid_from } 已过）
rule-until = 至 { $until }（含当天）
rule-until-changed = 长期有效

refused-unknown-rule = 没有叫“{ $name }”的规定。名称在 /rules 每一项的下面。
refused-rule-incomplete = 请写全：<code>/rule 名称 值 依据</code>，中间可加 from 日期、until 日期。
refused-rule-not-a-number = 这一项要写整数，{ $lower } 到 { $upper }。
refused-rule-not-an-amount = 这项规定填金额（元），{ $lower } 到 { $upper }。
refused-rule-out-of-bounds = 超出范围：这一项只能在 { $lower } 到 { $upper } 之间。
refused-rule-not-a-switch = 这一项只能写 on 或 off（开、关）。
refused-rule-not-a-choice = 这一项只能写：{ $choices }。
refused-rule-not-a-list = 同一个数写了两次。请用逗号隔开，每个数只写一次。
refused-rule-not-understood = 这条规则看不懂，请检查写法。
refused-rule-day-out-of-range = “{ $day }”不在 { $first } 年到 { $last } 年之间。长期有效的规定请不写 until。
refused-rule-value-unquoted = 取值后面的“{ $rest }”像是取值的一部分。请用引号把整个取值括起来（"90 28 14 1"），或用逗号连接（90,28,14,1）。
refused-rule-day-unreadable = “{ $day }”不是日期，请写成 2026-12-01。
refused-rule-day-unnamed = “{ $day }”前面没有 from 或 until，会成为依据的一部分。首日写在 from 后面，最后一天写在 until 后面；依据以日期开头的，请把日期写到后面。
refused-rule-day-past = { $day } 已经过去：规定不能从今天以前开始。
refused-rule-days-reversed = 结束日期早于开始日期，或已经过去。
refused-rule-why-too-long = 依据太长，最多 { $most } 个字。
refused-rule-unchanged = 没有变化：这段时间本来就是这个值，不用提议。
refused-rule-open-already = 这一项已有一个提议在等确认，请先处理它。
refused-rules-out-of-order = 从 { $since } 起会自相矛盾：<code>{ $smaller }</code> 不能大于 <code>{ $greater }</code>。
refused-rule-proposal-decided = 这个提议已经有结果了。
refused-second-admin-needed = 自己提议的不能自己确认，要另一位管理员来。

rule-name-registration-age = 注册的最低年龄
rule-name-filing-age = 申请备案的最低年龄
rule-name-vehicles-per-user = 每人最多备案几辆非本人机动车
rule-name-users-per-vehicle = 每辆车最多几位非车主使用人
rule-name-filed-plate-types = 可以备案的号牌种类
rule-name-filings-a-day = 每人每天最多申请
rule-name-filings-a-year = 每人每年最多申请
rule-name-owner-reminder-hours = 车主未答复，多久提醒一次
rule-name-owner-lapse-hours = 车主未答复，多久自动失效
rule-name-term-reminder-days = 备案到期前多久提醒
rule-name-blacklist-days = 提供虚假材料，多久不能备案
rule-name-qr-minutes = 机动车二维码有效时间
rule-name-qr-extra-photos = 扫码备案也要拍照
rule-name-qr-owner-code = 扫码备案也要车主短信验证码
rule-name-code-minutes = 短信验证码有效时间
rule-name-code-tries = 短信验证码可输入几次
rule-name-code-resend-seconds = 隔多久可重发验证码
rule-name-codes-a-day = 同一用途：本人 24 小时内最多收几条验证码
rule-name-others-codes-a-day = 同一用途：他人 24 小时内最多让同一手机号收几条验证码
rule-name-requester-codes-a-day = 所有用途：一个人每天最多让他人收几条验证码
rule-name-probes-per-user-a-day = 每人每天可核对车辆几次
rule-name-probes-per-vehicle-a-day = 每辆车每天可被核对几次
rule-name-review-working-days = 人工审核时限
rule-name-review-lease-minutes = 审核员领取后保留多久
rule-name-returns-before-second-reviewer = 退办几次后换第二人审核
rule-name-objection-working-days = 异议应在多久内答复
rule-name-appeal-working-days = 黑名单申诉应在多久内办结
rule-name-photo-days = 审核照片保存多久
rule-name-identity-wait-hours = 换账号、换号码的核实，等待异议多久（登记的手机已确认的不用等）
rule-name-identity-cases-a-month = 每个账号 30 天内最多申请核实几次
rule-name-face-accept-permille = 人脸比对：达到此分为同一人
rule-name-face-doubt-permille = 人脸比对：低于此分为不同人
rule-name-face-tries = 人脸核验可试几次
rule-name-fine-limit-fen = 网上可处理的罚款上限
rule-name-record-points = 网上可处理的单条记分上限
rule-name-total-points = 一个周期记满
rule-name-before-filing-with-points = 可处理备案前的记分违法
rule-name-before-filing-without-points = 可处理备案前的不记分违法
rule-name-check-rules = 各机关决定书校验规则
rule-name-pay-within-days = 罚款缴纳期限
rule-name-late-fee-permille = 逾期每日加处罚款
rule-name-payment-reminder-days = 缴款提醒（决定后第几天）
rule-name-order-minutes = 支付订单有效时间
rule-name-refund-four-eyes-fen = 退款超过此数须两人批准
rule-name-refund-days = 退款应在几天内办完
rule-name-difference-working-days = 对账差异应在多久内处理
rule-name-reconsideration-days = 行政复议期限
rule-name-quiet-from-hour = 免打扰开始（时）
rule-name-quiet-until-hour = 免打扰结束（时）
rule-name-exempt-calendar = 免检年限办法
rule-name-apply-window-months = 检验到期前多久可申领
rule-name-certificate-reminder-days = 检验到期提醒（到期前几天）
rule-name-share-days = 分享码最长有效
rule-name-paper-working-days = 纸质标志应在多久内制作寄出
rule-name-paper-arrival-days = 寄出或备妥的纸质标志应在多久内确认送达
rule-name-station-revoke-hours = 检验机构可撤回自己签发凭证的时间
rule-name-status-list-hours = 凭证状态清单有效时间
rule-name-session-minutes = 网页无操作多久退出
rule-name-invitation-hours = 单位邀请码有效时间
rule-name-proposal-working-days = 须两人办的提议应在多久内答复
rule-name-work-reminder-hours = 待办到期前多久提醒
rule-name-users-per-organisation = 每单位最多几位使用人
rule-name-organisations-per-person = 每人最多加入几个单位
rule-name-update-days = 收到的消息保存多久
rule-name-message-days = 发出的消息保存多久
rule-name-spent-days = 用过的验证码、未使用的机动车二维码、已结束的定时任务和出示记录保存多久
rule-name-limit-record-days = 限制记录（证件号、手机号、账号的哈希）最长保存多久
rule-name-phone-quarantine-days = 手机号换人后多久，前一位机主的记录不再计入新机主
rule-name-draft-days = 没填完的内容保存多久
rule-name-guest-days = 没有注册的账号保存多久
rule-name-record-days = 办理记录在了结后保存多久
rule-name-ledger-days = 违法处理与缴款记录保存多久
