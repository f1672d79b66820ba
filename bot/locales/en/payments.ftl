## Penalty decisions, payments, receipts

decisions-made = <b>Handled.</b> { $count ->
        [one] One penalty decision was made:
       *[other] { $count } penalty decisions were made:
    }
decision-line = • Decision <code>{ $number }</code>
      { $plate } · { $at } · { $act }
      { $amount }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
decisions-total = <b>To pay: { $total } yuan</b>, by { $until } at the latest.
    How would you like to pay?
decisions-warnings = The penalty is a warning: there is nothing to pay.
decisions-none-unpaid = You have no unpaid fines.
decisions-unpaid = <b>{ $count ->
        [one] One unpaid fine
       *[other] { $count } unpaid fines
    }, { $total } yuan altogether</b> (late fees included). Pay all at once, or open them one by one.
decisions-none-paid = You have not paid any fine yet.
decisions-paid = <b>{ $count ->
        [one] The fine you have paid
       *[other] The last { $count } fines you have paid
    }</b>. Open one for its receipt.
decision-button = Decision { $number }
decision = <b>Penalty decision</b> <code>{ $number }</code>
    Plate: { $plate }
    Time: { $at }
    Place: { $place }
    Act: { $act } (code { $code })
    Provision broken: { $provision }
    Basis: { $basis }
    Penalty: { $fine }, points: { $points }
    Decided: { $decided }
    Pay within { COUNTED($days, "day") }; after that { $percent } % a day is added, at most the fine itself. You may ask for reconsideration within { COUNTED($remedy, "day") }, or bring an action.
decision-is-unpaid = <b>Unpaid</b>, due by { $until }. Today <b>{ $total } yuan</b> (late fee { $fee } yuan included).
decision-is-paid = <b>Paid</b>: { $paid }, { $total } yuan (late fee { $fee } yuan included).
decision-is-revoked = <b>Revoked</b>: { $revoked }.
decision-due-again-since = The money went back without the desk on { $at }; the receipt of then is void.
decision-due-again-receipts = Void: { $receipts }.
decision-pdf = Decision (PDF)
decision-receipt = Receipt (PDF)
decision-fees = Late fee day by day
decision-recheck = Paid, but shown unpaid? Check again
decision-pdf-sent = Penalty decision { $number }
decision-due = <b>A fine falls due</b>
    Decision <code>{ $number }</code> ({ $plate }), { $fine }: please pay by { $until } at the latest. After that { $percent } % a day is added.
decision-late = <b>A fine is overdue</b>
    Decision <code>{ $number }</code> ({ $plate }), { $fine }: { $until } was the last day. From today { $percent } % a day is added, at most the fine itself, until you pay.
decision-due-again = <b>A fine is due again</b>
    The money for your penalty decision <code>{ $number }</code> ({ $plate }, { $fine }) has gone back without the desk, so it is unpaid, and the receipt is void. Please pay by { $until } at the latest; until then nothing is added. If you owe nothing, open it and object.
decision-paid-for-you = Somebody has paid your penalty decision <code>{ $number }</code> ({ $plate }, { $fine }).
fees-title = <b>To pay, day by day</b> · decision <code>{ $number }</code>, fine { $fine } yuan
fees-day = { $overdue ->
        [0] Until { $on }: { $total } yuan
       *[other] { $on }: { $total } yuan (late fee { $fee })
    }
paper-being-drawn = The paper is being made; it comes in a moment…
decision-not-drawn = The PDF of decision <code>{ $number }</code> could not be made; the fault is ours. The decision, the fine and the time to pay are not affected. Please make it again below.
receipt-not-drawn = The receipt for decision <code>{ $number }</code> could not be made; the fault is ours. Your payment is booked and not affected. Please make it again below.
paper-again = Make it again
paper-show = Show the decision
paper-failed = Sorry, the paper could not be made. Please try again later.

