## Review by staff

flow-name-return = Returning a case
command-take = take a case (for example /take or /take 1024)
command-case = look at a case (for example /case 1024)
command-pass = pass a case (for example /pass 1024)
command-return = return a case (for example /return 1024 1,3, or /return 1024 other REASON)
command-release = put a case back in the queue (for example /release 1024)
go-take = Take the next case

queue-overdue = {"  "}⚠ overdue
queue-free = free
queue-yours = yours
queue-other = taken by another reviewer
queue-second = for another reviewer
queue-own = about you: for another reviewer
queue-button = #{ $number }

case-taken = You have <b>#{ $number }</b> until { $until }. After that it goes back to the queue automatically. Preparing the photos…
case-photos-coming = Preparing the photos…
case-photos-failed = We could not prepare the photos. Please try again with /case.
case-photos-gone = <b>A photo has been deleted</b>. Please return the case so that the applicant retakes it.
case-photo = { $what }  #{ $number }  for this review only
case-facts = <b>Applicant of #{ $number }</b> · compare with the photos · for this review only
    Name: <b>{ $name }</b>
    ID number: <b>{ $id }</b>
case-facts-licence = Driving licence number: <b>{ $licence }</b>
case-facts-no-portrait = There is no portrait on record to compare with.
case-watermark = { $who } { $when } #{ $number } for review only

case = <b>#{ $number }</b>  round { $round }  submitted { $since }, due { $due }
    Applicant: { $who } ({ $relationship })  Identity: { $identity }
    ID number: { $id }
    Licence number: { $licence }
    Plate: { $plate }  Owner: { $owner }  Way: { $way }
case-earlier = Returned in round { $round }: { $why } ({ $words })
case-yours = You have it until { $until }.
case-holding-free = Nobody has taken it yet.
case-holding-other = Another reviewer has it.
case-holding-second = Another reviewer must review this one.
case-holding-no-duty = Reviewing is not one of your duties, so you can only look; reviewers pass or return it. If you need the duty, another admin can add it in /staff.
case-over = <b>#{ $number } needs no review any more</b>: the application was withdrawn or has ended, and with it the case that you had taken. Its photos are deleted here.
case-again = #{ $number } is shown again below.
case-passed = It has passed.
case-returned = It was returned.
case-withdrawn = The application was withdrawn, so there is nothing to review.
case-take = Take it
case-pass = Pass
case-return-1 = Return: someone else's document
case-return-2 = Return: photo is not of the applicant
case-return-3 = Return: text cannot be read
case-return-words = Return: several reasons, or a note
case-false = False documents
case-release = Put back
case-ask-reasons = Why do you return <b>#{ $number }</b>? Choose one or more reasons, add a sentence if you like, then tap “Return”. The applicant sees all of it.
case-why-1 = Someone else's document
case-why-2 = The photo is not of the applicant
case-why-3 = The text cannot be read
case-return-now = Return
case-passed-active = <b>#{ $number }</b> has passed and the filing is active. We will tell the applicant and the owner.
case-passed-refused = The photos of <b>#{ $number }</b> have passed, but in the meantime the limit was reached or the state of the car has changed, so the filing is not active. We will tell the applicant and the owner.
case-returned-now = You have returned <b>#{ $number }</b>: { $why } We will tell the applicant and the owner.
case-released = <b>#{ $number }</b> is back in the queue.
case-expired = Your time for <b>#{ $number }</b> is over, so it is back in the queue.

