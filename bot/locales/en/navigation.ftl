## Navigation: buttons of flows, messages that are not understood

go-start = Register / sign in
go-menu = Menu
go-help = Help
go-file = File a car that is not mine
go-vehicles = My vehicles
go-progress = Progress
go-certificate = Inspection certificate
go-violations = Violations
go-verify = Verify a certificate
go-approvals = Requests for my cars
go-rules = Rules in force
go-language = Language / 语言
go-privacy = My data
go-terms = Terms and consents
go-cancel = Cancel

flow-back = ‹ Back
flow-cancel = Cancel
flow-leave = Leave for now
flow-restart = Start over
flow-resume = Continue: { $what }
flow-cancelled = Cancelled: { $what }. You can start again at any time.
flow-nothing = There is nothing to cancel.
flow-nothing-but = No step is open here, so <b>nothing was cancelled</b>. What you see below goes on. To withdraw, stop or end it, tap a button.
flow-parked = “{ $what }” is not finished. We have kept what you entered.
flow-already = You are already doing this, and we have kept what you entered. Continue, or start over:

page-previous = Previous page
page-next = Next page
page-of = Page { $number } of { $pages }

keyboard-or = Or tap here:
keyboard-away = OK, no need to share your number now.
lost = I did not understand that. You can say “file a car”, “violations”, “certificate” or “progress”, or choose from the menu.
too-fast = You are sending faster than we can answer, so we did not handle your last messages and taps. Please wait a minute, then continue.
lost-edited = I do not read a message again when it is changed. Please send a new one.
lost-other = Thanks, but I can't use that right now. Choose from the menu, or send /help to see what I can do.
broken = Sorry, something went wrong on our side. You did nothing wrong. We have told our staff, number <code>{ $reference }</code>. Please try again later.
news = You have a new message that we cannot show here right now. Send /progress to see your applications; for anything else, use the menu.

expected-above = Please continue as described above.
expected-not-words = There is nothing to type here.
expected-not-photo = A photo isn't needed here.
expected-not-document = A file isn't needed here.
expected-not-contact = A contact isn't needed here.
expected-not-sticker = Nice sticker! It isn't needed here, though.
expected-not-voice = Sorry, I cannot listen to voice messages.
expected-not-video = A video isn't needed here.
expected-not-location = A location isn't needed here.
expected-not-forwarded = We cannot accept forwarded messages here. Please send it yourself.
expected-not-edited = We cannot use an edited message. Please send a new one.
expected-not-other = I cannot read this kind of message.

refused-several = You cannot do this now, because:
refused-not-registered = Please register first with your name, ID number and phone. It takes a minute or two.
refused-not-staff = There is no such command, or you cannot use it.
refused-own-matter = This is about you, your organisation, or a car that is or was yours, so you cannot handle it yourself. Please ask another member of staff.
refused-not-yours = We cannot find this, or it is not in your name.
refused-stale-button = You have already done this step. Please use the latest message below.
refused-forged = This button does not work. Please open it again from the menu.
refused-unknown-command = There is no such command, or you cannot use it.
refused-number-missing = Please put the application number after the command, for example /{ $command } 1024.
refused-reason-is-answer = That is only a yes or a no, not a reason, so nothing has been done yet. To go on, please write a sentence. To stop, send /cancel.