pay-by-wechat = WeChat Pay
pay-by-alipay = Alipay
provider-wechat = WeChat Pay
provider-cash = Cash, transfer
provider-alipay = Alipay

payment-preparing = Asking { $provider } for a code ({ $amount } yuan), one moment…
payment-code = <b>Pay with { $provider }: { $amount } yuan</b>
    Order <code>{ $number }</code>, good until { $until }.
    Scan it with another phone, or hold the picture. You will be told here once it is paid.
payment-link = Payment link: <code>{ $link }</code>
payment-open = Open the payment page
payment-recheck = I have paid, check it
payment-other-way = Pay another way
payment-checking = Asking the gateway…
payment-closing = The { $provider } order is being closed first, so that nothing is paid twice…
payment-no-answer = { $provider } does not answer just now, so order <code>{ $number }</code> ({ $amount } yuan) cannot be closed. You can still pay by its code until { $until }; money paid is not lost, we keep asking.
payment-unanswered = { $provider } gave no payment code: nothing was taken from you, and order <code>{ $number }</code> is closed. { $amount } yuan are due; please choose how to pay:
payment-status = Order <code>{ $number }</code> · { $provider } · <b>{ $amount } yuan</b>
payment-for = • Decision { $number } ({ $plate }): fine { $fine } yuan, late fee { $fee } yuan
payment-is-created = It is being ordered.
payment-is-ordered = <b>Waiting for the payment.</b> If you have paid, please check again in a moment.
payment-is-overdue = <b>The time to pay is over.</b> { $provider } has not told us yet whether you paid; we keep asking and tell you at once.
payment-is-paid = <b>Paid</b>, { $at }.
payment-is-closed = <b>The order is closed</b>, { $at }.
payment-is-refunding = <b>The money is going back.</b>
payment-is-refunded = <b>The money has gone back.</b>
payment-closed-expired = The time to pay was over. You can pay anew.
payment-closed-by-payer = You wanted to pay another way. Please choose:
payment-closed-refused = The gateway did not take this order. Please pay another way, or try again later.
payment-closed-no-answer = The gateway gave no payment code, and nothing was taken from you. Please choose again how to pay.
payment-closed-wrong-amount = The amount that came is not the one due, and goes back. The fine is still to be paid; please pay anew.
payment-closed-sent-back = The gateway has sent the money back. You can pay anew.
payment-paid = ✅ <b>Paid: { $amount } yuan</b>
    Order <code>{ $number }</code>, { $at }. The receipt follows.
payment-to-receipt = Decision and receipt { $number }
payment-receipt = Receipt: penalty decision { $number }

refund-reason-double = paid twice
refund-reason-late = came after the order was closed
refund-reason-revoked = the decision was revoked
refund-reason-wrong-amount = not the amount due
refund-reason-unknown-order = no order of ours
refund-coming = { $amount } yuan of order <code>{ $order }</code> go back to you ({ $why }), refund <code>{ $number }</code>. Staff look at it first; the money goes back the way it came.
refund-coming-wrong-amount = <b>The amount differs, so the fine is not paid yet</b>
    { $due } yuan were due for order <code>{ $order }</code>, and { $amount } yuan came. These { $amount } yuan go back to you, refund <code>{ $number }</code>: staff look at it first, then the money goes back the way it came.
    Please open the decision to pay anew.
refund-done-elsewhere = <b>{ $amount } yuan were paid back to you another way</b> ({ $why }), number <code>{ $reference }</code>; order <code>{ $order }</code>, refund <code>{ $number }</code>.
refund-done = <b>{ $amount } yuan have gone back to you</b> ({ $why }), order <code>{ $order }</code>, refund <code>{ $number }</code>. The gateway decides when they arrive.

refused-nothing-to-pay = There is nothing to pay here: it is paid already, or was revoked.
refused-payment-under-way = This is being paid, or is paid already. Please look where it stands; do not pay twice.
refused-order-over = This order is over.
refused-refund-coming = A refund ({ $number }) is on its way to you. Please wait for it first.
