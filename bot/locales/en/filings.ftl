## Filing a vehicle that is not one's own

flow-name-filing = Filing a car that is not mine
flow-name-refusal = Refusing an application
command-file = file a car that is not mine (for example /file 02 桂A12345 123456)
command-progress = progress of my applications (for example /progress 1024)
command-approvals = my cars: requests and filings by others
command-approve = approve an application (for example /approve 1024)
command-refuse = refuse an application, or withdraw an approval (for example /refuse 1024)

filing-hints = <b>Before you file a car that is not yours</b>
    • Cars: { $which ->
        [small] small or small new-energy cars
       *[other] cars with the plate type codes { $types }
      }; privately owned, or an organisation's not used for hire.
    • Limits: you can hold filings of { $vehicles_per_user } { $vehicles_per_user ->
        [one] car
       *[other] cars
      } at a time, and a car can be filed by { $users_per_vehicle } { $users_per_vehicle ->
        [one] person
       *[other] people
      } besides its owner.
    • You can apply { $filings_a_day ->
        [one] once
       *[other] { $filings_a_day } times
      } a day and { COUNTED($filings_a_year, "time") } a year.
    • You cannot handle violations with points from before the filing. You can handle those without points.
    • If you pass the face check, the filing takes effect at once. If not, our staff review photos within { $review_working_days ->
        [one] one working day
       *[other] { $review_working_days } working days
      } and tell you and the owner.
    • False documents put you on the blacklist: you cannot file a car for { PERIOD($blacklist_days) }.
    • You and the owner can end the filing at any time.
    • If your licence does not cover the car, you can look but not handle violations.

    By applying, you agree to these terms of filing (version { $version }).
    If the owner is with you, use the QR code: it is quickest. If not, use SMS.
filing-hints-qr-owner-code = • Under the current rules, filing by QR code also needs the code sent to the owner's phone.
filing-hints-qr-extra-photos = • Under the current rules, filing by QR code also needs two photos, which our staff review before the filing takes effect.
filing-begin = <b>If the owner is with you</b>: take a photo of the QR code on their phone and send it here.
    <b>If the owner is elsewhere</b>: send the plate number.
filing-last-car = Last time: { $plate }
filing-as-last = { $relationship } (as last time)
filing-or = {" or "}
filing-by-qr = By QR code (the owner is here)
filing-by-sms = By SMS (the owner is elsewhere)
filing-reminder = <b>Please agree with the owner first</b>
    The owner will get a code by text message, valid for { COUNTED($minutes, "minute") }. Ask them to tell you the code at once.

    You can forward this to them:
    <blockquote>I would like to file your car at “{ office }”, so that I can check and handle its violations. You will get a code by text message. Check the plate in it and, if you agree, tell me the code. You can also just tap “Approve” in the chat.</blockquote>
filing-agreed = We have agreed, continue
filing-ask-type = Choose the <b>plate type</b>.
    You can also send it all in one line: <code>02 桂A12345 123456</code> (type, plate, last six of the engine number)
filing-ask-plate = Type the <b>plate number</b>, for example { $examples }.
    You can add the last six of the engine number: <code>桂A12345 123456</code>
filing-ask-engine = Plate: <b>{ $plate }</b>
    Type the <b>last six of the engine number</b>. You'll find it on the vehicle licence.
    Only letters and digits count, no blanks, slashes or stars. If it has fewer than six, type them all; without an engine number (trailers), type the last six of the VIN.
filing-ask-relationship = What is your relationship to the owner?
filing-ask-relationship-text = Please describe your relationship to the owner in a few words, for example: tenant.
filing-confirm = <b>Please check</b>
    Plate type: { $kind }
    Plate: <b>{ $plate }</b>
    Last six of the engine number: <code>{ $engine }</code>
    Relationship to the owner: { $relationship }

    When you confirm, we send a code to the owner's phone on record. Please agree with the owner first.
    By confirming, you agree to the terms of filing (version { $version }, see /file): your details are true, both sides can end the filing at any time, and false documents put you on the blacklist.
