## Refunds, bill differences, ledger export (cashiers)

command-refund = refunds, reconciling, table for the books (for example /refund 1001)
go-refund = Refunds and reconciling
command-closing = close a day once its totals agree with the bills
go-closing = Daily closing
command-ledger = table for the books, for any days (for example /ledger 2026-11-01 2026-11-30)
go-ledger = Table for the books
command-reconcile = compare bills, of any days (for example /reconcile 2026-11-28)
go-reconcile = Compare bills

flow-name-closing-without-bill = Daily closing without a bill
flow-name-refund-elsewhere = Refund paid back elsewhere

cashier = <b>Cashier</b>
    Refunds waiting: { $refunds }, differences: { $differences }.
cashier-refund = { $number } · { $amount } yuan · { $state }
cashier-difference = Difference #{ $number } · { $kind }
cashier-reconcile = Compare yesterday's bill
cashier-export = This month's figures and table
cashier-refund-page = <b>Refund { $number }</b>: { $amount } yuan
    Reason: { $why }
    Order: <code>{ $order }</code> ({ $provider })
    Transaction: <code>{ $transaction }</code>, { $total } yuan received
    Proposed: { $at }, due by { $due }
    State: { $state }
cashier-first-has-left = The cashier who approved this first is no longer a cashier, so that approval no longer counts. Two cashiers must approve it again; the next is the first.
cashier-approve-proposed = Approve refund
cashier-approve-approved = Approve second, refund now
cashier-approve-failed = Try again
cashier-waits-for-second = You have approved this. Another cashier must approve it too.
cashier-needs-second = Refund { $number } is above the limit. We have noted your approval; another cashier must approve it too.
cashier-gone-elsewhere = According to the bill, { $gone } yuan of this payment have already been refunded outside this desk. “{ $step }” sends { $rest } yuan. If this refund is among what was refunded, choose “{ $console }” instead.
cashier-all-gone-elsewhere = According to the bill, { $gone } yuan of this payment have already been refunded outside this desk. “{ $step }” closes this refund as done and sends nothing.
cashier-was-console = Paid back in the provider's console
cashier-was-cash = Paid back in cash or by transfer
cashier-ask-console = The refund number in the provider's console for { $number } ({ $amount } yuan)? Letters and digits only, as on the bill.
cashier-ask-cash = The number of the voucher or transfer for { $number } ({ $amount } yuan)? Letters and digits only, no names.
cashier-not-on-bill = It was marked as paid back in the provider's console, number <code>{ $reference }</code>, but no bill has it, so it waits again.
cashier-elsewhere-console = Paid back in the provider's console, number <code>{ $reference }</code>.
cashier-elsewhere-cash = Paid back in cash or by transfer, number <code>{ $reference }</code>.
cashier-confirm-elsewhere = Confirm: it was paid back
cashier-approve-instead = No: refund through the payment provider
cashier-elsewhere-needs-second = Refund { $number } is above the limit: what you say is kept, another cashier has to confirm it.
cashier-undone = Paid by this money: { $numbers }. If it is gone, let the decision be due again: its receipt is void then, the person is told and has all the time to pay anew. Who owes nothing objects as usual.
cashier-due-again = { $number } is due again
cashier-due-again-done = Decision { $number } is due again, and its receipt is void. The person is told.
cashier-withdraws = If it never came, booking it as on the bill also withdraws refund { $numbers }. The payer is told.
cashier-settle-stays-paid = Seen to: what is paid stays paid
cashier-refund-elsewhere = Refund { $number } is closed as done: the money had already been refunded. We will tell the payer.
cashier-sent = Refund { $number } has been sent to the payment provider.
cashier-difference-page = <b>Difference #{ $number }</b>: { $kind }
    Bill of { $day } ({ $provider })
    Order: <code>{ $order }</code>
    Entry: <code>{ $reference }</code>
    Ours { $ours } yuan, theirs { $theirs } yuan
cashier-difference-refund-state = State of the refund at the provider: { $state }
cashier-settle = Mark as resolved
cashier-settle-booked = Resolve, and book as on the bill
cashier-settled-booked = Difference #{ $number } is resolved. Totals and balance follow the bill.
cashier-settled = Difference #{ $number } is resolved.
cashier-reconciling = Fetching and comparing the bill of { $day }…
cashier-reconciling-days = Fetching and comparing the bills of { $since } to { $until }. We report only the days that differ, and the last one…
cashier-reconciled = { $provider } { $day }: { $lines ->
        [one] 1 line
       *[other] { $lines } lines
    } on the bill, { $healed } booked late, { $differences } new { $differences ->
        [one] difference
       *[other] differences
    }, { $foreign ->
        [one] 1 line
       *[other] { $foreign } lines
    } of other business.
cashier-bill-refused = { $provider } gave no bill for { $day }: it is not set up, or not ready yet.
cashier-no-bill = We could not fetch the bill. Please try again later.
cashier-figures = <b>{ $since } to { $until }</b>
cashier-figures-other = For other days type <code>/ledger 2026-11-01 2026-11-30</code> (both days included).
cashier-figures-line = { $provider }: { $paid } received, { $amount } yuan; { $refunds } refunded, { $refunded } yuan

