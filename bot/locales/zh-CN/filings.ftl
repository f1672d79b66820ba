## 备案非本人机动车

flow-name-filing = 备案非本人机动车
flow-name-refusal = 拒绝备案申请
command-file = 备案非本人机动车（例：/file 02 桂A12345 123456）
command-progress = 网办进度（例：/progress 1024）
command-approvals = 我的车：待确认、办理中、已备案
command-approve = 同意申请（例：/approve 1024）
command-refuse = 拒绝申请，或收回同意（例：/refuse 1024）

filing-hints = <b>备案非本人机动车：先看这几条</b>
    • 车辆：{ $which ->
        [small] 小型汽车或小型新能源汽车
       *[other] 号牌种类代码为 { $types } 的车
      }；个人名下的，或单位名下的非营运车。
    • 数量：每人同时最多备案 { $vehicles_per_user } 辆非本人机动车；每辆车同时最多被 { $users_per_vehicle } 位非车主备案。
    • 次数：每天最多申请 { $filings_a_day } 次，每年最多 { $filings_a_year } 次。
    • 备案之前发生的记分违法，不能由您处理（不记分的可以）。
    • 人脸比对通过的，当场办结；没通过的转人工审核，{ $review_working_days } 个工作日内有结果，会通知您和车主。
    • 提供虚假材料的，列入黑名单，{ PERIOD($blacklist_days) }内不能备案。
    • 备案后，您和车主都可以随时解除。
    • 驾驶证准驾车型不符的，可以查询，不能处理违法。

    提交申请，即表示您同意以上《备案业务须知》（{ $version } 版）。
    车主在身边，用扫码最快；不在身边，用短信。
filing-hints-qr-owner-code = • 按现行规定，扫码备案还要输入发给车主的短信验证码。
filing-hints-qr-extra-photos = • 按现行规定，扫码备案除了人脸核对，还要交两张照片，由工作人员审核后办结。
filing-begin = <b>车主在身边</b>：拍下车主手机上的机动车二维码，直接发到这里。
    <b>车主不在身边</b>：直接发车牌号。
filing-last-car = 上次的车：{ $plate }
filing-as-last = { $relationship }（和上次一样）
filing-or = {"，"}
filing-by-qr = 扫码备案（车主在身边）
filing-by-sms = 短信验证备案（车主不在身边）
filing-reminder = <b>请先和车主说好</b>
    车主会收到一条短信验证码，{ $minutes } 分钟内有效，请车主收到后马上告诉您。

    可以把这段话转发给车主：
    <blockquote>我想在“{ office }”备案您的车，方便查询和处理违法。您会收到一条验证码短信，请核对短信里的车牌，同意的话把验证码告诉我；您也可以直接在聊天里点“同意”。</blockquote>
filing-agreed = 已和车主说好，继续
filing-ask-type = 请选择<b>号牌种类</b>。
    熟悉的话也可以一行发完：<code>02 桂A12345 123456</code>（种类 车牌 发动机号后六位）
filing-ask-plate = 请输入<b>车牌号</b>，例如 { $examples }。
    也可以连发动机号后六位一起发：<code>桂A12345 123456</code>
filing-ask-engine = 车牌：<b>{ $plate }</b>
    请输入<b>发动机号后六位</b>，见行驶证正页“发动机号码”一栏。
    只算字母和数字，空格、斜杠、星号不算；不足六位的全部输入；没有发动机号的（如挂车），输入车辆识别代号（车架号）后六位。
filing-ask-relationship = 您与车主是什么关系？
filing-ask-relationship-text = 请用几个字说明您与车主的关系，例如：房东、代驾。
filing-confirm = <b>请核对</b>
    号牌种类：{ $kind }
    车牌：<b>{ $plate }</b>
    发动机号后六位：<code>{ $engine }</code>
    与车主的关系：{ $relationship }

    确认后，验证码会发到车主在登记系统里的手机，请先与车主商量好。
    确认即表示您同意《备案业务须知》（{ $version } 版，见 /file）：如实填写，双方随时可以解除，提供虚假材料的，列入黑名单。
