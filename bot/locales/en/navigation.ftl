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
flow-parked = “{ $what }” is not finished. What you have entered is kept.
flow-already = You are in the middle of this, and what you have entered is kept. Continue, or start over:

keyboard-or = Or tap here:
keyboard-away = All right, no need to share your number now.
lost = I did not understand that. Choose from the menu, or send /help to see what I can do.
too-fast = You are sending faster than we can answer, so your last messages and taps were not handled. Please wait a minute, then go on.
lost-picture = Nothing is waiting for a picture or a file just now. To verify a certificate send /verify first, to scan an owner's code send /file; for all else choose from the menu.
lost-other = Thanks, but I can't use that right now. Choose from the menu, or send /help to see what I can do.
broken = Sorry, something failed on our side; you did nothing wrong. Staff have been told, number <code>{ $reference }</code>. Please try again later.
news = There is news for you that cannot be shown here right now. /progress shows your applications, and the menu leads to everything else.

expected-above = Please go on as described above.
expected-not-words = There is nothing to type here.
expected-not-photo = A photo isn't needed here.
expected-not-document = A file isn't needed here.
expected-not-contact = A contact isn't needed here.
expected-not-sticker = Nice sticker! It isn't needed here, though.
expected-not-voice = Sorry, I cannot listen to voice messages.
expected-not-video = A video isn't needed here.
expected-not-location = A location isn't needed here.
expected-not-forwarded = Forwarded messages do not count. Please send it yourself.
expected-not-edited = An edited message does not count. Please send a new one.
expected-not-other = I cannot read this kind of message.

refused-several = This cannot be done now, because:
refused-not-registered = Please register first: name, ID number and phone. It takes a minute or two.
refused-not-staff = There is no such command, or it is not yours to use.
refused-own-matter = This concerns you, your organisation, or a car that is or was yours, so you cannot deal with it yourself. Please ask another member of staff.
refused-not-yours = There is no such thing under your name.
refused-stale-button = You have already done this step. Please use the latest message below.
refused-forged = This button cannot be used. Please open it again from the menu.
refused-unknown-command = There is no such command, or it is not yours to use.
refused-number-missing = Please put the application number after the command, for example /{ $command } 1024.
