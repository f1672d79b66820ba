## Registration: terms, name, ID number, phone, code, confirmation

flow-name-registration = registration
flow-name-unlocking = unlocking
command-start = register, or the menu if you have

terms = <b>{ office }: welcome</b>
    Here you can file a car that is not yours, see and handle violations, and show the inspection certificate. First the terms and what happens to your data (version { $version }):

    • <b>What for</b>: your name, ID number and phone tell us who you are, and let us send you results. Nothing else.
    • <b>How kept</b>: encrypted, masked when shown; every look is recorded. What you write in the chat is kept { PERIOD($days) } at most.
    • <b>Who receives it</b>: which providers receive what is a question of its own, the next one.
    • <b>Your face, photos of your document</b>: you are asked separately before either is needed; there is another way, or the counter.
    • <b>Your rights</b>: send /privacy at any time to see, export or delete your data.
    • <b>Be truthful</b>: one person, one account; using someone else's identity is an offence.
terms-then-registration = Agree, and registering takes a minute or two.
terms-agree = I agree, register me

registration-name = <b>Step 1 of 3</b>
    Please type your name as your ID card has it.
registration-id-number = <b>Step 2 of 3</b>
    Please type your ID number: 18 characters, the last may be X. Once read, your message is deleted from this chat.
registration-contact = <b>Step 3 of 3</b>
    Please tap “Share my phone number” below the field where you type.
    A typed number or somebody else's contact does not count, so that nobody can pose as you.
registration-contact-again = <b>Step 3 of 3</b>
    We have your phone number already. Keep it, or share another one?
registration-share-contact = 📱 Share my phone number
registration-contact-taken = Got your number { $phone }.
registration-code = { $sent ->
        [yes] If this identity has another phone number on record, a code is on its way there; it is valid for { $minutes ->
            [one] a minute
           *[other] { $minutes } minutes
        }. Please type its digits.
       *[no] There is no valid code at the moment. If this identity has another phone number on record, “Send another code” sends one there.
    }

    You are not on record, or no longer have that number? Go on without a code: what you declare stands for now. To use your licence and your cars, have your identity checked by photos later or now, or come to the counter with your ID card.
registration-no-code = Go on without a code
registration-resend = Send another code
registration-confirm = <b>Please check</b>
    Name: { $name }
    ID number: { $number }
    Phone: { $phone }
    { $known ->
        [yes] This agrees with the register.
       *[no] Not confirmed with the register; what you declare yourself stands for now. If you have a licence or a car on record, please check name and number, or have your identity checked.
    }
registration-confirm-button = Register
registration-change-identity = Change name or ID number
registration-change-phone = Use another phone
registration-keep = Keep { $known }
registration-done = <b>You are registered</b>
    Welcome! What would you like to do?

sms-code-registration = Your registration code is { $code }, valid for { $minutes } min. Somebody is registering as you in the chat. If it is not you, tell nobody.

name-problem-empty = There is no name. Please type your name as your ID card has it.
name-problem-character = “{ $character }” cannot be part of a name. Please type the name alone.
name-problem-looks-like = “{ $character }” looks right but is a letter of another alphabet. Please type the right one.
name-problem-too-short = This is too short. Please type your full name.
name-problem-too-long = This is too long: a name has { COUNTED($most, "character") } at most.

id-problem-empty = There is no number. Please type your ID number of 18 characters.
id-problem-character = Character { $position } is “{ $character }”. An ID number has digits alone; only the last may be X.
id-problem-first-generation = This is an old number of 15 digits. Please type the present one of 18.
id-problem-length = { $length ->
        [one] An ID number has 18 characters; you typed one.
       *[other] An ID number has 18 characters; you typed { $length }.
    }
id-problem-date = Characters 7 to 14 are the date of birth, but there is no such day. Please check.
id-problem-future = The date of birth in characters 7 to 14 is still to come. Please check.
id-problem-check-character = This number is not valid. Please check every digit.

phone-problem-empty = There is no phone number in this contact.
phone-problem-characters = The number in this contact cannot be read.
phone-problem-too-short = The number in this contact is too short.
phone-problem-too-long = The number in this contact is too long.
phone-problem-unknown = Text messages do not reach this number. Please use a real mobile number in Telegram, or come to the counter.
phone-problem-not-mobile = This is a landline; text messages do not reach it. Please use a mobile number.

