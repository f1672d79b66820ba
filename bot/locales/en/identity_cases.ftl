## Identity cases: another account, another number, the wrong person, verification

flow-name-identity = Identity
flow-name-identity-decision = Decision on an identity case
flow-name-identity-code = Code sent to the phone on record
command-identity = identity: lost account, new number, wrong person
command-identity-staff = identity: waiting cases; also your own account or number
go-identity = Identity

identity-number-gone = I no longer have this number
identity-kinds = <b>Identity</b>
    Our staff check by photos that it is you. What is it about?
identity-kind-verify = Verify my identity
identity-kind-lost-account = I cannot use my old account
identity-kind-new-number = I have a new phone number
identity-kind-wrong-person = The wrong person is registered
identity-agree = I agree, go on
identity-ask-name = Please type your name as your ID card has it.
identity-ask-id-number = Please type your ID number, 18 characters. Once read, this message is deleted from the chat.
identity-ask-contact = Please tap “Share my phone number” below the field where you type. Once you are verified, we contact you at this number.
identity-contact-again = We have the phone number { $phone } that you shared when registering. Once you are verified, we contact you at it. Keep it, or share another one?
identity-ask-document = <b>Photo 1: you with your ID card</b>
    Your own card, held beside your shoulder, its text legible; nobody else in the picture.
identity-ask-selfie = <b>Photo 2: a selfie</b>
    As you look now: facing the camera, good light, alone, without the card.
