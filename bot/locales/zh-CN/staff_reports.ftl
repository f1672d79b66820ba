## 审计、统计、查人、告警

command-audit = 操作记录：最新、按类别、按申请号
go-audit = 操作记录
audit-page = <b>操作记录</b>：{ $about }
audit-everything = 全部
audit-nothing = 没有记录。
audit-line = { $at } <code>{ $action }</code> { $who } { $more }
audit-by-desk = 系统
audit-by-user = 用户{ $number }
audit-usage = 只看一类：<code>/audit 类别</code>；一个申请：<code>/audit 1024</code>。类别：{ $things }
audit-older = 更早
audit-verify = 校验记录链
audit-verifying = 正在从头校验记录链……
audit-whole = ✅ 记录链完整：{ $links } 条，没有被改动。
audit-broken = 🚨 记录链在第 { $number } 条断开（共 { $links } 条）：从那里起的记录不可信，请立即停用并核对备份。
audit-key-missing = 🚨 记录链的密钥缺失或被改动，从第 { $number } 条起（共 { $links } 条）不可信，请立即停用并核对备份。
audit-cut = 🚨 记录链的末尾缺失：从第 { $number } 条起的记录被删除，请立即停用并核对备份。
audit-inserted = 🚨 编号 { $number } 的记录不是系统写入的：有人插入或改动了它，请立即停用并核对备份。
audit-other-head = 🚨 第 { $number } 条（共 { $links } 条）与当日公布的不一致：记录链被换过，请立即停用并核对备份。
audit-head = 🔏 <b>操作记录存证</b>，{ $day }：第 { $number } 条，<code>{ $hash }</code>
    无需操作。请把这一行另存在别处：日后可以证明此前的记录没有被改动或删除。
audit-not-verified = 校验没有完成，请再试一次。
refused-audit-of-what = 没有这个类别，也没有这个申请号。类别：{ $things }

command-stats = 统计：数量、用时、退办原因
go-stats = 统计
stats-counting = 正在统计……
stats-failed = 统计没有完成，请再试一次。
stats-title = <b>最近 { $days } 天</b>
stats-no-applications = 没有申请。
stats-application = • { $way }，{ $status }：{ $count }
stats-way-qr = 扫码
stats-way-sms = 短信
stats-finishing = 申请到办结：{ $count } 件，半数在 { $median } 内，九成在 { $most } 内
stats-reviewing = 人工审核：{ $count } 件，半数在 { $median } 内，九成在 { $most } 内
stats-finishing-none = 没有办结的申请。
stats-reviewing-none = 没有人工审核。
stats-return = 退办 { $count } 次：{ $why }
stats-unpaid = 未缴款的决定书：{ $count } 份，罚款共 { $yuan } 元
stats-expiring = { $days } 天内到期的检验标志电子凭证：{ $count } 份
stats-work = <b>待办</b>
stats-work-kind = • { $kind }：待办 { $waiting }，超时 { $overdue }；办结 { $done }，其中超时 { $late }；半数在 { $median } 内，九成在 { $most } 内
stats-work-waiting = • { $kind }：待办 { $waiting }，超时 { $overdue }
stats-seconds = { $count } 秒
stats-minutes = { $count } 分钟
stats-hours = { $count } 小时

command-find = 查人：/find 身份证号、手机号或申请号
find-person = <b>{ $name }</b>　{ $id_number }　{ $phone }
    { $user }，{ $level }；准驾 { $licence }（{ $status }）；名下车辆 { $cars }
find-user = 已注册
find-no-user = 未注册
find-blacklisted = ⛔ { $until } 前不能备案
find-blacklisted-left = ⛔ 注销前的账号在黑名单上：{ $until } 前不能备案。本人可发 /appeal 申诉
find-blacklisted-others = ⛔ 用过同一手机号或身份证号的人在黑名单上，所以不能备案。不是同一个人的，请本人发 /identity，核实时选“不是同一个人”
find-filing = • #{ $number } { $plate }：{ $status }（{ $at } 申请）
unverify-button = 撤销核实：{ $name }
unverify-open-button = 撤销核实（待确认）：{ $name }
unverify = <b>撤销错误的身份核实</b>
    { $name }　{ $id_number }，{ $level }
    { $state }
