## 菜单、帮助、语言

menu = <b>{ office }</b>
    我的机动车 { $all } 辆：本人 { $own } 辆，备案 { $filed } 辆。
    请选择要办理的事项：
menu-guest = <b>{ office }</b>
    您还没有注册。注册后可以备案非本人机动车、查询违法、出示检验标志电子凭证。
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

bot-description = { office }：备案非本人机动车、查询和处理交通违法、出示和验证检验标志电子凭证。点“开始”，注册只要一两分钟。
bot-short-description = 备案、违法、检验标志，在一个聊天里就能办。
