## 长辈版：开关，和主要业务的短句。键名以 large- 开头的，长辈版里代替去掉 large- 的那一条；没有的照常。

large-text-on = 长辈版：话短、按钮少、图片大字
large-text-off = 换回普通版
large-text-is-on = <b>好的，已换成长辈版。</b>
    菜单只有四件事，话说得短，图片用大字。
    聊天里的字还嫌小？在 Telegram 的“设置 → 聊天设置”里可以调大。
large-text-is-off = 好的，已换回普通版。

large-menu = <b>您好！</b>
    您有 { $all } 辆车。
    要办哪件事？请点一个。
large-menu-guest = <b>您好！</b>
    您还没有注册。
    请点“注册”。
large-go-start = 注册
large-go-certificate = 检验标志
large-go-vehicles = 我的车
large-go-violations = 查违章
large-go-offices = 找人帮忙
large-go-verify = 查验别人的标志
large-go-help = 能办什么

large-registration-name = <b>第 1 步，共 3 步</b>
    请写您的<b>姓名</b>。
large-registration-id-number = <b>第 2 步，共 3 步</b>
    请写您的<b>身份证号</b>，18 位；没有的，写通行证或护照的号码。
    看过以后，我们会删掉这条消息。
large-registration-contact = <b>第 3 步，共 3 步</b>
    请点下面的“分享我的手机号”。
    只能用您自己的手机号。
large-registration-done = <b>注册好了，{ $name }。</b>
    要办哪件事？
large-lost = 没看懂。请点“菜单”。
large-lost-other = 现在用不到这个。请点“菜单”。

large-certificate-choose = <b>检验标志</b>
    看哪辆车的？请点一个。
large-certificate-equal = 和纸质的一样有效。
large-certificate-live = 可以给别人看，到 { $until }。
large-certificate-over = <b>{ $plate }</b> 的标志已收起。要用再点下面。
large-certificate-forms = <b>{ $plate }</b>
    存成图片，没有网也能看。
    请点“大字图片”。
large-certificate-form-large = 大字图片
large-certificate-drawn = <b>{ $plate }</b>
    <b>有效期到 { $until }</b>
    编号 { $certificate }
    请把图片存进手机相册。
large-certificate-none = <b>{ $plate }</b> 的检验已过期。
    现在没有标志可以看。
large-certificate-due = <b>{ $plate }</b> 的检验标志快到期了：<b>{ $until }</b>。
large-certificate-next-apply = 下次：不用上线，在这里申请。
    { $opens } 起可以办，最晚 { $last }。
large-certificate-next-station = 下次：请{ station-visit }。
    { $opens } 起可以办，最晚 { $last }。

large-vehicles-list = <b>我的车</b>
    自己的 { $own } 辆，备案的 { $filed } 辆。
    看哪辆？请点一个。
large-vehicles-none = 您还没有车。
large-violations-title = <b>查违章</b>
large-violations-points = 已记 { $points } 分，还剩 { $left } 分。
large-violations-none = 没有违章。
large-handling-select = <b>要处理哪几条？</b>（{ $plate }）
    请点要处理的，再点“处理并缴款”。
large-handling-ask-code = 验证码发到您手机 { $phone } 了。
    请在 { $minutes } 分钟里<b>把数字写在这里</b>。

large-filing-reminder = <b>请先打电话告诉车主。</b>
    车主会收到一条短信，里面有验证码。
    请车主把验证码告诉您。

    可以把这段话转给车主：
    <blockquote>我想在“{ office }”备案您的车，好查违章。您会收到一条验证码短信。请看清短信里的车牌，同意的话把验证码告诉我。</blockquote>
large-filing-ask-plate = 请写<b>车牌号</b>。
    例如 { $examples }。
large-filing-ask-engine = 车牌：<b>{ $plate }</b>
    请写<b>发动机号的后六位</b>。
    行驶证上有。
large-filing-ask-code = <b>已经发短信给车主</b>（手机 { $phone }）。
    请向车主要验证码。
    请在 { $minutes } 分钟里<b>把数字写在这里</b>。
large-filing-finished = <b>办好了！</b>
    编号：<b>#{ $number }</b>
    车牌：<b>{ $plate }</b>
large-vehicle-code-picture = <b>{ $plate }</b> 的二维码
    短码：<code>{ $short }</code>
    链接：{ $link }
    <b>请只给当面的熟人扫。</b>
large-progress-none = 您没有在办的事。
large-vehicle-code-lifetime = { $until } 前有效
large-vehicle-code-warning = 只给当面的熟人扫
