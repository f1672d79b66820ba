## 工作人员：名单、角色、邀请

flow-name-staff = 工作人员的角色
command-staff = 工作人员：名单、邀请、角色
go-staff = 工作人员
go-find = 查找人员

staff-role-reviewer = 审核员
staff-role-station = 检验站
staff-role-cashier = 出纳
staff-role-officer = 执法人员
staff-role-admin = 管理员
staff-roles-between = 、
staff-list = <b>工作人员</b>：{ $count } 人
staff-line = • { $name } — { $roles }（{ $since } 起）
staff-waiting = { $count ->
        [0] { "" }
       *[other] ⏳ 等待第二位管理员确认：{ $count } 项
    }
staff-open = ⏳ 待确认：{ $name }
staff-invite = ➕ 邀请新的工作人员
staff-member = <b>{ $name }</b>
    角色：{ $roles }
    { $since } 起任职；Telegram 号 <code>{ $number }</code>
staff-change = 改角色
staff-end = 结束任职
staff-end-sure = 确定结束“{ $name }”的任职吗？立即生效，对方马上不能再用工作人员的命令。
staff-end-admin = “{ $name }”是管理员：结束任职要另一位管理员确认，确认后立即生效。确定提议吗？
staff-ended = “{ $name }”的任职已结束。
staff-ask-name = 请输入新工作人员的称呼（1 到 40 个字）。
staff-ask-roles = “{ $name }”担任什么？点一下选中，再点取消，选好后提交。
staff-propose = 提交，请另一位管理员确认
staff-proposal = <b>{ $name }</b>：{ $roles }
    提议人：{ $who }
staff-proposal-end = 结束 <b>{ $name }</b> 的任职
    提议人：{ $who }
staff-proposal-open = 等待另一位管理员确认。
staff-proposal-confirmed = ✅ 已确认。
staff-proposal-accepted = ✅ 已确认，本人已接受。
staff-proposal-refused = ❌ 已被另一位管理员否决。
staff-proposal-withdrawn = 提议人已撤回。
staff-confirm = ✅ 确认
staff-refuse = ❌ 否决 / 撤回
staff-invitation = 请把下面的链接发给“{ $name }”，只能用一次，{ $until } 前有效：
    { $link }
    打不开链接时，给机器人发送：<code>/start { $payload }</code>
    （邀请码 { $code }）
staff-invited = 您被邀请担任工作人员“{ $name }”：{ $roles }。
    接受后，您在这里做的每件事都会留下记录。
staff-accept = 接受
staff-welcome = 欢迎！您现在是：{ $roles }。命令见 /help。
staff-joined = “{ $name }”已接受邀请：{ $roles }。
    Telegram 号 <code>{ $number }</code>。如果不是其本人，请马上结束任职。
staff-your-roles = 您的工作人员角色现在是：{ $roles }。
staff-moved = <b>{ $name }</b> 的任职已结束：经身份核实，原来的 Telegram 账号换了人，工作权限不能跟着账号走。
    还要这个人任职，请用现在的账号重新邀请。
staff-departed = <b>{ $name }</b> 不再担任原来的角色：由其提议、还没确认的事项，以及由其提议或确认、还没接受的邀请，都已失效。仍需要的，请重新提议。
staff-imported = 运维人员登记了工作人员 <b>{ $name }</b>：{ $roles }。
    Telegram 号 <code>{ $number }</code>。如果不对，请马上结束任职。
staff-ended-by-operator = 运维人员结束了 <b>{ $name }</b> 的任职。
    Telegram 号 <code>{ $number }</code>。如果不对，请联系运维人员，或者重新邀请。
staff-your-end = 您的工作人员任职已结束。您仍可以作为车主使用这里。

staff-identity-none = 身份：还没有注册。
staff-identity-open = 身份：{ $person }（{ $number }），尚未核实。
staff-identity-unchecked = 身份：{ $person }（{ $number }），身份已核实，还没有当面核对是不是所任命的人。
staff-identity-verified = 身份：{ $person }，已核实。
staff-verify = 🪪 已当面核对身份证件
staff-is-verified = “{ $name }”的身份已核实，现在可以开始工作。
staff-ask = 请管理员核对我的身份
staff-asks = <b>请核对工作人员的身份</b>
    “{ $name }”请您当面核对身份证件，核对后才能开始工作。
staff-asked = 会通知管理员。请带上身份证件，请管理员当面核对；核对后您会收到消息。
staff-asked-nobody = 现在没有能通知到的管理员。请联系本服务台的运维人员核对您的身份。

refused-staff-name-odd = 称呼请写 1 到 40 个字。
refused-staff-roles-missing = 至少选一个角色。要让对方离开，请用“结束任职”。
refused-staff-proposed-already = 关于这个人已有一个提议在等确认，请先处理它。
refused-staff-proposal-decided = 这个提议已经有结果了。
refused-first-has-left = 提议的人现在不能再以原来的角色办事，这项提议不能确认。仍需要的话，请重新提议。
refused-staff-ended = 这个人已经不在任。
refused-last-admin = 这是最后一位管理员，不能离开：先让另一个人当管理员。
refused-staff-invitation-gone = 这个邀请不能用：输错了、用过了，或已过期。请向管理员再要一个。
refused-staff-already = 您已经是工作人员，不用再接受邀请；角色由管理员修改。
refused-staff-signed-out = 您已退出登录，工作人员的命令也停用。请先用手机验证码解锁。
refused-staff-not-registered = 您是工作人员，还差两步就能开始工作：先用本人身份注册，再请管理员核对身份证件。
refused-staff-not-verified = 您是工作人员，还差一步就能开始工作：请管理员当面核对您的身份证件（菜单里有按钮可以通知管理员），或者发送 /identity 用照片核实。
refused-staff-not-checked = 运维人员登记了您的工作人员角色，还差一步就能开始工作：请管理员当面核对您的身份证件，确认您就是名单上的人（菜单里有按钮可以通知管理员）。
refused-member-not-registered = “{ $name }”还没有注册。请对方先发送 /start 注册，再核对身份。
refused-own-roles = 给自己增加角色，不能由自己确认，请另一位管理员确认。
refused-own-identity = 自己的身份不能由自己核对，请另一位管理员核对。
refused-identity-asked-already = 已经通知过管理员了。请带上身份证件，找管理员当面核对；{ $until } 起可以再提醒。