advice = <b>What the machine found</b> (for information, you decide)
advice-coming = We are still reading the document. Open the case again from “My work” in a moment.
advice-not-read = Text on the document: not read
advice-photo-good = { $what }: good
advice-photo-doubt = { $what }: { $why }
advice-number = Number on the document: { $whose }
advice-name = Name on the document: { $whose }
advice-whose-applicant = the applicant's
advice-whose-owner = the owner's
advice-whose-several = ⚠ more than one: { $whose }
advice-whose-illegible = cannot be read
advice-number-another = someone else's
advice-name-another = neither the applicant's nor the owner's
advice-scene-number = ⚠ The selfie shows an ID number too: { $whose }
advice-scene-name = ⚠ The selfie shows a name too: { $whose }
advice-likeness-document = Selfie and photo with the document: { $verdict }
advice-likeness-portrait = Selfie and portrait on record: { $verdict }
advice-measured = {" "}({ $permille }‰)
advice-likeness-same = look like the same person
advice-likeness-different = do not look like the same person
advice-likeness-cannot-tell = cannot tell
advice-not-asked = Faces were not compared: there is no photo on record, and the applicant was not asked for consent.
advice-no-consent = Faces were not compared: the applicant has not agreed.
advice-face = Face check { $at }: { $how }
advice-face-why-no-face = , no face
advice-face-why-several-faces = , more than one face
advice-face-why-too-dark = , too dark
advice-face-why-too-small = , face too small
advice-face-why-blurred = , blurred
advice-face-why-in-doubt = , similar but not certain
advice-face-why-no-digits = , no digits
advice-face-why-illegible = , digits cannot be read
advice-face-why-reused = , photo used before
advice-face-why-wrong-digits = , digits may be wrong
advice-face-why-typed-digits = , digits look typed
advice-face-why-copy = , looks like a copy of the portrait on record
advice-face-why-other-faces = , other people in the picture
advice-face-why-covered = , mouth or nose may be covered
advice-face-passed = passed
advice-face-failed = did not match
advice-face-doubtful = left to staff
advice-face-unclear = could not tell
advice-face-unavailable = not available
advice-face-asked = not completed
advice-face-looking = not completed
advice-seen-own = Very similar to { $count ->
    [one] a photo
   *[other] { $count } photos
  } the applicant submitted before
advice-seen-others = ⚠ Very similar to { $count ->
    [one] a photo
   *[other] { $count } photos
  } someone else submitted

review-returned = <b>Returned: #{ $number }</b>  { $plate }
    { $why }
    You only need to retake the photos and submit them. Everything else has been kept.
review-returned-sms = Your application #{ $number } for { $plate } was returned: { $why } Please retake the photos in the chat.
review-words = Reviewer's note: { $words }
review-returned-owner = The application by { $who } for your <b>{ $plate }</b> (#{ $number }) was returned for new photos. You do not need to do anything.
review-returned-owner-sms = The application by { $who } for your { $plate } (#{ $number }) was returned for new photos. You do not need to do anything.
review-failed-owner = The application by { $who } for your <b>{ $plate }</b> (#{ $number }) was declined and is closed.
review-failed-owner-sms = The application by { $who } for your { $plate } (#{ $number }) was declined and is closed.
review-overdue = ⚠ <b>Overdue</b>: #{ $number } was due { $due } and is not decided yet.
review-enrol = Your photos have passed. May we keep this selfie as your portrait? Next time a face check is enough, and you do not have to wait for our staff.
    • We use it only for face checks and keep it encrypted.
    • You can withdraw your consent under “My data” at any time. We then delete the photo at once.
review-enrol-yes = Yes, keep it as my portrait
enrol-done = Done. Next time a face check is enough.
enrol-late = We cannot keep it now: you already have a portrait, or the photo has been deleted.

refused-identity-number = A number with ID is an identity case, which /{ $command } cannot handle. Please open it with /identity.
refused-no-such-case = There is no review case #{ $number }.
refused-held-by-other = Another reviewer has #{ $number }.
refused-nothing-held = You have not taken any application.
refused-case-number-missing = Please put the application number after the command, for example /{ $command } 1024. You find the numbers under “My work”.
refused-not-held = You have not taken #{ $number }, or your time for it is over. Please take it first.
refused-case-decided = #{ $number } has been decided, or the application was withdrawn.
refused-own-case = #{ $number } is about you, your organisation, or a car that is or was yours, so another reviewer must review it.
refused-second-reviewer = #{ $number } was returned { COUNTED($returns, "time") }, so another reviewer must review it in this round.
refused-nothing-to-take = There is no case that you can take.
refused-not-for-you = We show the photos of #{ $number } only to the reviewer who has taken it.
refused-bad-reason = Reasons are 1 (someone else's document), 2 (the photo is not of the applicant), 3 (the text cannot be read) or other (with a note). You can give several. For example: /return 1024 1,3 glare
refused-words-missing = Please give the reason in 1 to { COUNTED($most, "character") }. The applicant will see it.
