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
vehicle-filed = 备案编号 #{ $number }，{ $since } 起
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
vehicle-filers = 谁备案了这辆车（{ $count }）
vehicle-unbind = 解除备案

filers-none = 现在没有人备案 <b>{ $plate }</b>。
filers-list = <b>{ $plate } 的备案人</b>
filers-line = • { $who }（{ $relationship }）　{ $since } 起　{ $way }　#{ $number }
filers-unbind = 解除 { $who }
filers-past = 以往的备案
filing-way-qr = 扫码
filing-way-sms = 短信
past-none = <b>{ $plate }</b> 没有以往的备案。
past-list = <b>{ $plate } 以往的备案</b>
past-line = • { $who }　{ $since } 至 { $until }　#{ $number }

unbind-surely = 确定解除对 <b>{ $plate }</b> 的备案吗？解除后不能再查看它、处理它的违法；需要时得重新申请。
unbind-surely-owner = 确定解除 <b>{ $who }</b> 对 <b>{ $plate }</b> 的备案吗？马上生效，会通知他。
unbind-unpaid = 注意：还有 { $count } 份处罚决定没有缴款，解除后仍然要缴。
unbind-yes = 确定解除
unbind-no = 不解除
unbound = 已解除 <b>{ $plate }</b> 的备案（#{ $number }），已通知对方。
