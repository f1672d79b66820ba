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
verification-superseded = ⚠️ <b>Genuine, but replaced by a newer one</b>. Ask to see that one.
verification-revoked = ❌ <b>Revoked</b>
verification-vehicle-abnormal = ❌ <b>The vehicle's state is not normal</b> (locked, stolen, moved away or similar)
verification-not-ours = ❌ <b>Not one of ours</b>
verification-other-code = ❌ <b>Not an inspection certificate</b>
verification-share-code-incomplete = ⚠️ <b>The share code is incomplete</b>: it has 10 characters, like ABCD-EFGH-JK. Copy all of it and send it again.
verification-unreadable = ⚠️ <b>This could not be read</b>, which says nothing about the certificate.
verification-no-code = ⚠️ <b>No code could be read in the picture</b>, which says nothing about the certificate. Go closer and avoid reflections, or send the original file.
verification-altered = ❌ <b>Altered</b>
verification-key-unknown = ❌ <b>Signed with an unknown key</b>, so it cannot be confirmed
verification-key-expired = ❌ <b>Signed with an expired key</b>, so it is no longer valid
verification-status-too-old = ⚠️ <b>The signature is genuine, but the status list is too old</b>. Please verify again when you are online.
verification-paper-decision = ✅ <b>Genuine penalty decision</b>, not an inspection certificate
verification-paper-receipt = ✅ <b>Genuine receipt of a fine</b>, not an inspection certificate
verification-paper-revoked-decision = ❌ <b>The decision was revoked</b>, so this paper is no longer valid
verification-paper-revoked-receipt = ❌ <b>The decision was revoked</b>. The fine on this receipt has been or will be refunded
verification-paper-void-receipt = ❌ <b>This receipt is void</b>: the money has gone back; the decision stands
verification-paper-number = Decision number: <code>{ $number }</code>
verification-paper-plate = Plate: <b>{ $plate }</b> ({ $kind })
verification-paper-fine = Fine: { $yuan } yuan, decided { $decided }
verification-paper-paid = Paid: { $yuan } yuan on { $paid }
verification-paper-state-unpaid = Now: unpaid
verification-paper-state-paid = Now: paid
verification-paper-state-revoked = Now: revoked
verification-detail-paper-not-in-store = The signature is genuine, but there is no such decision or receipt.
verification-detail-empty = Nothing has arrived.
verification-detail-too-long = The text is too long. Send only the text of the certificate's code.
verification-detail-health-certificate = It is a health certificate.
verification-detail-vehicle-code = It is a vehicle code for filing. To verify, ask to be shown the certificate.
verification-detail-other-text = The code holds something else, which has nothing to do with inspection certificates.
verification-detail-no-certificate-in-text = No certificate was found in this text. Send a photo or a file of it, the text of its code (it begins with CZ1:), or a share code.
verification-detail-unreadable = The text is incomplete; perhaps only a part of it was copied. Copy all of it and send it again, or send a picture of the certificate.
verification-detail-signature = The signature does not match.
verification-detail-other-issuer = It was issued by another authority.
verification-detail-other-version = It is another version, which we cannot read.
verification-detail-from-the-future = Its issue time is in the future.
verification-detail-key-withdrawn = The key has been publicly withdrawn.
verification-detail-not-in-store = The signature is genuine, but we have no such certificate on record.
verification-plate = Plate: <b>{ $plate }</b> ({ $kind })
    Compare it with the plate on the car.
verification-until = Valid until: <b>{ $until }</b>
verification-number = Number <code>{ $certificate }</code>, issued { $issued }
verification-shared = Shown by its holder with a share code.
verification-at = Verified at: { $verified }
verification-officer =
    <b>Officer's lookup</b> (recorded)
    State: { $state }  Model: { $model }  Colour: { $colour }
    Inspection in the register: { $register }
    Violations not handled or not paid: { $violations }  Accidents not settled: { $accidents }
    Filers: { $filers }
verification-officer-owner = Owner: { $owner }  Identity: { $identity }
verification-officer-organisation = Owner: { $organisation } (organisation)  Administrator: { $owner }  Their identity: { $identity }
verification-no-certificate = ✅ <b>The inspection is valid</b> according to the register. No electronic certificate has been issued
verification-inspection-expired = ❌ <b>The inspection has expired</b>. No electronic certificate has been issued
verification-no-inspection = ⚠️ <b>The register has no inspection</b>. No electronic certificate has been issued
verification-insured = Compulsory insurance: valid until { $until } (inclusive)
verification-uninsured = ❌ <b>Compulsory insurance has expired</b>: the last day was { $until }
verification-insurance-unknown = ⚠️ <b>No compulsory insurance on record</b>
verification-problem-too-large = The file is too large; 20 MB at the most.
verification-problem-too-many-pixels = The picture is too large. Please send a screenshot or a smaller picture.
verification-problem-not-a-picture = That is not a picture. Please send a photo, a screenshot or a PDF.
verification-problem-animated = We cannot read animations. Please send a still picture.
verification-problem-damaged = We cannot open the file. Please send it again.
verification-problem-format-not-allowed = We cannot read this format. Please send a JPG, PNG or PDF.
verification-problem-took-too-long = We could not read this picture in time. Please send it again, or send only the part with the QR code.
verification-problem-busy = We are busy at the moment and could not read this picture in time. Please send it again.
verification-problem-gone = We can no longer get this file. Please send it again.
verdict-valid = valid
verdict-expired = expired
verdict-superseded = replaced
verdict-revoked = revoked
verdict-vehicle-abnormal = vehicle state not normal
verdict-unreadable = could not be read
verdict-not-ours = no certificate
verdict-altered = altered
verdict-key-unknown = key unknown
verdict-key-expired = key expired
verdict-status-too-old = status list too old
lookup-usage = Write <code>/lookup 桂A12345</code>
refused-no-such-plate = The register has no car with the plate { $plate }.

verification-web-title = Verify an inspection certificate
verification-web-lead = Point the camera at the QR code on a certificate, a penalty decision or a receipt, upload a picture, or type the text. The result here is what counts. Compare the plate with the car.
verification-web-camera = Scan with the camera
verification-web-stop = Stop the camera
verification-web-video = Camera picture
verification-web-looking = Hold the QR code inside the frame, close up and without reflections…
verification-web-denied = We cannot open the camera. Allow it in your browser, or use a picture or the text.
verification-web-lost = No connection. Trying again…
verification-web-picture = Upload a picture or a PDF
verification-web-text = The text of the QR code, or a share code
verification-web-check = Verify
verification-web-nothing = We received no picture or text.
verification-web-busy = Many people are using this now. Please try again in a few seconds.
verification-web-privacy = We use pictures only to read the QR code and do not keep them. We record the time and way of every check. The holder can see that, but not who it was.
