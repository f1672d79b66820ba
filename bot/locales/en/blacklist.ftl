## False material, the blacklist, appeals

flow-name-appeal = Appeal
command-blacklist = blacklist: what waits for confirmation, and appeals
command-block = propose an applicant for the blacklist (for example /block 1024, or /block 1024 1)
command-appeal = appeal against the blacklist (for example /appeal and why)
go-blacklist = Blacklist
go-appeal = Appeal

false-ask = What is false in #{ $number }? The case then goes back, and another member of staff is asked to confirm the blacklisting.
false-anothers-document = another person's document was used
false-another-person = another person posed as the applicant
false-altered = the photos were forged or altered
false-register = an entry taken over from the register
blacklist-taken-over = Whoever proposed it no longer serves, so the proposal is yours now. It counts only when another member of staff has confirmed it.
blacklist-proposed-now = Proposed. It counts only when another member of staff has confirmed it.

blacklist-none = Nothing waits for confirmation, and there is no appeal.
blacklist-list = <b>Blacklist</b>
    Waiting for confirmation: { $proposals }; appeals: { $appeals }.
blacklist-button = { $since }  { $why }
blacklist-button-appeal = { $since }  appeal
blacklist-entry = <b>{ $who }</b>  Identity: { $identity }
    { $why }
    Proposed: { $since }
blacklist-until = Listed until { $until }
blacklist-appeal-words = The appeal: <blockquote>{ $words }</blockquote>
blacklist-not-you = This one concerns you, or you have acted in it already: somebody else has to decide, so there are no buttons here.
blacklist-state-proposed = Another member of staff has to confirm it.
blacklist-state-confirmed = On the blacklist.
blacklist-state-rejected = Not put on the blacklist.
blacklist-state-appealed = There is an appeal: somebody who had no word in it before decides.
blacklist-state-upheld = The appeal was not right; the entry stands.
blacklist-state-lifted = The appeal was right; the entry is lifted.
blacklist-confirm = Confirm
blacklist-reject = Do not list
blacklist-lift = The appeal is right: lift it
blacklist-uphold = Let it stand
blacklist-open = Open
blacklist-proposed = An applicant is proposed for the blacklist. Please look, and confirm it or not.
blacklist-left = A colleague who proposed an applicant for the blacklist no longer serves. Please look: whoever confirms it takes it over, and another colleague confirms it then; it can also be rejected.
blacklist-appealed = There is an appeal against the blacklist. Please look, and decide.

blacklist-listed = <b>You have been put on the blacklist</b>
    Reason: { $why } (application #{ $number })
    You cannot apply for a filing until { $until }; what you had applied for has ended.
    You can appeal once, and somebody who had no word in it decides: send /appeal.
blacklist-listed-sms = You have been put on the blacklist ({ $why }, application #{ $number }) and cannot apply for a filing until { $until }. To appeal, send /appeal in the chat.
blacklist-lifted = <b>Your appeal was right</b>: you are off the blacklist and can apply again.
blacklist-upheld = <b>Your appeal was not successful</b>: you cannot apply for a filing until { $until }.
blacklist-left-listed = <b>Your former account has been put on the blacklist</b>
    You cannot apply for a filing before the entry ends; what you had applied for has ended. /file shows its last day.
    You can appeal once, and somebody who had no word in it decides: send /appeal.
blacklist-left-upheld = <b>Your appeal was not successful</b>: you cannot apply for a filing before the entry ends. /file shows its last day.

appeal-ask = You are on the blacklist because { $why }, until { $until }.
    Why is that wrong? Please write it down; you can appeal once.
appeal-made = Your appeal is in. Somebody who had no word in it before decides, and you will be told.

progress-why-false-material = The application has ended because of false material. You can appeal with /appeal.
refused-already-proposed = This applicant is proposed already; another member of staff has to confirm it.
refused-bad-false-reason = What is false is 1 (another person's document), 2 (another person posed as the applicant) or 3 (the photos were forged or altered). For example: /block 1024 1
refused-still-in-review = #{ $number } is still being reviewed, and whoever has it decides; it can be proposed once it was returned.
refused-same-person = You had a word in this before: somebody else has to decide.
refused-listing-decided = This is decided already.
refused-not-listed = You are not on the blacklist; there is nothing to appeal against.
refused-already-appealed = You have appealed already; that can be done once.
refused-appeal-too-long = Please write 1 to { COUNTED($most, "character") }.
