## Paper copies: by post, picked up

command-papers = paper copies: how far they are
go-papers = My paper copies
flow-name-paper-tracking = Tracking number
flow-name-paper = Paper copy

certificate-paper = Paper copy (also after loss)
paper-ask-why = The paper copy of the certificate of <b>{ $plate }</b>
    The electronic certificate counts as much as paper, and nobody is fined for having no paper. If you need it all the same:
paper-why-first = I have none yet
paper-why-lost = Lost or damaged
paper-ask-way = How would you like to get it?
paper-ask-way-lost = A lost or damaged paper copy needs no replacement: just show the electronic one. If you need paper all the same, how would you like to get it?
paper-way-post = By post
paper-way-pick-up = I pick it up
paper-ask-recipient = Who receives it? Name, number and address that you type are deleted from this chat once read.
paper-ask-phone = The recipient's mobile number?
paper-ask-address = The address, down to street and house number? It is kept encrypted, and deleted once delivered.
paper-mine = Use mine: { $what }
paper-confirm-post = <b>Please check</b>
    Car: { $plate }
    Recipient: { $recipient }
    Phone: { $phone }
    Address: { $address }
paper-confirm-pick-up = <b>Please check</b>
    Car: { $plate }
    { pick-up-visit } You are told when it is ready. Bring your ID card.
paper-order = Send
paper-change-recipient = Recipient
paper-change-phone = Phone
paper-change-address = Address
paper-requested = Taken, number <b>#{ $number }</b> ({ $plate }). You are told at each step.
paper-follow = Follow it
paper-none = You have not asked for a paper copy.
paper-list = <b>My paper copies</b>
paper-work = <b>Paper copies to be printed and sent</b>
paper-work-none = No paper copies are to be printed now.
paper-button = #{ $number } { $plate } { $status }
paper-standing = <b>Paper copy #{ $number }</b>  { $plate }
    { $way }, status: <b>{ $status }</b> ({ $changed })
paper-tracking = Tracking number <code>{ $tracking }</code>
paper-to = To: { $recipient }  { $phone }
    { $address }
paper-status-requested = requested
paper-status-printed = printed
paper-status-posted = posted
paper-status-ready = ready to be picked up
paper-status-done = delivered
paper-status-cancelled = cancelled
paper-do-printed = Printed
paper-do-posted = Posted (tracking number)
paper-do-ready = Ready to be picked up
paper-do-done = Delivered / picked up
paper-cancel = Cancel it
paper-void = Destroyed, not sent
paper-changed-cancelled = Paper copy <b>#{ $number }</b> ({ $plate }) is cancelled; it need not be printed any more. If it is printed, please destroy it.
paper-cancelled-by-staff = Its certificate is not valid any more, so this copy is destroyed. Once there is a new certificate, you can request a copy again.
paper-changed-void = The certificate of paper copy <b>#{ $number }</b> ({ $plate }) is not valid any more. If the copy is printed, please do not post it or hand it out, but destroy it.
paper-changed-no-address = Paper copy <b>#{ $number }</b> ({ $plate }): the person who requested it has deleted their account, and the address with it. If it is not posted yet, please destroy it.
paper-ask-tracking = The tracking number of #{ $number }?
refused-paper-underway = A paper copy (#{ $number }) for this car is on its way already.
refused-paper-needs-valid = The certificate is not valid now, so no paper can be made of it.
refused-bad-recipient = Please write a name, { COUNTED($most, "character") } at the most.
refused-bad-address = Please write a whole address, { $least } to { COUNTED($most, "character") }.
refused-bad-paper-phone = This is no mobile number.
refused-bad-tracking = This is no tracking number: 6 to 40 letters and digits.
refused-paper-moved = Somebody has done that already, or this copy does not go that way.
refused-paper-void = Paper copy #{ $number } must not be posted or handed out any more. Please open it and tap “Destroyed, not sent”.