filing-send-code = 确认，请车主验证
filing-change-type = 改号牌种类
filing-change-plate = 改车牌
filing-change-engine = 改发动机号
filing-change-relationship = 改关系
filing-ask-code = 申请 <b>#{ $number }</b> 已提交。
    已经请车主确认。验证码正在发往车主手机 { $phone }，{ $minutes } 分钟内有效：请向车主要来，<b>在这里输入</b>。
    车主如果也用本服务台，在聊天里点“同意”也行，您不用再输入。
filing-ask-new-code = 申请 <b>#{ $number }</b> 已提交，在等车主同意。
    现在没有可以输入的验证码：发过的已经失效；还没发过的，是因为车主手机近来已收到别的验证码，要过一会儿才能再发。请点下面的按钮，发到车主手机 { $phone }，要来后<b>在这里输入</b>。
    车主如果也用本服务台，在聊天里点“同意”也行，您不用再输入。
filing-ask-no-phone = 申请 <b>#{ $number }</b> 已提交，在等车主同意。
    登记系统里现在没有车主的手机号，发不了验证码。车主如果也用本服务台，在聊天里点“同意”就行；不用的，请车主先补登手机号：{ counter-with-id }。
filing-copy-words-for-owner = 复制发给车主的话
filing-words-for-owner = 您好，我正在申请备案您的机动车 { $plate }（申请 #{ $number }）。同意的话，请在 Telegram 打开 @{ $bot } 发送 /approvals 点“同意”，或者把短信里的验证码告诉我。不认识我就不要告诉，也不用处理。
filing-copy-number = 复制编号 #{ $number }
filing-resend = 重新发送验证码
filing-enter-code = 输入验证码
filing-withdraw = 撤回申请
filing-check = 开始实人认证
filing-retake = 重拍照片
filing-code-passed = 车主已同意，申请 <b>#{ $number }</b> 还差最后一步：实人认证，确认是您本人在办。
filing-agreed-notification = 好消息：车主同意了您备案 <b>{ $plate }</b>（#{ $number }）。
    还差最后一步：实人认证。
filing-left = 好的，您已离开这一步。申请 <b>#{ $number }</b>（{ $plate }）<b>没有撤回</b>，仍在办理：{ $status }。
    随时可以回来：点下面的按钮，或发送 /progress。
filing-left-decided = 好的，您已离开这一步。申请 <b>#{ $number }</b>（{ $plate }）：{ $status }。
filing-withdraw-surely = <b>确定撤回申请 #{ $number }（{ $plate }）吗？</b>
    撤回后这次申请就结束了，不能恢复：
filing-withdraw-costs-waiting-owner = 不再请车主确认，已发的验证码作废；会通知车主。
filing-withdraw-costs-checking = 车主的同意随之作废，再申请要重新请车主确认；会通知车主。
filing-withdraw-costs-in-review = 车主的同意随之作废，已提交的照片不再审核；会通知车主。
filing-withdraw-costs-returned = 车主的同意随之作废，已保留的照片和内容不能再用；会通知车主。
filing-quota-left = 申请次数不退回：今天还可以申请 { $today } 次，今年还可以申请 { $year } 次。
filing-quota-none-today = 申请次数不退回：今天不能再申请，明天起可以；今年还可以申请 { $year } 次。
filing-quota-none-this-year = 申请次数不退回：今年的次数已经用完，明年可以再申请。
filing-withdraw-this = 撤回 #{ $number } { $plate }
filing-withdraw-yes = 确认撤回
filing-withdraw-no = 不撤回，继续办理
filing-withdrawn = 申请 <b>#{ $number }</b> 已撤回，会通知车主。
filing-withdrawn-told-later = 申请 <b>#{ $number }</b> 已撤回，一天之内会通知车主。
filing-over-owner = #{ $number }（{ $plate }，{ $who }）：{ $status }，不用再处理。
filing-fallen-owner = { $who } 备案 <b>{ $plate }</b> 的申请 #{ $number } 您同意过，现在已经结束（车辆已转移登记、状态变更，或者申请不能再办），不用再处理。
filing-withdrawn-owner = { $who } 撤回了备案 { $plate } 的申请（#{ $number }），不用再处理。
withdrawals = 上次通知之后，又有 <b>{ $count } 件备案您的车的申请撤回了</b>，不用再处理。
withdrawals-line = { $times ->
        [1] • #{ $number } { $plate }：{ $who }
       *[other] • #{ $number } { $plate }：{ $who }（共 { $times } 次）
    }
