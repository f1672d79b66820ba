## The check of the person: face check and photos

flow-name-check = Identity check

check-consent = <b>Consent to the use of your face data</b>
    To confirm it is you, we compare a photo of you with the portrait in the register.
    • We use it only to verify your identity at this desk: for this and later identity checks, and to help staff who review your photos. It is valid until you withdraw it.
    • Faces are compared on our own machine. We do not keep the photo as your portrait: we ask you separately for that.
    • We keep the photo encrypted and delete it { PERIOD($days) } after the result. A photo that does not match is deleted at once.
    • You can withdraw your consent at any time under “My data”.
    • You do not have to have your face compared: you can send photos for our staff to review.
check-agree = I agree, start the face check
check-by-photos = Use photos instead
check-ask-selfie = <b>Please take a selfie now and send it</b>
    Write these four digits on paper by hand and hold them beside your face: <b>{ $digits }</b>
    • You alone, facing the camera, in good light, without a mask or sunglasses.
    • The digits must be readable and must not cover your face.
    • Take the photo now: we cannot accept forwarded photos or ones used before.
    You can retake an unclear photo: { $left ->
        [one] you have one try left.
       *[other] you have { $left } tries left.
    } If it does not match your portrait, our staff review photos instead.
check-comparing = Got it. Comparing, this takes a few seconds…

check-verdict-failed = The photo <b>does not match</b> the portrait in the register. Do not worry: send photos, and our staff will review them.
check-verdict-passed-photos = You have <b>passed</b> the face check. Under the current rules, filing by QR code also needs two photos, which our staff review.
check-verdict-other-digits = We <b>could not confirm</b> that the photo shows the digits we gave you. Do not worry: send photos, and our staff will review them.
check-verdict-unavailable = The face check is not available now. Please send photos, and our staff will review them.
check-verdict-unclear = We could not be sure with this photo. Please take another.
check-verdict-tries = We still could not be sure, and you have no tries left. Please send photos, and our staff will review them.
check-verdict-doubtful = Our staff <b>need to look at this</b>. You have not failed the check. Please send photos, and they will review them.
check-unclear-no-face = Reason: we saw no face.
check-unclear-several-faces = Reason: we saw more than one face. Please be alone in the picture.
check-unclear-too-dark = Reason: too dark. Please go somewhere brighter.
check-unclear-too-small = Reason: the face is too small. Please come closer.
check-unclear-blurred = Reason: blurred. Please hold still.
check-unclear-in-doubt = Reason: it looks similar, but we are not sure. Please face the camera in even light.
check-unclear-no-digits = Reason: we saw no digits.
check-unclear-illegible = Reason: the digits are not readable. Please write them larger.
check-unclear-reused = Reason: this photo was used before.

check-photos-returned = Please take the photos again and submit them. Everything else has been kept.
check-photos-off = This desk does not compare faces, so you do not need a selfie check: send two photos, and our staff will review them.
check-photos-extra-photos = You have passed the face check. Under the current rules, filing by QR code also needs two photos, which our staff review.
check-photos-no-portrait = The register has no portrait of you, so we cannot compare faces. Please send photos, and our staff will review them.
check-photos-different = You did not pass the face check. Please send photos, and our staff will review them.
check-photos-doubtful = Our staff need to look at your last photo. Please send photos, and they will review them.
check-photos-tries = You have no tries left for the face check. Please send photos, and our staff will review them.

photos-guide = Like this drawing: one person faces the camera, head and shoulders in the picture; one hand holds the document beside the shoulder, not before the face, its writing towards the camera and legible; nobody else is there.
photos-ask-handheld = <b>First photo: you, holding your ID card or driving licence</b>
    Hold your own document beside your shoulder; without an ID card, the one you registered with. Only your head and the document should be in the picture, and the text must be readable. Nobody else may be in it.
    You can also send both photos at once (as an album: the one with the document first, the selfie second).
photos-ask-scene = <b>Second photo: a selfie right now</b>
    Show how you look now: face the camera in good light, alone and without the document.
photos-received = Got it, checking…
photos-looking = One moment, please.
photos-overview = <b>Please look once more, then submit:</b>
photos-line-looking = { $what }: checking…
photos-line-good = { $what }: good
photos-line-doubt = { $what }: <b>{ $why }</b>. We suggest you retake it, or it may be returned.
photos-and = {", "}
photos-which = Several of your applications need new photos. Choose one first, then send the photos again.
photos-retake = Retake for #{ $number }  { $plate }
photo-handheld = Photo with the document
photo-scene = Selfie
photo-selfie = Selfie
photo-portrait = Portrait on record
photos-replace-handheld = Retake the photo with the document
photos-replace-scene = Retake the selfie
photos-swap = Wrong way round: swap them
photos-send = Submit for review
photos-submitted = Submitted for review (<b>#{ $number }</b>). You and the owner will get the result by { $due }.

picture-finding-too-small = too small
picture-finding-blurred = blurred
picture-finding-too-dark = too dark
picture-finding-too-bright = too bright
picture-finding-no-face = no face found
picture-finding-several-faces = several faces found
picture-finding-no-document = no document found

picture-problem-too-large = The file is too large: 20 MB at the most.
picture-problem-too-many-pixels = This picture is too large. Please send a photo taken with your phone.
picture-problem-not-a-picture = This file is not a photo.
picture-problem-animated = We cannot use animations. Please send a photo.
picture-problem-damaged = We cannot open this file: it is damaged. Please take another photo.
picture-problem-format-not-allowed = We cannot use this format. Please send a JPEG, PNG, WebP or HEIC photo.
picture-problem-took-too-long = We could not check this photo in time. Please send it again, or take a new one.
picture-problem-busy = We are busy at the moment and could not check this photo in time. Please send it again.
picture-problem-gone = We can no longer get this photo. Please send it again.
picture-problem-failed = Sorry, we could not check this photo. Please send it again.

refused-photo-reused = This photo was used before. Please take a new one now.
refused-photo-choice = We have both photos. To replace one, tap its “Retake” button first.
refused-photos-missing = A photo is missing, or was deleted because it waited too long. Please tap a “Retake” button first.
