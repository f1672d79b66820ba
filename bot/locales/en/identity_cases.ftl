## Identity cases: another account, another number, the wrong person, verification

flow-name-identity = Identity
flow-name-identity-decision = Decision on an identity case
flow-name-identity-code = Code sent to the phone on record
command-identity = identity: lost account, new number, wrong person
command-identity-staff = identity: waiting cases; also your own account or number
go-identity = Identity

identity-number-gone = I no longer have this number
identity-kinds = <b>Identity</b>
    Our staff check your photos to confirm it is you. What do you need?
identity-kind-verify = Verify my identity
identity-kind-lost-account = I cannot get into my old account
identity-kind-new-number = I have a new phone number
identity-kind-wrong-person = This account or identity has the wrong person
identity-staff-verify = verification
identity-staff-lost-account = lost account
identity-staff-new-number = new phone number
identity-staff-wrong-person = wrong person
identity-agree = I agree, continue
identity-ask-name = Please type your name as it is on your ID card.
identity-ask-id-number = Please type your 18-character ID number, or that of your permit or passport (a foreign one with the country first, <code>USA 123456789</code>). We delete your message from this chat once we have read it.
identity-ask-contact = Please tap “Share my phone number” below the message field. Once you are verified, we contact you on this number.
identity-contact-again = You shared { $phone } when you registered. Once you are verified, we contact you on it. Keep it, or share another one?
identity-ask-document = <b>Photo 1: you with your ID document</b>
    Hold your own ID card or passport beside your shoulder so that its text can be read. Nobody else may be in the picture.
identity-ask-selfie = <b>Photo 2: a selfie</b>
    Show how you look now: face the camera in good light, alone and without the document.