withdrawals-waiting = <b>还在等您答复：</b>
withdrawals-sms = 又有 { $count } 件备案您的车的申请撤回了，不用再处理。
filing-finished = <b>恭喜您备案申请成功！</b>
    申请编号：<b>#{ $number }</b>
    车牌：<b>{ $plate }</b>
    您现在备案了 { $count } 辆非本人机动车。这辆车的违法可以查询，检验标志电子凭证可以出示。
filing-finished-owner = { $who }（自称：{ $relationship }）已备案您的机动车 <b>{ $plate }</b>，申请编号 #{ $number }。如非您本人同意，请马上解除；以后也随时可以解除。
filing-finished-owner-sms = { $who }已备案您的机动车{ $plate }（申请编号 #{ $number }）。如非您本意，请在 Telegram 服务台发送 /approvals 解除，或{ counter-with-id }。
filing-unverified-owner = <b>{ $who }</b> 的身份核实已撤销（{ $plate }，#{ $number }）：原来的核实有误，或者登记的姓名改了。现在的身份：{ $identity }。不是您要同意的人，请马上终止或解除。
filing-unverified-owner-sms = { $who }（{ $plate }，#{ $number }）的身份核实已撤销：核实有误，或登记的姓名改了。不是您要同意的人，请在 Telegram 服务台发送 /approvals 终止，或{ counter-with-id }。
filing-unverified-asked = <b>{ $who }</b> 的身份核实已撤销（{ $plate }，#{ $number }）：原来的核实有误，或者登记的姓名改了。现在的身份：{ $identity }。您还没有答复，如果不是您认识的人，请不要同意。
filing-unverified-asked-sms = { $who }（{ $plate }，#{ $number }）的身份核实已撤销：核实有误，或登记的姓名改了。不是您认识的人，请不要把验证码告诉对方，不答复申请会自动失效。
filing-joined-own = 您的登记已合并：<b>{ $plate }</b> 是您本人的车，不需要备案，#{ $number } 已结束。
filing-joined-organisation = 您的登记已合并：您是 <b>{ $plate }</b> 所属单位的管理员，不需要备案，#{ $number } 已结束。
filing-joined-twice = 您的登记已合并：您对 <b>{ $plate }</b> 有两件备案或申请，#{ $number } 已结束，另一件继续。
filing-step-over = 这一步不用再办了。申请 <b>#{ $number }</b>（{ $plate }）：{ $status }。
filing-closed = 申请 <b>#{ $number }</b>（{ $plate }）：{ $status }
filing-refusal-reason = 车主补充了拒绝申请 <b>#{ $number }</b>（{ $plate }）的理由。
filing-ended = 您对 <b>{ $plate }</b> 的备案（#{ $number }）已解除。
filing-ended-owner = { $who } 对您的机动车 <b>{ $plate }</b> 的备案（#{ $number }）已解除。
filing-term = 车主给您的 <b>{ $plate }</b> 的备案设了期限：到 { $until } 自动解除，到期前会提醒您。
filing-term-ended = 您对 <b>{ $plate }</b> 的备案（#{ $number }）不再有期限。

end-reason-by-filer = 由备案人自己解除。
end-reason-by-owner = 由车主解除。需要的话，请和车主商量后重新申请。
end-reason-term-over = 车主设的期限已到。
end-reason-owner-changed = 车辆已转移登记，或所属单位已注销，原有备案全部结束。
end-reason-vehicle-gone = 车辆状态变更，备案全部结束。

relationship-family = 家人
relationship-friend = 朋友
relationship-colleague = 同事
relationship-employer = 本单位员工
relationship-other = 其他

filing-status-waiting-owner = 待车主确认
filing-status-checking = 待实人认证
filing-status-in-review = 审核中
filing-status-returned = 退办
filing-status-active = 业务办结
filing-status-refused = 未通过
filing-status-refused-by-owner = 车主未同意
filing-status-refused-by-owner-by-you = 您未同意
filing-status-taken-back = 车主已收回同意
filing-status-taken-back-by-you = 您已收回同意
filing-status-closed = 已终止
filing-status-lapsed = 已失效
filing-status-withdrawn = 已撤回
filing-status-ended = 已解除

