## 验证凭证

command-verify = 验证检验标志电子凭证或分享码
command-lookup = 按号牌查询车辆（执法人员）：/lookup 桂A12345
go-lookup = 按号牌查询
flow-name-verification = 验证凭证

verification-ask = <b>验证检验标志电子凭证</b>
    请发送：凭证的照片、截图或文件（可以转发），二维码里的文字，或者分享码。
verification-reading = 收到，正在识别二维码……
verification-again = 再验证一个
verification-valid = ✅ <b>真实有效</b>
verification-expired = ⚠️ <b>是真的，但已过有效期</b>
verification-superseded = ⚠️ <b>是真的，但已被新凭证取代</b>，请对方出示新的。
verification-revoked = ❌ <b>已撤销</b>
verification-vehicle-abnormal = ❌ <b>车辆状态异常</b>（锁定、被盗抢、转出等）
verification-not-ours = ❌ <b>不是本服务台的凭证</b>
verification-other-code = ❌ <b>这不是检验标志电子凭证</b>
verification-share-code-incomplete = ⚠️ <b>分享码不完整</b>：完整的是 10 个字符，如 ABCD-EFGH-JK。请整段复制再发。
verification-unreadable = ⚠️ <b>这次没能读出来</b>，不说明凭证是真是假。
verification-no-code = ⚠️ <b>图片里没有读到二维码</b>，不说明凭证是真是假。请靠近一点、避开反光再拍，或发送原文件。
verification-altered = ❌ <b>内容被改动过</b>
verification-key-unknown = ❌ <b>签名密钥未知</b>，不能确认真伪
verification-key-expired = ❌ <b>签名密钥已失效</b>，这张凭证不能再用
verification-status-too-old = ⚠️ <b>签名是真的，但状态清单太旧</b>，请联网后再核验。
verification-paper-decision = ✅ <b>真实的处罚决定书</b>，不是检验标志
verification-paper-receipt = ✅ <b>真实的罚款收据</b>，不是检验标志
verification-paper-revoked-decision = ❌ <b>处罚决定已撤销</b>，这份决定书不再有效
verification-paper-revoked-receipt = ❌ <b>处罚决定已撤销</b>，这份收据对应的罚款已退或待退
verification-paper-void-receipt = ❌ <b>收据已作废</b>：款项已退回，处罚决定仍然有效
verification-paper-number = 决定书编号：<code>{ $number }</code>
verification-paper-plate = 号牌：<b>{ $plate }</b>（{ $kind }）
verification-paper-fine = 罚款：{ $yuan } 元，{ $decided } 决定
verification-paper-paid = 实缴：{ $yuan } 元，{ $paid } 缴清
verification-paper-state-unpaid = 现在的状态：未缴
verification-paper-state-paid = 现在的状态：已缴清
verification-paper-state-revoked = 现在的状态：已撤销
verification-detail-paper-not-in-store = 签名是真的，但没有这样一份决定书或收据。
verification-detail-empty = 没有收到内容。
verification-detail-too-long = 文字太长。请只发送凭证二维码里的那段文字。
verification-detail-health-certificate = 这是一张健康证明。
verification-detail-vehicle-code = 这是机动车备案二维码。要验证，请让对方出示检验标志电子凭证。
verification-detail-other-text = 二维码里是别的内容，与检验标志无关。
verification-detail-no-certificate-in-text = 这段文字里没有找到凭证。请发送凭证的照片、文件、二维码文字（以 CZ1: 开头）或分享码。
verification-detail-unreadable = 文字不完整，可能只复制到一部分。请整段复制再发，或直接发送凭证的图片。
verification-detail-signature = 签名不符。
verification-detail-other-issuer = 由别的机构签发。
verification-detail-other-version = 凭证的版本这里还读不了。请到本服务台在线验证。
verification-detail-from-the-future = 签发时间在将来：请先核对本机的日期和时间。
verification-detail-key-withdrawn = 密钥已公告作废。
verification-detail-not-in-store = 签名是真的，但凭证库里没有这张凭证。
verification-plate = 号牌：<b>{ $plate }</b>（{ $kind }）
    请与车辆上的号牌对照。
verification-until = 检验有效期至：<b>{ $until }</b>
verification-number = 凭证编号 <code>{ $certificate }</code>，核发于 { $issued }
verification-shared = 由持有人用分享码出示。
verification-at = 核验时间：{ $verified }
verification-officer =
    <b>执法查询</b>（已记录）
    状态：{ $state }　车型：{ $model }　颜色：{ $colour }
    登记的检验有效期：{ $register }
    未处理或未缴款的违法：{ $violations } 条　未处理的事故：{ $accidents } 起
    备案使用人：{ $filers } 人
verification-officer-owner = 车主：{ $owner }　身份：{ $identity }
verification-officer-organisation = 车主：{ $organisation }（单位）　管理员：{ $owner }　管理员身份：{ $identity }
verification-no-certificate = ✅ <b>检验在有效期内</b>（按登记）；没有签发过电子凭证
verification-inspection-expired = ❌ <b>检验已过有效期</b>；没有签发过电子凭证
verification-no-inspection = ⚠️ <b>登记系统里没有检验记录</b>；没有签发过电子凭证
verification-insured = 交强险：有效至 { $until }（含当日）
verification-uninsured = ❌ <b>交强险已过期</b>：{ $until } 止
verification-insurance-unknown = ⚠️ <b>没有交强险记录</b>
verification-problem-too-large = 文件太大，请发 20 MB 以内的。
verification-problem-too-many-pixels = 图片像素太多，请截图或缩小后再发。
verification-problem-not-a-picture = 这不是图片。请发送照片、截图或 PDF。
verification-problem-animated = 动图读不了，请发一张静止的图片。
verification-problem-damaged = 文件打不开。请重新发送。
verification-problem-format-not-allowed = 这种格式读不了，请发送 JPG、PNG 或 PDF。
verification-problem-took-too-long = 这张图片没能在时限内读完。请再发一次，或截取二维码部分再发。
verification-problem-busy = 现在有点忙，没能及时读成这张图片。请再发一次。
verification-problem-gone = 这个文件取不到了，请重新发送。
verdict-valid = 有效
verdict-expired = 已过有效期
verdict-superseded = 已被取代
verdict-revoked = 已撤销
verdict-vehicle-abnormal = 车辆状态异常
verdict-unreadable = 没能读出
verdict-not-ours = 没有凭证
verdict-altered = 被改动
verdict-key-unknown = 密钥未知
verdict-key-expired = 密钥失效
verdict-status-too-old = 状态清单太旧
lookup-usage = 格式：<code>/lookup 桂A12345</code>
refused-no-such-plate = 登记系统里没有号牌 { $plate }。

verification-web-title = 验证检验标志电子凭证
verification-web-lead = 用摄像头对准凭证、决定书或收据上的二维码，或上传图片、输入文字。结果以这里为准，请对照车辆号牌。
verification-web-camera = 打开摄像头扫码
verification-web-stop = 关闭摄像头
verification-web-video = 摄像头画面
verification-web-looking = 请把二维码放进框里，靠近一点，避开反光……
verification-web-denied = 摄像头打不开。请在浏览器里允许使用摄像头，或改用图片、文字。
verification-web-lost = 网络不通，正在重试……
verification-web-picture = 上传图片或 PDF
verification-web-text = 二维码里的文字，或分享码
verification-web-check = 验证
verification-web-nothing = 没有收到图片或文字。
verification-web-busy = 现在人多，请过几秒再试。
verification-web-privacy = 图片只用来读二维码，不保存。每次核验都会记下时间和方式，持有人可以看到，但不知道是谁。
