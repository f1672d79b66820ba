## 人工审核

flow-name-return = 退办
command-take = 领取一件（例：/take 或 /take 1024）
command-case = 看一件（例：/case 1024）
command-pass = 通过（例：/pass 1024）
command-return = 退办（例：/return 1024 1,3，或 /return 1024 other 原因）
command-release = 放回队列（例：/release 1024）
go-take = 领取下一件

queue-overdue = 　⚠ 超时
queue-free = 待领取
queue-yours = 您已领取
queue-other = 其他审核员已领取
queue-second = 须由别人审
queue-own = 与您本人有关，由别人办
queue-button = #{ $number }

case-taken = 您已领取 <b>#{ $number }</b>，到 { $until } 为止，过时自动放回队列。照片正在准备……
case-photos-coming = 照片正在准备……
case-photos-failed = 照片没能准备好。请用 /case 再试一次。
case-photos-gone = <b>有照片已经删除</b>，请退办，让申请人重拍。
case-photo = { $what }　#{ $number }　仅供本次审核
case-facts = <b>#{ $number } 的申请人</b>　请和照片对照　仅供本次审核
    姓名：<b>{ $name }</b>
    证件号码：<b>{ $id }</b>
case-facts-licence = 驾驶证号：<b>{ $licence }</b>
case-facts-no-portrait = 没有登记照可以对照。
case-watermark = { $who } { $when } #{ $number } 仅供审核

case = <b>#{ $number }</b>　第 { $round } 轮　{ $since } 提交，{ $due } 前
    申请人：{ $who }（{ $relationship }）　身份：{ $identity }
    证件号码：{ $id }
    驾驶证号：{ $licence }
    车牌：{ $plate }　车主：{ $owner }　方式：{ $way }
case-earlier = 第 { $round } 轮退办：{ $why }（{ $words }）
case-yours = 您已领取，到 { $until } 为止。
case-holding-free = 还没有人领取。
case-holding-other = 其他审核员已领取。
case-holding-second = 这一件您上一轮退办过，这一轮须由另一位审核员审，所以这里没有“通过”。
case-holding-no-duty = 您没有审核的职责，只能查看；通过或退办由审核员办，需要的话请管理员在 /staff 里加上。
case-over = <b>#{ $number } 不用再审了</b>：申请已撤回或已结束，您领取的这一件随之结束，照片会从这里删除。
case-again = #{ $number } 已在下面重新显示。
case-passed = 已通过。
case-returned = 已退办。
case-withdrawn = 申请已撤回，不用再审。
case-take = 领取
case-pass = 通过
case-return-1 = 退办：不是本人的证件
case-return-2 = 退办：照片不是申请人
case-return-3 = 退办：文字看不清
case-return-words = 退办：几条原因，或写说明
case-false = 提供虚假材料
case-release = 放回队列
case-ask-reasons = 为什么退办 <b>#{ $number }</b>？可以勾几条，也可以写一句说明，然后点“退办”。申请人都会看到。
case-why-1 = 不是本人的证件
case-why-2 = 照片不是申请人
case-why-3 = 文字看不清
case-return-now = 退办
case-passed-active = <b>#{ $number }</b> 已通过，备案生效，会通知申请人和车主。
case-passed-refused = <b>#{ $number }</b> 的照片已通过，但等待期间名额已满或车辆状态变了，备案没有生效，会通知申请人和车主。
case-returned-now = <b>#{ $number }</b> 已退办：{ $why }会通知申请人和车主。
case-released = <b>#{ $number }</b> 已放回队列。
case-expired = <b>#{ $number }</b> 的处理时间已到，已放回队列。