filing-event-applied = 互联网申请成功
filing-event-agreed = 车主已同意
filing-event-consent-withdrawn = 车主收回同意
filing-event-in-review = 转人工审核
filing-event-returned = 退办
filing-event-resubmitted = 重新提交
filing-event-finished = 业务办结
filing-event-refused = 未通过
filing-event-refused-by-owner = 车主未同意
filing-event-taken-back = 车主收回同意
filing-event-closed = 申请终止
filing-event-lapsed = 车主未答复，已失效
filing-event-withdrawn = 申请人撤回
filing-event-ended = 备案解除
filing-event-term = 车主设了期限
filing-event-term-ended = 期限取消

progress-none = 您还没有申请过备案。
progress-list = <b>网办进度</b>
    点一条看详情：
progress-requests = 另有 { $count } 件别人备案您的车的申请或备案，在“我的车：申请和备案”里答复、终止或解除。
progress-button = #{ $number } { $plate } { $status }
progress-title = <b>#{ $number }</b>　{ $plate }　<b>{ $status }</b>
progress-line = { $at }　{ $what }
progress-next-waiting-owner = 正在等车主：车主可以在聊天里答复，或把验证码告诉您。一直没有答复，会自动失效。
progress-next-checking = 现在轮到您：请完成实人认证。
progress-next-in-review = 工作人员正在审核，有结果会马上通知您和车主。
progress-next-returned = 现在轮到您：按退办原因重拍照片再提交，其他内容都已保留。
progress-next-active = 车在“我的机动车”里，可以查违法、出示检验标志。
progress-next-refused = 已结束。
progress-next-lapsed = 车主一直没有答复，申请已失效。和车主说好后可以重新申请。
progress-next-withdrawn = 您已撤回。
progress-next-ended = 备案已解除。
progress-term = 期限：到 { $until } 自动解除。
progress-again-from = { $until } 起可以再申请。
progress-why-between = {""}
progress-why-owner = 车主没有同意。请和车主沟通；这次申请仍计入次数。
progress-why-term = 车主设的期限已到，申请还没有办完。需要的话，请和车主商量后重新申请。
progress-why-owner-stranger = 车主没有同意，说不认识您。请先联系车主；这次申请仍计入次数。
progress-why-owner-not-agreed = 车主没有同意，说您没有事先说好。请先和车主说好；这次申请仍计入次数。
progress-why-owner-own-use = 车主没有同意，说车要自己用。请和车主沟通；这次申请仍计入次数。
progress-why-owner-withdrew = 车主收回了同意，申请已终止。请和车主沟通；这次申请仍计入次数。
progress-why-limit = 等待期间名额已满：每人或每车同时备案的数量到了上限。空出名额后可以重新申请。
progress-why-number-held = 这个身份证号登记在别人名下，或已由别人通过核实，申请已结束。请发送 /identity 核实您本人。
progress-why-vehicle = 车辆已转移登记，或登记状态有变化，这次申请不能再办。请向车主了解。
progress-why-organisation = 车辆所属的单位已注销，现在没有人能替这辆车做决定，申请已结束。车辆过户后，可以向新车主重新申请。
progress-why-own = 您现在是车辆所属单位的管理员，不需要备案，申请已结束。
progress-why-vehicle-state = 车辆的登记状态不再正常，申请已结束，车主的验证码也不再有效。请向车主了解；恢复正常后可以重新申请。
progress-why-anothers-document = 手持证件照里不是您本人的证件。请用自己的身份证或驾驶证重拍。
progress-why-another-person = 照片里不像是您本人。请由您本人独自拍摄。
progress-why-illegible = 证件上的文字看不清。请在光线好的地方拿稳、靠近一点重拍。
progress-why-altered = 照片像是经过处理。请直接用手机拍摄，发来原图。
progress-why-other = 见审核员说明。
progress-reviewer-says = 审核员说明：{ $words }

approval-asked = <b>有人想备案您的机动车</b>
    车牌：<b>{ $plate }</b>
    申请人：{ $who }（自称：{ $relationship }）
    身份：{ $identity }
    申请编号：#{ $number }

    同意后，对方可以看这辆车、查询和处理违法、出示检验标志电子凭证。您随时可以解除。
    点按钮，或者直接回复“同意”“拒绝”。{ $until } 前没有答复，申请自动失效。
