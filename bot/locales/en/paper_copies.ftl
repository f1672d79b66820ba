## Paper copies: by post, picked up

command-papers = paper copies: progress
go-papers = My paper copies
flow-name-paper-tracking = Tracking number
flow-name-paper = Paper copy

certificate-paper = Paper copy (also if lost or damaged)
paper-ask-why = Paper copy of the certificate of <b>{ $plate }</b>
    The electronic certificate is just as valid, and nobody is fined for having no paper copy. If you still need one, choose:
paper-why-first = I do not have one yet
paper-why-lost = Mine is lost or damaged
paper-ask-way = How would you like to get it?
paper-ask-way-lost = You do not need to replace a lost or damaged paper copy: just show the electronic one. If you still need paper, how would you like to get it?
paper-way-post = By post
paper-way-pick-up = Pick up
paper-ask-recipient = Please type the recipient's name. We delete the name, number and address you type from this chat once we have read them.
paper-ask-phone = Please type the recipient's mobile number.
paper-ask-address = Please type the address, including street and house number. We keep it encrypted and delete it after delivery.
paper-mine = Use mine: { $what }
paper-confirm-post = <b>Please check</b>
    Car: { $plate }
    Recipient: { $recipient }
    Phone: { $phone }
    Address: { $address }
    Reason: { $why }

    An address that you let us remember is kept encrypted for the next time. You can have it deleted at any time.
paper-confirm-pick-up = <b>Please check</b>
    Car: { $plate }
    Reason: { $why }
    { pick-up-visit } You are told when it is ready. Bring your ID card.
paper-order = Order the paper copy
paper-order-remember = Send, remember the address
paper-order-forget = Send, do not remember it
paper-forget = Delete the remembered address
paper-type-address = To change the address, type the new one. If everything is right, tap one of the order buttons.
paper-change-way = Delivery
paper-change-why = Reason
paper-change-recipient = Change recipient
paper-change-phone = Change phone
paper-change-address = Change address
paper-requested = Received, number <b>#{ $number }</b> ({ $plate }). We will tell you about every step.
paper-follow = Track it
paper-order-for = Order a paper copy · { $plate }
paper-none = You have not ordered a paper copy.
paper-list = <b>My paper copies</b>
paper-work = <b>Paper copies to print and send</b>
paper-work-none = There are no paper copies to print now.
paper-button = #{ $number } { $plate } { $status }
paper-standing = <b>Paper copy #{ $number }</b>  { $plate }
    { $way }, status: <b>{ $status }</b> ({ $changed })
paper-tracking = Tracking number <code>{ $tracking }</code>
paper-certificate = Certificate <code>{ $certificate }</code> of <b>{ $plate }</b>, valid until { $until }
paper-to = To: { $recipient }  { $phone }
    { $address }
paper-status-requested = requested
paper-status-printed = printed
paper-status-posted = posted
paper-collect = { pick-up-visit } Please bring your ID card.
paper-status-ready = ready to pick up
paper-status-done = delivered
paper-status-cancelled = cancelled
paper-do-printed = Printed
paper-do-posted = Posted (tracking number)
paper-do-ready = Ready to pick up
paper-do-done = Delivered / picked up
paper-cancel = Cancel order
paper-void = Destroyed, not handed over
paper-changed-cancelled = Paper copy <b>#{ $number }</b> ({ $plate }) has been cancelled. You no longer need to print it. If it is printed, please do not post it but destroy it.
paper-cancelled-by-staff = The certificate is no longer valid, so this copy will not be sent or handed over. Once you have a new certificate, you can order a copy again.
paper-changed-void = The certificate of paper copy <b>#{ $number }</b> ({ $plate }) is no longer valid. If the copy is printed, please do not post it or hand it over, but destroy it.
paper-changed-replaced = The certificate of paper copy <b>#{ $number }</b> ({ $plate }) has been replaced by a newer one. If the copy is printed, please do not post it or hand it over, but destroy it; it is then printed anew.
paper-changed-no-address = Paper copy <b>#{ $number }</b> ({ $plate }): the applicant has deleted their account, and the address with it. If it has not been posted, please destroy it.
paper-ask-tracking = Please type the tracking number of #{ $number }.
refused-paper-underway = A paper copy (#{ $number }) for this car is already on its way.
refused-paper-needs-valid = The certificate is not valid now, so we cannot make a paper copy.
refused-bad-recipient = Please type a name of { COUNTED($most, "character") } at most.
refused-bad-address = Please type the full address, { $least } to { COUNTED($most, "character") }.
refused-bad-paper-phone = That is not a mobile number. Please check it and type it again.
refused-bad-tracking = That is not a tracking number: it has { $least } to { $most } letters and digits.
refused-paper-moved = Someone has already done this step, or this copy does not need it.
refused-paper-void = Paper copy #{ $number } can no longer be posted or handed over. Please open it and tap “Destroyed, not handed over”.