unverify-open = 需要另一位管理员核对后确认。确认后，对方的账号还在，但不再算已核实，并会收到通知。
unverify-confirmed = 已撤销，会通知本人。
unverify-refused = 没有撤销，核实不变。
unverify-withdrawn = 提议已收回，核实不变。
unverify-confirm = 确认撤销
unverify-refuse = 不撤销
unphone-button = 手机号不是本人的：{ $name }
unphone = <b>手机号不是本人的</b>
    { $name }　{ $id_number }，登记的手机号 { $phone }
    { $state }
unphone-open = 号码登记错了，或已转给别人使用时，用这一步解除。需要另一位管理员核对后确认。确认后，这个号码不再算对方的，按号码记下的限制也一并取消；双方都会收到通知。
unphone-confirmed = 已解除，会通知本人和这个号码。
unphone-refused = 没有解除，号码不变。
unphone-withdrawn = 提议已收回，或号码已变更。
unbirth-button = 出生日期有误：{ $name }
unbirth = <b>出生日期有误</b>
    { $name }　{ $id_number }，现在是 { $born }
    { $state }
unbirth-open = 本人带证件来核对过、日期确实写错时，用这一步删去。需要另一位管理员核对后确认。确认后，本人可以重新填写，并会收到通知。登记系统里的日期有误的，请先在那里改正，否则下次导入又会恢复。
unbirth-confirmed = 已删去，会通知本人重新填写。
unbirth-refused = 没有删去，日期不变。
unbirth-withdrawn = 提议已收回，日期不变。
refused-person-without-birth-date = 这个人没有单独记下的出生日期：还没有填写，或证件号码里就有。请用 /find 再查一下。
refused-person-without-phone = 这个人现在没有登记手机号，或在提议之后换了号码。请用 /find 再查一下。
refused-person-not-verified = 这个人现在没有核实，或在提议之后又核实过了。请用 /find 再查一下。
refused-withdrawal-proposed-already = 已经有人提议撤销，等另一位管理员确认。
refused-withdrawal-decided = 这个提议已经办结。
find-recorded = 本次查询已记录。
refused-find-what = 请写要查的号码：<code>/find 身份证号</code>、手机号，或申请号。
refused-nobody-found = 查不到。本次查询已记录。
find-licence-none = 无驾驶证
find-licence-normal = 正常
find-licence-withdrawn = 撤销
find-licence-cancelled = 注销
find-licence-overdue-renewal = 逾期未换证
find-licence-overdue-review = 逾期未审验
find-licence-withheld = 扣留
find-licence-locked = 锁定
find-licence-moved-away = 转出

alarm = 🚨 <b>告警：{ $what }</b>
    { $count } 次；最近一次 { $at }，编号 <code>{ $number }</code>
alarm-turn-set-aside = 有用户的消息多次处理失败，已搁置
alarm-delivery-given-up = 有消息发不出去，已放弃
alarm-difference-found = 对账有差异
alarm-codes-guessed = 有人对同一手机号反复输错短信验证码
alarm-disk-low = 服务台的磁盘空间快用完了，用完后任何内容都无法保存，请通知运维人员
alarm-token-conflict = 另有一个服务台在接收本机器人的消息，请通知运维人员：停掉它，或吊销令牌
alarm-events-wait = 用户的消息已等待数分钟未处理，请通知运维人员
alarm-process-missing = 服务台有一部分没有运行，请通知运维人员
alarm-audit-tampered = 有人绕过服务台改动了操作日志，请立即通知运维人员核对（run_bot.py audit verify）
alarm-store-damaged = 数据库已损坏，部分操作会失败，请通知运维人员恢复备份
alarm-clock-wrong = 服务台的时钟不准，期限和单据上的时间都会出错，请通知运维人员校准
alarm-loop-failed = 服务台的一个后台部件反复出错，系统每秒重启一次
alarm-gateway-key = 支付平台的密钥不对，或者还有退款要办、平台却没有设置：我们验不了平台的应答，或者平台不接受我们的请求。请通知运维人员，run_bot.py doctor 会说明要设置什么
alarm-bill-unreadable = 支付平台的账单取不到或读不出来，那一天没有对账，请通知运维人员
alarm-task-failed = 有后台任务多次失败，已放弃