refund-is-proposed = waiting for a cashier
refund-is-approved = waiting for a second cashier
refund-is-sent = with the payment provider
refund-is-done = refunded
refund-is-failed = failed
refund-is-withdrawn = withdrawn: the payment never came

difference-unknown-order = an order we do not know
difference-wrong-currency = a payment that is not in yuan
difference-after-closing = booked after the day was closed
difference-on-two-bills = on the bills of two days, counted once
difference-wrong-amount = different amounts
difference-missing-at-gateway = a payment that the provider does not know
difference-unknown-refund = a refund we do not know
difference-refund-amount = different amounts of a refund
difference-refund-missing-at-gateway = a refund that the provider does not know

refused-refund-already-moved = Another cashier has already handled it, or it has been refunded.
refused-own-refund = This refund is about you, your organisation, or a car that is or was yours, so another cashier must handle it.
refused-second-cashier-needed = Refunds above the limit need the approval of another cashier.
refused-annulled-by-you = You revoked this decision, so another member of staff must approve the refund.
refused-no-such-refund = There is no refund { $number }.
refused-refund-nothing-left = According to the provider's bill, all of this has gone back already. Please do not pay it out again: open the refund and approve it, which closes it and sends nothing.
refused-refund-reference = Please send the number alone: 4 to 64 letters, digits, or - _ / . #.
refused-payment-not-undone = This decision is not paid any more, or it cost more than what went back.
refused-difference-settled = Another cashier has already resolved it.

cashier-news-proposed = 💰 <b>Refund { $number }</b> is waiting for a cashier: { $amount } yuan.
cashier-news-approved = 💰 <b>Refund { $number }</b> waits for a second cashier: { $amount } yuan, due by { $due }.
cashier-news-failed = ⚠ <b>Refund { $number }</b> failed at the payment provider: { $amount } yuan. Please check it and send it again.

closing = <b>Daily closing of { $day }</b>
closing-totals = { $provider }: { $payments } received, { $received } yuan ({ $settled } for fines, { $unmatched } unmatched); { $refunds } refunded, { $refunded } yuan
    Bill: { $billed } yuan received, { $returned } yuan refunded
closing-changed = Our totals include resolved differences: { $received } yuan received, { $refunded } yuan refunded
closing-compare = Compare the bills of { $day }
closing-close = Close { $day }
closing-done = ✅ <b>{ $day } is closed.</b> Our totals match the bills to the fen.
closing-balance = { $provider }: balance { $balance } yuan, of which { $corrected } yuan correct earlier days

closing-and = { ", " }
closing-may-lack-bill = The bill of { $providers } cannot be had. You can close the day on our own records, with the reason.
closing-without-bill = Close { $day } without that bill
closing-ask-reason = Why is { $day } closed without the bill? Please write it in a sentence; it is kept with the closing.
closing-done-without-bill = ✅ <b>{ $day } is closed on our own records</b>: there was no bill of { $providers }. Your reason is kept with it.

ledger-csv = The same table as CSV
ledger-sheet = Ledger
ledger-column-kind = Kind
ledger-column-at = Time
ledger-column-provider = Paid by
ledger-column-order = Order
ledger-column-transaction = Transaction
ledger-column-refund = Refund
ledger-column-decision = Decision
ledger-column-receipt = Receipt
ledger-column-fine-yuan = Fine (yuan)
ledger-column-late-fee-yuan = Late fee (yuan)
ledger-column-amount-yuan = Amount (yuan)
ledger-column-remark = Remark
ledger-payment = payment
ledger-correction = correction
ledger-refund = refund
ledger-receipt-void = receipt void
ledger-paid-back-console = paid back in the console
ledger-paid-back-cash = paid back in cash or by transfer
ledger-never-came = never came
ledger-to-be-refunded = to be refunded
ledger-refunded = refunded

refused-nothing-to-close = There is no day to close: all past days are closed, or nothing has been paid yet.
refused-day-not-reconciled = The { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    } bill of { $day } has not been compared yet. Please compare it first.
refused-differences-open = There are open differences of { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    } up to { $day }. Please resolve them first.
refused-totals-disagree = The totals of { $day } with { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    } differ: we have { $ours } yuan received and { $back } refunded, the bill has { $theirs } received and { $returned } refunded. Please compare the bill again.
refused-closing-reason = Please write the reason in { $least } to { COUNTED($most, "character") }.
refused-day-closed = Another cashier has closed this day.
refused-bills-not-kept = There is no bill of { $day } any more: the payment providers do not keep bills for so long. Please name days from { $since } on.
refused-bills-before-desk = There is no bill of { $day } to compare: we have taken payments here since { $since }. Please name days from then on.
refused-period-unreadable = I could not read these dates, or they are not between { $since } and { $until } (both included). Please type: <code>{ $example }</code>
refused-period-too-long = You can choose { COUNTED($most, "day") } at most. Please split the period.
