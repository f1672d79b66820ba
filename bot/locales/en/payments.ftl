## Penalty decisions, payments, receipts

decisions-made = <b>Done.</b> { $count ->
        [one] One penalty decision was made:
       *[other] { $count } penalty decisions were made:
    }
decision-line = • Decision <code>{ $number }</code>
      { $plate } · { $at } · { $act }
      { $amount }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
decisions-total = <b>To pay: { $total } yuan</b> by { $until } (inclusive).
    How would you like to pay?
decisions-warnings = The penalty is a warning: there is nothing to pay.
decisions-none-unpaid = You have no unpaid fines.
decisions-unpaid = <b>{ $count ->
        [one] One unpaid fine
       *[other] { $count } unpaid fines
    }, { $total } yuan in total</b> (including late fees). Pay all at once, or open them one by one.
decisions-none-paid = You have not paid any fines yet.
decisions-paid = <b>{ $count ->
        [one] The fine you paid
       *[other] The { $count } fines you paid
    }</b>. Open one to get its receipt.
decision-button = Decision { $number }
decision = <b>Penalty decision</b> <code>{ $number }</code>
    Plate: { $plate }
    Time: { $happened }
    Place: { $place }
    Violation: { $act } (code { $code })
    Rule broken: { $provision }
    Legal basis: { $basis }
    Penalty: { $fine }, points: { $points }
    Decided: { $decided }
    Pay within { COUNTED($days, "day") }. After that, { $percent }% is added each day, up to the amount of the fine. You can apply for administrative reconsideration within { COUNTED($remedy, "day") }, or take it to court.
decision-is-unpaid = <b>Unpaid</b>, due by { $until }. Today you pay <b>{ $total } yuan</b>{ $late ->
        [yes] {" "}(including a late fee of { $fee } yuan)
       *[no] {""}
    }.
decision-is-paid = <b>Paid</b>: { $paid }, { $total } yuan{ $late ->
        [yes] {" "}(including a late fee of { $fee } yuan)
       *[no] {""}
    }.
decision-is-revoked = <b>Revoked</b>: { $revoked }.
decision-due-again-since = The money went back without the desk on { $at }; the receipt of then is void.
decision-due-again-receipts = Void: { $receipts }.
decision-pdf = Decision (PDF)
decision-receipt = Receipt (PDF)
decision-fees = Late fee day by day
decision-recheck = Paid but still shown as unpaid? Check again
decision-pdf-sent = Penalty decision { $number }
decision-due = <b>A fine is due soon</b>
    Decision <code>{ $number }</code> ({ $plate }), { $fine }: please pay by { $until } (inclusive). After that, { $percent }% is added each day.
decision-late = <b>A fine is overdue</b>
    Decision <code>{ $number }</code> ({ $plate }), { $fine }: it was due by { $until }. From today, { $percent }% is added each day until you pay, up to the amount of the fine.
decision-due-again = <b>A fine is due again</b>
    The money for your penalty decision <code>{ $number }</code> ({ $plate }, { $fine }) has gone back without the desk, so it is unpaid, and the receipt is void. Please pay by { $until } at the latest; until then nothing is added. If you owe nothing, open it and object.
decision-due-again-payer = <b>A fine that you paid for someone else is due again</b>
    The money for decision <code>{ $number }</code> ({ $plate }, { $fine }) has gone back without the desk, so it is unpaid, and your receipt is void. The person fined has been told. It is due by { $until } at the latest; until then nothing is added.
decision-paid-for-you = Someone has paid your penalty decision <code>{ $number }</code> ({ $plate }, { $fine }) for you.
fees-title = <b>To pay, day by day</b> · decision <code>{ $number }</code>, fine { $fine } yuan
fees-day = { $overdue ->
        [0] Until { $on }: { $total } yuan
       *[other] { $on }: { $total } yuan (late fee { $fee })
    }
paper-being-drawn = Making the file, one moment…
decision-not-drawn = We could not make the PDF of decision <code>{ $number }</code>. The fault is ours. The decision, the fine and the time to pay are not affected. Please try again below.
receipt-not-drawn = We could not make the receipt for decision <code>{ $number }</code>. The fault is ours. Your payment is recorded and not affected. Please try again below.
paper-again = Try again
paper-show = Show the decision
paper-failed = Sorry, we could not make the file. Please try again later.

pay-by-wechat = WeChat Pay
pay-by-alipay = Alipay
provider-wechat = WeChat Pay
provider-cash = Cash, transfer
provider-alipay = Alipay

payment-preparing = Placing the order with { $provider } ({ $amount } yuan), one moment…
payment-code = <b>Pay with { $provider }: { $amount } yuan</b>
    Order <code>{ $number }</code>, valid until { $until }.
    Scan it with another phone, or press and hold the picture. We will tell you here once you have paid.