approval-for-organisation = 这辆车属于 { $organisation }，您以管理员身份答复。
approval-reminded = <b>还在等您答复</b>
    { $who }（自称：{ $relationship }）想备案您的 <b>{ $plate }</b>，申请编号 #{ $number }。{ $until } 前没有答复会自动失效。
    申请人的身份：{ $identity }
approval-reminded-sms = { $who }（{ $level ->
        [verified] 已实人认证
        [on-record] 与登记信息一致
       *[declared] 身份未核实
    }）申请备案您的{ $plate }（#{ $number }），还在等您答复。同意的话，请把短信里的验证码告诉对方；不认识请不要理会，申请会自动失效。
approvals-reminded = <b>还有 { $count } 份申请在等您答复</b>
approvals-reminded-sms = 有 { $count } 份备案您机动车的申请还在等您答复。同意的话，请把短信里的验证码告诉对方；不认识请不要理会，申请会自动失效。
approval-yes = 同意
approval-no = 拒绝
approval-yes-number = 同意 #{ $number }
approval-no-number = 拒绝 #{ $number }
approval-which = { $count ->
        [1] 您是在答复下面的申请吗？请点按钮确认。
       *[other] 这 { $count } 份申请，您要答复哪一份？请点按钮确认。
    }
approval-which-end = { $count ->
        [1] 您说的是这一份吗？
       *[other] 您指的是哪一份？
    }请点按钮确认，点了马上生效，会通知对方。
approval-taken-back-already = 申请 <b>#{ $number }</b>（{ $plate }，{ $who }）刚才已经收回同意、终止了，不用再收回。
approval-end-another = 还要结束别的？请点对应的按钮，点了马上生效，会通知对方：
approval-further-words = 您在命令后面还写了别的内容。为免弄错，还没有替您答复，请点按钮：
approval-stop-this = 终止 #{ $number } { $plate }
approval-unbind-this = 解除 #{ $number } { $plate }
approval-yes-to = 同意 #{ $number } { $plate }
approval-no-to = 拒绝 #{ $number } { $plate }
approval-not-an-answer = 不是，继续填写
approval-not-understood = { $what ->
        [answer] 没明白您的意思。下面的申请在等您答复，请点按钮；不清楚是谁，先问问对方，不认识就拒绝。
       *[end] 没明白您的意思。如果不是您的意思，或者改了主意，可以在这里终止或解除，会通知对方。
    }
approval-confirm-clearly = 这一步马上生效，不能恢复。确定的话请点按钮，或者回复“是”；不想办了，回复“不”。
approval-nothing-waits = 现在没有等您答复的申请。要终止、解除，或看看现在的情况，请点下面的按钮。
approval-none = 没有等您确认的申请，您的车现在也没有人备案。
approval-ended-agreed = 您已同意 { $who } 备案 <b>{ $plate }</b>（#{ $number }）：{ $status }。
approval-ended = 申请 #{ $number }（{ $plate }，{ $who }）不再需要您答复：{ $status }。
filing-term-soon = 您对 <b>{ $plate }</b> 的备案（#{ $number }）快到期了：{ $until } 自动解除。还要用的话，请和车主商量延长期限。
filing-term-soon-owner = { $who } 对您的机动车 <b>{ $plate }</b> 的备案（#{ $number }）到 { $until } 自动解除。不想让它结束，可以现在延长或取消期限。
filing-moved = <b>{ $plate }</b> 的单位换了管理员，您的申请 #{ $number } 现在由新管理员答复。之前发出的验证码作废；需要的话，请进入“输入验证码”重新发送，验证码会发到新管理员的手机。
approval-lapsed-notification = 您一直没有答复，{ $who } 备案 <b>{ $plate }</b> 的申请 #{ $number } 已失效，您不用再处理。愿意的话，请对方重新申请。
approval-fallen-notification = { $who } 备案 <b>{ $plate }</b> 的申请 #{ $number } 已经结束（车辆已转移登记、状态变更，或者申请不能再办），您不用再答复。
filing-moved-owner = #{ $number }（{ $plate }，{ $who }）现在由单位的新管理员负责，您不用再处理。
approval-moved = 申请 #{ $number }（{ $plate }，{ $who }）现在由单位的新管理员答复，您不用再处理。
approval-list = <b>我的车：申请和备案</b>
approval-waits = 等您答复，{ $until } 前没有答复自动失效
approval-going-on = 您已同意　{ $status }
approval-active = 已办结，{ $since } 起
approval-places = { $plate } 还可以由 { $left } 人备案（最多 { $limit } 人）
approval-stop-number = 终止 #{ $number }
approval-unbind-number = 解除 #{ $number }
approval-term-number = 期限 #{ $number }
approval-term-ask = { $who }（自称：{ $relationship }）对 <b>{ $plate }</b> 的备案（#{ $number }）多久后自动解除？请点下面的按钮选择，不用输入日期。
approval-term-until = 期限：到 { $until } 自动解除
approval-term-none = 现在没有期限。
approval-term-days = { $days } 天，到 { $until }
approval-term-set = 设期限
approval-term-change = 改期限
approval-term-end = 不要期限
approval-term-changed = 好的，{ $who } 对 <b>{ $plate }</b> 的备案（#{ $number }）到 { $until } 自动解除，会通知对方。
approval-term-ended = 好的，{ $who } 对 <b>{ $plate }</b> 的备案（#{ $number }）没有期限了。您随时可以终止或解除。
filing-who-left = 对方（账号已删除）
blocks-button = 不再接受的人（{ $count }）
blocks-list = <b>不再接受申请的人</b>
blocks-none = 没有不再接受的人。
blocks-line = { $plate }　{ $who }　{ $since } 起
blocks-lift = 恢复 { $who } { $plate }
blocks-lifted = 好的，{ $who } 又可以申请备案 <b>{ $plate }</b> 了。每次申请仍要您同意。
approval-line = #{ $number }　{ $plate }　{ $who }（自称：{ $relationship }）
    身份：{ $identity }
