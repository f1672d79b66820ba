## Consents of their own: data sent to providers, photos of documents; asking again, revoking

command-terms = terms and consents: read them, agree to changed ones

sharing = <b>Separate consent: data sent through providers</b> (version { $version })
    • <b>Telegram</b> (servers outside China): carries and keeps what you send in this chat, such as words, photos and contacts, and the answers you see.
    • <b>The SMS provider</b>: receives the phone number and the text, for example a code, a result, a plate.
    • <b>WeChat Pay, Alipay</b>: when you pay, the one that you choose receives the order number, the amount, the plate and what is paid for (a traffic fine).
    • No other provider receives your data.

    You can withdraw this at any time in My data: you then get no results by text message and cannot start a new application or payment; what was already sent cannot be recalled.
    If you would rather not, please { counter-with-id }.
sharing-agree = I agree to the providers

photo-consent = <b>Consent to photos of your ID document</b> (version { $version })
    Two photos are needed: you with your document, and you as you are now.
    • They serve reviews of applications and identity checks, only to see that it is you: the staff who handle your case see them, watermarked, and every view is recorded; a machine checks only whether they are sharp, show a document and were used before. Comparing your face needs another consent.
    • They are sent through Telegram (servers abroad), stored encrypted, and deleted { PERIOD($days) } after the decision; those not sent in are deleted at once when you withdraw this.
    • So that photos used before are recognised, a value is kept from which no photo can be restored: of identity checks until the photos are deleted, of applications with their record, until { PERIOD($record_days) } after they end.
    • You can withdraw your consent at any time in My data.
    If you would rather not send photos here, please { counter-with-id }.
photo-consent-agree = I agree, send photos

terms-again = I agree, continue
terms-again-sharing = I agree to the providers
terms-agreed = Your agreement is recorded. Please tap once more what you wanted to do.
terms-read = Read the terms again
sharing-read = Read again what providers receive
terms-all-agreed = You have agreed to all texts in force; there is nothing new. To read one again, tap below. What you agreed to, in which version, and how to withdraw it, is in My data.
refused-consent-missing = One agreement is missing first: the terms have changed, or you withdrew one. Please read the text; your data and everything in progress are still there.

consent-revoke-face = Withdraw: face checks
consent-revoke-id-photos = Withdraw: photos of documents
consent-revoke-data-sharing = Withdraw: data sent through providers
consent-revoking-face = <b>Withdraw your consent to face checks</b>
    Your face is then no longer compared, and the portrait kept for it (to which you agreed separately) is deleted at once. You will be asked again before a face check; you can also use photos, or { counter-visit }.
consent-revoking-id-photos = <b>Withdraw your consent to photos of your document</b>
    Photos not yet sent for review are deleted at once, and you will be asked again before any others. An open identity case is withdrawn, and its photos are deleted. Photos sent for the review of a filing are what the decision rests on, and are deleted { PERIOD($days) } after the result as before.
consent-revoking-data-sharing = <b>Withdraw your consent to data sent through providers</b>
    You then get no results by text message, and you will be asked again before a new application or payment. What is in progress goes on, with the results in this chat; codes that you ask for, and codes about somebody who wants to file your car, still come by text message. What was already sent cannot be recalled.
    The chat itself passes through Telegram: to stop that, delete your account.
consent-revoke-now = Yes, withdraw
consent-revoked = Taken back. You will be asked again when it is needed.
