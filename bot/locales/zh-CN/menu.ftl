## 菜单、帮助、语言

menu = <b>{ office }</b>
    我的机动车 { $all } 辆：本人（单位）{ $own } 辆，备案 { $filed } 辆。
    请选择要办理的事项：
menu-guest = <b>{ office }</b>
    您还没有注册。注册后可以{ services }。
menu-locked = <b>{ office }</b>
    您已退出登录，服务台在这个账号上已锁定。点“{ go-start }”，用验证码解锁。
menu-more = 更多……
menu-approvals = 待我确认 { $count }
menu-unpaid = 待缴 { $count } 笔
menu-inspection-due = { $plate } 检验标志{ $days ->
        [0] 今天到期
       *[other] {" "}{ $days } 天后到期
    }
menu-inspection-over = { $plate } 检验标志已过期
help = <b>可以使用的命令</b>
language-choose = 请选择语言 / Choose a language
language-chosen = 好的，以后用中文为您服务。
command-menu = 菜单
command-help = 帮助
command-language = 语言
command-cancel = 取消正在办理的事项

bot-description = { office }：{ services }。点“开始”，注册只要一两分钟。
bot-short-description = 在一个聊天里就能{ services }。

# 服务台能办的事；运营方的业务配置可以不办其中几项。
services = 备案非本人机动车{ OFFERS("violations") ->
    [yes] 、查询和处理交通违法
   *[no] {""}
}{ OFFERS("certificates") ->
    [yes] 、出示检验标志电子凭证
   *[no] {""}
}
refused-not-offered = 本服务台不办理{ $journey ->
    [certificates] 检验标志电子凭证
    [papers] 纸质检验标志
    [violations] 交通违法
    [objections] 违法异议
   *[organisations] 单位事务
}。要办这项业务，请{ ask-staff }。