approval-approved = 您已同意 { $who } 备案 <b>{ $plate }</b>（#{ $number }）。对方完成实人认证后生效，会通知您；在那之前，您可以随时终止。
    可以设期限，到期自动解除。想收回同意，点“终止”，或者回复“终止”“拒绝”。
approval-term = { $days } 天
approval-ask-reason = 要告诉对方原因吗？点一个理由就会转告，不点也可以。不想再收到此人对这辆车的申请，可以另外点最后一行。
approval-reason-stranger = 告诉对方：不认识这个人
approval-reason-not-agreed = 告诉对方：没有和我说好
approval-reason-own-use = 告诉对方：车要自己用
approval-refuse-now = 请确认拒绝这份申请。也可以写一句话给自己留底，不会转告对方。
approval-no-reason = 确认拒绝
approval-reason-passed-on = 好的，会把理由转告 { $who }（#{ $number }，{ $plate }）。
    不想再收到这个人对这辆车的申请？
approval-note-kept = 您写的话只留给您自己，没有转告对方。
approval-note-dropped = 您写的话没有转告对方。
approval-refused = 您已拒绝 { $who } 备案 <b>{ $plate }</b>（#{ $number }），会通知对方。
approval-block = 以后不接受此人申请
approval-blocked = 好的，此人不能再申请备案这辆车。想恢复时，到“我的车：申请和备案”里点“不再接受的人”。
approval-blocked-ended = 此人还没办完的申请 #{ $number }（{ $plate }）随之结束，会通知对方。
approval-blocked-filed = 此人已办成的备案 #{ $number }（{ $plate }）还在。要结束，请点“解除备案”。

approval-by-code = <b>您的短信验证码已被使用</b>
    { $who } 输入了发到您手机的验证码，这表示您同意对方备案 <b>{ $plate }</b>（#{ $number }）。对方完成实人认证后生效。申请人的身份：{ $identity }。
    如非您本意，办结之前随时可以终止，办结之后可以解除。
approval-by-code-sms = 发到您手机的验证码已被使用：{ $who }凭它表示您同意备案您的机动车{ $plate }（#{ $number }）。如非您本意，请在 Telegram 服务台发送 /approvals 终止，或{ counter-with-id }。
approval-stop = 终止
approval-stop-yes = 确定终止
approval-stop-no = 不终止
approval-stop-surely = 确定收回同意，终止 { $who } 备案 <b>{ $plate }</b> 的申请（#{ $number }）吗？马上生效，会通知对方。
approval-stopped = 您已收回同意，{ $who } 备案 <b>{ $plate }</b> 的申请（#{ $number }）已终止，会通知对方。
    不想再收到这个人对这辆车的申请？

