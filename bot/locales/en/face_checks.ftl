## The check of the person: face check and photos

flow-name-check = Identity check

check-consent = <b>Agreement to the use of your face data</b>
    To see that it is really you, a photo of you is compared with the portrait in the register.
    • It is used for this and your later identity checks, and as advice when staff look at your photos; for nothing else, until you take your agreement back.
    • Faces are compared on the desk's own machine. The photo does not become your portrait: for that you are asked separately.
    • The photo is kept encrypted and deleted { PERIOD($days) } after the result; one that did not work is deleted at once.
    • You can take your agreement back at any time in My data.
    • If you would rather not: send photos instead, and staff will look at them.
check-agree = I agree, start the face check
check-by-photos = No face check, photos for staff instead
check-ask-selfie = <b>Please take a selfie now and send it</b>
    Write these four digits on paper and hold them beside your face: <b>{ $digits }</b>
    • You alone, facing the camera, enough light, no mask, no sunglasses.
    • The digits must be legible and must not cover your face.
    • It must be taken now; forwarded photos and photos used before do not count.
    { $left ->
        [one] One try is left.
       *[other] { $left } tries are left.
    }
check-comparing = Received, comparing. A few seconds, please…

check-verdict-failed = The photo does <b>not match</b> the portrait in the register. Do not worry: send photos, and staff will look at them.
check-verdict-passed-photos = The face check has <b>passed</b>. By the rules in force the QR way needs two photos too; staff will look at them.
check-verdict-other-digits = The digits in the photo are <b>not those you were given</b>. Do not worry: send photos, and staff will look at them.
check-verdict-unavailable = The face check is not available now. Please send photos, and staff will look at them.
check-verdict-unclear = This photo could not settle it. Please take another.
check-verdict-tries = It is still unclear and there are no tries left. Please send photos, and staff will look at them.
check-verdict-reused = This photo was used before. Please take a new one now.
check-unclear-no-face = Reason: no face was seen.
check-unclear-several-faces = Reason: more than one face was seen. Please be alone in the picture.
check-unclear-too-dark = Reason: too dark. Please go where there is light.
check-unclear-too-small = Reason: the face is too small. Please come closer.
check-unclear-blurred = Reason: too blurred. Please hold still.
check-unclear-in-doubt = Reason: alike, but not surely enough. Please face the camera in even light.
check-unclear-no-digits = Reason: no digits were seen.
check-unclear-illegible = Reason: the digits are not legible. Please write them larger.
check-unclear-reused = Reason: this photo was used before.

check-photos-returned = Please take the photos again and send them; everything else is kept.
check-photos-off = This desk compares no faces, so no selfie is needed: two photos will do, and staff will look at them.
check-photos-extra-photos = The face check has passed. By the rules in force the QR way needs two photos too; staff will look at them.
check-photos-no-portrait = The register holds no portrait of you, so faces cannot be compared. Please send photos, and staff will look at them.
check-photos-different = The face check did not pass. Please send photos, and staff will look at them.
check-photos-tries = There are no tries left for the face check. Please send photos, and staff will look at them.

photos-guide = Like this drawing: one person faces the camera, head and shoulders in the picture; one hand holds the document beside the shoulder, not before the face, its writing towards the camera and legible; nobody else is there.
photos-ask-handheld = <b>First photo: you, holding your ID card or driving licence</b>
    Your own document, held at the shoulder; only your head and the document in the frame; the writing legible; taken by yourself.
    You can also send both at once (as an album: the document first, the selfie second).
photos-ask-scene = <b>Second photo: a selfie</b>
    You as you are now, facing the camera, enough light, alone, without the document.
photos-received = Received, having a look…
photos-looking = One moment, please.
photos-overview = <b>Please look once more, then send:</b>
photos-line-looking = { $what }: being looked at…
photos-line-good = { $what }: good
photos-line-doubt = { $what }: <b>{ $why }</b>. Better take it again, or it may be returned.
photos-and = {", "}
photos-which = More than one of your applications waits for new photos. Choose one, then send the photos again.
photos-retake = Retake for #{ $number }  { $plate }
photo-handheld = Photo with the document
photo-scene = Selfie
photo-selfie = Selfie
photo-portrait = Portrait on record
photos-replace-handheld = Retake the photo with the document
photos-replace-scene = Retake the selfie
photos-swap = They are the wrong way round, swap
photos-send = Send for review
photos-submitted = Sent for review (<b>#{ $number }</b>). You and the owner will hear by { $due } at the latest.

picture-finding-too-small = too small
picture-finding-blurred = blurred
picture-finding-too-dark = too dark
picture-finding-too-bright = too bright
picture-finding-no-face = no face seen
picture-finding-several-faces = several faces seen
picture-finding-no-document = no document seen

picture-problem-too-large = The file is too large: 20 MB at the most.
picture-problem-too-many-pixels = This picture has too many pixels. Please send a photo straight from the phone.
picture-problem-not-a-picture = This file is not a photo.
picture-problem-animated = Moving pictures cannot be taken. Please send a plain photo.
picture-problem-damaged = This file is damaged and cannot be opened. Please take another photo.
picture-problem-format-not-allowed = This format cannot be taken. Please send a JPEG, PNG, WebP or HEIC photo.
picture-problem-took-too-long = We could not look at this photo within the time limit. Please send it again, or take a new one.
picture-problem-busy = We are busy at the moment and could not look at this photo in time. Please send it again.
picture-problem-gone = This photo cannot be fetched any more. Please send it again.
picture-problem-failed = Sorry, we could not look at this photo. Please send it again.

refused-photo-reused = This photo was used before. Please take a new one now.
refused-photo-choice = Both photos are there. Which one shall this replace? Tap a Retake button first.
refused-photos-missing = A photo is missing, or was deleted because it waited too long. Tap a Retake button first.
