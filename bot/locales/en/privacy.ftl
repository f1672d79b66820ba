## Personal data: page, export, sign-out, deletion

flow-name-export = exporting my data
flow-name-deletion = deleting the account
command-privacy = my data: see, export, delete

privacy = <b>My data</b>
    Name: { $name }
    ID number: { $number }
    Phone: { $phone }
    Licence class: { $licence }
    Source: { $known ->
        [yes] the official register
       *[no] what you declared
    }
    Identity check: { $verified ->
        [yes] passed
       *[no] not yet
    }
    Registered: { $since }
privacy-agreements =

    <b>What you agreed to</b>
privacy-agreement = • { $what } (version { $version }), { $at }
privacy-agreement-revoked = • { $what } (version { $version }), { $at }, withdrawn { $revoked }
agreed-terms = terms and use of data
agreed-face = use of face data
agreed-id-photos = use of photos of documents
agreed-data-sharing = data sent through providers
agreed-filing = terms of filing
agreed-violations = terms of handling violations
agreed-certificate = terms of inspection certificates
privacy-guest = <b>My data</b>
    You are not registered. We keep only the number of your Telegram account and your language: no name, ID number or phone number. If you have deleted an account, the limits we told you about still count, by codes from which nothing can be recovered.

privacy-guest-draft = <b>My data</b>
    You have not finished registering. Besides the number of your Telegram account and your language, we keep for now what you have typed so far:
privacy-draft-name = • name { $value }
privacy-draft-number = • ID number { $value }
privacy-draft-phone = • phone { $value }
privacy-draft-until = We need it if you continue. If you do not want to, you can delete it now.
privacy-draft-delete = Delete what I have typed
privacy-draft-deleted = We have deleted what you typed. We keep only the number of your Telegram account and your language. You can start again at any time.
privacy-guest-cases = <b>My data</b>
    You are not registered. Besides the number of your Telegram account and your language, we keep your identity cases:
privacy-guest-case = <b>#{ $number }</b> ({ $at }): the photo with your ID document, the selfie, what you typed, and your consent to the photos
privacy-guest-cases-until = We delete them within { PERIOD($days) } of the result. You can also withdraw now: the case ends, we delete the photos and what you typed at once, and your consent ends too. For a copy, please { counter-with-id }.
privacy-guest-cases-delete = Withdraw and delete
privacy-export = Export all my data
privacy-exported = This is everything we keep about you, as a JSON file. Nothing in it is masked, so please keep it safe. You must delete the file in this chat yourself. We delete our copy after a day.


privacy-sign-out-button = Sign out
privacy-sign-out = <b>Sign out</b>
    We lock the desk in this Telegram account. To unlock it, you need a code sent to your phone. We keep your account and everything in progress, and send results by text message if you have agreed to that. Vehicle QR codes and invitations that nobody has used end, and browsers have to sign in again. If you have lost your phone, have your SIM card blocked as well.
privacy-sign-out-no-phone = ⚠️ We have no phone number of yours to send the unlocking code to: if you sign out now, only staff can unlock the account, after checking who you are. Tap “{ go-identity }” first to give us your number.
privacy-sign-out-now = Yes, sign out

privacy-code = To confirm it is you, a code goes to your phone { $phone }. It is valid for { COUNTED($minutes, "minute") }. Please type the digits. After that time, send another one.
    No longer using this number? Tap “Identity” to change it, or { counter-with-id }.
privacy-code-again = Send it again
sms-code-export = { $code } is your code to export all your data, valid for { $minutes } min. Not you? Do not share it.
sms-code-deletion = { $code } is your code to delete your account, valid for { $minutes } min. Not you? Do not share it.
refused-no-phone-to-confirm = We have no phone number to which we could send a code, so nothing was exported or deleted. Tap “Identity” to add one, or { counter-with-id }.

privacy-delete = Delete my account
privacy-delete-warning = <b>If you delete your account</b>
    • { $active ->
        [0] You have no filed cars now.
        [one] Your filing ends at once, and we tell the car's owner.
       *[other] Your { $active } filings end at once, and we tell the cars' owners.
    }
    • { $open ->
        [0] You have no open applications now.
        [one] Your open application is withdrawn.
       *[other] Your { $open } open applications are withdrawn.
    }
    • We delete photos, our copies of exported files and unfinished input at once. What we sent you in this chat, including my-data.json, stays until you delete it.
    • We erase the name, ID number and phone number you declared. The official register does not change.
    • We keep records as the law requires, but they are no longer linked to this account.
    • If you register again, limits, owners' blocks and the blacklist still apply. For this we keep codes of your ID number, phone number and Telegram account, from which nothing can be recovered, for { PERIOD($days) } at most.

    You cannot undo this.
privacy-delete-administers = • You are the administrator of <b>{ $name }</b>: afterwards nobody can answer, stop or end the requests for its cars in the chat. Please hand it over first, under “{ go-organisation }”.
privacy-delete-others = <b>Others have { $count ->
        [one] an application or filing
       *[other] { $count } applications or filings
    } for your cars. Deleting your account does not end them.</b> Afterwards you can no longer answer, stop or end them in the chat. To end one, tap “Requests for my cars” first:
privacy-delete-other = • #{ $number }  { $plate }  { $who }  { $status }
privacy-delete-go-on = I understand, continue
privacy-delete-word = Last step: type <b>DELETE</b>. Then we send you a code by text message.
privacy-deleted = Your account is deleted. You can register again whenever you like.

refused-not-the-word = Nothing was deleted, because you did not type “DELETE”. Type the word to continue, or tap “Cancel” to keep your account.
refused-still-staff = You are a member of staff, so you cannot delete your account. Please ask an admin to end your role first.