payment-link = Payment link: <code>{ $link }</code>
payment-open = Open the payment page
payment-recheck = I have paid, check again
payment-other-way = Pay another way
payment-checking = Checking with the payment provider…
payment-closing = Closing the { $provider } order first, so that you do not pay twice…
payment-no-answer = { $provider } is not answering at the moment, so we cannot close order <code>{ $number }</code> ({ $amount } yuan). You can still pay with its code until { $until }. Money you have paid is not lost: we keep checking.
payment-unanswered = { $provider } gave us no payment code. Nothing was taken from you, and order <code>{ $number }</code> is closed. { $amount } yuan are due; how would you like to pay?
payment-not-bookable = { $provider } reports a payment that we cannot book: it is in another currency, or of no amount. Our staff will look into it. Order <code>{ $number }</code> is closed and { $amount } yuan are still due; how would you like to pay?
payment-status = Order <code>{ $number }</code> · { $provider } · <b>{ $amount } yuan</b>
payment-for = • Decision { $number } ({ $plate }): fine { $fine } yuan{ $late ->
        [yes] , late fee { $fee } yuan
       *[no] {""}
    }
payment-is-created = Placing the order.
payment-is-ordered = <b>Waiting for payment.</b> If you have paid, please check again in a moment.
payment-is-overdue = <b>The payment window has closed.</b> { $provider } has not told us yet whether you paid. We keep checking and will tell you at once.
payment-is-paid = <b>Paid</b>, { $at }.
payment-is-closed = <b>The order is closed</b>, { $at }.
payment-is-refunding = <b>Refund in progress.</b>
payment-is-refunded = <b>Refunded.</b>
payment-closed-expired = The payment window has closed. Please pay again.
payment-closed-early = The payment provider has closed this order without a payment. Please pay again.
payment-closed-by-payer = You want to pay another way. Please choose:
payment-closed-refused = The payment provider did not accept this order. Please pay another way, or try again later.
payment-closed-no-answer = The payment provider gave us no payment code, and nothing was taken from you. Please choose how to pay.
payment-closed-wrong-amount = The amount we received is not the amount due, so we will refund it. The fine is not paid yet; please pay again.
payment-closed-sent-back = The payment provider has refunded your payment. Please pay again.
payment-paid = ✅ <b>Paid: { $amount } yuan</b>
    Order <code>{ $number }</code>, { $at }. The receipt follows.
payment-to-receipt = Decision and receipt { $number }
payment-receipt = Receipt: penalty decision { $number }

refund-reason-double = paid twice
refund-reason-late = arrived after the order was closed
refund-reason-revoked = the decision was revoked
refund-reason-wrong-amount = wrong amount
refund-reason-unknown-order = no matching order
refund-coming = We will refund { $amount } yuan of order <code>{ $order }</code> to you ({ $why }), refund <code>{ $number }</code>. Our staff check it first; then the money goes back the way you paid.
refund-not-on-bill = We told you that { $amount } yuan were paid back (number <code>{ $reference }</code>), but the provider's bill has no such refund. We will see to it again and tell you when it is done. Order <code>{ $order }</code> ({ $why }), refund <code>{ $number }</code>.
refund-coming-wrong-amount = <b>The amount was wrong, so the fine is not paid yet</b>
    { $due } yuan were due for order <code>{ $order }</code>, but we received { $amount } yuan. We will refund these { $amount } yuan, refund <code>{ $number }</code>: our staff check it first; then the money goes back the way you paid.
    Please open the decision and pay again.
refund-done-elsewhere = <b>{ $amount } yuan were paid back to you another way</b> ({ $why }), number <code>{ $reference }</code>; order <code>{ $order }</code>, refund <code>{ $number }</code>.
refund-withdrawn = <b>Nothing is left to be refunded.</b> We told you that { $amount } yuan would go back ({ $why }), but the provider's bills have no such payment: we did not get this money. Order <code>{ $order }</code>, refund <code>{ $number }</code>. If your account was charged, please ask the payment provider about it. If the money reaches us later, we will refund it without being asked.
refund-came = The payment of { $amount } yuan has come after all ({ $why }), so we will refund it: order <code>{ $order }</code>, refund <code>{ $number }</code>. Our staff check it first; then the money goes back the way you paid.
refund-done = <b>We have refunded { $amount } yuan</b> ({ $why }), order <code>{ $order }</code>, refund <code>{ $number }</code>. The payment provider decides when it arrives.

refused-nothing-to-pay = There is nothing to pay here: it has been paid or revoked.
refused-payment-under-way = This is being paid or has been paid. Please check its state, and do not pay twice.
refused-order-over = This order is closed.
refused-refund-coming = A refund ({ $number }) is on its way to you. Please wait for it before you delete your account.
