## Consents of their own: data sent to providers, photos of documents; asking again, revoking

command-terms = terms and consents: read them, agree to changed ones

sharing = <b>Separate consent: data sent through providers</b> (version { $version })
    • <b>Telegram</b> (servers outside China): carries and keeps what you send in this chat, such as texts, photos and contacts, and the answers you see.
    • <b>The SMS provider</b>: receives the phone number and the message, for example a code, a result or a plate.
    • <b>WeChat Pay, Alipay</b>: when you pay, the one you choose receives the order number, the amount, the plate and what you pay for (a traffic fine).
    • No other provider receives your data.

    You can withdraw this at any time under “My data”. You then get no results by text message and cannot start a new application or payment. What has already been sent cannot be recalled.
    If you would rather not agree, please { counter-with-id }.
sharing-agree = I agree to the providers

photo-consent = <b>Consent to photos of your ID document</b> (version { $version })
    Two photos are needed: you with your document, and you as you are now.
    • They serve reviews of applications and identity checks, only to see that it is you: the staff who handle your case see them, watermarked, and every view is recorded; a machine checks only whether they are sharp, show a document and were used before. Comparing your face needs another consent.
    • They are sent through Telegram (servers abroad), stored encrypted, and deleted { PERIOD($days) } after the decision; those not sent in are deleted at once when you withdraw this.
    • So that photos used before are recognised, a value is kept from which no photo can be restored: of identity checks until the photos are deleted, of applications with their record, until { PERIOD($record_days) } after they end.
    • You can withdraw your consent at any time in My data.
    If you would rather not send photos here, please { counter-with-id }.
photo-consent-agree = I agree, send photos
photo-consent-first = We have not taken the photo yet: please read the text below and agree first, then send it again.

terms-again = I agree, continue
terms-again-sharing = I agree to the providers
terms-agreed = We have recorded your consent. Please open what you wanted to do once more.
terms-agreed-going-on = We have recorded your consent. Here is what you wanted to do.
terms-read = Read the terms again
sharing-read = Read again what providers receive
terms-all-agreed = You have agreed to all current texts, so there is nothing new. To read one again, tap below. “My data” shows what you agreed to, in which version, and how to withdraw it.
refused-consent-missing = We need one consent first: the terms have changed, or you have withdrawn one. Please read the text. Your data and everything in progress are kept.

consent-revoke-face = Withdraw: face checks
consent-revoke-id-photos = Withdraw: photos of documents
consent-revoke-data-sharing = Withdraw: data sent through providers
consent-revoking-face = <b>Withdraw your consent to face checks</b>
    We then no longer compare your face, and delete the portrait kept for it (to which you agreed separately) at once. We will ask you again before a face check. You can also use photos, or { counter-visit }.
consent-revoking-id-photos = <b>Withdraw your consent to photos of your document</b>
    We delete photos you have not submitted at once, and will ask you again before any others. An open identity case is withdrawn and its photos are deleted. Photos submitted for the review of a filing support the decision, so we delete them { PERIOD($days) } after the result as before.
consent-revoking-data-sharing = <b>Withdraw your consent to data sent through providers</b>
    You then get no results by text message, and we will ask you again before a new application or payment. What is in progress goes on, with results in this chat. Codes you ask for, and codes when someone wants to file your car, still come by text message. What has already been sent cannot be recalled.
    The chat itself runs through Telegram. To stop that, delete your account.
consent-revoke-now = Yes, withdraw
consent-revoked = Withdrawn. We will ask you again when we need it.
