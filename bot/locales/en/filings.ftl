## Filing a vehicle that is not one's own

flow-name-filing = Filing a car that is not mine
flow-name-refusal = Refusing an application
command-file = file a car that is not mine (for example /file 02 桂A12345 123456)
command-progress = progress of my applications (for example /progress 1024)
command-approvals = my cars: applications and filings by others
command-approve = approve an application (for example /approve 1024)
command-refuse = refuse an application, or take an agreement back (for example /refuse 1024)

filing-hints = <b>Before you file a car that is not yours</b>
    • Cars: { $which ->
        [small] small or small new-energy
       *[other] those with a plate of type { $types }
      }; privately owned, or an organisation's not used for hire.
    • Limits: you can hold filings of { $vehicles_per_user } { $vehicles_per_user ->
        [one] car
       *[other] cars
      } at a time; a car can be filed by { $users_per_vehicle } { $users_per_vehicle ->
        [one] person
       *[other] persons
      } besides its owner.
    • You can apply { $filings_a_day ->
        [one] once
       *[other] { $filings_a_day } times
      } a day and { COUNTED($filings_a_year, "time") } a year.
    • You cannot handle violations with points from before the filing (those without points you can).
    • If you pass the face check, the filing is done at once. If not, staff look at photos within { $review_working_days ->
        [one] one working day
       *[other] { $review_working_days } working days
      }; you and the owner are told.
    • False documents put you on the blacklist: no filing meanwhile.
    • You and the owner can end the filing at any time.
    • If your licence does not cover the car, you can look but not handle violations.

    By applying, you agree to these terms of filing (version { $version }).
    If the owner is with you, the QR is quickest; if not, use SMS.
filing-hints-qr-owner-code = • Under the rules in force, filing by QR also needs the code sent to the owner's phone.
filing-hints-qr-extra-photos = • Under the rules in force, filing by QR needs two photos besides the face check; staff look at them before it is done.
filing-begin = <b>The owner is with you</b>: take a photo of the QR on their phone and send it here.
    <b>The owner is elsewhere</b>: send the plate number.
filing-last-car = Last time: { $plate }
filing-as-last = { $relationship } (as last time)
filing-or = {" or "}
filing-by-qr = By QR (the owner is here)
filing-by-sms = By SMS (the owner is elsewhere)
filing-reminder = <b>Please agree with the owner first</b>
    The owner will get a code by SMS that is valid for a few minutes only. Ask them to pass it on to you at once.

    You can forward this to them:
    <blockquote>I would like to file your car at “{ office }”, so that I can look up and handle its violations. You will get a code by SMS. Check the plate in it and, if you agree, tell me the code; or just tap “Approve” in the chat.</blockquote>
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

    When you confirm, a code is sent to the owner's phone on record; please agree with the owner first.
    By confirming, you agree to the terms of filing (version { $version }, see /file): what you say is true, both sides can end the filing at any time, false documents put you on the blacklist.
filing-send-code = Confirm and ask the owner
filing-change-type = Change the type
filing-change-plate = Change the plate
filing-change-engine = Change the engine number
filing-change-relationship = Change relationship
filing-ask-code = Application <b>#{ $number }</b> has been submitted.
    The owner has been asked. A code is on its way to their phone { $phone }, valid for { COUNTED($minutes, "minute") }: ask the owner for it and <b>type it here</b>.
    An owner who uses this desk can also tap “Approve” in the chat; then there is nothing to type.
filing-ask-new-code = Application <b>#{ $number }</b> is waiting for the owner's agreement.
    There is no code to type now. Send a new one to the owner's phone { $phone } with the button below, ask for it and <b>type it here</b>.
    An owner who uses this desk can also tap “Approve” in the chat; then there is nothing to type.
