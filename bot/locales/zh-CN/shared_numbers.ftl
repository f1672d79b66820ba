# 同一个身份证号有别人申报过：核实时由工作人员回答是不是同一个人
shared-number = <b>⚠️ 还有人申报过这个身份证号</b>：
shared-number-line = • { $name }　{ $phone }：{ $held }
shared-number-left = • 已注销的账号（用过这个身份证号或同一手机号）：{ $held }
shared-number-own = ⚠️ 申请账号现在登记的人：{ $held }
shared-number-own-left = ⚠️ 申请账号以前登记过的人：{ $held }
shared-number-listed = 黑名单至 { $until }
shared-number-proposed = 已提出列入黑名单，待确认
shared-number-blocks = 被 { $count } 位车主拒绝再申请
shared-number-applications = 今年申请 { $count } 次
shared-number-waiting = 未办结的申请 { $count } 件
shared-number-filed = 正备案 { $count } 辆
shared-number-business = 单位成员、未缴决定、未办结异议共 { $count } 项
shared-number-question = 请看证件和照片：<b>是同一个人，这些都计入，另一个账号并入后停用；不是，都不计入。</b>
shared-number-same = 通过：同一个人，计入
shared-number-other = 通过：不是同一个人
shared-number-staff-same = 已核对证件：同一个人，计入
shared-number-staff-other = 已核对证件：不是同一个人
refused-shared-number = 还有人申报过这个身份证号，名下有黑名单或申请等记录。请重新打开，选“同一个人”或“不是同一个人”；用命令的，在“通过”后面写“同一人”或“另一人”。
progress-why-used-by-others = 以前用您的身份证号、手机号或 Telegram 账号办过的业务会计算在内，这次申请不能办结。有疑问，请点“身份核实”，或{ counter-with-id }。
case-passed-listed = <b>#{ $number }</b> 的照片已通过，但申请人同在黑名单上，备案没有生效，会通知申请人和车主。
refused-car-used-by-others = 您用的手机号、Telegram 账号或证件号，目前不能申请备案这辆车：以前用它们办过的业务也会计算在内。手机号或证件号以前是别人用的，请申请身份核实：工作人员确认您是另一个人后，只计算您本人的业务。
vehicles-none-shared = 您名下没有机动车，也没有备案的车。
vehicles-list-shared = <b>我的机动车</b>
    本人（单位）{ $own } 辆，备案 { $filed } 辆。
filing-quota-shared = 申请次数不退回。
identity-case-stakes = <b>⚠️ { $name } 名下有：{ $stakes }</b>。通过以前，请确认这些该归谁。
identity-stake-staff = 在任工作人员
identity-stake-administrator = 单位管理员
identity-stake-unpaid = 未缴的罚款
identity-stake-refund = 未退完的款
identity-stake-objection = 未答复的异议
identity-absorbed = <b>您的另一个账号已并入这里。</b>
    您用同一身份证号在那里办理的申请、备案和缴费，现在都在这个账号里；那个账号已停用。如有不是您办的，请点“身份核实”，或{ counter-with-id }。
identity-absorbed-sms = 您用同一身份证号登记的另一个账号已并入您现在的账号，那个账号已停用。不是您本人，请{ counter-with-id }。
identity-absorbed-account = <b>这个账号已停用</b>：经核实，本人在用另一个 Telegram 账号，这里办理的业务都在那里。如果不是同一个人，请点下面核实身份，或{ counter-with-id }。
sms-account-absorbed = 经核实，您在服务台登记的账号与另一个账号是同一个人，已并入那个账号并停用。如不是您本人，请{ counter-with-id }。
identity-phone-taken = 您登记的手机号，另一位用户刚用自己的 Telegram 证明现在是其本人的，所以不再算您的：验证码和结果不再发到那里。
    请点下面登记您现在用的号码，或{ counter-with-id }。
