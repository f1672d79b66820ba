## Verification of certificates

command-verify = verify an inspection certificate or a share code
command-lookup = look a car up by its plate (officers): /lookup 桂A12345
go-lookup = Look up a plate
flow-name-verification = Verifying

verification-ask = <b>Verify an inspection certificate</b>
    Send a photo, a screenshot or a file of it (forwarded is fine), the text of its code, or a share code.
verification-reading = Received, reading the code…
verification-again = Verify another
verification-valid = ✅ <b>Genuine and valid</b>
verification-expired = ⚠️ <b>Genuine, but expired</b>
verification-superseded = ⚠️ <b>Genuine, but superseded by a newer one</b>: ask for that.
verification-revoked = ❌ <b>Revoked</b>
verification-vehicle-abnormal = ❌ <b>The vehicle's state is abnormal</b> (locked, stolen, moved away …)
verification-not-ours = ❌ <b>Not one of ours</b>
verification-share-code-incomplete = ⚠️ <b>The share code is incomplete</b>: it has 10 characters, like ABCD-EFGH-JK. Copy all of it and send it again.
verification-unreadable = ⚠️ <b>This could not be read</b>, which says nothing about the certificate.
verification-no-code = ⚠️ <b>No code could be read in the picture</b>, which says nothing about the certificate. Go closer and avoid reflections, or send the original file.
verification-altered = ❌ <b>Altered</b>
verification-key-unknown = ❌ <b>Signed with an unknown key</b>: it cannot be confirmed
verification-key-expired = ❌ <b>Signed with a key that no longer counts</b>
verification-status-too-old = ⚠️ <b>The signature holds, but the status list is too old</b>: verify again with network.
verification-paper-decision = ✅ <b>Genuine penalty decision</b>, not an inspection certificate
verification-paper-receipt = ✅ <b>Genuine receipt of a fine</b>, not an inspection certificate
verification-paper-revoked-decision = ❌ <b>The decision was revoked</b>; this paper counts no more
verification-paper-revoked-receipt = ❌ <b>The decision was revoked</b>; what this receipt shows is paid back
verification-paper-number = Decision number: <code>{ $number }</code>
verification-paper-plate = Plate: <b>{ $plate }</b> ({ $kind })
verification-paper-fine = Fine: { $yuan } yuan, decided { $at }
verification-paper-paid = Paid: { $yuan } yuan on { $at }
verification-paper-state-unpaid = Now: unpaid
verification-paper-state-paid = Now: paid
verification-paper-state-revoked = Now: revoked
verification-detail-paper-not-in-store = The signature is genuine, but there is no such decision or receipt.
verification-detail-empty = Nothing has arrived.
verification-detail-too-long = The text is too long. Send only the text of the certificate's code.
verification-detail-health-certificate = It is a health certificate.
verification-detail-vehicle-code = It is a vehicle code for filing, not an inspection certificate.
verification-detail-other-text = The code holds something else, which has nothing to do with inspection certificates.
verification-detail-no-certificate-in-text = No certificate was found in this text. Send a photo or a file of it, the text of its code (it begins with CZ1:), or a share code.
verification-detail-unreadable = The text is incomplete; perhaps only a part of it was copied. Copy all of it and send it again, or send a picture of the certificate.
verification-detail-signature = The signature does not fit.
verification-detail-other-issuer = Another office issued it.
verification-detail-other-version = This version of a certificate cannot be read here yet. Verify it online with us.
verification-detail-from-the-future = Its time of issue lies in the future: check date and time of this device.
verification-detail-key-withdrawn = The key was publicly withdrawn.
verification-detail-not-in-store = The signature holds, but the certificate store does not know it.
verification-plate = Plate: <b>{ $plate }</b> ({ $kind })
    Compare it with the plate on the car.
verification-until = Valid until: <b>{ $until }</b>
verification-number = Number <code>{ $certificate }</code>, issued { $issued }
verification-shared = Shown by its holder's share code.
verification-at = Verified at: { $at }
verification-officer =
    <b>Officer's look-up</b> (logged)
    State: { $state }  Model: { $model }  Colour: { $colour }
    Inspection by the register: { $register }
    Open violations: { $violations }  Filed users: { $filers }
verification-officer-owner = Owner: { $owner }  Identity: { $identity }
verification-officer-organisation = Owner: { $organisation } (organisation)  Administrator: { $owner }  Their identity: { $identity }
verification-no-certificate = ✅ <b>The inspection is valid</b> by the register; no electronic certificate was issued
verification-inspection-expired = ❌ <b>The inspection has expired</b>; no electronic certificate was issued
verification-no-inspection = ⚠️ <b>The register has no inspection</b>; no electronic certificate was issued
verification-insured = Compulsory insurance: in force until { $until }, that day included
verification-uninsured = ❌ <b>Compulsory insurance has ended</b>: { $until } was its last day
verification-insurance-unknown = ⚠️ <b>No compulsory insurance on record</b>
verification-problem-too-large = The file is too large; 20 MB at the most.
verification-problem-too-many-pixels = The picture has too many pixels; send a screenshot or a smaller one.
verification-problem-not-a-picture = This is no picture. Send a photo, a screenshot or a PDF.
verification-problem-animated = Animations cannot be read; send a still picture.
verification-problem-damaged = The file cannot be opened. Please send it again.
verification-problem-format-not-allowed = This format cannot be read; send JPG, PNG or PDF.
verification-problem-took-too-long = We could not read this picture within the time limit. Please send it again, or cut out the code and send that.
verification-problem-busy = We are busy at the moment and could not read this picture in time. Please send it again.
verification-problem-gone = The file can no longer be fetched. Please send it again.
verdict-valid = valid
verdict-expired = expired
verdict-superseded = superseded
verdict-revoked = revoked
verdict-vehicle-abnormal = vehicle state abnormal
verdict-unreadable = could not be read
verdict-not-ours = no certificate
verdict-altered = altered
verdict-key-unknown = key unknown
verdict-key-expired = key no longer counts
verdict-status-too-old = status list too old
lookup-usage = Write <code>/lookup 桂A12345</code>
refused-no-such-plate = No car with the plate { $plate } is in the register.

verification-web-title = Verify an inspection certificate
verification-web-lead = Point the camera at the code of the certificate, upload a picture, or type the text. What stands here counts; compare the plate with the car.
verification-web-camera = Scan with the camera
verification-web-stop = Stop the camera
verification-web-video = What the camera sees
verification-web-looking = Bring the code into the frame, close up and without reflections…
verification-web-denied = The camera cannot be opened. Allow it in the browser, or use a picture or the text.
verification-web-lost = No connection, trying again…
verification-web-picture = Upload a picture or a PDF
verification-web-text = The text of the code, or a share code
verification-web-check = Verify
verification-web-nothing = Neither a picture nor a text has arrived.
verification-web-busy = Many are asking now; try again in a few seconds.
verification-web-privacy = Pictures serve to read the code and are not kept. Time and way of each look are written down; the holder sees them, but not who it was.
