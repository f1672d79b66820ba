## 虚假材料、黑名单、申诉

flow-name-appeal = 申诉
command-blacklist = 黑名单：待确认的和申诉
command-block = 提出列入黑名单（例：/block 1024，或 /block 1024 1）
command-appeal = 对黑名单申诉（例：/appeal 理由）
go-blacklist = 黑名单
go-appeal = 黑名单申诉

false-ask = #{ $number } 的材料哪里是假的？选定后退办，并请另一位工作人员确认是否列入黑名单。
false-anothers-document = 冒用他人证件
false-another-person = 由他人冒充申请人
false-altered = 照片经过伪造、变造
false-register = 登记系统转来的记录
blacklist-taken-over = 原来的提出人已不在任，现在算您提出的。要由另一位工作人员确认后才生效。
blacklist-proposed-now = 已提出。要由另一位工作人员确认后才生效。

blacklist-none = 没有待确认的，也没有申诉。
blacklist-list = <b>黑名单</b>
    待确认 { $proposals } 件，申诉 { $appeals } 件。
blacklist-button = { $label }　{ $why }
blacklist-button-appeal = { $label }　申诉
blacklist-entry = <b>{ $who }</b>　身份：{ $identity }
    { $why }
    提出时间：{ $since }
blacklist-until = 列入至：{ $until }
blacklist-appeal-words = 申诉理由：<blockquote>{ $words }</blockquote>
blacklist-not-you = 这一条与您本人有关，或您已经经手，须由别人决定，所以这里没有按钮。
blacklist-state-proposed = 等另一位工作人员确认。
blacklist-state-confirmed = 已列入黑名单。
blacklist-state-rejected = 没有列入黑名单。
blacklist-state-appealed = 有申诉，等没有参与过的第三位工作人员决定。
blacklist-state-upheld = 申诉没有成立，维持原决定。
blacklist-state-lifted = 申诉成立，已撤出黑名单。
blacklist-confirm = 确认列入黑名单
blacklist-reject = 不列入
blacklist-lift = 申诉成立，撤出
blacklist-uphold = 维持
blacklist-open = 打开
blacklist-proposed = 有人提出把一位申请人列入黑名单，请您查看，确认或否决。
blacklist-left = 提出把一位申请人列入黑名单的同事已不在任。请您查看：确认的人接手，再由另一位同事确认；也可以否决。
blacklist-appealed = 有人对黑名单申诉，请您查看并决定。

blacklist-listed = <b>您已被列入黑名单</b>
    原因：{ $why }（申请 #{ $number }）
    { $until } 之前不能申请备案，正在办理的申请已结束。
    有异议可以申诉一次，由没有参与过的工作人员决定：发送 /appeal。
blacklist-listed-sms = 您因{ $why }（申请 #{ $number }）被列入黑名单，{ $until } 之前不能申请备案。有异议可在聊天里发送 /appeal 申诉。
blacklist-yours-confirmed = 您提出的（申请 #{ $number }，{ $why }）已由同事确认：列入黑名单。
blacklist-yours-rejected = 您提出的（申请 #{ $number }，{ $why }）同事没有同意：不列入黑名单。
blacklist-lifted = <b>申诉成立</b>：您已撤出黑名单，可以申请备案了。
blacklist-upheld = <b>申诉没有成立</b>：{ $until } 之前不能申请备案。还有疑问，请{ counter-with-id }。
blacklist-left-listed = <b>您以前的账号已被列入黑名单</b>
    到期前不能申请备案，正在办理的申请已结束。发送 /file 可以看到到期日。
    有异议可以申诉一次，由没有参与过的工作人员决定：发送 /appeal。
blacklist-left-upheld = <b>申诉没有成立</b>：到期前不能申请备案。发送 /file 可以看到到期日；还有疑问，请{ counter-with-id }。

appeal-ask = 您因“{ $why }”被列入黑名单，{ $until } 之前不能申请备案。
    请写明为什么不对，写好后会先请您核对再提交。只能申诉一次。
appeal-confirm = <b>请核对申诉理由</b>，提交后不能修改，也不能再申诉：
    <blockquote>{ $words }</blockquote>
    要改，请把整段重新发送一遍。
appeal-send = 提交申诉
appeal-tap-to-send = 还没有提交。要提交，请点“提交申诉”；要换理由，请重新写。
appeal-made = 申诉已提交，由没有参与过的工作人员决定，有结果会通知您。

progress-why-false-material = 因提供虚假材料，申请已结束。可以用 /appeal 申诉。
refused-already-proposed = 已经有人提出过这位申请人，正在等另一位工作人员确认。
refused-bad-false-reason = 哪里是假的，只能是 1（冒用他人证件）、2（由他人冒充申请人）或 3（照片经过伪造、变造），例如 /block 1024 1。
refused-still-in-review = #{ $number } 还在审核，由领取的审核员决定；退办之后才能提出。
refused-same-person = 您已经参与过，须由别人决定。
refused-listing-decided = 这一件已经有了结果。
refused-not-listed = 您不在黑名单里，不需要申诉。
refused-already-appealed = 您已经申诉过了，只能申诉一次，有结果会通知您。已经收到结果、还有疑问的，请{ counter-with-id }。
refused-appeal-too-long = 申诉理由请写 1 到 { $most } 个字。
