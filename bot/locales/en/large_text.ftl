## The large-text profile: its switch, and short sentences for the main journeys. A text large-KEY stands for KEY.

large-text-on = Large text: short, few buttons, large pictures
large-text-off = Back to the usual version
large-text-is-on = <b>Large text is on.</b>
    The menu has four choices, sentences are short, pictures have large print.
    Still too small? Make the text of chats larger in Telegram: Settings → Chat Settings.
large-text-is-off = You are back to the usual version.

large-menu = <b>Hello!</b>
    You have { COUNTED($all, "car") }.
    What would you like to do? Tap one.
large-menu-guest = <b>Hello!</b>
    You are not registered yet.
    Please tap “Register”.
large-go-start = Register
large-go-certificate = Inspection certificate
large-go-vehicles = My cars
large-go-violations = My fines
large-go-offices = Get help
large-go-verify = Check a certificate
large-go-help = What can I do?

large-registration-name = <b>Step 1 of 3</b>
    Please type your <b>name</b>.
large-registration-id-number = <b>Step 2 of 3</b>
    Please type your <b>ID number</b>, 18 characters, or that of your permit or passport.
    We delete the message once we have read it.
large-registration-contact = <b>Step 3 of 3</b>
    Please tap “Share my phone number” below.
    It must be your own number.
large-registration-done = <b>You are registered, { $name }.</b>
    What would you like to do?
large-lost = I did not understand. Please tap “Menu”.
large-lost-other = I cannot use that now. Please tap “Menu”.

large-certificate-choose = <b>Inspection certificate</b>
    Which car? Tap one.
large-certificate-equal = It is as valid as the paper one.
large-certificate-live = You can show it until { $until }.
large-certificate-over = We no longer show the certificate of <b>{ $plate }</b>. Tap below to show it again.
large-certificate-forms = <b>{ $plate }</b>
    Save it as a picture. It needs no network.
    Tap “Large picture”.
large-certificate-form-large = Large picture
large-certificate-drawn = <b>{ $plate }</b>
    <b>Valid until { $until }</b>
    Number { $certificate }
    Save the picture on your phone.
large-certificate-none = The inspection of <b>{ $plate }</b> has expired.
    There is no certificate to show.
large-certificate-due = The certificate of <b>{ $plate }</b> ends soon: <b>{ $until }</b>.
large-certificate-next-apply = Next: no inspection, apply here.
    From { $opens }, by { $last } at the latest.
large-certificate-next-station = Next: { station-visit }.
    From { $opens }, by { $last } at the latest.

large-vehicles-list = <b>My cars</b>
    My own: { $own }. Filed: { $filed }.
    Which one? Tap it.
large-vehicles-none = You have no car here yet.
large-violations-title = <b>My fines</b>
large-violations-points = Points: { $points }. Left: { $left }.
large-violations-none = There are none.
large-handling-select = <b>Which ones do you want to pay?</b> ({ $plate })
    Tap each, then the button below them.
large-handling-ask-code = We have sent a code to your phone { $phone }.
    <b>Type its digits here</b> within { COUNTED($minutes, "minute") }.

large-filing-reminder = <b>Please call the owner first.</b>
    The owner will get a text message with a code.
    Ask the owner for the code.

    You can forward this:
    <blockquote>I would like to file your car at “{ office }” to see its fines. You will get a code by text message. Check the plate in it. If you agree, tell me the code.</blockquote>
large-filing-ask-plate = Please type the <b>plate</b>.
    For example { $examples }.
large-filing-ask-engine = Plate: <b>{ $plate }</b>
    Please type the <b>last six of the engine number</b>.
    They are on the vehicle licence.
large-filing-ask-code = <b>The owner has a text message now</b> (phone { $phone }).
    Ask the owner for the code.
    <b>Type it here</b> within { COUNTED($minutes, "minute") }.
large-filing-finished = <b>Done!</b>
    Number: <b>#{ $number }</b>
    Plate: <b>{ $plate }</b>
large-vehicle-code-picture = The QR code of <b>{ $plate }</b>
    Short code: <code>{ $short }</code>
    Link: { $link }
    <b>Only show it in person to someone you know.</b>
large-progress-none = You have nothing under way.
large-vehicle-code-lifetime = Valid until { $until }
large-vehicle-code-warning = Only for someone you know
