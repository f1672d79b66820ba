## False material, the blacklist, appeals

flow-name-appeal = Appeal
command-blacklist = blacklist: proposals and appeals
command-block = propose to blacklist an applicant (for example /block 1024, or /block 1024 1)
command-appeal = appeal against the blacklist (for example /appeal REASON)
go-blacklist = Blacklist
go-appeal = Appeal against the blacklist

false-ask = What is false in #{ $number }? We return the case and ask another member of staff whether to blacklist the applicant.
false-anothers-document = someone else's document was used
false-another-person = someone else posed as the applicant
false-altered = the photos were forged or altered
false-register = an entry taken over from the register
blacklist-taken-over = The person who proposed this is no longer staff, so the proposal is now yours. It takes effect once another member of staff confirms it.
blacklist-proposed-now = Proposed. It takes effect once another member of staff confirms it.

blacklist-none = There are no proposals and no appeals.
blacklist-list = <b>Blacklist</b>
    Waiting for confirmation: { $proposals }; appeals: { $appeals }.
blacklist-button = { $label }  { $why }
blacklist-button-appeal = { $label }  appeal
blacklist-entry = <b>{ $who }</b>  Identity: { $identity }
    { $why }
    Proposed: { $since }
blacklist-until = Listed until { $until }
blacklist-appeal-words = Reason for the appeal: <blockquote>{ $words }</blockquote>
blacklist-not-you = This one concerns you, or you have acted in it already: someone else has to decide, so there are no buttons here.
blacklist-state-proposed = Another member of staff must confirm it.
blacklist-state-confirmed = On the blacklist.
blacklist-state-rejected = Not put on the blacklist.
blacklist-state-appealed = There is an appeal. Someone who was not involved before must decide.
blacklist-state-upheld = The appeal was rejected, so the entry stands.
blacklist-state-lifted = The appeal was upheld, so the entry has been removed.
blacklist-confirm = Confirm
blacklist-reject = Do not list
blacklist-lift = Uphold the appeal, remove
blacklist-uphold = Reject the appeal
blacklist-open = Open
blacklist-proposed = Someone has proposed an applicant for the blacklist. Please look at it, then confirm or reject it.
blacklist-left = The colleague who proposed an applicant for the blacklist is no longer staff. Please look at it: if you confirm, you take the proposal over and another colleague confirms it after you. You can also reject it.
blacklist-appealed = There is an appeal against the blacklist. Please look at it and decide.

blacklist-listed = <b>You have been put on the blacklist</b>
    Reason: { $why } (application #{ $number })
    You cannot apply to file a car until { $until }. Your open applications have ended.
    You can appeal once. Someone who was not involved will decide: send /appeal.
blacklist-listed-sms = You are on the blacklist ({ $why }, application #{ $number }) and cannot apply to file a car until { $until }. To appeal, send /appeal in the chat.
blacklist-yours-confirmed = A colleague has confirmed your proposal (application #{ $number }, { $why }): the person is on the blacklist.
blacklist-yours-rejected = A colleague has not agreed to your proposal (application #{ $number }, { $why }): the person is not put on the blacklist.
blacklist-lifted = <b>Your appeal was upheld</b>: you are off the blacklist and can apply again.
blacklist-upheld = <b>Your appeal was rejected</b>: you cannot apply to file a car until { $until }. If you have questions, please { counter-with-id }.
blacklist-left-listed = <b>Your former account has been put on the blacklist</b>
    You cannot apply to file a car until the entry ends. Your open applications have ended. Send /file to see its last day.
    You can appeal once. Someone who was not involved will decide: send /appeal.
blacklist-left-upheld = <b>Your appeal was rejected</b>: you cannot apply to file a car until the entry ends. Send /file to see its last day. If you have questions, please { counter-with-id }.

appeal-ask = You are on the blacklist until { $until }. Reason: { $why }
    Why is that wrong? Please write it down; you can check it before it is submitted. You can appeal only once.
appeal-confirm = <b>Please check your appeal</b>. Once submitted, you cannot change it or appeal again:
    <blockquote>{ $words }</blockquote>
    To change it, send the whole text again.
appeal-send = Submit the appeal
appeal-tap-to-send = Not submitted yet. To submit it, tap “Submit the appeal”; to change the reason, write it again.
appeal-made = Your appeal has been submitted. Someone who was not involved will decide, and we will tell you.

progress-why-false-material = The application has ended because of false documents. You can appeal with /appeal.
refused-already-proposed = This applicant has already been proposed. Another member of staff must confirm it.
refused-bad-false-reason = Choose 1 (someone else's document was used), 2 (someone else posed as the applicant) or 3 (the photos were forged or altered). For example: /block 1024 1
refused-still-in-review = #{ $number } is still in review, and the reviewer who has it decides. You can propose it once it has been returned.
refused-same-person = You were involved in this before, so someone else must decide.
refused-listing-decided = This has already been decided.
refused-not-listed = You are not on the blacklist, so there is nothing to appeal.
refused-already-appealed = You have already appealed. You can do that only once, and we will tell you the result. If you have the result and still have questions, please { counter-with-id }.
refused-appeal-too-long = Please write 1 to { COUNTED($most, "character") }.
