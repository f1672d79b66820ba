## Review by staff

flow-name-return = Returning a case
command-take = take a case (for example /take or /take 1024)
command-case = look at a case (for example /case 1024)
command-pass = pass a case (for example /pass 1024)
command-return = return a case (for example /return 1024 1,3, or /return 1024 other and why)
command-release = give a case back to the queue (for example /release 1024)
go-take = Take the next

queue-overdue = {"  "}⚠ overdue
queue-free = free
queue-yours = yours
queue-other = taken by another reviewer
queue-second = for somebody else
queue-own = concerns you: for somebody else
queue-button = #{ $number }

case-taken = <b>#{ $number }</b> is yours until { $until }; then it goes back to the queue by itself. The photos are being prepared…
case-photos-coming = The photos are being prepared…
case-photos-failed = The photos could not be prepared. Please try again with /case.
case-photos-gone = <b>A photo is no longer kept</b>: please return the case, so that the applicant takes it again.
case-photo = { $what }  #{ $number }  for this review only
case-facts = <b>Applicant of #{ $number }</b> · compare with the photos · for this review only
    Name: <b>{ $name }</b>
    ID number: <b>{ $id }</b>
case-facts-licence = Driving licence number: <b>{ $licence }</b>
case-facts-no-portrait = There is no portrait on record to compare with.
case-watermark = { $who } { $when } #{ $number } for review only

case = <b>#{ $number }</b>  round { $round }  since { $since }, by { $due }
    Applicant: { $who } ({ $relationship })  Identity: { $identity }
    ID number: { $id }
    Licence number: { $licence }
    Plate: { $plate }  Owner: { $owner }  Way: { $way }
case-earlier = Returned in round { $round }: { $why } ({ $words })
case-yours = It is yours until { $until }.
case-holding-free = Nobody has taken it.
case-holding-other = Another reviewer has it.
case-holding-second = You returned this one in the last round, so another reviewer has to look at it now, and there is no “Pass” here.
case-holding-no-duty = Reviewing is not one of your duties, so you can only look; reviewers pass or return it. If you need the duty, another admin can add it in /staff.
case-over = <b>#{ $number } needs no review any more</b>: the application was withdrawn or has ended, and with it the case that you had taken. Its photos are deleted here.
case-again = #{ $number } is shown again below.
case-passed = It has passed.
case-returned = It was returned.
case-withdrawn = The application was taken back; nobody need look at it.
case-take = Take it
case-pass = Pass
case-return-1 = Return: another person's document
case-return-2 = Return: the photo is not the applicant
case-return-3 = Return: writing illegible
case-return-words = Return: several reasons, or your words
case-false = False material
case-release = Give it back
case-ask-reasons = Why is <b>#{ $number }</b> returned? Choose one or several, add a sentence if you like, then tap “Return”. The applicant reads all of it.
case-why-1 = Another person's document
case-why-2 = The photo is not the applicant
case-why-3 = Writing illegible
case-return-now = Return
case-passed-active = <b>#{ $number }</b> has passed and the filing is active. The applicant and the owner will be told.
case-passed-refused = The photos of <b>#{ $number }</b> have passed, but meanwhile all places were taken or the state of the car has changed: the filing did not become active. The applicant and the owner will be told.
case-returned-now = <b>#{ $number }</b> is returned: { $why } The applicant and the owner will be told.
case-released = <b>#{ $number }</b> is back in the queue.
case-expired = Your time for <b>#{ $number }</b> is over; it is back in the queue.