sms-owner-code-with-level = 验证码 { $code }，{ $minutes } 分钟内有效。{ $who }（{ $level ->
        [verified] 已实人认证
        [on-record] 与登记信息一致
       *[declared] 身份未核实
    }）申请备案您的机动车{ $plate }，用于查看车辆、处理违法。同意请把验证码告诉申请人本人；不认识此人请勿告诉任何人。
# For messages that 0.1.0 has queued.
sms-owner-code = 验证码 { $code }，{ $minutes } 分钟内有效。{ $who }申请备案您的机动车{ $plate }，用于查看车辆、处理违法。同意请把验证码告诉申请人本人；不认识此人请勿告诉任何人。

refused-blacklisted = 因提供过虚假材料，{ $until } 前不能申请备案。有异议可以申诉。
refused-used-by-others = 您用的手机号、Telegram 账号或证件号目前不能申请备案：以前用它们办过的业务也会计算在内。有些限制当天 24 点到期，可以明天再试。手机号或证件号以前是别人用的，请申请身份核实：工作人员确认您是另一个人后，只计算您本人的业务。
refused-user-full = { $limit ->
        [0] 目前暂停备案非本人机动车，恢复时间请看 /rules。
       *[other] 您同时最多备案 { $limit } 辆非本人机动车，已经满了。先在“我的机动车”解除一辆。
    }
refused-day-quota = { $limit ->
        [0] 目前暂停受理备案申请，恢复时间请看 /rules。
       *[other] 每天最多申请 { $limit } 次，今天已用完，{ $until } 重新计算。
    }
refused-year-quota = { $limit ->
        [0] 目前暂停受理备案申请，恢复时间请看 /rules。
       *[other] 每年最多申请 { $limit } 次，今年已用完，{ $until } 重新计算。
    }
refused-applicant-speaks = 申请人就是这辆车的车主或单位管理员，或者两人现在、以前用过同一个手机号或 Telegram 账号，所以不能这样备案。本人或本单位的车不用备案；已经提交的申请，请撤回。确实是两个人的，请带双方证件{ counter-visit }；登记的手机号有误，也可以更正。
refused-own-car = 这是您自己（或您单位）的车，不用备案，已经在“我的机动车”里。
refused-already-filed = 您已经备案了这辆车。
refused-already-applied = 您对这辆车的申请 #{ $number } 还在办理中。
refused-vehicle-full = { $limit ->
        [0] 目前暂停由他人备案机动车，恢复时间请看 /rules。
       *[other] 这辆车已经有 { $limit } 位备案人，名额满了。可以请车主先解除一位。
    }
refused-not-filable = 这种车不能备案：只能是{ $which ->
    [small] 小型汽车、小型新能源汽车
   *[other] 号牌种类代码为 { $types } 的车
  }，单位的须为非营运。
refused-not-normal = { $state ->
        [scrapped] 这辆车已经报废
        [cancelled] 这辆车的登记已经注销
        [moved_away] 这辆车已经转出本地
        [locked] 这辆车在登记系统里被锁定
       *[other] 这辆车的登记状态不正常
    }，现在不能备案。请向车主了解。
refused-owner-says-no = 抱歉，车主不接受您对这辆车的申请，不用再次提交。有需要的话请直接联系车主：车主改了主意，可以在“我的车：申请和备案”的“不再接受的人”里恢复。
refused-owner-out-of-reach = 登记系统里没有车主的手机号，无法请车主确认。请车主先补登手机号：{ counter-with-id }。
refused-decided = 申请 #{ $number } 已进入下一步或已有结果，这一步不用再办。点“网办进度”查看进展。
refused-application-lapsed = 申请 #{ $number } 已失效：车主没有在期限内答复。和车主说好后可以重新申请。
refused-over = { $how ->
        [ended] 备案 #{ $number } 已经解除
        [taken_back] 申请 #{ $number } 您已收回同意，已经终止
        [refused_by_owner] 申请 #{ $number } 您没有同意，已经结束
        [closed] 申请 #{ $number } 因车辆或期限有变，已经终止
        [withdrawn] 申请 #{ $number } 对方已经撤回
        [refused] 申请 #{ $number } 没有通过，已经结束
        [lapsed] 申请 #{ $number } 已经失效
        [waiting_owner] 申请 #{ $number } 还在等您答复
        [checking] 申请 #{ $number } 您已经同意，正等对方实人认证
        [in_review] 申请 #{ $number } 您已经同意，正在人工审核
        [returned] 申请 #{ $number } 您已经同意，退回给对方补照片
        [active] 备案 #{ $number } 您已经同意，已经办结
       *[other] 申请 #{ $number } 已经往下进行
    }。现在的情况和能办的事，见“我的车：申请和备案”。