refused-typed-phone = A typed number does not count: anybody can type anybody's. Please tap “Share my phone number” below.
refused-not-your-contact = This is not your own contact. Please tap “Share my phone number” to send your own.
refused-too-young-to-register = You may register from the age of { $age }; with this ID number that is from { $since } on.
    If it is mistyped, please type it again. Until then, please come to the counter with a parent or guardian.
refused-too-young-to-file = You may apply from the age of { $age }, which you reach on { $since }. Until then, please let an adult of your family apply.
refused-no-match = The register has changed a moment ago. Please begin again, or have your identity checked below.
refused-too-many-lookups = You have used up today's tries; you can try again from { $until }. If it is urgent, have your identity checked below, or come to the counter with your ID card.
refused-person-taken = This person already has an account, and everyone can have only one. Please use that Telegram account; if you have signed out there, send /start and unlock it with a code. If you cannot get into it, tap below to have your identity checked, or come to the counter with your ID card.
refused-no-phone-on-record = The register has no phone number of yours, so no code can be sent. Please have your identity checked below, or have a number entered at the counter, with your ID card.
refused-phone-unproven = The phone number in the register has just changed and must be checked again. Please tap “Use another phone” and share your number once more.
refused-already-registered = You are registered already.

level-declared = declared by themselves (not checked)
level-on-record = matches the register
level-verified = verified

identity-contested = The ID number that you declared is on record for somebody else, or somebody else has verified their identity with it. You keep your account, but cannot use this identity until yours is verified.
    Please send /identity in the chat to have your identity verified, or to correct a mistyped number.
identity-name-changed = The register now has <b>{ $name }</b> as your name. If that is not your name, please come to the counter with your ID card soon, or tap below.
identity-phone-changed = The register now has <b>{ $phone }</b> as your phone number. Codes and results by text message go there from now on; codes sent to the old number no longer count.
    Not your number? Please have your identity checked below, or bring your ID card to the counter.
identity-phone-removed = The register has no phone number of yours any more, so no codes can be sent to you.
    Please have your identity checked below with the number that you use, or bring your ID card to the counter.
sms-phone-changed = This is no longer your phone number in the register; our codes do not come here any more. If that is wrong, send /identity to the desk or bring your ID card to the counter.
sms-phone-released = Our staff have checked it: your phone number is no longer on record for somebody else, and you can use the desk as usual. If you have questions, send /identity to the desk or bring your ID card to the counter.
number-contested-line = ⚠️ The ID number you gave is on record for somebody else, or verified by somebody else. Please tap “Identity” and have yours verified first.
refused-number-contested = The ID number that you declared is on record for somebody else, or somebody else has verified their identity with it. You cannot use this identity until yours is verified.
    Please tap Identity to have yours verified, or to correct a mistyped number. You can still export and delete your data.
refused-number-held = This ID number is on record for somebody else, or somebody else has verified their identity with it, so they cannot be verified under it: please return or reject the case.
    If the document is right and the register has the number by mistake, ask an admin to have the operator correct the register. The account works then, without another case.

unlock-locked = You have signed out, and the desk is locked here. Your account and everything in progress stay; results reach you by text message.
    Unlock it at any time with a code sent to your phone number on record.
unlock-first = You have signed out and the desk is locked here, so what you wrote was not taken. Please unlock it first with a code to your phone.
unlock-button = Unlock with a code
unlock-ask-code = A code is on its way to your phone { $phone }. It is valid for { COUNTED($minutes, "minute") }. Please type its digits.
unlock-resend = Send it again
unlock-done = Unlocked. Welcome back.
sms-codes-withheld = Several people have asked for codes to this number within the last 24 hours. Further ones are held back for a while, so as not to disturb you. If it was not you, there is nothing to do; tell nobody a code. If it was you, please try again in an hour, or come to the counter with your ID card.
sms-code-unlock = { $code } is your code to unlock your desk account, valid for { COUNTED($minutes, "minute") }. If you did not ask for it, tell it to nobody.
refused-signed-out = You have signed out. Please unlock the desk first, with a code to your phone.