advice = <b>What machines say</b> (advice only, you decide)
advice-coming = The document is still being read; look again with /case.
advice-not-read = Writing on the document: not read
advice-photo-good = { $what }: good
advice-photo-doubt = { $what }: { $why }
advice-number = Number on the document: { $whose }
advice-name = Name on the document: { $whose }
advice-whose-applicant = the applicant's
advice-whose-owner = the owner's
advice-whose-several = ⚠ more than one: { $whose }
advice-whose-illegible = illegible
advice-number-another = somebody else's
advice-name-another = neither the applicant's nor the owner's
advice-scene-number = ⚠ The selfie shows an ID number too: { $whose }
advice-scene-name = ⚠ The selfie shows a name too: { $whose }
advice-likeness-document = Selfie and photo with the document: { $verdict }
advice-likeness-portrait = Selfie and portrait on record: { $verdict }
advice-measured = {" "}({ $permille }‰)
advice-likeness-same = like the same person
advice-likeness-different = not like the same person
advice-likeness-cannot-tell = cannot tell
advice-not-asked = Faces not compared: there is no photo on record, and the applicant was not asked for consent.
advice-no-consent = Faces were not compared: the applicant has not agreed to it.
advice-face = Face check { $at }: { $how }
advice-face-why-no-face = , no face
advice-face-why-several-faces = , more than one face
advice-face-why-too-dark = , too dark
advice-face-why-too-small = , face too small
advice-face-why-blurred = , blurred
advice-face-why-in-doubt = , alike but not surely enough
advice-face-why-no-digits = , no digits
advice-face-why-illegible = , digits illegible
advice-face-why-reused = , photo used before
advice-face-why-wrong-digits = , wrong digits
advice-face-passed = passed
advice-face-failed = not the same
advice-face-unclear = could not tell
advice-face-unavailable = not to be had
advice-face-asked = not to be had
advice-face-looking = not to be had
advice-seen-own = Much like { $count ->
    [one] a photo
   *[other] { $count } photos
  } the applicant handed in before
advice-seen-others = ⚠ Much like { $count ->
    [one] a photo
   *[other] { $count } photos
  } somebody else handed in

review-returned = <b>Returned: #{ $number }</b>  { $plate }
    { $why }
    Only the photos have to be taken again; all else is kept.
review-returned-sms = Your application #{ $number } for { $plate } was returned: { $why } Please take the photos again in the chat.
review-words = In the reviewer's own words: { $words }
review-returned-owner = The application of { $who } for your <b>{ $plate }</b> (#{ $number }) was returned for new photos. You need not do anything.
review-returned-owner-sms = The application of { $who } for your { $plate } (#{ $number }) was returned for new photos. You need not do anything.
review-failed-owner = The application of { $who } for your <b>{ $plate }</b> (#{ $number }) has ended without success.
review-failed-owner-sms = The application of { $who } for your { $plate } (#{ $number }) has ended without success.
review-overdue = ⚠ <b>Overdue</b>: #{ $number } should have been decided by { $due } and is not.
review-enrol = Your photos have passed. May we keep this selfie as your portrait? Next time a face check will do, and nobody need look at photos.
    • Used for face checks only, kept encrypted.
    • You can take this back under “My data” at any time; the photo is then deleted at once.
review-enrol-yes = Yes, keep it as my portrait
enrol-done = Done. Next time a face check will do.
enrol-late = It cannot be kept now: there is a portrait already, or the photo has been deleted.

refused-identity-number = A number with ID belongs to an identity case, which /{ $command } does not handle. Please open it with /identity.
refused-no-such-case = There is no case for review with the number #{ $number }.
refused-held-by-other = Another reviewer has #{ $number }.
refused-nothing-held = You have taken no application.
refused-case-number-missing = Please put the application number after the command, for example /{ $command } 1024. The inbox has the numbers.
refused-not-held = You have not taken #{ $number }, or your time for it is over. Please take it first.
refused-case-decided = #{ $number } is decided, or the application was taken back.
refused-own-case = #{ $number } is about you, your organisation, or a car that is or was yours: somebody else has to look at it.
refused-second-reviewer = #{ $number } was returned { COUNTED($returns, "time") }: this round is for another reviewer.
refused-nothing-to-take = Nothing waits that you may take.
refused-not-for-you = The photos of #{ $number } are shown only to the reviewer who has it.
refused-bad-reason = The reasons are 1 (another person's document), 2 (the photo is not the applicant), 3 (writing illegible) or other (and why); several are possible. For example: /return 1024 1,3 glare
refused-words-missing = Please give the reason in 1 to { COUNTED($most, "character") }; the applicant will read it.
