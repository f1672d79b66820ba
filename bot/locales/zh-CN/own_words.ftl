## 自己说的话：听懂了什么，要不要打开

own-words-which = 您正在办理“{ $what }”。这句话是要打开下面这一项，还是这一步的回答？
own-words-answer = 是这一步的回答
own-words-did-you-mean = 您要办的是不是这个？
own-words-cancel = 要取消，请点“取消”；不取消，可以接着办理。
own-words-leave = 要先离开，请点“先离开”；不离开，可以接着办理。
own-words-cancel-or-answer = 这句话是要取消办理，还是这一步的回答？
own-words-leave-or-answer = 这句话是要先离开，还是这一步的回答？
own-words-back = 要回到上一步，请点“‹ 上一步”；没有这个按钮的，这一步不能退回。
own-words-waits = 注册好以后，会接着为您打开。
own-words-waits-for-consent = 您同意以后，会接着为您打开。
own-words-thanks = 不客气，随时找我。
own-words-reading = 收到图片，正在查找二维码……
own-words-no-code = 图片里没有读到二维码。要验证凭证或扫车主的二维码，请靠近一点、避开反光再拍。现在没有其他事项需要图片。
own-words-code-of-guest = 现在没有步骤在等验证码。短信说有人申请备案您的车的：<b>认识并且同意，把验证码告诉申请人本人</b>；不认识，不要告诉任何人。您也可以先注册，在这里直接同意或拒绝。
own-words-no-code-expected = 现在没有步骤在等验证码或号码。要看申请，请点下面的按钮，或发送 # 加申请编号，例如 #1001。
own-words-digits-for = 这串数字是哪一项要的？请点下面对应的一项，再发送一次。
own-words-enter-code = 车主的验证码：#{ $number } { $plate }
own-words-code-found = 图片里有一个二维码。您正在办理“{ $what }”，要先打开它吗？已填的内容都会保留。
own-words-code-found-instead = 图片里有一个二维码。您正在办理“{ $what }”，要改用这个码吗？改用后，刚才填的内容不再保留。
own-words-open-code = 打开这个码
own-words-not-in-list = <b>{ $plate }</b> 不在您的机动车里。要用别人的车请先备案；要验证对方的检验标志，请发送它的照片或二维码。
