## 扫码备案：车主出示二维码，备案人扫码

vehicle-code-mine = 我是车主，出示机动车二维码
vehicle-code-make = 机动车二维码
vehicle-code-no-car = 您名下没有机动车，不能出示二维码。
vehicle-code-choose = <b>机动车二维码</b>
    给哪一辆车出示？请看清车牌再选：
vehicle-code-not-drawn = <b>{ $plate }</b> 的二维码没有生成出来，是我们这边出了问题，车辆不受影响。请点下面再生成一次。
vehicle-code-drawing = 正在生成 <b>{ $plate }</b> 的二维码……
vehicle-code-title = 机动车二维码
vehicle-code-lifetime = { $until } 前有效，只能用一次
vehicle-code-warning = 请只给当面的熟人扫，不要截图发给别人
vehicle-code-picture = <b>{ $plate }</b> 的机动车二维码
    短码：<code>{ $short }</code>
    链接：{ $link }
    对方扫码后，能查看这辆车、查询和处理违法。<b>请只给当面的熟人扫。</b>
vehicle-code-open = <b>{ $plate }</b> 的二维码还有 <b>{ $minutes }</b> 分钟有效，只能用一次。
vehicle-code-refresh = 换一个新的
vehicle-code-cancel = 作废
vehicle-code-scanned = 有人扫了 <b>{ $plate }</b> 的二维码，还没有提交申请。不是您的意思，可以作废；提交后会告诉您是谁，那时也可以终止。
vehicle-code-used = <b>{ $plate }</b> 的二维码已被使用。
vehicle-code-cancelled = <b>{ $plate }</b> 的二维码已作废。
vehicle-code-expired = <b>{ $plate }</b> 的二维码已过期。
vehicle-code-used-by = { $who }（自称：{ $relationship }）扫了您 <b>{ $plate }</b> 的二维码，申请编号 #{ $number }，接下来做实人认证。对方的身份：{ $identity }。对方使用二维码即表示您同意。如非本意，办结前可随时终止（/approvals），办结后可以解除。

qr-scan = <b>请扫车主手机上的机动车二维码</b>
    • 拍下二维码发来，截图或图片文件也行；
    • 或者直接打开车主给的链接；
    • 或者输入二维码下面的 10 位短码，例如 <code>ABCD-2345-EF</code>。
qr-reading = 收到，正在识别……
qr-ask-relationship = 二维码有效：<b>{ $plate }</b>
    您与车主是什么关系？选好即提交申请，并表示您同意《备案业务须知》（{ $version } 版，见 /file）。
qr-applied = 申请 <b>#{ $number }</b>（{ $plate }）已提交，车主已当面同意。还差最后一步：实人认证，确认是您本人。

qr-is-certificate = 这是检验标志电子凭证的二维码，不是机动车二维码。要验真伪请用 /verify。
qr-is-payment = 这是付款码或收款码，不是机动车二维码。请不要把付款码发给别人。
qr-is-other-desk = 这是别处的链接，不是本服务台的机动车二维码。
qr-is-foreign = 这是别的二维码，不是机动车二维码。请车主在“我的机动车”里点“机动车二维码”。

refused-vehicle-code-unknown = 没有这个二维码或短码，请核对，或者请车主换一个新的。
refused-vehicle-code-old = 这个二维码已过期，请车主换一个新的。
refused-vehicle-code-cancelled = 车主作废了这个二维码，或者换了新的；车辆换了车主，二维码也会作废。请现在的车主出示新的。
refused-vehicle-code-used = 这个二维码已经被别人用过了，一个码只能用一次。请车主换一个新的。
refused-vehicle-code-spent = 您已经用这个二维码申请过了，编号 #{ $number }。
refused-not-short-code = 短码是 10 位字母和数字，例如 <code>ABCD-2345-EF</code>，里面没有 0、1、I、L、O、U。
refused-no-code-in-picture = 没有认出二维码。请把码拍满画面、正对着拍、离远一点对好焦、避开反光，再试一次；也可以直接输入短码。
