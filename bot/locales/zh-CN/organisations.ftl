## 单位：我的单位、成员、邀请、登录码

go-organisation = 我的单位
command-organisation = 单位的机动车、成员、网页登录码
command-join = 接受单位的邀请：/join 邀请码

organisation-none = 您没有代表任何单位。
    单位的管理员由登记机关登记；要当经办人，请管理员邀请您，再发送 /join 加邀请码。
organisation-mine = <b>我的单位</b>（{ $count }）
organisation-one = <b>{ $name }</b>
    统一社会信用代码：{ $code }
    您是{ $role }
    机动车 { $cars } 辆，成员 { $members } 人
organisation-sign-in = 登录网页
organisation-cars = 单位的机动车
organisation-members = 成员
organisation-leave = 退出这个单位

organisation-code = 您的网页登录码：
    <code>{ $code }</code>
    打开 { $page } 输入。{ $until } 前有效，只能用一次。
    ⚠️ 不要转发，也不要告诉任何人。
organisation-code-again = 换一个登录码
organisation-sign-out = 退出全部浏览器
organisation-signed-out = 已退出 { $count } 个浏览器，没用的登录码也已作废。

organisation-cars-list = <b>{ $name }</b>　{ $total } 辆
    要看一辆：/organisation 加车牌或车型
organisation-car-line = • <b>{ $plate }</b>　检验至 { $until }　备案 { $filers } 人　违法 { $violations }

organisation-members-list = <b>{ $name } 的成员</b>
    还可以加 { $left } 人
organisation-member-line = • { $who }　{ $role }　{ $since } 起　身份：{ $identity }
organisation-invite = 邀请经办人
organisation-hand-over = 移交管理
organisation-hand-over-yes = 确认移交管理
organisation-remove = 移出单位
organisation-remove-yes = 确认移出单位
organisation-remove-surely = 确定把 <b>{ $who }</b> 移出 { $name } 吗？马上生效：对方登录的浏览器全部退出，也会通知对方。
organisation-hand-over-surely = 确定由 <b>{ $who }</b> 当 { $name } 的管理员吗？您改为经办人，车辆的短信验证码以后发给对方；您设的备案期限、不再接受的申请人、二维码和邀请码都会失效。
organisation-leave-surely = 确定退出 <b>{ $name }</b> 吗？
organisation-removed = 已把 { $who } 移出 { $name }。
organisation-handed-over = { $name } 的管理已移交给 { $who }，您现在是经办人。
organisation-left = 您已退出 { $name }。
organisation-joined = 您现在是 <b>{ $name }</b> 的经办人。

organisation-invitation = 邀请您为 <b>{ $name }</b> 办理机动车业务。
    打开 { $link }
    或在{ office }发送 <code>/join { $code }</code>
    { $until } 前有效，只能一个人用一次。
organisation-invited = <b>{ $name }</b> 邀请您当经办人：查看单位的机动车、违法和备案情况。
organisation-accept = 接受
organisation-how-to-join = 请发送 /join 加管理员给您的邀请码，例如 /join ABCD-EFGH-JKMN。

organisation-joined-notification = { $who } 接受了邀请，现在是 { $name } 的经办人。身份：{ $identity }。不认识的话，请在成员里移出。
organisation-left-notification = { $who } 退出了 { $name }。
organisation-removed-notification = 您不再是 { $name } 的经办人，登录的浏览器都退出了。
organisation-dissolved-notification = 登记系统记载 { $name } 已注销：它的成员关系、邀请码和网页登录都已结束，车辆的申请、备案和期限也一并结束。车辆过户后，由新车主决定。如果有误，请{ counter-visit }更正。
organisation-replaced-notification = { $name } 在登记系统里换了管理员，您不再代表它的车辆。如果有误，请由单位{ counter-visit }更正。
organisation-handed-over-notification = 您现在是 { $name } 的管理员。备案单位车辆的验证码以后发给您。
    前任管理员设的备案期限、不再接受的申请人、二维码和邀请码都已失效，需要的话请在 /approvals 重新设置。

refused-not-administrator = 只有单位管理员才能这样做。
refused-acting-for-another = 没有办理：这个浏览器现在代表 { $organisation }，而这一页是为另一个单位打开的。请重新打开这一页再办。
refused-no-organisation = 您没有代表任何单位。
refused-organisation-full = { $limit ->
        [0] 目前单位暂时不能增加经办人，恢复时间请看 /rules。
       *[other] 这个单位最多 { $limit } 名经办人，没用的邀请也各占一个名额。
    }
refused-too-many-organisations = 一个人最多代表 { $limit } 个单位。
refused-already-member = 您已经是这个单位的成员。
refused-administrator-stays = 管理员不能移出，请先把管理移交给别人。
refused-member-cannot-act = 现在不能移交给这位成员：身份还没有核实，或者没有登录，不能替单位的车答复。请对方先在服务台登录，用 /identity 核实身份，再移交。
refused-invitation-gone = 这个邀请码不能用：输错了、用过了、被收回，或已过期。请管理员再邀请一次。
refused-sign-in-refused = 这个登录码不能用：输错了、用过了，或已过期。请在聊天里重新获取。
refused-too-many-sign-ins = 尝试次数太多，请 { $minutes } 分钟后再试。

# 单位的月报
fleet-summary = <b>{ $name }　{ $month }小结</b>
fleet-summary-recorded = 当月新增违法：{ $count } 条
fleet-summary-unhandled = 现在未处理：{ $count } 条，罚款 { $yuan } 元
fleet-summary-unpaid = 已处理、未缴款：{ $count } 条，罚款 { $yuan } 元
fleet-summary-inspections = 检验快到期或已到期：{ $count } 辆
fleet-summary-filers = 现有备案：{ $count } 人次
fleet-summary-portal = 登录网页看明细
