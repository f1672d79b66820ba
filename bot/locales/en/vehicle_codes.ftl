## Filing by QR: the owner shows a code, the filer scans it

vehicle-code-mine = I own the car: show its QR code
vehicle-code-make = Vehicle QR code
vehicle-code-no-car = You have no car in your name, so you have no QR code to show.
vehicle-code-choose = <b>Vehicle QR code</b>
    For which car? Check the plate before you choose:
vehicle-code-not-drawn = We could not make the QR code for <b>{ $plate }</b>. The fault is ours, and the vehicle is not affected. Please try again below.
vehicle-code-drawing = Making the QR code for <b>{ $plate }</b>…
vehicle-code-title = Vehicle QR code
vehicle-code-lifetime = Valid until { $until }, works once
vehicle-code-warning = Only show it in person to someone you know. Do not send it on.
vehicle-code-picture = Vehicle QR code of <b>{ $plate }</b>
    Short code: <code>{ $short }</code>
    Link: { $link }
    Whoever scans it can see the car and check and handle its violations. <b>Only show it in person to someone you know.</b>
vehicle-code-open = The QR code of <b>{ $plate }</b> is valid for <b>{ $minutes }</b> more { $minutes ->
        [one] minute
       *[other] minutes
    } and works once.
vehicle-code-refresh = Make a new one
vehicle-code-cancel = Cancel it
vehicle-code-scanned = Someone has scanned the QR code of <b>{ $plate }</b> but has not applied yet. If you do not want this, cancel it. When they apply, we tell you who it is, and you can still stop it.
vehicle-code-used = The QR code of <b>{ $plate }</b> has been used.
vehicle-code-cancelled = The QR code of <b>{ $plate }</b> has been cancelled.
vehicle-code-expired = The QR code of <b>{ $plate }</b> has expired.
vehicle-code-used-by = { $who } (says they are: { $relationship }) has scanned the QR code for your <b>{ $plate }</b>, number #{ $number }. Their identity check is next. Applicant's identity: { $identity }. By showing the QR code you have approved. Not what you want? You can stop it until it is active (/approvals), and end the filing after that.

qr-scan = <b>Scan the QR code on the owner's phone</b>
    • Take a photo of it and send it here. A screenshot or an image file also works;
    • or open the link the owner gives you;
    • or type the short code below it, for example <code>ABCD-2345-EF</code>.
qr-reading = Received, reading…
qr-ask-relationship = The code is valid: <b>{ $plate }</b>
    What is your relationship to the owner? Choosing it submits your application and accepts the terms of filing (version { $version }, see /file).
qr-applied = Application <b>#{ $number }</b> ({ $plate }) has been submitted. The owner agreed in person. One step is left: the identity check, to confirm it is you.

qr-is-certificate = That is the QR code of an inspection certificate, not of a vehicle. To verify it, use /verify.
qr-is-payment = That is a payment code, not a vehicle QR code. Please do not send payment codes to anyone.
qr-is-other-desk = That link is not from this desk, so it is not one of our vehicle QR codes.
qr-is-foreign = That is a different QR code, not a vehicle QR code. Ask the owner to tap “Vehicle QR code” under “My vehicles”.

refused-vehicle-code-unknown = We do not know this code. Please check it, or ask the owner for a new one.
refused-vehicle-code-old = This code has expired. Please ask the owner for a new one.
refused-vehicle-code-cancelled = This code no longer counts: the owner has cancelled it or made a newer one, or the car has a new owner. Please scan a new code of the present owner.
refused-vehicle-code-used = Someone else has used this code, and each code works only once. Please ask the owner for a new one.
refused-vehicle-code-spent = You have already used this code for application #{ $number }.
refused-not-short-code = A short code has 10 letters and digits, for example <code>ABCD-2345-EF</code>. It never contains 0, 1, I, L, O or U.
refused-no-code-in-picture = We could not find a QR code. Fill the picture with it, hold the phone straight and a little further away so that it is sharp, avoid glare, and try again. Or type the short code.
