## 身份核实：换账号、换手机号、登记错人、核实身份

flow-name-identity = 身份核实
flow-name-identity-decision = 身份核实的决定
flow-name-identity-code = 输入登记手机的验证码
command-identity = 身份核实：换账号、换手机号、登记错了人
command-identity-staff = 身份核实：待核实的申请；也可为本人换账号、换手机号
go-identity = 身份核实

identity-number-gone = 这个号码不用了
identity-kinds = <b>身份核实</b>
    由工作人员看照片，核实是您本人。请选择要办的事：
identity-kind-verify = 核实我的身份
identity-kind-lost-account = 原来的账号登不上了
identity-kind-new-number = 换了手机号
identity-kind-wrong-person = 这个账号或身份登记错了人
identity-staff-verify = 核实身份
identity-staff-lost-account = 找回账号
identity-staff-new-number = 换手机号
identity-staff-wrong-person = 登记错了人
identity-agree = 同意，继续
identity-ask-name = 请输入您的姓名，与身份证上的一致。
identity-ask-id-number = 请输入您的身份证号码，18 位；没有居民身份证的，输入通行证、永居证或护照的号码（外国护照先写国家的三个字母，<code>USA 123456789</code>）。读取后，这条消息会从聊天里删除。
identity-ask-contact = 请点输入框下面的“分享我的手机号”。核实通过后，就用这个号码联系您。
identity-contact-again = 您注册时分享的手机号 { $phone } 已经收到，核实通过后就用它联系您。沿用还是换一个？
identity-ask-document = <b>第一张：手持证件照片</b>
    身份证、护照等身份证件，是您自己的，举到肩旁，证件上的字看得清；请独自拍。
identity-ask-selfie = <b>第二张：自拍照</b>
    您现在的样子，正脸、光线充足、独自拍，不用拿证件。
identity-photo-coming = 照片已收到，正在查看……
identity-confirm = <b>请核对</b>：{ $kind }
identity-confirm-name = 姓名：{ $value }
identity-confirm-id = 证件号码：{ $value }
identity-confirm-phone = 手机号：{ $value }
identity-confirm-photos = 照片：手持证件照片、自拍照。请看看上面发的两张：证件上的字看得清，脸没有遮挡；不清楚的，请先重拍。
identity-retake = 重拍照片
identity-send = 提交核实
identity-opened = 已提交核实（<b>#{ $number }</b>）。最晚 { $due } 有结果，会在这里通知您。
identity-opened-moving = 已提交核实（<b>#{ $number }</b>）。最晚 { $due } 有结果，会在这里通知您。
    为防冒用，要留出时间给可能的异议，并由两位工作人员核对。
    这个身份登记的手机（如果有）收到验证码的，输入后可以更快办好。如果近期有人申请过同一身份，可能不再发验证码；收不到也不影响办理。
identity-own = <b>核实申请 #{ $number }</b>：{ $kind }
    工作人员最晚 { $due } 处理，结果会在这里通知您。
identity-waiting-button = 身份核实 #{ $number } 处理中
registration-ends-case = <b>核实申请 #{ $number } 还在处理</b>，最晚 { $due } 有结果。通过后，您的身份就在这个账号上，不用注册。
    现在注册，这件申请就终止：照片和填写的内容马上删除；{ $days } 天内最多申请 { $most } 次，这一次仍计入。
registration-case-over = 您的核实申请已经有结果，或已经结束。要注册，请继续。
registration-go-on = 继续注册
registration-end-case = 终止核实，继续注册
identity-withdraw = 撤回申请
identity-withdraw-ask = <b>确定撤回核实申请 #{ $number } 吗？</b>
    撤回后不能恢复：照片和填写的内容马上删除，再申请要重新拍照，时间从头算。
    { $days } 天内最多申请 { $most } 次，这一次仍计入。
identity-withdraw-yes = 确认撤回
identity-withdraw-no = 不撤回，等结果
identity-withdrawn = 核实申请 #{ $number } 已撤回，照片和填写的内容已删除。
identity-begin = 我自己也要申请核实
identity-begin-own = 核实我自己的身份

identity-against = <b>⚠️ 有人申请接管您的账号</b>（#{ $number }，{ $at }）
    有人自称是您，要把您的身份换到另一个 Telegram 账号。工作人员会看证件照片核实；一旦通过，这个账号就不能再用。
    是您本人申请的，不用理会。不是您本人，请马上点下面的按钮。
identity-use-buttons = 没明白您的意思。如果不是您本人在申请，请点下面的按钮。
identity-object = 这不是我，提出异议 #{ $number }
identity-object-by-phone = 有人在用我的身份申请，不是我
identity-objected = <b>您的异议已记下</b>（#{ $number }）。工作人员会核对照片和您的异议；要两位分别核对、都认定是本人申请的，才会通过。没有通过的，您的账号不变。结果会通知您。
    想更快说明是您本人，可以{ counter-with-id }。
