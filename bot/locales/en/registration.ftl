## Registration: terms, name, ID number, phone, code, confirmation

flow-name-registration = registration
flow-name-unlocking = unlocking
command-start = register, or go to the menu

terms = <b>{ office }</b>
    Welcome. Here you can { services }. Please read the terms and how we use your data (version { $version }):

    • <b>Why we need it</b>: we use your name, ID number and phone number only to know who you are and to send you results.
    • <b>How we keep it</b>: encrypted. It is masked whenever it is shown, except when we ask you to check your own details. Every view is recorded. We keep your chat messages for { PERIOD($days) } at most.
    • <b>Who receives it</b>: we ask you separately, in the next step, about the providers we use.
    • <b>Photos of your face and ID</b>: we ask you first, each time we need a new kind. If you do not agree, you can use another way or { counter-visit }.
    • <b>Your rights</b>: send /privacy at any time to see, export or delete your data.
    • <b>Be truthful</b>: one person, one account. Using someone else's identity is an offence.
terms-then-registration = Once you agree, registering takes a minute or two.
terms-agree = I agree, register me

registration-name = <b>Step 1 of 3</b>
    Please type your name as it is on your ID card.
registration-id-number = <b>Step 2 of 3</b>
    Please type your ID number. It has 18 characters and may end in X. Without a resident identity card, type the number of your residence permit, travel permit, permanent residence card or passport; before a foreign passport number write the three letters of the country: <code>USA 123456789</code>. We delete your message from this chat once we have read it.
registration-contact = <b>Step 3 of 3</b>
    Please tap “Share my phone number” below the message field.
    To prevent fraud, we cannot accept a typed number or someone else's contact.
registration-contact-again = <b>Step 3 of 3</b>
    We already have your phone number. Keep it, or share another one?
registration-share-contact = 📱 Share my phone number
registration-contact-taken = Got your number { $phone }.
registration-code = { $sent ->
        [yes] If the register has a different phone number for you, a code is on its way there. It is valid for { $minutes ->
            [one] a minute
           *[other] { $minutes } minutes
        }. Please type the digits.
       *[no] You have no valid code at the moment. If the register has a different phone number for you, tap “Send another code”.
    }

    Not in the register, or no longer using that number? Go on without a code: for now we take the details you gave. To use your licence and your cars, have your identity verified by photos now or later, or { counter-with-id }.
registration-no-code = Go on without a code
registration-resend = Send another code
registration-confirm = <b>Please check</b>
    Name: { $name }
    ID number: { $number }
    Phone: { $phone }
    { $known ->
        [yes] This matches the register.
       *[no] This is not confirmed by the register yet, so for now we take the details you gave. If you have a licence or a car on record, check the name and numbers again, or have your identity verified.
    }
registration-confirm-button = Register
registration-change-identity = Change name or ID number
registration-change-phone = Use another phone
registration-keep = Keep { $known }
registration-unfinished = You have not finished registering. Please complete the step below first.
registration-done = <b>You are registered</b>
    Welcome, { $name }! What would you like to do?

sms-code-registration = { $code } is your code to register, valid for { $minutes } min. Not you? Do not share it with anyone.

name-problem-empty = There is no name in your message. Please type your name as it is on your ID card.
name-problem-character = A name cannot contain “{ $character }”. Please type only the name.
name-problem-looks-like = “{ $character }” looks right, but it is from another alphabet. Please type the correct letter.
name-problem-too-short = That is too short. Please type your full name.
name-problem-too-long = That is too long: a name can have { COUNTED($most, "character") } at most.

id-problem-empty = There is no number in your message. Please type your 18-character ID number, or that of your other identity document.
id-problem-character = Character { $position } is “{ $character }”. An ID number has only digits, and may end in X.
id-problem-first-generation = That is an old 15-digit number. Please type your current 18-character number.
id-problem-length = { $length ->
        [one] An ID number has 18 characters. You typed one.
       *[other] An ID number has 18 characters. You typed { $length }.
    }
id-problem-date = Characters 7 to 14 are the date of birth, but there is no such date. Please check.
id-problem-future = The date of birth in characters 7 to 14 is in the future. Please check.
id-problem-country = For a foreign passport, please write the three letters of the country before the number, for example <code>USA 123456789</code>. For other documents, please check the number.
id-problem-document = That is not a document number we know. You can use a resident identity card, a residence permit of Hong Kong, Macau or Taiwan residents, a permanent residence card, a mainland travel permit, a passport or a travel document. For diplomatic and military cards write the name first: <code>diplomatic card 123456</code>.
id-problem-check-character = That number is not valid. Please check every digit.

