## 纸质检验标志：邮寄、自取

command-papers = 纸质检验标志：申请进度
go-papers = 纸质标志进度
flow-name-paper-tracking = 填写运单号
flow-name-paper = 领取纸质检验标志

certificate-paper = 要纸质标志（含丢失、损坏）
paper-ask-why = <b>{ $plate }</b> 的纸质检验标志
    电子凭证与纸质标志效力相同，没有纸质的也不会被处罚。确实需要纸质的，请选择：
paper-why-first = 还没有纸质的
paper-why-lost = 丢失或损坏了
paper-ask-way = 怎样领取？
paper-ask-way-lost = 纸质标志丢失或损坏不用补办，出示电子凭证就可以。仍然需要纸质的，怎样领取？
paper-way-post = 邮寄
paper-way-pick-up = 自取
paper-ask-recipient = 请输入收件人姓名。您输入的姓名、手机号和地址，读取后会从聊天里删除。
paper-ask-phone = 请输入收件人手机号。
paper-ask-address = 请输入收件地址，写到省、市、区、街道、门牌号。地址加密保存，送达后删除。
paper-mine = 用我的：{ $what }
paper-confirm-post = <b>请核对</b>
    车辆：{ $plate }
    收件人：{ $recipient }
    电话：{ $phone }
    地址：{ $address }
    原因：{ $why }

    记住的地址加密保存，下次直接用，随时可以不再记住。
paper-confirm-pick-up = <b>请核对</b>
    车辆：{ $plate }
    原因：{ $why }
    { pick-up-visit }。制好后通知您，请带本人身份证。
paper-order = 提交申请
paper-order-remember = 提交，记住地址
paper-order-forget = 提交，不记住地址
paper-forget = 删除记住的地址
paper-type-address = 要改地址，请直接输入新地址；没有问题，请点“提交”。
paper-change-way = 改领取方式
paper-change-why = 改原因
paper-change-recipient = 改收件人
paper-change-phone = 改电话
paper-change-address = 改地址
paper-requested = 已受理，编号 <b>#{ $number }</b>（{ $plate }）。每一步都会通知您。
paper-follow = 查看进度
paper-order-for = 要纸质标志 · { $plate }
paper-none = 您没有申请过纸质检验标志。
paper-list = <b>我申请的纸质检验标志</b>
paper-work = <b>要制作、寄送的纸质标志</b>
paper-work-none = 现在没有要制作的纸质标志。
paper-button = #{ $number } { $plate } { $status }
paper-standing = <b>纸质检验标志 #{ $number }</b>　{ $plate }
    方式：{ $way }　状态：<b>{ $status }</b>（{ $changed }）
paper-tracking = 运单号 <code>{ $tracking }</code>
paper-certificate = 电子凭证 <code>{ $certificate }</code>，<b>{ $plate }</b>，有效期至 { $until }
paper-to = 寄往：{ $recipient }　{ $phone }
    { $address }
paper-status-requested = 已申请
paper-status-printed = 已制作
paper-status-posted = 已寄出
paper-collect = { pick-up-visit }。请带本人身份证。
paper-status-ready = 可以领取
paper-status-done = 已送达
paper-status-cancelled = 已取消
paper-do-printed = 已打印
paper-do-posted = 寄出（填运单号）
paper-do-ready = 可以领取了
paper-do-done = 已送达 / 已领取
paper-cancel = 取消申请
paper-void = 已作废，不寄不交
paper-changed-cancelled = 纸质标志 <b>#{ $number }</b>（{ $plate }）取消了，不用再制作；已经制作的请不要寄出，作废处理。
paper-cancelled-by-staff = 凭证已失效，这一份作废，不再寄送或交付。有了新的凭证，需要的话可以重新申请。
paper-changed-void = 纸质标志 <b>#{ $number }</b>（{ $plate }）的凭证已失效：已经制作的请不要寄出或交付，作废处理。
paper-changed-replaced = 纸质标志 <b>#{ $number }</b>（{ $plate }）的凭证已被新凭证取代：已经制作的请不要寄出或交付，作废后重新制作。
paper-changed-no-address = 纸质标志 <b>#{ $number }</b>（{ $plate }）：申请人已删除账号，收件地址一并删除了。还没寄出的请不要寄，作废处理。
paper-ask-tracking = 请输入 #{ $number } 的运单号。
refused-paper-underway = 这辆车已有一份纸质标志（#{ $number }）在办理。
refused-paper-needs-valid = 凭证现在无效，不能制作纸质标志。
refused-bad-recipient = 请写收件人姓名，最多 { $most } 个字。
refused-bad-address = 请写完整的地址，{ $least } 到 { $most } 个字。
refused-bad-paper-phone = 这不是手机号，请核对后重新输入。
refused-bad-tracking = 这不是运单号：应为 { $least } 到 { $most } 位字母和数字。
refused-paper-moved = 这一步已经有人办了，或者这一份不需要这一步。
refused-paper-void = 纸质标志 #{ $number } 已作废，不能再寄出或交付。请打开这一份，点“已作废，不寄不交”。
