## 单位网页：登录、车辆、成员、浏览器、出错

portal-title = { office } · 单位
portal-skip = 跳到正文
portal-navigation = 主要页面
portal-cars = 机动车
portal-members = 成员
portal-browsers = 登录的浏览器
portal-sign-out = 退出
portal-role = 身份
portal-role-administrator = 管理员
portal-role-user = 经办人
portal-change-organisation = 换一个单位

portal-sign-in = 登录
portal-over = 登录已失效，请重新登录。
portal-step-chat = 在聊天里打开{ office } { $bot }
portal-step-command = 发送 /organisation，点“登录网页”
portal-step-type = 在这里输入收到的 10 位登录码
portal-code = 登录码
portal-sign-in-warning = 登录码只能用一次，几分钟内有效。不要告诉任何人，工作人员也不会向您要。
portal-choose = 您代表哪个单位？

portal-count = { $total ->
        [0] 没有符合条件的车，共 { $all } 辆
       *[other] { $total } 辆，共 { $all } 辆
    }
portal-search = 车牌、车型或颜色
portal-only = 只看
portal-only-all = 全部
portal-only-filed = 有人备案的
portal-only-violations = 有未处理违法的
portal-only-inspection = 检验快到期或已到期
portal-only-insurance = 保险快到期或已到期
portal-only-abnormal = 状态不正常
portal-show = 查看
portal-csv = 下载表格（CSV）
portal-column-plate = 车牌
portal-column-plate-type = 号牌种类
portal-column-model = 车型
portal-column-colour = 颜色
portal-column-state = 状态
portal-column-inspection = 检验有效期至
portal-column-insurance = 保险有效期至
fleet-figure-filers = 备案人数
fleet-figure-violations = 未处理违法
portal-unknown = 没有记录
portal-due = 待办
portal-none = 没有符合条件的机动车。
portal-pages = 翻页
portal-page = 第 { $page } 页，共 { $pages } 页
portal-previous = 上一页
portal-next = 下一页

portal-violation-at = 时间
portal-violation-place = 地点
portal-violation-act = 违法行为
portal-violation-fine = 罚款
portal-violation-points = 记分
portal-violation-hint = 由备案了这辆车的驾驶人在聊天里处理：发送 /violations。

portal-filers = 谁备案了这辆车
portal-filer = 备案人
portal-relationship = 关系
portal-since = 从何时起
portal-way = 方式
portal-number = 编号
portal-no-filers = 现在没有人备案这辆车。
portal-past = 以往的备案（{ $count }）
portal-unbind = 解除备案
portal-unbind-whom = 解除 { $who } 的备案
portal-unbind-surely = 确定解除 { $who } 对 { $plate } 的备案吗？马上生效，会通知对方。
portal-unbound = 备案已解除，会通知对方。
portal-surely = 确定
portal-no = 取消

portal-places = 还可以加 { $left } 人
portal-name = 姓名
portal-me = 我
portal-actions = 操作
portal-invite = 邀请经办人
portal-invited = 邀请码已生成，只显示这一次
portal-invited-how = 请对方在{ office }发送 { $command }，或者打开下面的链接。只能用一次。
portal-invited-until = 有效期至 { $until }
portal-withdraw = 收回未用的邀请（{ $count }）
portal-remove = 移出
portal-remove-whom = 移出 { $who }
portal-remove-surely = 确定把 { $who } 移出单位吗？马上生效：对方登录的浏览器全部退出，也会通知对方。
portal-hand-over = 移交管理
portal-hand-over-whom = 把管理移交给 { $who }
portal-hand-over-surely = 确定由 { $who } 当管理员吗？您改为经办人，车辆的短信验证码以后发给对方；您设的备案期限、不再接受的申请人、二维码和邀请码都会失效。
portal-done-removed = 已移出，对方登录的浏览器都退出了。
portal-done-handed-over = 管理已移交。
portal-done-withdrawn = 未用的邀请都收回了。

portal-browsers-rule = { $minutes } 分钟没有操作，或者登录满 { $hours } 小时，会自动退出。
portal-browser = 浏览器
portal-this-browser = 这一个
portal-begun = 登录时间
portal-seen = 最近操作
portal-end = 退出
portal-end-whom = 退出 { $device }

problem-title = 没有办成
problem-reference = 编号 { $reference }，告诉工作人员就能查到。
problem-back = 回到首页
problem-400 = 这个请求无法识别。
problem-403 = 您没有权限这样做。
problem-404 = 没有这个页面。
problem-405 = 这个地址不能这样使用。
problem-413 = 发来的内容太大了。
problem-415 = 不能接收这种格式的内容。
problem-429 = 操作太频繁了，请稍后再试。
problem-500 = 抱歉，我们这边出了错，不是您的问题。
problem-503 = 服务台正在启动，请稍后再试。
problem-host = 服务台不使用这个网址。运维人员可以用 CHEZHU_PUBLIC_URL 或 CHEZHU_ALLOWED_HOSTS 设置。
problem-form = 这个页面已经过期，请返回重新打开再试。

portal-code-make = 出示机动车二维码
portal-code-by-administrator = 机动车二维码等于单位同意备案，由单位管理员出示。
portal-code-of = { $plate } 的机动车二维码
portal-code-scan = 请要备案的人当面扫码，或输入下面的短码。
portal-code-alt = { $plate } 的机动车二维码
portal-code-until = { $until } 前有效，只能用一次。
portal-code-warning = 请只当面出示，不要拍照转发：谁先扫，谁就能申请备案这辆车。
portal-code-used = 已经有人扫码，正在办理备案。
portal-code-expired = 二维码已过期。
portal-code-cancelled = 二维码已收回。
portal-code-again = 换一个二维码
portal-code-cancel = 收回
portal-back = 返回
