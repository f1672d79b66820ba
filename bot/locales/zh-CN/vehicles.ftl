## 我的机动车、解除备案

command-vehicles = 我的机动车、解除备案

vehicles-none = 您名下没有机动车，也没有备案的车。还可以备案 { $left } 辆。
vehicles-list = <b>我的机动车</b>
    本人（单位）{ $own } 辆，备案 { $filed } 辆，还可以备案 { $left } 辆。
vehicles-button-own = { $plate }　本人
vehicles-button-organisation = { $plate }　单位
vehicles-button-filed = { $plate }　备案
vehicle-title-filed = <b>{ $plate }</b>　备案机动车
vehicle-title-own = <b>{ $plate }</b>　本人机动车
vehicle-title-organisation = <b>{ $plate }</b>　{ $organisation }
vehicle-filed = { $since } 起备案，申请编号 #{ $number }
vehicle-facts = { $kind }
    车型：{ $model }　颜色：{ $colour }
vehicle-inspection = 检验有效期至：{ $until }
vehicle-no-inspection = 检验有效期：登记系统里没有
vehicle-state = 状态：{ $state }
vehicle-state-normal = 正常
vehicle-state-locked = 锁定
vehicle-state-scrapped = 报废
vehicle-state-stolen = 被盗抢
vehicle-state-cancelled = 注销
vehicle-state-moved-away = 转出
vehicle-open = 查看 { $plate }
vehicle-left = <b>{ $plate }</b> 已经转移登记，不再在您名下。它的备案、备案申请和检验标志电子凭证都已结束；您自己的罚款和收据仍在“交通违法”里。
    不是您办的？请马上{ counter-ask }。
vehicle-came = <b>{ $plate }</b> 现在登记在您名下。原来的备案、备案申请和期限都已结束，由您重新决定。
vehicle-back = 登记已经更正：<b>{ $plate }</b> 还是在您名下。您不再接受的人，仍然不能申请；原来的备案、备案申请和期限已经结束，需要的话请对方重新申请。
vehicle-state-changed = <b>{ $plate }</b> 的登记状态变为：<b>{ $state }</b>。
vehicle-state-is-normal = 可以照常备案、出示检验标志电子凭证。
vehicle-state-is-abnormal-own = 现在不能出示机动车二维码，也不接受新的备案申请；核验检验标志电子凭证时会显示状态不正常，或已作废。有疑问请{ counter-ask }。
vehicle-state-is-abnormal-filed = 您的备案还在，但出示检验标志电子凭证时会显示状态不正常。请向车主了解。
refused-vehicle-state = { $state ->
        [scrapped] 这辆车已经报废，不能再给别人备案，所以不出二维码。
        [cancelled] 这辆车的登记已经注销，不能再给别人备案，所以不出二维码。
        [moved_away] 这辆车已经转出本地，不能在这里备案，所以不出二维码。
        [locked] 这辆车在登记系统里被锁定，解除锁定前不能备案，所以不出二维码。
       *[other] 这辆车的登记状态不正常，现在不能备案，所以不出二维码。
    }有疑问请{ counter-ask }。
vehicle-filers = 谁备案了这辆车（{ $count }）
vehicle-unbind = 解除备案

filers-none = 现在没有人备案 <b>{ $plate }</b>。
filers-list = <b>{ $plate } 的备案人</b>
filers-line = • { $who }（自称：{ $relationship }）　{ $since } 起　{ $way }　#{ $number }
    身份：{ $identity }
filers-unbind = 解除 { $who } #{ $number }
filers-past = 以往的备案
filing-way-qr = 扫码
filing-way-sms = 短信
past-none = <b>{ $plate }</b> 没有以往的备案。
past-list = <b>{ $plate } 以往的备案</b>
past-line = • { $who }　{ $since } 至 { $until }　#{ $number }

unbind-surely = 确定解除对 <b>{ $plate }</b> 的备案吗？解除后不能再查看这辆车、处理它的违法；以后需要，要重新申请。
unbind-surely-owner = 确定解除 <b>{ $who }</b> 对 <b>{ $plate }</b> 的备案（#{ $number }）吗？马上生效，会通知对方。
unbind-unpaid = 注意：还有 { $count } 份处罚决定没有缴款，解除后仍需缴纳。
unbind-yes = 确定解除
unbind-no = 不解除
unbound = 已解除 <b>{ $plate }</b> 的备案（#{ $number }），会通知对方。