identity-photo-coming = Got your photo, checking it…
identity-confirm = <b>Please check</b>: { $kind }
identity-confirm-name = Name: { $value }
identity-confirm-id = Document number: { $value }
identity-confirm-phone = Phone: { $value }
identity-confirm-photos = Photos: you with your ID document, and a selfie. Please look at both above. The text on the document must be readable and your face uncovered. If not, take them again first.
identity-retake = Take the photos again
identity-send = Submit
identity-opened = Submitted (<b>#{ $number }</b>). You will get the result here by { $due }.
identity-opened-moving = Submitted (<b>#{ $number }</b>). You will get the result here by { $due }.
    To prevent fraud, we allow time for objections, and two members of staff check your case.
    If the phone on record for this identity (if there is one) has received a code, enter it to get a faster result. If someone asked for the same identity recently, we may not send a code. Your case goes on without one.
identity-own = <b>Identity case #{ $number }</b>: { $kind }
    Our staff will decide by { $due }. You will get the result here.
identity-waiting-button = Identity case #{ $number }: in progress
registration-ends-case = <b>Identity case #{ $number } is still open</b>. You will get the result by { $due }. If it is approved, your identity is on this account and you do not need to register.
    If you register now, the case ends: we delete the photos and what you typed at once. You can open { COUNTED($most, "case") } in { COUNTED($days, "day") }, and this one still counts.
registration-case-over = Your identity case has been decided or has ended. To register, please continue.
registration-go-on = Continue registering
registration-end-case = End the case and register
identity-withdraw = Withdraw
identity-withdraw-ask = <b>Withdraw identity case #{ $number }?</b>
    You cannot undo this. We delete the photos and what you typed at once; a new case needs new photos and starts from the beginning.
    You can open { COUNTED($most, "case") } in { COUNTED($days, "day") }, and this one still counts.
identity-withdraw-yes = Yes, withdraw
identity-withdraw-no = No, wait for the result
identity-withdrawn = You have withdrawn identity case #{ $number }. We have deleted the photos and what you typed.
identity-begin = Open my own identity case
identity-begin-own = Verify my own identity

identity-against = <b>⚠️ Someone is asking to take over your account</b> (#{ $number }, { $at })
    They say they are you and want to move your identity to another Telegram account. Our staff will check photos of their ID document. If they approve, you can no longer use this account.
    If it was you, you do not need to do anything. If it was not you, tap the button below now.
identity-use-buttons = I did not understand that. If it is not you who is asking, please tap a button below.
identity-object = This is not me: object to #{ $number }
identity-object-by-phone = Someone else is claiming my identity
identity-objected = <b>We have noted your objection</b> (#{ $number }). Our staff check the photos and your objection. The case is only approved if two members of staff, each on their own, find that it is right. If not, your account stays as it is. We will tell you the result.
    To show sooner that it is you, { counter-with-id }.
identity-own-waits = To prevent fraud, we allow time for objections, and two members of staff check your case. If the phone on record for this identity (if there is one) has received a code, enter it to get a faster result.
identity-own-confirmed = Confirmed by a code to the phone on record.
identity-have-code = Enter the code from the phone on record
identity-ask-code = Identity case #{ $number }: please type the code from the text message.
    We send codes only to the phone on record for this identity, if there is one. If you have not received one, just wait for the result.
identity-code-left = OK, you have left this step. Your case is not withdrawn.
identity-code-again = Send it again
identity-code-sent-again = If a phone number is on record for this identity, another code is on its way there. After several recent cases it may not arrive. In that case, just wait for the result.
identity-confirmed = <b>Confirmed</b> (#{ $number }). You do not have to wait any longer: one member of staff will check your case. You will get the result by { $due }.
sms-code-identity-case = Someone asks to move your identity to another account or phone number (identity case #{ $number }). You? Type { $code } in the chat within { $minutes } min. Not you? Do not share it. Send us /identity from this phone's Telegram to object, or { counter-with-id }.
identity-ask-objecting-contact = Please tap “Share my phone number” below the message field. If someone is asking for an identity with this number on record, we will note your objection. You do not need to register.
identity-objected-by-phone = <b>Noted</b>. Someone is asking for an identity with your number on record. Our staff see your objection. The case is only approved if two members of staff, each on their own, find that it is right. We will text the result to this phone.
    To show sooner that it is you, { counter-with-id }.
identity-nothing-to-object = <b>Nobody is asking</b> for an identity with your number on record, so there is nothing to object to.
    Is your account closed, or does someone else have your identity? Tap below to have it checked again by our staff, or { counter-with-id }.
identity-begin-check = Have it checked again
identity-stopped-applicant = Identity case #{ $number } has been closed, because the account or identity it was about has changed. We have deleted the photos and what you typed. If you still need it, please open a new case, or { counter-with-id }.
identity-holder-sms = Someone asks to move your identity to another account (identity case #{ $number }). Not you? Send us /identity from this phone's Telegram to object, or { counter-with-id }.
identity-new-number-sms = Someone asks to replace your phone number (identity case #{ $number }). Not you? Send us /identity from this phone's Telegram to object, or { counter-with-id }.
identity-holder-rejected = We rejected case #{ $number }, which asked to take over your account. Your account stays as it is.
identity-holder-withdrawn = The applicant has withdrawn case #{ $number }, which asked to take over your account. Your account stays as it is.
identity-holder-stopped = Case #{ $number }, which asked to take over your account, has been closed. Your account stays as it is.
identity-holder-approved = Case #{ $number }, which asked to take over your account, has been approved: your identity is now on another account. Not you? Have your identity verified below, or { counter-with-id }.
identity-number-rejected = We rejected case #{ $number }, which asked to replace your phone number. Your number stays as it is.
identity-number-withdrawn = The applicant has withdrawn case #{ $number }, which asked to replace your phone number. Your number stays as it is.
identity-number-stopped = Case #{ $number }, which asked to replace your phone number, has been closed. Your number stays as it is.
identity-alerts-over = All the cases named here have been decided, so you do not need to do anything. If you have questions, tap “Identity” below, or { counter-with-id }.
identity-ended-sms = { $count ->
        [one] The case that asked to take over your identity was rejected, withdrawn or closed. Your identity stays as it is.
       *[other] { $count } cases that asked to take over your identity were rejected, withdrawn or closed. Your identity stays as it is.
    }
identity-digest = { $count ->
        [one] <b>⚠️ Another case asks to take over your account</b>
       *[other] <b>⚠️ { $count } more cases ask to take over your account</b>
    }
    Someone says they are you and wants to move your identity to another Telegram account. Our staff will check photos of their ID document. If they approve, you can no longer use this account.
    If it was you, you do not need to do anything. If it was not you, object with the buttons below. You get this message once a day at most.
identity-digest-rest = { $count ->
        [one] <b>⚠️ One case still asks to take over your account</b>
       *[other] <b>⚠️ { $count } cases still ask to take over your account</b>
    }
    If it was not you, object with the buttons below.
identity-digest-line = • #{ $number }, { $at }
identity-digest-sms = { $count ->
        [one] Another case asks to move your identity to another account. Not you? Send us /identity from this phone's Telegram to object, or { counter-with-id }.
       *[other] { $count } more cases ask to move your identity to another account. Not you? Send us /identity from this phone's Telegram to object, or { counter-with-id }.
    }
identity-moved = <b>This account is closed</b>: after a check (#{ $number }), its owner has moved to another Telegram account.
    Not you? Have your identity verified below, or { counter-with-id }.
identity-left-sms = After a check (#{ $number }): the Telegram account registered for you belongs to someone else, so we have separated it from your identity. To continue, send /identity from your own account, or { counter-visit }.
identity-verified = <b>You are verified</b> (#{ $number }). You can continue now.
identity-approved = <b>Approved</b> (#{ $number }): your identity is now on this account. You can continue.
identity-unverified = <b>We have withdrawn your verification</b>: two members of staff found that it was a mistake. You keep your account and data. For services that need a verified identity, get verified again below, or { counter-with-id }.
identity-unverified-sms = We have withdrawn your verification: the ID number had been verified for the wrong person. If you have questions, { counter-with-id }.
identity-check-again = Application #{ $number } ({ $plate }) still needs the identity check. The one you began in your old account was stopped. Please tap below to start again.
identity-rejected = Identity case #{ $number } was <b>rejected</b>.
    Reason: { $reason }
    You can put this right and apply again, or { counter-with-id }.
sms-identity-moved = Identity case #{ $number } is approved: your phone number with us has changed. If this was not you, { counter-with-id }.

identity-new = New identity case <b>#{ $number }</b>: { $kind }. Due { $due }.
identity-new-disputed = There is an objection to identity case <b>#{ $number }</b> ({ $kind }). Two members of staff must approve it. Due { $due }.
identity-new-second = One member of staff has approved identity case <b>#{ $number }</b> ({ $kind }). Another must approve it too. Due { $due }.
identity-new-confirmed = The phone on record has confirmed identity case <b>#{ $number }</b> ({ $kind }). One member of staff can decide. Due { $due }.
identity-overdue = ⚠ <b>Overdue</b>: identity case #{ $number } ({ $kind }) was due { $due } and is not decided yet.
identity-queue-second = approved by you, waiting for another
identity-queue-disputed = ⚠️ objection
identity-queue = <b>Identity cases waiting: { $count }</b>
identity-queue-empty = No identity cases are waiting.
identity-queue-line = #{ $number } { $kind }  since { $since }, due { $due }; { $whose } { $labels }
identity-queue-button = Identity #{ $number }
identity-take = Take
identity-taken = You have #{ $number } until { $until }. Preparing the photos…
identity-photos-failed = We could not prepare the photos. Please take the case again.
identity-photo = { $what }  #{ $number }  for this check only
identity-photo-document = Photo with the document
identity-photo-selfie = Selfie
identity-case = <b>Identity case #{ $number }</b>: { $kind }
    Submitted { $since }, due { $due }. Please compare the photos with the name and ID number in the message above.
identity-case-applicant = Applicant: { $name }  { $id }
identity-case-new-phone = {"  "}new phone { $phone }
identity-case-account = Account asking: { $who }; in use since { $since }
identity-case-bound = { $name }, { $id }, { $level }
identity-case-guest = not registered
identity-case-nobody = This ID number: not on record, and nobody has been verified with it.
identity-case-same-name = This ID number: { $level }, same name ({ $name }).
identity-case-other-name = This ID number: { $level }, <b>different name</b> ({ $name }).
number-of-another = <b>⚠️ This ID number is on record for someone else</b>: nobody can be verified with it until this is resolved. Please check the document itself.
identity-case-waits = The holder of this identity can object until { $until }. You can approve the case after that.
identity-case-chat-told = We have told the holder's account in the chat.
identity-case-chat-later = We have not told the holder's account yet: it was told of another case recently, and will hear of this one in the next message.
identity-case-code-sent = We have sent a code for this case to the phone on record.
identity-case-sms-told = We have told the phone on record by text message, without a code.
identity-case-sms-later = We have not told the phone on record yet, and sent it no code.
identity-facts = <b>#{ $number }, to compare</b>. Removed together with the photos; please do not forward:
    Name: { $name }
    Document number: { $id }
identity-case-confirmed = Confirmed by a code to the phone on record ({ $at }).
identity-case-no-phone = No phone number is on record for this identity.
identity-case-unconfirmed = The phone on record has not confirmed it.
identity-case-displaces = <b>⚠️ Approving this withdraws the other person's verification</b>, and they are told. Two members of staff must be sure that it was a mistake.
identity-case-disputed = <b>⚠️ The holder of this identity objects</b> ({ $at }): they say the applicant is someone else. Their own account or phone may be in other hands too, so please compare carefully.
identity-case-staff = <b>⚠️ This person is staff</b>: approving ends their role. The admins decide whether to invite the new account.
identity-case-needs-two = Two members of staff must approve this, one after the other.
identity-case-needs-one = One member of staff has approved this. Your approval decides.
identity-case-approved = Approved.
identity-case-rejected = Rejected.
identity-case-stopped = Closed.
identity-case-withdrawn = Withdrawn by the applicant.
identity-case-over = <b>#{ $number } needs no decision any more</b>: it was withdrawn or has ended, and with it the case that you had taken. Its photos are deleted here.
identity-case-again = #{ $number } is shown again below.
identity-case-is-free = Nobody has taken it yet.
identity-case-is-other = Another member of staff has it.
identity-case-is-second = You have approved it. Another member of staff must approve it too.
identity-case-is-own = This is about you, so you cannot decide it.
identity-approve = Approve
identity-reject = Reject
identity-release = Put back
identity-released = #{ $number } is back in the queue.
identity-ask-approve = #{ $number }, approve: what did you compare? One sentence, for example “document and face match the register”.
identity-ask-reject = #{ $number }, reject: why? One sentence, please. The applicant will see it.
identity-now-waiting = #{ $number }: we have noted your approval. Another member of staff must approve it too.
identity-now-approved = #{ $number } is approved. The people concerned will be told.
identity-now-rejected = #{ $number } is rejected. The people concerned will be told.

refused-account-ended = This account is closed: its owner has moved to another Telegram account. To use it again, please have your identity verified.
refused-identity-same-number = That is already your phone number on record, so there is nothing to change. If you have a new number, share it from the Telegram of that number. For anything else, send /cancel, then /identity, and choose again.
refused-identity-open = You already have identity case #{ $number } in progress.
refused-identity-too-many = You can open { COUNTED($most, "case") } in { COUNTED($days, "day") }. You can open another from { $until }. If it is urgent, please { counter-with-id }.
refused-identity-disputed = We have already noted your objection to #{ $number }. Two members of staff are checking it.
refused-identity-code = That code is wrong or has expired. Please check the text message again. You can ask for another code, or just wait for the result.
refused-identity-codes-used-up = There are no codes or tries left for this case. You can just wait for the result, or { counter-with-id }.
refused-identity-code-too-soon = Please tap again in { COUNTED($seconds, "second") }.
refused-identity-second = #{ $number }: you have approved it. Another member of staff must approve it too.
refused-identity-closed = Identity case #{ $number } is already closed.
refused-identity-none = There is no identity case { $number }.
refused-identity-own = Identity case #{ $number } is about you, so another member of staff must decide it.
refused-identity-not-held = You do not have #{ $number }: you have not taken it, your time ran out, or someone else is handling it.
refused-identity-reason = Please give a reason of { $least } to { COUNTED($most, "character") }.
refused-identity-wait = #{ $number }: the holder of this identity can object until { $until }. You can approve the case after that.
refused-identity-only-admin = This account is the only admin, and approving would leave none. First make someone else an admin in /staff, or have the operator add one on the command line. Then approve.
refused-identity-outdated = #{ $number }: the account or identity has changed since the case was opened, so it cannot be approved. Please reject it and ask the applicant to open a new one.
refused-identity-act = Please write <code>/identity { $number } approve BASIS</code>, <code>reject REASON</code> or <code>release</code>.
refused-not-verified = You are not verified yet. Before we text an owner for you, please get verified once: you send two photos and our staff check them. You do this only once. Each filing still has its own identity check.
refused-verification-waits = You are not verified yet. Your case <b>#{ $number }</b> is with our staff, and you will get the result here by { $due }. After that we can text an owner for you.
identity-renamed = Your name in the register is now <b>{ $name }</b>. You keep your vehicles and applications, but you need to be verified again.
    You have not changed your name? Have your identity verified below, or { counter-with-id }.
identity-healed = The register has corrected your name to <b>{ $name }</b>, which is how you registered. Your vehicles, applications and certificates are now all in your account. You do not need to do anything.
    Not you? Please { counter-with-id }.
identity-healed-sms = The register has corrected your name. Your vehicles and applications are now all in your account. If this is not you, { counter-with-id }.
identity-renamed-verified = Your name in the register is now <b>{ $name }</b>. You keep your vehicles and applications, and you stay verified.
    You have not changed your name? Have your identity verified below, or { counter-with-id }.