identity-own-waits = 为防冒用，要留出时间给可能的异议，并由两位工作人员核对。这个身份登记的手机（如果有）收到验证码的，输入后可以更快办好。
identity-own-confirmed = 登记的手机已用验证码确认。
identity-have-code = 输入登记手机收到的验证码
identity-ask-code = 核实申请 #{ $number }：请输入短信里的验证码。
    验证码只会发到这个身份登记的手机（如果有）；没有收到，等工作人员的结果就行。
identity-code-left = 好的，您已离开这一步，核实申请没有撤回。
identity-code-again = 再发一次
identity-code-sent-again = 这个身份如果登记有手机号，验证码会再发到那个手机。近期有过多件同类申请的，可能收不到；等工作人员的结果就行。
identity-confirmed = <b>已确认</b>（#{ $number }）：不用再等，由一位工作人员核对就行。最晚 { $due } 有结果。
sms-code-identity-case = 有人申请把您的身份换到另一账号或手机号（核实申请 #{ $number }）。本人申请：请在聊天里输入验证码 { $code }，{ $minutes } 分钟内有效。非本人：勿告诉任何人，请用本号码的 Telegram 给我们发送 /identity 提出异议，或{ counter-with-id }。
identity-ask-objecting-contact = 请点输入框下面的“分享我的手机号”。以这个手机号登记的身份，如果有人在申请换账号或换号码，您的异议就会记下，不用注册。
identity-objected-by-phone = <b>已记下</b>。以您的手机号登记的身份，有人在申请；工作人员会看到您的异议；要两位分别核对、都认定是本人申请的，才会通过。结果用短信通知这个手机。
    想更快说明是您本人，可以{ counter-with-id }。
identity-nothing-to-object = <b>现在没有人在申请</b>以您这个手机号登记的身份，所以没有记下异议。
    您的账号已停用，或身份已到了别人手里？请点下面申请重新核实，由工作人员处理；也可以{ counter-with-id }。
identity-begin-check = 申请重新核实
identity-stopped-applicant = 核实申请 #{ $number } 已终止：它所依据的账号或登记情况已经变了，照片和填写的内容已删除。还需要核实的，请重新申请，或{ counter-with-id }。
identity-holder-sms = 有人申请把您的身份换到另一账号（核实申请 #{ $number }）。如非本人，请用本号码的 Telegram 给我们发送 /identity 提出异议，或{ counter-with-id }。
identity-new-number-sms = 有人申请更换您预留的手机号（核实申请 #{ $number }）。如非本人，请用本号码的 Telegram 给我们发送 /identity 提出异议，或{ counter-with-id }。
identity-holder-rejected = 申请接管您账号的 #{ $number } 没有通过，您的账号不变。
identity-holder-withdrawn = 申请接管您账号的 #{ $number } 已由申请人撤回，您的账号不变。
identity-holder-stopped = 申请接管您账号的 #{ $number } 已终止，您的账号不变。
identity-holder-approved = 申请接管您账号的 #{ $number } 已通过：本人已换到另一个账号。不是您本人？请点下面申请核实，或{ counter-with-id }。
identity-number-rejected = 申请更换您预留手机号的 #{ $number } 没有通过，您的手机号不变。
identity-number-withdrawn = 申请更换您预留手机号的 #{ $number } 已由申请人撤回，您的手机号不变。
identity-number-stopped = 申请更换您预留手机号的 #{ $number } 已终止，您的手机号不变。
identity-alerts-over = 这里提到的申请都有结果了，不用再处理。还有疑问，请点下面的“身份核实”，或{ counter-with-id }。
identity-ended-sms = 申请接管您身份的 { $count } 件申请未通过、已撤回或已终止，您的身份不变。
identity-digest = <b>⚠️ 上次通知之后，又有 { $count } 件申请要接管您的账号</b>
    有人自称是您，要把您的身份换到另一个 Telegram 账号。工作人员会看证件照片核实；一旦通过，这个账号就不能再用。
    是您本人申请的，不用理会。不是您本人，请点下面的按钮提出异议。这类消息一天最多发一次。
identity-digest-rest = <b>⚠️ 还有 { $count } 件申请要接管您的账号</b>
    不是您本人申请的，请点下面的按钮提出异议。
identity-digest-line = • #{ $number }，{ $at }
identity-digest-sms = 又有 { $count } 件申请要把您的身份换到另一账号。如非本人，请用本号码的 Telegram 给我们发送 /identity 提出异议，或{ counter-with-id }。
identity-moved = <b>这个账号已停用</b>：经核实（#{ $number }），本人已换到另一个 Telegram 账号。
    不是您本人？请点下面申请核实，或{ counter-with-id }。