refused-completed = 申请 #{ $number } 刚刚已经办结。需要的话，您可以解除备案。
refused-closed = 这个申请已经有了答复，或者已经失效，这里不用再点。现在的情况和能办的事，见“我的车：申请和备案”。
refused-no-such-question = 没有编号为 #{ $number } 的待确认申请。发送 /approvals 查看全部。
refused-no-such-application = 您没有编号为 #{ $number } 的申请。您自己的申请见 /progress；别人备案您的车的申请见 /approvals。
refused-no-such-car = 车牌和发动机号对不上，请核对行驶证后改正：发动机号输入后六位字母和数字，不足六位的全部输入。
refused-too-many-probes = 今天核对错误次数太多，{ $until } 起可以再试；车主在身边的话，可以改用扫码备案。
refused-bad-line = 一行的写法是：种类 车牌 发动机号后六位，例如 <code>02 桂A12345 123456</code>。
refused-bad-type = { $which ->
    [small] 号牌种类只能是 02（小型汽车）或 52（小型新能源汽车）。
   *[other] 可以备案的号牌种类代码是：{ $types }。
  }
refused-bad-relationship = 看不出您与车主的关系。请只写关系，例如“表哥”或“租客”，最多 { $most } 个字。
refused-relationship-of-desk = 这里只写您和车主是什么关系，例如“同事”“表弟”。身份核实到什么程度、谁是车主，由系统告诉对方。

plate-problem-empty = 没有看到车牌号，请输入文字。
plate-problem-looks-like = 第 { $position } 位的“{ $character }”像是“{ $suggestion }”，但不是同一个字符。请切换到英文键盘重新输入。
plate-problem-character = 车牌里不会有“{ $character }”（第 { $position } 位）。
plate-problem-province-missing = 少了开头的省份简称，例如“桂”。
plate-problem-unknown-province = “{ $character }”不是省份简称。
plate-problem-letter-expected = 省份后面应该是一个字母，不是“{ $character }”。
plate-problem-never-used = 车牌里不用字母“{ $character }”{ $meant ->
    [zero] ，是不是数字 0？
    [one] ，是不是数字 1？
   *[other] 。
  }
plate-problem-other-type = 这像是{ $meant ->
    [small] 小型汽车（蓝牌，7 位）
    [new-energy] 小型新能源汽车（绿牌，8 位）
   *[other] 另一种号牌
  }的车牌，和您选的种类不一样。请核对，或者返回上一步改种类。
plate-problem-too-short = 位数不够，这种车牌应该有 { $suggestion } 位。
plate-problem-too-long = 位数太多，这种车牌应该有 { $suggestion } 位。
plate-problem-energy-letter = 新能源车牌的第 3 位应该是 D、A、B、C、E、F、G、H、J、K 之一，不是“{ $character }”。
plate-problem-digit-expected = 第 { $position } 位应该是数字，不是“{ $character }”。
plate-problem-ending-expected = 最后一位不对：“{ $character }”。
engine-problem-answer = 这是一句答复，不是发动机号。请输入发动机号的最后六位；要答复别的申请，请点那条消息下面的按钮。
engine-problem-empty = 没有看到发动机号，请输入后六位字母和数字。没有发动机号的，输入车辆识别代号后六位。
engine-problem-looks-like = 第 { $position } 位的“{ $character }”像是“{ $suggestion }”，但不是同一个字符。请切换到英文键盘重新输入。
engine-problem-character = 发动机号里不会有“{ $character }”，只有字母和数字。
engine-problem-too-long = 多了几位，只要最后六位。是 <code>{ $suggestion }</code> 吗？是的，请回复“是”或点按钮；不是的，请输入最后六位。
engine-problem-no-digit = “{ $suggestion }”里没有数字，发动机号一般都有数字。请输入行驶证上发动机号的最后六位；确实没有数字的，请回复“是”或点按钮。
filing-suggestion = 是，{ $meant }
