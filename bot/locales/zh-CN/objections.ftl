## 异议

flow-name-objection = 提出异议
flow-name-answering = 答复异议
command-objections = 等待答复的异议
go-objections = 异议

objection-make = 提出异议
objection-button = 异议 #{ $number }
objection-ask-words = <b>提出异议</b>（{ $plate }）
    { $what }
    请写明哪里不对，{ $least } 到 { $most } 个字。
objection-ask-photos = 有证据照片吗？直接发来（最多 { $most } 张）；没有就直接提交。
objection-more-photos = 已收到 { $count } 张照片（最多 { $most } 张）。还可以再发，或直接提交。
objection-photo-coming = 照片已收到，正在查看……
objection-send = 提交异议（照片 { $count } 张）
objection-made = 异议 <b>#{ $number }</b> 已提交。工作人员答复后会马上通知您。
objection-made-waits = 答复前这条违法不能处理。
objection-withdraw = 撤回异议
objection-withdrawn = 异议 #{ $number } 已撤回。
objection-to-violation = 查看这条违法
objection = <b>异议 #{ $number }</b>（{ $plate }），{ $at }
objection-without-record = <b>异议 #{ $number }</b>，{ $at }
objection-said = <blockquote>{ $said }</blockquote>
objection-photos = 照片 { $count } 张
objection-evidence = 第一张是电子监控照片。
objection-no-evidence = 这条记录没有电子监控照片。
objection-who = 提出人：{ $who }　身份：{ $identity }
objection-is-open = 等待答复。
objection-is-upheld = <b>异议成立</b>：这条违法已撤销。
objection-is-rejected = <b>异议不成立</b>：记录保留。
objection-is-withdrawn = 已撤回。
objection-is-moved = 已结束：经核对，那条违法不属于您，记录已经更正。
objection-answer = 答复：{ $answer }
objection-upheld-notification = <b>您的异议 #{ $number } 成立</b>，这条违法已撤销；记了的分会减回，缴了的款会退回。
    答复：{ $answer }
objection-rejected-notification = <b>您的异议 #{ $number } 不成立</b>，记录保留。
    答复：{ $answer }
    不服可以申请行政复议，或依法提起行政诉讼。
objection-overtaken = <b>您的异议 #{ $number } 已结束</b>：这条违法由机动车所有人自己处理或提出异议，您不用再处理。
objection-moved-notification = <b>您的异议 #{ $number } 已结束</b>：经核对，那条违法不属于您，记录已经更正，您不用处理。
objection-new = <b>新异议 #{ $number }</b>，等待答复。
objection-second = <b>异议 #{ $number }</b> 待另一位审核员复核：第一位已认定成立，决定已经缴款，您也认定成立后才撤销。
objections-none = 没有等待答复的异议。
objections-queue = <b>等待答复的异议：{ $count } 件</b>
objections-button = #{ $number } · { $at }
objection-uphold = 成立，撤销记录
objection-reject = 不成立
objection-ask-uphold = 异议 #{ $number } 成立：请写答复（提出人会看到）。
objection-ask-reject = 异议 #{ $number } 不成立：请写理由（提出人会看到）。
objection-answer-given = 异议 #{ $number } 已答复，会通知提出人。
objection-takes-two = 决定已经缴款：撤销须两位审核员先后认定成立。
objection-first-answer = 决定已经缴款，撤销须两人。一位审核员已认定成立，拟答复：{ $answer }
objection-upheld-first = 异议 #{ $number }：您的意见已记录。决定已经缴款，另一位审核员也认定成立后才撤销，并通知提出人。

refused-objection-words = 请写 { $least } 到 { $most } 个字。
refused-objection-photos = 最多 { $most } 张照片，已经够了。
refused-objection-open = 这条已有异议 #{ $number } 在等答复。
refused-objection-answered = 这件异议已经有结果了。
refused-not-contestable = 这条您不能提出异议：处理后由当事人提出；已撤销的不用再提。
refused-own-objection = 这件异议与您本人、您的车（包括以前的）或您的单位有关，请由另一位工作人员答复。
refused-second-answer-needed = 您已认定成立。决定已经缴款，接下来由另一位审核员决定。
refused-first-answer-unseen = 没有办理：这件异议打开之后，另一位审核员已认定成立。请重新打开，看过拟答复再决定。
refused-payment-first = 这份决定正在缴款，请等缴款结束后再答复。
