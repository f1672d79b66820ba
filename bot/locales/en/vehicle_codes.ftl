## Filing by QR: the owner shows a code, the filer scans it

vehicle-code-mine = I own the car: show its QR
vehicle-code-make = Vehicle QR
vehicle-code-no-car = There is no car in your name, so there is no code to show.
vehicle-code-choose = <b>Vehicle QR</b>
    For which car? Look at the plate before you choose:
vehicle-code-not-drawn = The QR of <b>{ $plate }</b> could not be made; the fault is ours, and the vehicle is not affected. Please make it again below.
vehicle-code-drawing = Making the QR of <b>{ $plate }</b>…
vehicle-code-title = Vehicle QR
vehicle-code-lifetime = Good until { $until }, once
vehicle-code-warning = Only for people you know, face to face. Do not send it on.
vehicle-code-picture = Vehicle QR of <b>{ $plate }</b>
    Short code: <code>{ $short }</code>
    Link: { $link }
    Whoever scans it can see the car and look up and handle its violations. <b>Only for somebody you know, face to face.</b>
vehicle-code-open = The QR of <b>{ $plate }</b> is good for <b>{ $minutes }</b> more { $minutes ->
        [one] minute
       *[other] minutes
    }, and works once.
vehicle-code-refresh = Make a new one
vehicle-code-cancel = Cancel it
vehicle-code-scanned = Somebody has scanned the QR of <b>{ $plate }</b> and has not applied yet. If you do not want that, cancel it; when they apply you are told who it is, and can stop it then too.
vehicle-code-used = The QR of <b>{ $plate }</b> has been used.
vehicle-code-cancelled = The QR of <b>{ $plate }</b> is cancelled.
vehicle-code-expired = The QR of <b>{ $plate }</b> has run out.
vehicle-code-used-by = { $who } ({ $relationship }) scanned the QR of your <b>{ $plate }</b>, number #{ $number }; their identity check is next. Their identity so far: { $identity }. Using your QR means that you agree. Not what you want? You can stop it until it is done (/approvals), and end the filing afterwards.

qr-scan = <b>Scan the vehicle QR on the owner's phone</b>
    • Take a photo of it and send it; a screenshot or an image file will do;
    • or open the link that the owner gives you;
    • or type the short code below it, for example <code>ABCD-2345-EF</code>.
qr-reading = Received, reading…
qr-ask-relationship = The code is good: <b>{ $plate }</b>
    What is your relationship to the owner? Choosing applies, and agrees to the terms of filing (version { $version }, see /file).
qr-applied = Application <b>#{ $number }</b> ({ $plate }) is in; the owner agreed face to face. One step is left: the identity check, to see that it is really you.

qr-is-certificate = This is the QR of an inspection certificate, not a vehicle QR. To verify it, use /verify.
qr-is-payment = This is a payment code, not a vehicle QR. Please do not send payment codes to anyone.
qr-is-other-desk = This link leads elsewhere; it is not a vehicle QR of this desk.
qr-is-foreign = This is some other code, not a vehicle QR. Ask the owner to tap Vehicle QR in My vehicles.

refused-vehicle-code-unknown = There is no such code. Check it, or ask the owner for a new one.
refused-vehicle-code-old = This code has run out. Ask the owner for a new one.
refused-vehicle-code-cancelled = The owner has cancelled this code or made a newer one. Scan the newest.
refused-vehicle-code-used = Somebody else has used this code; a code works once. Ask the owner for a new one.
refused-vehicle-code-spent = You have used this code already: application #{ $number }.
refused-not-short-code = A short code has 10 letters and digits, for example <code>ABCD-2345-EF</code>; 0, 1, I, L, O and U are never among them.
refused-no-code-in-picture = No code could be read. Let it fill the picture, hold the phone straight, a little farther for focus, without glare, and try again; or type the 8-character short code.
