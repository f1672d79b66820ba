## 工作人员网页：登录、待办、案件

command-web = 在浏览器里打开工作人员网页
go-web = 工作网页
desk-code = 请在浏览器里打开 { $page }，输入这个登录码：
    <code>{ $code }</code>
    只能用一次，{ $until } 前有效。网页上有您的待办、并排显示照片的案件，以及您的职责范围内可以办的事。不要告诉任何人，工作人员也不会向您要。
desk-code-again = 换一个登录码
desk-code-sign-out = 退出所有浏览器
desk-title = { office } · 工作人员
desk-step-command = 发送 /web
desk-inbox = 待办
desk-browsers = 登录的浏览器
desk-inbox-count = { $count } 件，其中超时 { $overdue } 件
desk-kinds = 待办种类
desk-kinds-all = 全部
desk-number = 编号
desk-due = 截止
desk-overdue = 超时
desk-holder = 领取人
desk-holder-free = 无
desk-holder-yours = 您
desk-holder-other = 同事
desk-take = 领取
desk-open = 打开
desk-give-back = 退回
desk-in-chat = 请到聊天里办理：/queue