identity-left-sms = 经核实（#{ $number }），您登记的 Telegram 账号属于别人，已与您的身份分开。继续办理请用自己的账号发送 /identity，或{ counter-visit }。
identity-verified = <b>您的身份已核实</b>（#{ $number }）。现在可以继续办理。
identity-approved = <b>核实通过</b>（#{ $number }）：您的身份已在这个账号上。现在可以继续办理。
identity-unverified = <b>您的身份核实已撤销</b>：两位工作人员确认，原来的核实有误。账号和资料还在；需要核实身份的业务，请点下面重新核实，或{ counter-with-id }。
identity-unverified-sms = 您的身份核实已撤销：这个身份证号原来核实错了人。如有疑问，请{ counter-with-id }。
identity-check-again = 申请 #{ $number }（{ $plate }）还差实人认证：账号换了，原来没做完的认证已停止。请点下面重新开始。
identity-rejected = 核实申请 #{ $number } <b>没有通过</b>。
    原因：{ $reason }
    可以改好后再申请，或{ counter-with-id }。
sms-identity-moved = 核实申请 #{ $number } 已通过，您预留的手机号已换成新号码。如非本人操作，请{ counter-with-id }。

identity-new = 新的核实申请 <b>#{ $number }</b>：{ $kind }，{ $due } 前处理。
identity-new-disputed = 核实申请 <b>#{ $number }</b>（{ $kind }）有异议，要两位工作人员先后通过；{ $due } 前处理。
identity-new-second = 核实申请 <b>#{ $number }</b>（{ $kind }）已有一位工作人员通过，还要另一位；{ $due } 前处理。
identity-new-confirmed = 核实申请 <b>#{ $number }</b>（{ $kind }）已由登记的手机确认，一位工作人员通过就行；{ $due } 前处理。
identity-overdue = ⚠ <b>超时</b>：核实申请 #{ $number }（{ $kind }）应在 { $due } 前处理，还没有结果。
identity-queue-second = 您已通过，待另一位
identity-queue-disputed = ⚠️有异议
identity-queue = <b>待核实：{ $count } 件</b>
identity-queue-empty = 没有待核实的申请。
identity-queue-line = #{ $number } { $kind }　{ $since } 提交，{ $due } 前　{ $whose } { $labels }
identity-queue-button = 核实 #{ $number }
identity-take = 领取
identity-taken = 已领取 #{ $number }，{ $until } 前处理。照片正在准备……
identity-photos-failed = 照片没能准备好，请再领取一次。
identity-photo = { $what }　#{ $number }　仅供本次核实
identity-photo-document = 手持证件照
identity-photo-selfie = 自拍照
identity-case = <b>核实申请 #{ $number }</b>：{ $kind }
    { $since } 提交，{ $due } 前处理。请对照照片和上面一条里的姓名、证件号。
identity-case-applicant = 申请人：{ $name }　{ $id }
identity-case-new-phone = {"　"}新手机号 { $phone }
identity-case-account = 申请账号：{ $who }；{ $since } 起使用
identity-case-bound = { $name }，{ $id }，{ $level }
identity-case-guest = 未注册
identity-case-nobody = 这个证件号：没有登记，也没有人核实过。
identity-case-same-name = 这个证件号：{ $level }，姓名一致（{ $name }）。
identity-case-other-name = 这个证件号：{ $level }，<b>姓名不一致</b>（{ $name }）。
number-of-another = <b>⚠️ 这个证件号登记在别人名下</b>：弄清楚以前不能核实，请当面核对证件。
identity-case-waits = { $until } 以前，这个身份的持有人可以提出异议，到时才能通过。
identity-case-chat-told = 已在聊天里通知持有人的账号。
identity-case-chat-later = 还没有通知持有人的账号：不久前已通知过别的申请，这件下次一并通知。
identity-case-code-sent = 已给登记的手机发过这件申请的验证码。
identity-case-sms-told = 已用短信通知登记的手机，没有发验证码。
identity-case-sms-later = 还没有通知登记的手机，也没有发验证码。
identity-facts = <b>#{ $number } 供对照</b>，和照片一起撤下，请勿转发：
    姓名：{ $name }
    证件号码：{ $id }