advice = <b>机器的参考意见</b>（只供参考，由您决定）
advice-coming = 证件还在识别中。过一会儿从“待办”再打开本件，就能看到。
advice-not-read = 证件文字：没有识别
advice-photo-good = { $what }：清楚
advice-photo-doubt = { $what }：{ $why }
advice-number = 照片上的证件号码：{ $whose }
advice-name = 照片上的姓名：{ $whose }
advice-whose-applicant = 是申请人的
advice-whose-owner = 是车主的
advice-whose-several = ⚠ 不止一个：{ $whose }
advice-whose-illegible = 看不清
advice-number-another = 是别人的
advice-name-another = 和申请人、车主的都不同
advice-scene-number = ⚠ 现场照片上也有证件号码：{ $whose }
advice-scene-name = ⚠ 现场照片上也有姓名：{ $whose }
advice-likeness-document = 现场照与证件照：{ $verdict }
advice-likeness-portrait = 现场照与登记照：{ $verdict }
advice-measured = （{ $permille }‰）
advice-likeness-same = 像同一人
advice-likeness-different = 不像同一人
advice-likeness-cannot-tell = 看不准
advice-not-asked = 人脸没有比对：没有登记照，没有征求过申请人同意。
advice-no-consent = 人脸没有比对：申请人没有同意。
advice-face = 第 { $at } 次人脸认证：{ $how }
advice-face-why-no-face = ，没看到脸
advice-face-why-several-faces = ，不止一张脸
advice-face-why-too-dark = ，太暗
advice-face-why-too-small = ，脸太小
advice-face-why-blurred = ，模糊
advice-face-why-in-doubt = ，像但不够确定
advice-face-why-no-digits = ，没看到数字
advice-face-why-illegible = ，数字看不清
advice-face-why-reused = ，照片以前用过
advice-face-why-wrong-digits = ，数字可能不对
advice-face-why-typed-digits = ，数字像是电脑打的
advice-face-why-copy = ，像是翻拍登记照
advice-face-why-other-faces = ，画面里还有别人
advice-face-why-covered = ，口鼻可能被遮住
advice-face-passed = 通过
advice-face-failed = 不一致
advice-face-doubtful = 存疑，交工作人员核对
advice-face-unclear = 看不准
advice-face-unavailable = 没做成
advice-face-asked = 没做成
advice-face-looking = 没做成
advice-seen-own = 与申请人以前交过的 { $count } 张照片很像
advice-seen-others = ⚠ 与别人交过的 { $count } 张照片很像

review-returned = <b>退办：#{ $number }</b>　{ $plate }
    { $why }
    只要重拍照片再提交，其他内容都留着。
review-returned-sms = 您备案{ $plate }的申请#{ $number }被退办：{ $why }请在聊天里重拍照片再提交。
review-words = 审核员说明：{ $words }
review-returned-owner = { $who } 备案您的 <b>{ $plate }</b> 的申请（#{ $number }）被退办，等对方重拍照片。您不用做什么。
review-returned-owner-sms = { $who }备案您的{ $plate }的申请#{ $number }被退办，等对方重拍照片。您不用做什么。
review-failed-owner = { $who } 备案您的 <b>{ $plate }</b> 的申请（#{ $number }）没有通过，已结束。
review-failed-owner-sms = { $who }备案您的{ $plate }的申请#{ $number }没有通过，已结束。
review-overdue = ⚠ <b>超时</b>：#{ $number } 应在 { $due } 前审完，还没有结果。
review-enrol = 审核已通过。要把这次的现场照片留作登记照吗？以后实人认证只需比对人脸，不用再等人工审核。
    • 只用于人脸比对，加密保存。
    • 随时可以在“我的资料”里撤回同意，照片当场删除。
review-enrol-yes = 同意，留作登记照
enrol-done = 好的，以后可以直接人脸认证。
enrol-late = 现在不能保留：已有登记照，或者照片已经删除。

refused-identity-number = 带 ID 的编号是身份核实的编号，不能用 /{ $command } 办理。请用 /identity 打开。
refused-no-such-case = 没有编号为 #{ $number } 的审核件。
refused-held-by-other = #{ $number } 已由另一位审核员领取。
refused-nothing-held = 您没有领取任何申请。
refused-case-number-missing = 请在命令后面写上申请编号，例如 /{ $command } 1024。编号见待办。
refused-not-held = 您没有领取 #{ $number }，或者时间已过。请先领取。
refused-case-decided = #{ $number } 已有结果，或者申请已撤回。
refused-own-case = #{ $number } 与您本人、您的车（包括以前的）或您的单位有关，请由另一位审核员审。
refused-second-reviewer = #{ $number } 已退办 { $returns } 次，这一轮须由另一位审核员审。
refused-nothing-to-take = 没有您可以领取的待审件。
refused-not-for-you = #{ $number } 的照片只给领取它的审核员看。
refused-bad-reason = 退办原因是 1（不是本人的证件）、2（照片不是申请人）、3（文字看不清）或 other（其他，后面写一句），可以写几个。例：/return 1024 1,3 反光
refused-words-missing = 请写 1 到 { $most } 个字的原因，申请人会看到。