identity-photo-coming = Photo received, checking…
identity-confirm = <b>Please check</b>: { $kind }
identity-confirm-name = Name: { $value }
identity-confirm-id = ID number: { $value }
identity-confirm-phone = Phone: { $value }
identity-confirm-photos = Photos: you with your ID card, and a selfie. Please look at both above: the text on the card legible, your face uncovered. If not, take them again first.
identity-retake = Take the photos again
identity-send = Send to our staff
identity-opened = Sent to our staff (<b>#{ $number }</b>). You will hear from us here by { $due }.
identity-opened-moving = Sent to our staff (<b>#{ $number }</b>). You will hear from us here by { $due }.
    To prevent fraud there is time for objections, and two members of our staff check.
    If the phone on record, if any, has received a code, this goes faster with it. If there was another case about the identity shortly before, none may be sent; then just wait: we go on all the same.
identity-own = <b>Identity case #{ $number }</b>: { $kind }
    Our staff decide by { $due }; you will hear from us here.
identity-withdraw = Withdraw
identity-withdrawn = Identity case #{ $number } is withdrawn. The photos and what you typed are deleted.
identity-begin = Open a case of my own
identity-begin-own = Verify my own identity

identity-against = <b>⚠️ Somebody asks to take over your account</b> (#{ $number }, { $at })
    They say that they are you, and want to move your identity to another Telegram account. Our staff compare the photos of the ID document; if they approve, this account can no longer be used.
    If it was you, nothing is to be done. If not, please tap the button below at once.
identity-use-buttons = I did not understand that. If it is not you who asks, please tap a button below.
identity-object = This is not me, object to #{ $number }
identity-object-by-phone = Somebody else is claiming my identity
identity-objected = <b>Your objection is noted</b> (#{ $number }). Two members of our staff compare the photos and your objection before anything is decided. Until then your account stays as it is, and you will hear from us.
    To show sooner that it is you, { counter-with-id }.
identity-own-waits = To prevent fraud there is time for objections, and two members of our staff check. If the phone on record, if any, has received a code, this goes faster with it.
identity-own-confirmed = Confirmed by a code to the phone on record.
identity-have-code = Enter the code from the phone on record
identity-ask-code = Identity case #{ $number }: please type the code from the text message.
    Codes go only to the phone on record for this identity, if there is one. If you have none, just wait for our staff.
identity-code-again = Send it again
identity-code-sent-again = If a phone number is on record for this identity, another code goes there. If several cases asked for the same identity shortly before, it may not arrive; then just wait for our staff.
identity-confirmed = <b>Confirmed</b> (#{ $number }): no more waiting, one member of our staff checks. You will hear from us by { $due }.
sms-code-identity-case = Somebody asks to move your identity to another account or phone number (case #{ $number }). If it is you: code { $code }, to be typed in the chat within { COUNTED($minutes, "minute") }. If not: tell it to nobody, and send us /identity from the Telegram account of this phone and tap “Somebody else is claiming my identity”, or { counter-with-id }.
identity-ask-objecting-contact = Please tap “Share my phone number” below the text field. If somebody asks for an identity with this number on record, your objection is noted. You need not register.
identity-objected-by-phone = <b>Noted</b>. Somebody asks for an identity with your number on record; our staff see your objection, two of them check before anything is decided, and a text message to this phone says how it ends.
    To show sooner that it is you, { counter-with-id }.
identity-nothing-to-object = <b>Nobody asks now</b> for an identity with your number on record, so no objection is noted.
    Is your account closed, or your identity in other hands? Tap below to have it checked again by our staff, or { counter-with-id }.
identity-begin-check = Have it checked again
identity-stopped-applicant = Identity case #{ $number } has ended: the account or the identity that it was about has changed. The photos and what you typed are deleted. If you still need it, please open a new case, or { counter-with-id }.
identity-holder-sms = Somebody asks to move your identity to another account (case #{ $number }). If it is not you, send us /identity from the Telegram account of this phone to object, or { counter-with-id }.
identity-new-number-sms = Somebody asks to replace your phone number (identity case #{ $number }). If it is not you, send us /identity from the Telegram account of this phone to object, or { counter-with-id }.
identity-holder-rejected = Case #{ $number }, which asked to take over your account, was rejected. Your account stays as it is.
identity-holder-withdrawn = Case #{ $number }, which asked to take over your account, was withdrawn. Your account stays as it is.
identity-holder-stopped = Case #{ $number }, which asked to take over your account, has ended. Your account stays as it is.
identity-holder-approved = Case #{ $number }, which asked to take over your account, was approved: its person is in another account now. Not you? Tap below to have your identity checked, or { counter-with-id }.
identity-number-rejected = Case #{ $number }, which asked to replace your phone number, was rejected. Your number stays as it is.
identity-number-withdrawn = Case #{ $number }, which asked to replace your phone number, was withdrawn. Your number stays as it is.
identity-number-stopped = Case #{ $number }, which asked to replace your phone number, was ended. Your number stays as it is.
identity-alerts-over = The cases named here are all decided; there is nothing left to do. If you have doubts, tap “Identity” below, or { counter-with-id }.
identity-ended-sms = { $count ->
        [one] The case that asked to take over your identity was rejected, withdrawn or ended. Your identity stays as it is.
       *[other] { $count } cases that asked to take over your identity were rejected, withdrawn or ended. Your identity stays as it is.
    }
identity-digest = { $count ->
        [one] <b>⚠️ Somebody else asks to take over your account</b> since the last message
       *[other] <b>⚠️ { $count } more cases ask to take over your account</b> since the last message
    }
    They say that they are you, and want to move your identity to another Telegram account. Our staff compare the photos of the ID document; if they approve, this account can no longer be used.
    If it was you, nothing is to be done. If not, please object with the buttons below. You get this message at most once a day.
identity-digest-rest = { $count ->
        [one] <b>⚠️ One case still asks to take over your account</b>
       *[other] <b>⚠️ { $count } cases still ask to take over your account</b>
    }
    If it was not you, please object with the buttons below.
identity-digest-line = • #{ $number }, { $at }
identity-digest-sms = { $count ->
        [one] Another case asks to move your identity to another account. If it is not you, send us /identity from the Telegram account of this phone to object, or { counter-with-id }.
       *[other] { $count } more cases ask to move your identity to another account. If it is not you, send us /identity from the Telegram account of this phone to object, or { counter-with-id }.
    }
identity-moved = <b>This account is closed</b>: after a check (#{ $number }) its person has moved to another Telegram account.
    Not you? Tap below to have your identity checked, or { counter-with-id }.
identity-left-sms = After a check (#{ $number }): the Telegram account registered for you belongs to somebody else and is separated from your identity. To go on, send /identity from your own account, or { counter-visit }.
identity-verified = <b>Your identity is verified</b> (#{ $number }). You can go on now.
identity-approved = <b>Approved</b> (#{ $number }): your identity is on this account now. You can go on.
identity-unverified = <b>The verification of your identity is withdrawn</b>: two members of staff have found that it was a mistake. Your account and data stay. For what needs a verified identity, please have yours verified below, or { counter-with-id }.
identity-unverified-sms = The verification of your identity at the desk is withdrawn: the ID number had been verified for the wrong person. If you have questions, { counter-with-id }.
identity-check-again = Application #{ $number } ({ $plate }) still needs the identity check. The one that was under way in the old account has ended; please tap below to begin again.
identity-rejected = Identity case #{ $number } was <b>rejected</b>.
    Reason: { $reason }
    You can correct this and apply again, or { counter-with-id }.
sms-identity-moved = Identity case #{ $number } is approved: your phone number with us has changed. If this was not you, { counter-with-id }.

identity-new = New identity case <b>#{ $number }</b>: { $kind }, due { $due }.
identity-new-disputed = There is an objection to identity case <b>#{ $number }</b> ({ $kind }); two members of staff have to approve it. Due { $due }.
identity-new-second = One member of staff has approved identity case <b>#{ $number }</b> ({ $kind }); another one has to. Due { $due }.
identity-new-confirmed = The phone on record has confirmed identity case <b>#{ $number }</b> ({ $kind }); one member of staff decides. Due { $due }.
identity-overdue = ⚠ <b>Overdue</b>: identity case #{ $number } ({ $kind }) should have been decided by { $due } and is not.
identity-queue-second = you approved, waits for another
identity-queue-disputed = ⚠️ objection
identity-queue = <b>Waiting identity cases: { $count }</b>
identity-queue-empty = No identity case waits.
identity-queue-line = #{ $number } { $kind }  since { $since }, due { $due }; { $whose } { $labels }
identity-queue-button = Identity #{ $number }
identity-take = Take
identity-taken = You have taken #{ $number } until { $until }. The photos are being prepared…
identity-photos-failed = The photos could not be prepared. Please take the case again.
identity-photo = { $what }  #{ $number }  for this check only
identity-photo-document = Photo with the document
identity-photo-selfie = Selfie
identity-case = <b>Identity case #{ $number }</b>: { $kind }
    Sent { $since }, due { $due }. Please compare the photos with the name and ID number in the message above.
identity-case-applicant = Applicant: { $name }  { $id }
identity-case-new-phone = {"  "}new phone { $phone }
identity-case-account = Account that asks: { $who }; in use since { $since }
identity-case-bound = { $name }, { $id }, { $level }
identity-case-guest = not registered
identity-case-nobody = This ID number: not on record, and nobody is verified with it.
identity-case-same-name = This ID number: { $level }, same name ({ $name }).
identity-case-other-name = This ID number: { $level }, <b>another name</b> ({ $name }).
number-of-another = <b>⚠️ This ID number is on record for somebody else</b>: the person cannot be verified until that is resolved. Please see the document itself.
identity-case-waits = Until { $until } who holds the identity may object; it can be approved then.
identity-case-chat-told = The account of who holds the identity was told in the chat.
identity-case-chat-later = The account of who holds the identity is not told yet: it was told of another case shortly before, and of this one with the next message.
identity-case-code-sent = The phone on record was sent a code of this case.
identity-case-sms-told = The phone on record was told by SMS, without a code.
identity-case-sms-later = The phone on record is not told yet, and was sent no code.
identity-facts = <b>#{ $number }, to be compared</b>; goes with the photos, please do not forward it:
    Name: { $name }
    ID number: { $id }
identity-case-confirmed = Confirmed by a code to the phone on record ({ $at }).
identity-case-no-phone = No phone number is on record for this identity.
identity-case-unconfirmed = The phone on record has not confirmed it.
identity-case-displaces = <b>⚠️ An approval withdraws the verification of that person</b>, who is told: two members of staff must be sure that it was a mistake.
identity-case-disputed = <b>⚠️ Who holds the identity objects</b> ({ $at }): they say that somebody else asks. Their account or phone may itself be in other hands, so please compare carefully.
identity-case-staff = <b>⚠️ A serving member of staff</b>: an approval ends their service; the admins decide whether to invite the new account.
identity-case-needs-two = Two members of staff have to approve, one after the other.
identity-case-needs-one = One member of staff has approved; your approval decides.
identity-case-approved = Approved.
identity-case-rejected = Rejected.
identity-case-stopped = Stopped.
identity-case-withdrawn = Withdrawn by the applicant.
identity-case-is-free = Nobody has taken it.
identity-case-is-other = Another member of staff handles it.
identity-case-is-second = You have approved it; another member of staff has to approve it too.
identity-case-is-own = It concerns yourself; you may not decide it.
identity-approve = Approve
identity-reject = Reject
identity-release = Release
identity-released = #{ $number } is back in the queue.
identity-ask-approve = #{ $number }, approve: what have you compared? One sentence, for example “document and face match the register”.
identity-ask-reject = #{ $number }, reject: why? One sentence, please; the applicant will read it.
identity-now-waiting = #{ $number }: your approval is noted. Another member of staff has to approve it too.
identity-now-approved = #{ $number } is approved; whoever it concerns will be told.
identity-now-rejected = #{ $number } is rejected; whoever it concerns will be told.

refused-account-ended = This account is closed: its person has moved to another Telegram account. To use it again, please have your identity checked.
refused-identity-same-number = That is the phone number on record for you; nothing has to change. If you have a new number, please share it from the Telegram of that number; for anything else, tap “Identity” below to choose again.
refused-identity-open = Your identity case #{ $number } is being handled.
refused-identity-too-many = At most { $most } cases in 30 days; you can open another one from { $until }. If it is urgent, please { counter-with-id }.
refused-identity-disputed = Your objection to #{ $number } is noted already; two members of our staff are checking it.
refused-identity-code = That is not the code, or it has expired. Please look at the text message again; you can have another one sent, or just wait for the result.
refused-identity-codes-used-up = The codes and tries of this case are used up. That is no problem: just wait for our staff, or { counter-with-id }.
refused-identity-code-too-soon = Please tap again in { COUNTED($seconds, "second") }.
refused-identity-second = #{ $number }: you have approved it; another member of staff has to approve it too.
refused-identity-closed = Identity case #{ $number } is closed already.
refused-identity-none = There is no identity case { $number }.
refused-identity-own = Identity case #{ $number } concerns yourself; another member of staff has to decide it.
refused-identity-not-held = You have not taken #{ $number }, your time for it is over, or somebody else handles it.
refused-identity-reason = Please give a reason of { $least } to { COUNTED($most, "character") }.
refused-identity-wait = #{ $number }: until { $until } who holds the identity may object; it can be approved then.
refused-identity-only-admin = This account is the only admin, and an approval would leave none. First let the admin make somebody else an admin too in /staff, or the operator add one on the command line; then approve.
refused-identity-outdated = #{ $number }: account or identity have changed since it was opened. Please reject it and ask the applicant to open a new one.
refused-identity-act = Please write <code>/identity { $number } approve BASIS</code>, <code>reject REASON</code> or <code>release</code>.
refused-not-verified = Your identity is not verified yet. Before we send a text message to an owner, please have it verified once: two photos, which our staff look at. You need not do it again.
identity-renamed = The register now has <b>{ $name }</b> as your name. Your vehicles and applications stay yours; your identity needs to be verified once again.
    You have not changed your name? Please have your identity checked below, or { counter-with-id }.
identity-healed = The register has corrected the name to <b>{ $name }</b>, as you gave it when you registered. Your vehicles, applications and certificates are all in your account now; there is nothing for you to do.
    Not you? Please { counter-with-id }.
identity-healed-sms = The register has corrected your name: your vehicles and applications are all in your account now. If this is not you, { counter-with-id }.
identity-renamed-verified = The register now has <b>{ $name }</b> as your name. Your vehicles, your applications and the check of your identity stay as they are.
    You have not changed your name? Please have your identity checked below, or { counter-with-id }.