filing-send-code = Confirm and ask the owner
filing-change-type = Change type
filing-change-plate = Change plate
filing-change-engine = Change engine number
filing-change-relationship = Change relationship
filing-ask-code = Application <b>#{ $number }</b> has been submitted.
    We have asked the owner. A code is on its way to their phone { $phone }, valid for { COUNTED($minutes, "minute") }. Ask the owner for it and <b>type it here</b>.
    If the owner uses this desk, they can also tap “Approve” in the chat. Then you do not need to type anything.
filing-ask-new-code = Application <b>#{ $number }</b> is submitted, and waiting for the owner's approval.
    You have no valid code now: an earlier one has expired, or none could be sent yet, because the owner's phone has received other codes recently. Send one to { $phone } with the button below (you may have to wait a little), ask for it and <b>type it here</b>.
    If the owner uses this desk, they can also tap “Approve” in the chat. Then you do not need to type anything.
filing-ask-no-phone = Application <b>#{ $number }</b> is submitted, and waiting for the owner's approval.
    There is no phone number of the owner on record now, so we cannot send a code. If the owner uses this desk, they can tap “Approve” in the chat. If not, please ask them to add a phone number: the owner can { counter-with-id }.
filing-copy-words-for-owner = Copy a message to the owner
filing-words-for-owner = Hello, I am filing your vehicle { $plate } (application #{ $number }). If you agree, send /approvals to @{ $bot } in Telegram and tap “Approve”, or tell me the code from the text message. If you do not know me, tell me nothing.
filing-copy-number = Copy number #{ $number }
filing-resend = Send the code again
filing-enter-code = Enter the code
filing-withdraw = Withdraw application
filing-check = Start the identity check
filing-retake = Retake photos
filing-code-passed = The owner has approved. One step is left for <b>#{ $number }</b>: the identity check, to confirm it is you.
filing-agreed-notification = Good news: the owner has approved your filing of <b>{ $plate }</b> (#{ $number }).
    One step is left: the identity check.
filing-left = OK, you have left this step. Application <b>#{ $number }</b> ({ $plate }) is <b>not withdrawn</b> and goes on: { $status }.
    You can come back at any time: tap a button below, or send /progress.
filing-left-decided = OK, you have left this step. Application <b>#{ $number }</b> ({ $plate }): { $status }.
filing-withdraw-surely = <b>Withdraw application #{ $number } ({ $plate })?</b>
    This ends the application, and you cannot undo it:
filing-withdraw-costs-waiting-owner = We stop asking the owner, and the code they were sent no longer works. We tell the owner.
filing-withdraw-costs-checking = The owner's approval ends too: if you apply again, we must ask them again. We tell the owner.
filing-withdraw-costs-in-review = The owner's approval ends too, and our staff stop reviewing your photos. We tell the owner.
filing-withdraw-costs-returned = The owner's approval ends too, and you cannot use the photos we kept again. We tell the owner.
filing-quota-left = It still counts: you can apply { $today } more { $today ->
        [one] time
       *[other] times
      } today and { $year } more { $year ->
        [one] time
       *[other] times
      } this year.
filing-quota-none-today = It still counts: you cannot apply again today, but from tomorrow. You can apply { $year } more { $year ->
        [one] time
       *[other] times
      } this year.
filing-quota-none-this-year = It still counts: you have used all your applications for this year. You can apply again next year.
filing-withdraw-this = Withdraw #{ $number } { $plate }
filing-withdraw-yes = Yes, withdraw
filing-withdraw-no = Keep it, continue
filing-withdrawn = You have withdrawn application <b>#{ $number }</b>. We will tell the owner.
filing-withdrawn-told-later = You have withdrawn application <b>#{ $number }</b>. We will tell the owner within a day.
filing-over-owner = #{ $number } ({ $plate }, { $who }): { $status }. You do not need to do anything.
filing-fallen-owner = Application #{ $number } by { $who } for <b>{ $plate }</b>, to which you had agreed, has ended (the car was transferred, its state has changed, or the application can no longer be handled). There is nothing left to do.
filing-withdrawn-owner = { $who } has withdrawn the application to file { $plate } (#{ $number }). You do not need to do anything.
withdrawals = { $count ->
        [one] <b>An application for your cars was withdrawn</b> since the last message. You do not need to do anything.
       *[other] <b>{ $count } applications for your cars were withdrawn</b> since the last message. You do not need to do anything.
    }
withdrawals-line = { $times ->
        [1] • #{ $number } { $plate }: { $who }
       *[other] • #{ $number } { $plate }: { $who } ({ $times } times)
    }
withdrawals-waiting = <b>Still waiting for your answer:</b>
withdrawals-sms = { $count ->
        [one] Another application for your cars was withdrawn. You do not need to do anything.
       *[other] { $count } more applications for your cars were withdrawn. You do not need to do anything.
    }
filing-finished = <b>Congratulations, you have filed the car!</b>
    Number: <b>#{ $number }</b>
    Plate: <b>{ $plate }</b>
    You now have filings of { $count } { $count ->
        [one] car
       *[other] cars
      }. You can check this car's violations and show its inspection certificate.
filing-finished-owner = { $who } (says they are: { $relationship }) has filed your car <b>{ $plate }</b>, number #{ $number }. If you did not agree to this, end it now. You can also end it at any time later.
filing-finished-owner-sms = { $who } has filed your car { $plate } (number #{ $number }). Not what you want? Send /approvals to the desk in Telegram to end it, or { counter-with-id }.
filing-unverified-owner = The identity check of <b>{ $who }</b> ({ $plate }, #{ $number }) was withdrawn: it was wrong, or the register has another name now. Identity: { $identity }. If this is not who you meant to agree to, end it now.
filing-unverified-owner-sms = The identity check of { $who } ({ $plate }, #{ $number }) was withdrawn. To end it, send /approvals to the desk in Telegram, or { counter-with-id }.
filing-unverified-asked = The identity check of <b>{ $who }</b> ({ $plate }, #{ $number }) was withdrawn: it was wrong, or the register has another name now. Identity: { $identity }. You have not answered yet: if this is not who you expect, do not agree.
filing-unverified-asked-sms = The identity check of { $who } ({ $plate }, #{ $number }) was withdrawn. If this is not who you expect, give nobody our code: without your answer, it lapses.
filing-joined-own = Your records have been joined: <b>{ $plate }</b> is your own car, so #{ $number } is not needed and has ended.
filing-joined-organisation = Your records have been joined: you are the administrator of the organisation that owns <b>{ $plate }</b>, so you need no filing for it. #{ $number } has ended.
filing-joined-twice = Your records have been joined: you had two filings or applications for <b>{ $plate }</b>. #{ $number } has ended, the other one goes on.
filing-step-over = This step is no longer needed. Application <b>#{ $number }</b> ({ $plate }): { $status }.
filing-closed = Application <b>#{ $number }</b> ({ $plate }): { $status }
filing-refusal-reason = The owner has given a reason for refusing application <b>#{ $number }</b> ({ $plate }).
filing-ended = Your filing of <b>{ $plate }</b> (#{ $number }) has ended.
filing-ended-owner = The filing of your car <b>{ $plate }</b> by { $who } (#{ $number }) has ended.
filing-term = The owner has set a term for your filing of <b>{ $plate }</b>: it ends automatically on { $until }. We will remind you before.
filing-term-ended = Your filing of <b>{ $plate }</b> (#{ $number }) no longer has a term.

end-reason-by-filer = Ended by the filer.
end-reason-by-owner = Ended by the owner. If you still need it, agree with the owner and apply again.
end-reason-term-over = The owner's term is over.
end-reason-owner-changed = The car has a new owner, or the organisation that owns it is dissolved; all its filings have ended.
end-reason-vehicle-gone = The state of the car has changed, so all its filings have ended.

relationship-family = family
relationship-friend = friend
relationship-colleague = colleague
relationship-employer = employee
relationship-other = other

filing-status-waiting-owner = waiting for the owner
filing-status-checking = waiting for the identity check
filing-status-in-review = in review
filing-status-returned = returned
filing-status-active = active
filing-status-refused = declined
filing-status-refused-by-owner = declined by the owner
filing-status-refused-by-owner-by-you = declined by you
filing-status-taken-back = stopped by the owner
filing-status-taken-back-by-you = stopped by you
filing-status-closed = closed
filing-status-lapsed = lapsed
filing-status-withdrawn = withdrawn
filing-status-ended = ended

filing-event-applied = application received
filing-event-consent-withdrawn = the owner withdrew the approval
filing-event-agreed = the owner approved
filing-event-in-review = handed to staff for review
filing-event-returned = returned
filing-event-resubmitted = resubmitted
filing-event-finished = active
filing-event-refused = declined
filing-event-refused-by-owner = declined by the owner
filing-event-taken-back = stopped by the owner
filing-event-closed = closed
filing-event-lapsed = no answer from the owner, lapsed
filing-event-withdrawn = withdrawn by the applicant
filing-event-ended = filing ended
filing-event-term-ended = term removed
filing-event-term = the owner set a term

progress-none = You have not applied to file a car yet.
progress-list = <b>Progress</b>
    Tap one to see more:
progress-requests = { $count ->
        [one] There is one application or filing by someone else for your cars.
       *[other] There are { $count } applications or filings by others for your cars.
    } To answer, stop or end them, tap “Requests for my cars”.
progress-button = #{ $number } { $plate } { $status }
progress-title = <b>#{ $number }</b>  { $plate }  <b>{ $status }</b>
progress-line = { $at }  { $what }
progress-next-waiting-owner = We are waiting for the owner to answer in the chat or to tell you the code. Without an answer, the application lapses.
progress-next-checking = It is your turn: please do the identity check.
progress-next-in-review = Our staff are reviewing it. We will tell you and the owner the result at once.
progress-next-returned = It is your turn: retake the photos as the reason says and submit them. Everything else has been kept.
progress-next-active = You find the car under “My vehicles”, where you can check its violations and show its certificate.
progress-next-refused = This application is closed.
progress-next-lapsed = The owner did not answer, so the application lapsed. Agree with the owner and apply again.
progress-next-withdrawn = You have withdrawn it.
progress-next-ended = The filing has ended.
progress-term = Term: ends automatically on { $until }.
progress-again-from = You can apply again from { $until }.
progress-why-between = {" "}
progress-why-owner = The owner did not approve. Please talk to the owner. This application still counts towards your limit.
progress-why-term = The owner's term was over before the application was finished. If you still need it, agree with the owner and apply again.
progress-why-owner-stranger = The owner did not approve and says they do not know you. Please contact the owner first. This application still counts towards your limit.
progress-why-owner-not-agreed = The owner did not approve and says you did not ask them first. Please ask the owner first. This application still counts towards your limit.
progress-why-owner-own-use = The owner did not approve because they need the car themselves. Please talk to the owner. This application still counts towards your limit.
progress-why-owner-withdrew = The owner has withdrawn their approval, so the application has ended. Please talk to the owner. It still counts towards your limit.
progress-why-limit = While you waited, your limit or that of the car was reached. Once there is room, you can apply again.
progress-why-number-held = The ID number is on record for someone else, or someone else has been verified with it, so the application has ended. Please send /identity to be verified.
progress-why-vehicle = The car was transferred, or its state in the register has changed, so this application cannot continue. Please ask the owner.
progress-why-organisation = The organisation that owns the car is dissolved, and nobody can decide about the car now, so the application has ended. Once the car is transferred, you can apply to its new owner.
progress-why-own = You are the administrator of the organisation that owns the vehicle now and need no filing, so the application has ended.
progress-why-vehicle-state = The state of the car in the register is no longer normal, so the application has ended and the owner's code no longer works. Please ask the owner. Once the state is normal, you can apply again.
progress-why-anothers-document = The document in the photo is not yours. Please retake it with your own ID card or driving licence.
progress-why-another-person = The person in the photo does not look like you. Please take it of yourself, alone.
progress-why-illegible = The text on the document cannot be read. Please retake it in good light, hold still and move closer.
progress-why-altered = The photo looks edited. Please send it just as your phone took it.
progress-why-other = See the reviewer's note.
progress-reviewer-says = Reviewer's note: { $words }

approval-asked = <b>Someone is asking to file your car</b>
    Plate: <b>{ $plate }</b>
    Applicant: { $who } (says they are: { $relationship })
    Identity: { $identity }
    Application: #{ $number }

    If you approve, they can see this car, check and handle its violations and show its inspection certificate. You can end this at any time.
    Tap a button, or just reply “yes” or “no”. Without an answer by { $until }, the application lapses.
approval-for-organisation = The car belongs to { $organisation }: you answer as its administrator.
approval-reminded = <b>Still waiting for your answer</b>
    { $who } (says they are: { $relationship }) is asking to file your <b>{ $plate }</b>, application #{ $number }. Without an answer by { $until }, it lapses.
    Applicant's identity: { $identity }
approval-reminded-sms = { $who } ({ $level ->
        [verified] identity verified
        [on-record] matches the register
       *[declared] identity not checked
    }) is asking to file your car { $plate } (#{ $number }). If you agree, tell them the code from our message. If you do not know them, do nothing and it lapses.
approvals-reminded = <b>{ $count } applications are still waiting for your answer</b>
approvals-reminded-sms = { $count } applications to file your cars are waiting for your answer. If you agree to one, tell them the code from its message. If you do not know them, do nothing and it lapses.
approval-yes = Approve
approval-no = Refuse
approval-yes-number = Approve #{ $number }
approval-no-number = Refuse #{ $number }
approval-which = { $count ->
        [1] Are you answering this application? Please confirm with a button.
       *[other] Which of these { $count } applications are you answering? Please confirm with a button.
    }
approval-which-end = { $count ->
        [1] Do you mean this one?
       *[other] Which one do you mean?
    } Please confirm with a button. It takes effect at once, and we tell them.
approval-taken-back-already = You have just withdrawn your approval and stopped application <b>#{ $number }</b> ({ $plate }, { $who }), so there is nothing left to withdraw.
approval-end-another = Do you want to end another one? Tap its button. It takes effect at once, and we tell them:
approval-further-words = You wrote more after the command. To avoid a mistake, we have not answered for you yet. Please tap a button:
approval-stop-this = Stop #{ $number } { $plate }
approval-unbind-this = End #{ $number } { $plate }
approval-yes-to = Approve #{ $number } { $plate }
approval-no-to = Refuse #{ $number } { $plate }
approval-not-an-answer = No, continue here
approval-not-understood = { $what ->
        [answer] I did not understand that. This application is waiting for your answer, so please tap a button. If you do not know who it is, ask them first, or refuse.
       *[end] I did not understand that. If this is not what you want, or you have changed your mind, you can stop or end it here. We tell them.
    }
approval-confirm-clearly = This takes effect at once and cannot be undone. If you are sure, tap the button or reply “yes”. If not, reply “no”.
approval-nothing-waits = No application is waiting for your answer. To stop or end one, or to see where things stand, tap below.
approval-none = No applications are waiting for your answer, and nobody has filed a car of yours.
approval-ended-agreed = You have approved { $who } to file <b>{ $plate }</b> (#{ $number }): { $status }.
approval-ended = Application #{ $number } ({ $plate }, { $who }) no longer needs your answer: { $status }.
filing-term-soon = Your filing of <b>{ $plate }</b> (#{ $number }) ends automatically on { $until }. If you still need it, ask the owner to extend the term.
filing-term-soon-owner = The filing of your car <b>{ $plate }</b> by { $who } (#{ $number }) ends automatically on { $until }. If you want it to go on, extend or remove the term now.
filing-moved = The organisation that owns <b>{ $plate }</b> has a new administrator, who now answers your application #{ $number }. Codes sent before no longer work. Under “Enter the code” you can have one sent to the new administrator's phone.
approval-lapsed-notification = You did not answer, so application #{ $number } by { $who } for <b>{ $plate }</b> has lapsed. You do not need to do anything. If you would approve it, ask them to apply again.
approval-fallen-notification = Application #{ $number } by { $who } for <b>{ $plate }</b> has ended (the car was transferred, its state has changed, or the application can no longer be handled). You no longer need to answer.
filing-moved-owner = The organisation's new administrator is now responsible for #{ $number } ({ $plate }, { $who }). You do not need to do anything.
approval-moved = The organisation's new administrator now answers application #{ $number } ({ $plate }, { $who }). You do not need to do anything.
approval-list = <b>My cars: requests and filings</b>
approval-waits = Waiting for your answer; lapses on { $until }
approval-going-on = You have approved: { $status }
approval-active = Filed since { $since }
approval-places = { $plate }: { $left } of { COUNTED($limit, "filing") } free
approval-stop-number = Stop #{ $number }
approval-unbind-number = End #{ $number }
approval-term-number = Term of #{ $number }
approval-term-ask = When should the filing of <b>{ $plate }</b> by { $who } (says they are: { $relationship }, #{ $number }) end automatically? Please choose with the buttons below; there is no date to type.
approval-term-until = Term: ends automatically on { $until }
approval-term-none = It has no term.
approval-term-days = { COUNTED($days, "day") }, until { $until }
approval-term-set = Set a term
approval-term-change = Change the term
approval-term-end = No term
approval-term-changed = Done: the filing of <b>{ $plate }</b> by { $who } (#{ $number }) ends automatically on { $until }. We will tell them.
approval-term-ended = Done: the filing of <b>{ $plate }</b> by { $who } (#{ $number }) has no term now. You can stop or end it at any time.
filing-who-left = (account deleted)
blocks-button = Blocked people ({ $count })
blocks-list = <b>People you have blocked</b>
blocks-none = You have not blocked anyone.
blocks-line = { $plate }  { $who }  since { $since }
blocks-lift = Unblock { $who } { $plate }
blocks-lifted = Done: { $who } can apply to file <b>{ $plate }</b> again. You still decide on every application.
approval-line = #{ $number }  { $plate }  { $who } (says they are: { $relationship })
    Identity: { $identity }
approval-approved = You have approved { $who } to file <b>{ $plate }</b> (#{ $number }). It takes effect after their identity check, and we will tell you. Until then you can stop it.
    You can set a term, after which it ends automatically. To withdraw your approval, tap “Stop it”, or reply “stop” or “refuse”.
approval-term = { COUNTED($days, "day") }
approval-ask-reason = Would you like to tell them why? Tap a reason and we pass it on, or leave it. If you want no more applications by this person for this car, tap the last button as well.
approval-reason-stranger = Tell them: I do not know you
approval-reason-not-agreed = Tell them: you did not ask me first
approval-reason-own-use = Tell them: I need the car myself
approval-refuse-now = Please confirm that you refuse this application. You can also write a note for yourself. We do not pass it on.
approval-no-reason = Confirm: refuse
approval-reason-passed-on = OK, we will tell { $who } the reason (#{ $number }, { $plate }).
    No more applications by this person for this car?
approval-note-kept = We have kept what you wrote for you only, and did not pass it on.
approval-note-dropped = What you wrote was not passed on.
approval-refused = You have refused the application of { $who } for <b>{ $plate }</b> (#{ $number }). We will tell them.
approval-block = Block this person for this car
approval-blocked = Done: this person can no longer apply for this car. To undo it, open “Requests for my cars” and tap “Blocked people”.
approval-blocked-ended = Their application #{ $number } for { $plate }, which was still open, has ended with this. We will tell them.
approval-blocked-filed = What they have filed already, #{ $number } for { $plate }, goes on. To end it, tap “End this filing”.

approval-by-code = <b>Your SMS code has been used</b>
    { $who } has typed the code sent to your phone. This means you approve their filing of <b>{ $plate }</b> (#{ $number }). It takes effect after their identity check. Applicant's identity: { $identity }.
    Not what you want? You can stop it now, or end the filing once it is active.
approval-by-code-sms = By your SMS code, { $who } says you approve the filing of your car { $plate } (#{ $number }). If not, send /approvals to stop it, or { counter-with-id }.
approval-stop = Stop it
approval-stop-yes = Yes, stop it
approval-stop-no = No, keep it
approval-stop-surely = Withdraw your approval and stop { $who } from filing <b>{ $plate }</b> (#{ $number })? It stops at once, and we tell them.
approval-stopped = You have withdrawn your approval, so the application of { $who } for <b>{ $plate }</b> (#{ $number }) has ended. We will tell them.
    No more applications by this person for this car?

sms-owner-code-with-level = Code { $code } ({ $minutes } min): { $who } ({ $level ->
        [verified] identity verified
        [on-record] matches the register
       *[declared] identity not checked
    }) asks to file your car { $plate }, to see it and handle its violations. If you agree, tell them the code; if not, tell no one.
# For messages that 0.1.0 has queued.
sms-owner-code = Code { $code } ({ $minutes } min): { $who } asks to file your car { $plate }, to see it and handle its violations. If you agree, tell them the code; if not, tell no one.

refused-blacklisted = You provided false documents, so you cannot apply until { $until }. You can appeal.
refused-used-by-others = You cannot apply with this phone number, Telegram account or ID number at the moment, because what was done with it before counts too. Some limits end at midnight, so you can try again tomorrow. If someone else used the phone number or ID number before, please ask to be verified: once our staff confirm that you are another person, only what you do yourself counts.
refused-user-full = { $limit ->
        [0] At the moment nobody can file someone else's car. See /rules for when this changes.
       *[other] You can hold { COUNTED($limit, "filing") } at a time, and you have reached that limit. End one under “My vehicles” first.
    }
refused-day-quota = { $limit ->
        [0] At the moment we do not take applications to file a car. See /rules for when this changes.
       *[other] You can make { COUNTED($limit, "application") } a day, and you have reached that limit. You can apply again from { $until }.
    }
refused-year-quota = { $limit ->
        [0] At the moment we do not take applications to file a car. See /rules for when this changes.
       *[other] You can make { COUNTED($limit, "application") } a year, and you have reached that limit. You can apply again from { $until }.
    }
refused-applicant-speaks = The applicant is the owner or administrator of this car, or both use or have used the same phone number or Telegram account, so it cannot be filed in this way. You do not need to file your own or your organisation's car; please withdraw any open application. If you are two people, please { counter-visit } with both ID documents. A wrong phone number on record can be corrected there too.
refused-own-car = This is your own (or your organisation's) car. You do not need to file it: it is under “My vehicles”.
refused-already-filed = You have already filed this car.
refused-already-applied = You already have application #{ $number } for this car in progress.
refused-vehicle-full = { $limit ->
        [0] At the moment cars cannot be filed by others. See /rules for when this changes.
       *[other] This car already has { COUNTED($limit, "filer") }, which is its limit. You can ask the owner to end one of the filings first.
    }
refused-not-filable = Cars of this kind cannot be filed: only { $which ->
    [small] small and small new-energy cars
   *[other] those with a plate of type { $types }
  }, an organisation's only if not for hire.
refused-not-normal = { $state ->
        [scrapped] This car has been scrapped
        [cancelled] This car's registration has been cancelled
        [moved_away] This car has moved to another region
        [locked] This car is locked in the register
       *[other] This car's state in the register is not normal
    }, so it cannot be filed now. Please ask the owner.
refused-owner-says-no = Sorry, the owner does not accept applications from you for this car, so there is no need to apply again. If you need the car, please talk to the owner, who can change this under “Requests for my cars”, “Blocked people”.
refused-owner-out-of-reach = The register holds no phone number of the owner's, so nobody can be asked. To add one, the owner can { counter-with-id }.
refused-decided = Application #{ $number } has moved on or is closed, so this step is no longer needed. Tap “Progress” to see where it stands.
refused-application-lapsed = Application #{ $number } has lapsed because the owner did not answer in time. You can apply again once the owner has agreed.
refused-over = { $how ->
        [ended] Filing #{ $number } has ended
        [taken_back] You have withdrawn your approval of application #{ $number }, and it has ended
        [refused_by_owner] You refused application #{ $number }, and it has ended
        [closed] Application #{ $number } was closed, because the car or the term has changed
        [withdrawn] The applicant has withdrawn application #{ $number }
        [refused] Application #{ $number } was declined and is closed
        [lapsed] Application #{ $number } has lapsed
        [waiting_owner] Application #{ $number } is waiting for your answer
        [checking] You have approved application #{ $number }; the applicant's identity check is next
        [in_review] You have approved application #{ $number }; our staff are reviewing it
        [returned] You have approved application #{ $number }; the applicant has to send photos again
        [active] You have approved filing #{ $number }; it is active
       *[other] Application #{ $number } has moved on
    }. Tap “Requests for my cars” to see where it stands and what you can do now.
refused-completed = Application #{ $number } has just been completed. You can end the filing.
refused-closed = This application has been answered or has lapsed, so there is nothing to do here. Tap “Requests for my cars” to see what you can do now.
refused-no-such-question = No application #{ $number } is waiting for your answer. Send /approvals to see them all.
refused-no-such-application = You have no application #{ $number }. You find your own in /progress, and those for your cars in /approvals.
refused-no-such-car = Plate and engine number don't match. Please check them against the vehicle licence: the last six letters and digits of the engine number, or all if it has fewer.
refused-too-many-probes = You have had too many failed checks today. You can try again from { $until }. If the owner is with you, file by QR code instead.
refused-bad-line = Please write the line like this: type, plate, last six of the engine number, for example <code>02 桂A12345 123456</code>.
refused-bad-type = { $which ->
    [small] The plate type can only be 02 (small car) or 52 (small new-energy car).
   *[other] Plate types that can be filed: { $types }.
  }
refused-bad-relationship = That does not say what your relationship is. Please write only the relationship, for example “cousin” or “tenant” ({ COUNTED($most, "character") } at most).
refused-relationship-of-desk = Please write only your relationship, for example “colleague” or “cousin”. How far someone is checked, and who the owner is, we tell the other side ourselves.

plate-problem-empty = There is no plate number. Please type it.
plate-problem-looks-like = Character { $position } is “{ $character }”. It looks like “{ $suggestion }” but is a different character. Please type it with an English keyboard.
plate-problem-character = A plate cannot contain “{ $character }” (character { $position }).
plate-problem-province-missing = The province at the start is missing, for example 桂.
plate-problem-unknown-province = “{ $character }” is not a province.
plate-problem-letter-expected = After the province there must be a letter, not “{ $character }”.
plate-problem-never-used = Plates never use the letter “{ $character }”{ $meant ->
    [zero] . Is it the digit 0?
    [one] . Is it the digit 1?
   *[other] .
  }
plate-problem-other-type = This looks like { $meant ->
    [small] a small car's plate (blue, 7 characters)
    [new-energy] a new-energy car's plate (green, 8 characters)
   *[other] a plate of another type
  }, not of the type you chose. Please check, or go back and change the type.
plate-problem-too-short = Too short: such a plate has { COUNTED($suggestion, "character") }.
plate-problem-too-long = Too long: such a plate has { COUNTED($suggestion, "character") }.
plate-problem-energy-letter = The third character of a new-energy plate is one of D A B C E F G H J K, not “{ $character }”.
plate-problem-digit-expected = Character { $position } must be a digit, not “{ $character }”.
plate-problem-ending-expected = The last character is wrong: “{ $character }”.
engine-problem-answer = That is an answer, not an engine number. Please type the last six characters of the engine number. To answer an application, use the buttons of its message.
engine-problem-empty = There is no engine number. Please type its last six letters and digits, or those of the VIN if there is no engine number.
engine-problem-looks-like = Character { $position } is “{ $character }”. It looks like “{ $suggestion }” but is a different character. Please type it with an English keyboard.
engine-problem-character = An engine number cannot contain “{ $character }”, only letters and digits.
engine-problem-too-long = That is more than six characters. Are the last six <code>{ $suggestion }</code>? If so, answer “yes” or tap the button. If not, please type them.
engine-problem-no-digit = “{ $suggestion }” has no digit, and engine numbers nearly always do. Please type the last six characters from the vehicle licence. If they really have no digit, answer “yes” or tap the button.
filing-suggestion = Yes, { $meant }