identity-case-confirmed = 登记的手机已用验证码确认（{ $at }）。
identity-case-no-phone = 这个身份没有登记手机号。
identity-case-unconfirmed = 登记的手机还没有确认。
identity-case-displaces = <b>⚠️ 一旦通过，原来那位的核实就会撤销</b>，并通知对方：两位工作人员必须确信那次核实弄错了。
identity-case-disputed = <b>⚠️ 这个身份的持有人提出异议</b>（{ $at }）：说申请的不是本人。对方的账号或手机也可能在别人手里，请仔细核对。
identity-case-staff = <b>⚠️ 在职工作人员</b>：通过后任职结束，由管理员决定是否用新账号重新邀请。
identity-case-needs-two = 要两位工作人员先后通过才算数。
identity-case-needs-one = 已有一位工作人员通过；您通过后即生效。
identity-case-approved = 已通过。
identity-case-rejected = 没有通过。
identity-case-stopped = 已终止。
identity-case-withdrawn = 申请人已撤回。
identity-case-over = <b>#{ $number } 不用再处理了</b>：申请已撤回或已结束，您领取的这一件随之结束，照片会从这里删除。
identity-case-again = #{ $number } 已在下面重新显示。
identity-case-is-free = 还没有人领取。
identity-case-is-other = 另一位工作人员正在处理。
identity-case-is-second = 您已通过，还要另一位工作人员通过。
identity-case-is-own = 与您本人有关，您不能处理。
identity-approve = 通过
identity-reject = 不通过
identity-release = 放回队列
identity-released = #{ $number } 已放回队列。
identity-ask-approve = #{ $number } 通过：请写一句核实的依据，例如“证件、人脸与登记一致”。
identity-ask-reject = #{ $number } 不通过：请写一句原因，申请人会看到。
identity-now-waiting = #{ $number }：您的通过已记下，还要另一位工作人员通过。
identity-now-approved = #{ $number } 已通过，会通知相关人员。
identity-now-rejected = #{ $number } 没有通过，会通知相关人员。

refused-account-ended = 这个账号已停用：本人已换到另一个 Telegram 账号。要再用它，请申请核实。
refused-identity-same-number = 这就是您现在登记的手机号，不用更换。换了号码的，请用新号码的 Telegram 分享；要办别的事，请先发送 /cancel，再发送 /identity 重新选择。
refused-identity-open = 您已有核实申请 #{ $number } 在处理。
refused-identity-too-many = { $days } 天内最多申请 { $most } 次，{ $until } 起可以再申请。急用的话，请{ counter-with-id }。
refused-identity-disputed = 您对 #{ $number } 的异议已经记下，正在由两位工作人员核对。
refused-identity-code = 验证码不对，或者已经过期。请再核对短信；没有收到，可以再发一次，或等工作人员的结果。
refused-identity-codes-used-up = 这件申请的验证码次数已用完。不影响办理，等工作人员的结果就行，也可以{ counter-with-id }。
refused-identity-code-too-soon = 请过 { $seconds } 秒再点。
refused-identity-second = #{ $number }：您已通过，还要另一位工作人员通过。
refused-identity-closed = 核实申请 #{ $number } 已经结束：有了结果，或已撤回、终止。
refused-identity-none = 没有编号为 { $number } 的核实申请。
refused-identity-own = 核实申请 #{ $number } 与您本人有关，请由另一位工作人员处理。
refused-identity-not-held = 您没有领取 #{ $number }，或者时间已过、已由别人处理。
refused-identity-reason = 请写 { $least } 到 { $most } 个字的原因。
refused-identity-wait = #{ $number }：{ $until } 以前，这个身份的持有人可以提出异议，到时才能通过。
refused-identity-only-admin = 这个账号是唯一的管理员，通过后就没有管理员了。请管理员先在 /staff 里再加一位管理员，或由运维用命令行添加，然后再通过。
refused-identity-outdated = #{ $number }：提交申请后，账号或身份已经变化，不能再通过。请点“不通过”，并请申请人重新申请。
refused-identity-act = 请写：<code>/identity { $number } approve 依据</code>、<code>reject 原因</code> 或 <code>release</code>。
refused-not-verified = 您的身份还没有核实。给车主发短信之前，请先核实一次：拍两张照片，由工作人员看过就行，以后再申请不用重新核实。每次备案仍要做实人认证。
refused-verification-waits = 您的身份还没有核实。核实申请 <b>#{ $number }</b> 已经提交，最晚 { $due } 有结果，会在这里通知您。核实通过后，就可以给车主发短信了。
identity-renamed = 登记信息里，您的姓名已改为 <b>{ $name }</b>。您的车辆和申请都不变；之前的实人认证不再有效，请重新核实一次。
    没有改过姓名？请点下面核实身份，或{ counter-with-id }。
identity-healed = 登记信息里的姓名已更正为 <b>{ $name }</b>，与您注册时填的一致。名下的车辆、申请和凭证现在都在您的账号里，不用再办手续。
    不是您？请{ counter-with-id }。
identity-healed-sms = 登记系统已更正您的姓名，名下车辆和申请现都在您的账号里。如非本人，请{ counter-with-id }。
identity-renamed-verified = 登记信息里，您的姓名已改为 <b>{ $name }</b>。您的车辆、申请和实人认证都不变。
    没有改过姓名？请点下面核实身份，或{ counter-with-id }。