phone-problem-empty = This contact has no phone number.
phone-problem-characters = We cannot read the number in this contact.
phone-problem-too-short = The number in this contact is too short.
phone-problem-too-long = The number in this contact is too long.
phone-problem-unknown = This number cannot receive text messages. Please use a real mobile number in Telegram, or { counter-visit }.
phone-problem-not-mobile = This is a landline, which cannot receive text messages. Please use a mobile number.

refused-contact-awaited = There is nothing to type here: just tap “Share my phone number” below the message field. If you do not see it, tap the small icon at the right of the message field. If you would rather not share your number, tap “Cancel”.
refused-typed-phone = We cannot accept a typed number, because anyone could type someone else's. Please tap “Share my phone number” below.
refused-not-your-contact = That is not your own contact. Please tap “Share my phone number” to send your own.
refused-too-young-to-register = You must be { $age } to register. With this ID number, you can register from { $since }.
    If you mistyped the number, please type it again. Until then, please { counter-visit } with a parent or guardian.
refused-too-young-to-file = You must be { $age } to apply. You can apply from { $since }. Until then, please ask an adult in your family to apply.
refused-no-match = The register has just changed. Please start again, or have your identity verified below.
refused-too-many-lookups = You have used all of today's tries. You can try again from { $until }. If it is urgent, have your identity verified below, or { counter-with-id }.
refused-person-taken = This person already has an account, and each person can have only one. Please use that Telegram account. If you have signed out there, send /start and unlock it with a code. If you cannot get into it, have your identity verified below, or { counter-with-id }.
refused-no-phone-on-record = The register has no phone number for you, so we cannot send a code. Please have your identity verified below, or { counter-with-id } to add a number.
refused-phone-unproven = Your phone number in the register has just changed, so we need to check it again. Please tap “Use another phone” and share your number once more.
refused-already-registered = You are already registered.

level-declared = self-declared, not checked
level-on-record = matches the register
level-verified = verified

identity-contested = The ID number you gave is on record for someone else, or someone else has been verified with it. You keep your account, but you cannot use this identity until you are verified.
    Please send /identity in the chat to be verified. If you mistyped the number, choose “This account or identity has the wrong person” there.
identity-name-changed = Your name in the register is now <b>{ $name }</b>. If that is not your name, { counter-with-id } as soon as you can, or tap below.
identity-phone-changed = Your phone number in the register is now <b>{ $phone }</b>. From now on we send codes and results there, and codes sent to the old number no longer work.
    Not your number? Have your identity verified below, or { counter-with-id }.
identity-phone-removed = The register no longer has a phone number for you, so we cannot send you codes.
    Please have your identity verified below to add the number you use now, or { counter-with-id }.
sms-phone-changed = This is no longer your phone number in the register, so our codes stop coming here. If that is wrong, send /identity to the desk or { counter-with-id }.
sms-phone-released = We have checked: your phone number is no longer on record for someone else, and you can use the desk as usual. Questions? Send /identity to the desk or { counter-with-id }.
number-contested-line = ⚠️ The ID number you gave is on record for someone else, or someone else has been verified with it. Please tap “Identity” and get verified first.
refused-number-contested = The ID number you gave is on record for someone else, or someone else has been verified with it. You cannot use this identity until you are verified.
    Tap “Identity” to be verified. If you mistyped the number, choose “This account or identity has the wrong person” there. You can still export and delete your data.
refused-number-held = This ID number is on record for someone else, or someone else has been verified with it, so the applicant cannot be verified with it. Please return or reject the case.
    If the document is right and the register is wrong, ask an admin to have the operator correct the register. The account then works without another case.

unlock-locked = You have signed out, and the desk is locked in this account. Your account and everything in progress are kept. If you have agreed to text messages, we send results by text message.
    You can unlock it at any time with a code sent to your phone number on record.
unlock-no-phone = You have signed out, and the desk is locked in this account. Your account and everything in progress are kept.
    We have no phone number of yours for a code: to unlock the account, have your identity verified below, or { counter-with-id }, and add your number.
unlock-first = You have signed out and the desk is locked, so we did not handle what you just sent. Please unlock it first with a code sent to your phone.
unlock-button = Unlock with a code
unlock-ask-code = The code goes to your phone { $phone } and is valid for { COUNTED($minutes, "minute") }. Please type the digits. After that time, send another one.
unlock-resend = Send it again
unlock-done = Unlocked. Welcome back.
sms-codes-withheld = Several people have asked for codes to this number, so we are holding back more of them for now. Not you? Do nothing, and share no code. You? Try again later, or { counter-with-id }.
sms-code-unlock = { $code } unlocks your desk account, valid for { $minutes } min. Not you? Do not share it with anyone.
refused-signed-out = You have signed out. Please unlock the desk first, with a code sent to your phone.