filing-resend = Send the code again
filing-enter-code = Enter the code
filing-withdraw = Withdraw application
filing-check = Start the identity check
filing-retake = Retake photos
filing-code-passed = The owner has agreed. One step is left for <b>#{ $number }</b>: the identity check, to confirm that it is really you.
filing-agreed-notification = Good news: the owner has agreed to your filing of <b>{ $plate }</b> (#{ $number }).
    One step is left: the identity check.
filing-left = All right, you have left this step. Application <b>#{ $number }</b> ({ $plate }) is <b>not withdrawn</b>, it goes on: { $status }.
    Come back at any time with a button below, or with /progress.
filing-left-decided = All right, you have left this step. Application <b>#{ $number }</b> ({ $plate }): { $status }.
filing-withdraw-surely = <b>Withdraw application #{ $number } ({ $plate })?</b>
    This ends the application and cannot be undone:
filing-withdraw-costs-waiting-owner = The owner is no longer asked, and the code they were sent is void; the owner is told.
filing-withdraw-costs-checking = The owner's agreement ends with it: for another application they must be asked again. The owner is told.
filing-withdraw-costs-in-review = The owner's agreement ends with it, and staff no longer look at your photos. The owner is told.
filing-withdraw-costs-returned = The owner's agreement ends with it, and the photos kept for you cannot be used again. The owner is told.
filing-quota-left = It still counts: you can apply { $today } more { $today ->
        [one] time
       *[other] times
      } today and { $year } more { $year ->
        [one] time
       *[other] times
      } this year.
filing-quota-none-today = It still counts: you cannot apply again today, but from tomorrow; { $year } more { $year ->
        [one] time
       *[other] times
      } this year.
filing-quota-none-this-year = It still counts: your applications of this year are used up; you can apply again next year.
filing-withdraw-this = Withdraw #{ $number } { $plate }
filing-withdraw-yes = Yes, withdraw
filing-withdraw-no = Keep it, continue
filing-withdrawn = Application <b>#{ $number }</b> has been withdrawn; the owner will be told.
filing-withdrawn-told-later = Application <b>#{ $number }</b> has been withdrawn; the owner will be told within a day.
filing-over-owner = #{ $number } ({ $plate }, { $who }): { $status }. There is nothing for you to do.
filing-withdrawn-owner = { $who } has withdrawn the application to file { $plate } (#{ $number }). There is nothing for you to do.
withdrawals = { $count ->
        [one] <b>An application for your cars was withdrawn</b> since the last message. There is nothing for you to do.
       *[other] <b>{ $count } applications for your cars were withdrawn</b> since the last message. There is nothing for you to do.
    }
withdrawals-line = { $times ->
        [1] • #{ $number } { $plate }: { $who }
       *[other] • #{ $number } { $plate }: { $who } ({ $times } times)
    }
withdrawals-waiting = <b>Still waiting for your answer:</b>
withdrawals-sms = { $count ->
        [one] Another application for your cars was withdrawn. There is nothing for you to do.
       *[other] { $count } more applications for your cars were withdrawn. There is nothing for you to do.
    }
filing-finished = <b>Congratulations, your filing is done!</b>
    Number: <b>#{ $number }</b>
    Plate: <b>{ $plate }</b>
    You now have filings of { $count } { $count ->
        [one] car
       *[other] cars
      }. You can look up its violations and show its inspection certificate.
filing-finished-owner = { $who } ({ $relationship }) has filed your car <b>{ $plate }</b>, number #{ $number }. If you did not agree to this, end it now; you can end it at any time later too.
filing-finished-owner-sms = { $who } has filed your car { $plate } (number #{ $number }). Not what you want? Send /approvals to the desk in Telegram and end it, or { counter-with-id }.
filing-step-over = This step is no longer needed. Application <b>#{ $number }</b> ({ $plate }): { $status }.
filing-closed = Application <b>#{ $number }</b> ({ $plate }): { $status }
filing-refusal-reason = The owner has given a reason for refusing application <b>#{ $number }</b> ({ $plate }).
filing-ended = Your filing of <b>{ $plate }</b> (#{ $number }) has ended.
filing-ended-owner = The filing of your car <b>{ $plate }</b> by { $who } (#{ $number }) has ended.
filing-term = The owner has set a term for your filing of <b>{ $plate }</b>: it ends by itself on { $until }. You will be reminded.
filing-term-ended = Your filing of <b>{ $plate }</b> (#{ $number }) has no time limit any more.

end-reason-by-filer = Ended by the filer.
end-reason-by-owner = Ended by the owner. If you need it, agree with the owner and apply again.
end-reason-term-over = The term set by the owner is over.
end-reason-owner-changed = The car has a new owner, or the organisation that owns it is dissolved; all its filings have ended.
end-reason-vehicle-gone = The state of the car has changed; all its filings have ended.

relationship-family = family
relationship-friend = friend
relationship-colleague = colleague
relationship-employer = employee
relationship-other = other

filing-status-waiting-owner = waiting for the owner
filing-status-checking = waiting for the identity check
filing-status-in-review = in review
filing-status-returned = returned
filing-status-active = done
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
filing-event-consent-withdrawn = the owner withdrew the agreement
filing-event-agreed = the owner agreed
filing-event-in-review = handed to staff for review
filing-event-returned = returned
filing-event-resubmitted = sent again
filing-event-finished = done
filing-event-refused = declined
filing-event-refused-by-owner = declined by the owner
filing-event-taken-back = stopped by the owner
filing-event-closed = closed
filing-event-lapsed = the owner did not answer, lapsed
filing-event-withdrawn = withdrawn by the applicant
filing-event-ended = filing ended
filing-event-term-ended = term removed
filing-event-term = the owner set a term

progress-none = You have not applied for any filing yet.
progress-list = <b>Progress</b>
    Tap one to see more:
progress-requests = { $count ->
        [one] One application or filing by somebody else is about your cars.
       *[other] { $count } applications or filings by others are about your cars.
    } Answer, stop or end it under “Requests for my cars”.
progress-button = #{ $number } { $plate } { $status }
progress-title = <b>#{ $number }</b>  { $plate }  <b>{ $status }</b>
progress-line = { $at }  { $what }
progress-next-waiting-owner = It is the owner's turn: to answer in the chat, or to pass the code on to you. If there is no answer, it lapses.
progress-next-checking = It is your turn: please pass the identity check.
progress-next-in-review = Staff are reviewing it. You and the owner will be told the result at once.
progress-next-returned = It is your turn: take the photos again as the reason says and send them. All else is kept.
progress-next-active = The car is in My vehicles; there you see its violations and show its certificate.
progress-next-refused = This application is closed.
progress-next-lapsed = The owner never answered, so the application lapsed. Agree with the owner and apply again.
progress-next-withdrawn = You have withdrawn it.
progress-next-ended = The filing has ended.
progress-term = Term: ends by itself on { $until }.
progress-again-from = You can apply again from { $until }.
progress-why-between = {" "}
progress-why-owner = The owner did not agree. Please talk to the owner; this counts as one of your applications.
progress-why-term = The owner's term was over before the application was done. If you need it, agree with the owner and apply again.
progress-why-owner-stranger = The owner did not agree: they say that they do not know you. Please talk to the owner first; this counts as one of your applications.
progress-why-owner-not-agreed = The owner did not agree: they say that you did not ask them first. Please talk to the owner first; this counts as one of your applications.
progress-why-owner-own-use = The owner did not agree: they need the car themselves. Please talk to the owner; this counts as one of your applications.
progress-why-owner-withdrew = The owner has withdrawn the agreement, so the application has ended. Please talk to the owner; it counts as one of your applications.
progress-why-limit = Meanwhile the limit was reached: yours, or that of the car. When one is free, apply again.
progress-why-number-held = The ID number is on record for somebody else, or somebody else has verified their identity with it, so the application has ended. Please send /identity to have yours verified.
progress-why-vehicle = The car was transferred or its state in the register has changed, so this application cannot go on. Please ask the owner.
progress-why-organisation = The organisation that owns the car is dissolved, and nobody can decide about the car now, so the application has ended. Once the car is transferred, you can apply to its new owner.
progress-why-vehicle-state = The state of the car in the register is no longer normal, so the application has ended, and the owner's code no longer counts. Please ask the owner; when the state is normal again, apply again.
progress-why-anothers-document = The document in the photo is not yours. Please take it again with your own ID card or driving licence.
progress-why-another-person = The person in the photo does not look like you. Please take it yourself and alone.
progress-why-illegible = The writing on the document cannot be read. Please take it again: more light, a steady hand, closer.
progress-why-altered = The photo looks altered. Please send it as the phone took it.
progress-why-other = See what the reviewer says.
progress-reviewer-says = In the reviewer's own words: { $words }

approval-asked = <b>Someone is asking to file your car</b>
    Plate: <b>{ $plate }</b>
    Applicant: { $who } (stated relationship: { $relationship })
    Identity: { $identity }
    Application: #{ $number }

    If you agree, they can see this car, look up and handle its violations and show its inspection certificate. You can end it at any time.
    Tap a button, or just reply “yes” or “no”. Without an answer by { $until }, the application lapses.
approval-reminded = <b>Still waiting for your answer</b>
    { $who } (stated relationship: { $relationship }) wants to file your <b>{ $plate }</b>, application #{ $number }. Without an answer by { $until } it lapses.
    Identity of the applicant: { $identity }
approval-reminded-sms = { $who } ({ $level ->
        [verified] identity verified
        [on-record] matches the register
       *[declared] identity not checked
    }) wants to file your car { $plate } (#{ $number }) and still waits for your answer. If you agree, tell them the code in the message; if you do not know them, do nothing and it lapses.
approvals-reminded = <b>{ $count } applications still wait for your answer</b>
approvals-reminded-sms = { $count } applications to file your cars still wait for your answer. If you agree to one, tell them the code in its message; if you do not know them, do nothing and it lapses.
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
    } Please confirm with a button; it acts at once, and they are told.
approval-taken-back-already = You have just stopped application <b>#{ $number }</b> ({ $plate }, { $who }); there is nothing left to withdraw.
approval-end-another = Do you want to end another one? Tap its button; it takes effect at once, and they are told:
approval-further-words = You wrote more after the number, so nothing has been answered yet. Please confirm with a button:
approval-stop-this = Stop #{ $number } { $plate }
approval-unbind-this = End #{ $number } { $plate }
approval-yes-to = Approve #{ $number } { $plate }
approval-no-to = Refuse #{ $number } { $plate }
approval-not-an-answer = No, continue here
approval-not-understood = { $what ->
        [answer] I did not understand that. This is waiting for your answer; please use the buttons. If you do not know who it is, ask them first, or refuse.
       *[end] I did not understand that. If this is not what you want, you can stop it here; they are told.
    }
approval-confirm-clearly = This takes effect at once and cannot be undone. If you are sure, tap the button or reply “yes”; if not, reply “no”.
approval-nothing-waits = No application is waiting for your answer. To stop or end one, or to see how things stand, tap below.
approval-none = Nothing is waiting for your answer, and nobody has filed a car of yours.
approval-ended-agreed = You have agreed that { $who } files <b>{ $plate }</b> (#{ $number }): { $status }.
approval-ended = Application #{ $number } ({ $plate }, { $who }) no longer needs your answer: { $status }.
filing-term-soon = Your filing of <b>{ $plate }</b> (#{ $number }) ends by itself on { $until }. If you still need it, ask the owner to extend the term.
filing-term-soon-owner = The filing of your car <b>{ $plate }</b> by { $who } (#{ $number }) ends by itself on { $until }. If you want it to go on, you can extend or end the term now.
filing-moved = The organisation that owns <b>{ $plate }</b> has another administrator, who now answers your application #{ $number }. Codes sent before are void; under “Enter the code” you can have one sent to the new administrator's phone.
approval-lapsed-notification = You did not answer, so application #{ $number } of { $who } for <b>{ $plate }</b> has lapsed; there is nothing for you to do. If you would agree, ask them to apply again.
approval-fallen-notification = Application #{ $number } of { $who } for <b>{ $plate }</b> is over (the car was sold, its state has changed, or the application can no longer be handled); it needs no answer of yours.
approval-moved = Application #{ $number } ({ $plate }, { $who }) is now answered by the new administrator of the organisation; there is nothing for you to do.
approval-list = <b>My cars: applications and filings</b>
approval-waits = Waiting for your answer; lapses on { $until }
approval-going-on = You have agreed: { $status }
approval-active = Filed since { $since }
approval-places = { $plate }: { $left } of { $limit } places for filers left
approval-stop-number = Stop #{ $number }
approval-unbind-number = End #{ $number }
approval-term-number = Term of #{ $number }
approval-previous = Previous page
approval-next = Next page
approval-term-ask = When should the filing of <b>{ $plate }</b> by { $who } ({ $relationship }, #{ $number }) end by itself?
approval-term-until = Term: ends by itself on { $until }
approval-term-none = It has no term now.
approval-term-days = { COUNTED($days, "day") }, until { $until }
approval-term-set = Set a term
approval-term-change = Change the term
approval-term-end = No term
approval-term-changed = Done: the filing of <b>{ $plate }</b> by { $who } (#{ $number }) ends by itself on { $until }; they will be told.
approval-term-ended = Done: the filing of <b>{ $plate }</b> by { $who } (#{ $number }) has no term now. You can stop or end it at any time.
filing-who-left = (account deleted)
blocks-button = Blocked people ({ $count })
blocks-list = <b>People whose applications you do not accept</b>
blocks-none = You have blocked nobody.
blocks-line = { $plate }  { $who }  since { $since }
blocks-lift = Unblock { $who } { $plate }
blocks-lifted = Done: { $who } can apply for <b>{ $plate }</b> again. Every application still needs your agreement.
approval-line = #{ $number }  { $plate }  { $who } ({ $relationship })
    Identity: { $identity }
approval-approved = You have agreed to the filing of <b>{ $plate }</b> by { $who } (#{ $number }). It takes effect after their identity check; you will be told, and can stop it until then.
    You can set a term, after which it ends by itself. To take your agreement back, tap “Stop it”, or reply “stop” or “refuse”.
approval-term = { COUNTED($days, "day") }
approval-ask-reason = Would you like to tell them why? Tap a reason and we pass it on; you need not. The last button is something else: it blocks their applications for this car.
approval-reason-stranger = Tell them: I do not know this person
approval-reason-not-agreed = Tell them: they did not ask me first
approval-reason-own-use = Tell them: I need the car myself
approval-refuse-now = Please confirm that you refuse this application. You can also write a note for yourself.
approval-no-reason = Refuse now
approval-reason-passed-on = Done: { $who } will be told the reason (#{ $number }, { $plate }).
    Want no more applications by this person for this car?
approval-note-kept = What you wrote is kept for you only; it was not passed on.
approval-refused = You have refused { $who } for <b>{ $plate }</b> (#{ $number }); they will be told.
approval-block = Block this person for this car
approval-blocked = Done: this person can no longer apply for this car. To undo it, open “Requests for my cars” and tap “Blocked people”.

approval-by-code = <b>Your SMS code has been used</b>
    { $who } has typed the code that was sent to your phone, which means that you agree to their filing of <b>{ $plate }</b> (#{ $number }). It takes effect after their identity check. Their identity so far: { $identity }.
    Not what you wanted? You can stop it now, and end the filing once it is done.
approval-by-code-sms = The code sent to your phone was used: with it { $who } says that you agree to the filing of your car { $plate } (#{ $number }). Not what you want? Send /approvals to the desk in Telegram and stop it, or { counter-with-id }.
approval-stop = Stop it
approval-stop-yes = Yes, stop it
approval-stop-no = No, let it go on
approval-stop-surely = Do you really want to withdraw your agreement and stop { $who } from filing <b>{ $plate }</b> (#{ $number })? It stops at once, and they are told.
approval-stopped = You have withdrawn your agreement. The application of { $who } for <b>{ $plate }</b> (#{ $number }) has ended; they will be told.
    Want no more applications by this person for this car?

sms-owner-code-with-level = Code { $code }, valid for { COUNTED($minutes, "minute") }. { $who } ({ $level ->
        [verified] identity verified
        [on-record] matches the register
       *[declared] identity not checked
    }) wants to file your car { $plate }, to see it and handle its violations. If you agree, tell them the code; if you do not know them, tell nobody.
# For messages that 0.1.0 has queued.
sms-owner-code = Code { $code }, valid for { COUNTED($minutes, "minute") }. { $who } wants to file your car { $plate }, to see it and handle its violations. If you agree, tell them the code; if you do not know them, tell nobody.

refused-blacklisted = Because false documents were handed in, you cannot apply before { $until }. You can appeal.
refused-used-by-others = With this phone number, Telegram account or ID number you cannot apply at the moment: what was done with it before counts, too. Some limits end at midnight, so you can try again tomorrow. If somebody else used the phone number or ID number before, please ask to have your identity verified: once our staff confirm that you are another person, only what you do yourself counts.
refused-user-full = { $limit ->
        [0] At present nobody can file a car of somebody else. /rules says until when.
       *[other] You can hold { COUNTED($limit, "filing") } at a time, and you have reached that. End one in My vehicles first.
    }
refused-day-quota = { $limit ->
        [0] At present no applications to file a car are taken. /rules says until when.
       *[other] The limit is { COUNTED($limit, "application") } a day, and you have reached it. The count starts again on { $until }.
    }
refused-year-quota = { $limit ->
        [0] At present no applications to file a car are taken. /rules says until when.
       *[other] The limit is { COUNTED($limit, "application") } a year, and you have reached it. The count starts again on { $until }.
    }
refused-applicant-speaks = The applicant is the person who speaks for this car, or both have had the same phone number or Telegram account, now or within the last year, so this car cannot be filed in this way. One's own car, or one's organisation's, needs no filing; please withdraw an application that is under way. If you are two people, { counter-visit } with both ID documents; a phone number on record that is wrong can be corrected in the same way.
refused-own-car = This is your own (or your organisation's) car. It needs no filing; it is in My vehicles.
refused-already-filed = You have filed this car already.
refused-already-applied = You already have application #{ $number } for this car; it is under way.
refused-vehicle-full = { $limit ->
        [0] At present no car can be filed by others. /rules says until when.
       *[other] This car already has { COUNTED($limit, "filer") }, its limit. The owner can end one of the filings first.
    }
refused-not-filable = Cars of this kind cannot be filed: only { $which ->
    [small] small and small new-energy cars
   *[other] those with a plate of type { $types }
  }, an organisation's only if not for hire.
refused-not-normal = { $state ->
        [scrapped] This car is scrapped
        [cancelled] The registration of this car is cancelled
        [moved_away] This car has moved away to another place
        [locked] This car is locked in the register
       *[other] The register does not show this car as normal
    }, so it cannot be filed now. Please ask the owner.
refused-owner-says-no = Sorry, the owner does not accept your applications for this car; there is no need to send another. If you need the car, please talk to the owner, who can lift this in “Requests for my cars”.
refused-owner-out-of-reach = The register holds no phone number of the owner's, so nobody can be asked. To add one, the owner can { counter-with-id }.
refused-decided = Application #{ $number } has moved on or is closed, so this step is no longer needed. Tap “Progress” to see where it stands.
refused-over = { $how ->
        [ended] Filing #{ $number } has ended
        [taken_back] You have withdrawn your agreement to application #{ $number }, and it has ended
        [refused_by_owner] You declined application #{ $number }, and it has ended
        [closed] Application #{ $number } was closed, because the car or the term has changed
        [withdrawn] The applicant has withdrawn application #{ $number }
        [refused] Application #{ $number } was declined and is closed
        [lapsed] Application #{ $number } has lapsed
        [waiting_owner] Application #{ $number } is waiting for your answer
        [checking] You have agreed to application #{ $number }; the applicant's identity check is next
        [in_review] You have agreed to application #{ $number }; staff are reviewing it
        [returned] You have agreed to application #{ $number }; the applicant has to send photos again
        [active] You have agreed to filing #{ $number }; it is complete
       *[other] Application #{ $number } has moved on
    }. See “Requests for my cars” for how it stands and what you can do now.
refused-completed = Application #{ $number } was completed a moment ago. You can end the filing.
refused-closed = This application has been answered or has lapsed, so there is nothing to tap here. See “Requests for my cars” for what you can do now.
refused-no-such-question = No application #{ $number } is waiting for your answer. See them all with /approvals.
refused-no-such-application = You have no application #{ $number }. Your own are in /progress, those for your cars in /approvals.
refused-no-such-car = Plate and engine number don't match. Please check them against the vehicle licence: the last six letters and digits of the engine number, or all if it has fewer.
refused-too-many-probes = There were too many wrong tries today. Please try again from { $until }, or file by the owner's QR.
refused-bad-line = Please write the line like this: type, plate, last six of the engine number, for example <code>02 桂A12345 123456</code>.
refused-bad-type = { $which ->
    [small] The plate type can only be 02 (small car) or 52 (small new-energy car).
   *[other] Plate types that can be filed: { $types }.
  }
refused-bad-relationship = That does not say how you know the owner. Please use words (up to { COUNTED($most, "character") }).

plate-problem-empty = There is no plate number. Please type it.
plate-problem-looks-like = “{ $character }” (place { $position }) looks like “{ $suggestion }” but is another character. Please type it with the English keyboard.
plate-problem-character = A plate never has “{ $character }” (place { $position }).
plate-problem-province-missing = The province at the beginning is missing, for example 桂.
plate-problem-unknown-province = “{ $character }” is not a province.
plate-problem-letter-expected = After the province comes a letter, not “{ $character }”.
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
plate-problem-energy-letter = The third place of a new-energy plate is one of D A B C E F G H J K, not “{ $character }”.
plate-problem-digit-expected = Place { $position } should be a digit, not “{ $character }”.
plate-problem-ending-expected = The last character is wrong: “{ $character }”.
engine-problem-answer = That is an answer, not an engine number. Please type the last six characters of the engine number; to answer an application, use the buttons of its message.
engine-problem-empty = There is no engine number. Please type its last six letters and digits, or those of the VIN if there is no engine number.
engine-problem-looks-like = “{ $character }” (place { $position }) looks like “{ $suggestion }” but is another character. Please type it with the English keyboard.
engine-problem-character = An engine number never has “{ $character }”, only letters and digits.
engine-problem-too-long = That is more than six. Only the last six: is it <code>{ $suggestion }</code>? Please send it again.
