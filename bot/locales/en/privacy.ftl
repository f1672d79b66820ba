## Personal data: page, export, sign-out, deletion

flow-name-export = exporting my data
flow-name-deletion = deleting the account
command-privacy = my data: see, export, delete

privacy = <b>My data</b>
    Name: { $name }
    ID number: { $number }
    Phone: { $phone }
    Licence class: { $licence }
    From: { $known ->
        [yes] the official register
       *[no] your own declaration
    }
    Identity check: { $verified ->
        [yes] passed
       *[no] not yet
    }
    Registered: { $since }
privacy-agreements =

    <b>What you agreed to</b>
privacy-agreement = • { $what } (version { $version }), { $at }
privacy-agreement-revoked = • { $what } (version { $version }), { $at }, taken back { $revoked }
agreed-terms = terms and use of data
agreed-face = use of face data
agreed-id-photos = use of photos of documents
agreed-data-sharing = data sent through providers
agreed-filing = terms of filing
agreed-violations = terms of handling violations
agreed-certificate = terms of inspection certificates
privacy-guest = <b>My data</b>
    You are not registered. All that is kept is the number of your Telegram account and your language: no name, no ID number, no phone. After a deletion, limits go on by codes that cannot be read back, as you were told then.

privacy-guest-draft = <b>My data</b>
    You have not finished registering. Besides the number of your Telegram account and your language, what you have typed so far is kept for now:
privacy-draft-name = • name { $value }
privacy-draft-number = • ID number { $value }
privacy-draft-phone = • phone { $value }
privacy-draft-until = It is needed if you go on; if you do not want to, you can delete it now.
privacy-draft-delete = Delete what I have typed
privacy-draft-deleted = What you have given us is deleted; all that is kept is the number of your Telegram account and your language. You can start again at any time.
privacy-guest-cases = <b>My data</b>
    You are not registered. Besides the number of your Telegram account and your language, the desk keeps your identity cases:
privacy-guest-case = <b>#{ $number }</b> ({ $at }): the photo with your ID document, the selfie, what you typed, and your consent to the photos
privacy-guest-cases-until = They are deleted within { PERIOD($days) } after the result. You can withdraw them now: the case ends, photos and texts are deleted at once, and your consent is revoked. For a copy, please { counter-with-id }.
privacy-guest-cases-delete = Withdraw and delete
privacy-export = Export all my data
privacy-exported = This is everything the desk keeps about you, as a JSON file. It is not masked, so please keep it safe; it stays in this chat until you delete it. The desk's copy of this file is deleted after a day.


privacy-sign-out-button = Sign out
privacy-sign-out = <b>Sign out</b>
    The desk is then locked in this Telegram account: it takes a code sent to your phone number to use it again. The account and everything in progress stay, and results come by SMS if you have agreed to that; vehicle QRs and invitations that you gave out and nobody has used end. If the phone itself is lost, have the SIM card blocked as well.
privacy-sign-out-now = Yes, sign out

privacy-code = To make sure that it is you, a code is on its way to your phone { $phone }; it is good for { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }. Please type it:
    You no longer have this number? Tap Identity to change it, or { counter-with-id }.
privacy-code-again = Send it again
sms-code-export = { $code } is your code to export all your data, good for { COUNTED($minutes, "minute") }. If it is not you, tell it to nobody.
sms-code-deletion = { $code } is your code to delete your account, good for { COUNTED($minutes, "minute") }. If it is not you, tell it to nobody.
refused-no-phone-to-confirm = There is no phone number of yours here to which a code could go, so nothing was exported or deleted. Tap Identity to enter one, or { counter-with-id }.

privacy-delete = Delete my account
privacy-delete-warning = <b>What happens when you delete your account</b>
    • { $active ->
        [0] You have no filed cars now.
        [one] Your filed car is unbound at once, and its owner is told.
       *[other] Your { $active } filed cars are unbound at once, and their owners are told.
    }
    • { $open ->
        [0] You have no open applications now.
        [one] Your open application is withdrawn.
       *[other] Your { $open } open applications are withdrawn.
    }
    • Photos, the desk's copies of exported files and anything half typed are deleted at once. What the desk has sent you in this chat, my-data.json included, stays until you delete it.
    • The name, ID number and phone you declared yourself are erased; the official register is not touched.
    • Records stay as the law wants them, but no longer lead to this account.
    • If you sign up again, limits, owners' blocks and the blacklist still hold: for that, keyed hashes of your ID number, phone number and Telegram account, from which none of them can be recovered, are kept for at most { PERIOD($days) }.

    This cannot be undone.
privacy-delete-others = <b>Others have { $count ->
        [one] an application or filing
       *[other] { $count } applications or filings
    } of your cars, which the deletion does not end.</b> Afterwards you cannot answer, stop or end them in the chat; to end one, tap the first button below before you go on:
privacy-delete-other = • #{ $number }  { $plate }  { $who }  { $status }
privacy-delete-go-on = I understand, go on
privacy-delete-word = Please type <b>DELETE</b>; then comes a code by text message.
privacy-deleted = Your account is deleted. You can register again whenever you like.

refused-not-the-word = Nothing was deleted: that was not “DELETE”. Type the word to go on, or tap Cancel to keep your account.
refused-still-staff = You serve as a member of staff, so your account cannot be deleted. Ask an admin to end your service first, then delete it.
