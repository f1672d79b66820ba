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

desk-about = 案件情况
desk-decide = 您的决定
desk-nothing-to-decide = 这里没有要您决定的。
desk-due-by = { $due } 前办理
desk-identity-case = #{ $number } { $kind }
desk-identity-words = 理由，一句话，最多 { $most } 个字。不通过时，申请人会看到。
desk-return-why = 退办
desk-return-words = 给申请人的话，最多 { $most } 个字
desk-false = 证件虚假请在聊天里报告：/block { $number }
desk-photo-frame = { $what }：按 [ 和 ] 旋转，按 + 和 − 缩放，按方向键移动
desk-turn-left = 向左转
desk-turn-right = 向右转
desk-zoom-in = 放大
desk-zoom-out = 缩小
desk-reset = 还原
desk-photo-camera = 抓拍照片
desk-photo-own = 当事人的照片 { $number }
desk-objection-words = 答复，{ $least } 到 { $most } 个字，当事人会看到。
desk-look-up = 查询
desk-look-up-recorded = 每次查询都会记下查询人。
desk-look-up-vehicle = 按车牌查车
desk-look-up-person = 按证件号、手机号或备案编号查人
desk-keys = 键盘
desk-keys-how = 按一下按键，移到标着它的按钮；再按一下或按回车，就是点它。在照片上：[ 和 ] 旋转，+ 和 − 缩放，方向键移动，0 还原。
desk-keys-on = 在这个浏览器使用这些按键
