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

cashier = <b>The cashier's desk</b>
    Refunds waiting: { $refunds }, differences: { $differences }.
cashier-refund = { $number } · { $amount } yuan · { $state }
cashier-difference = Difference #{ $number } · { $kind }
cashier-reconcile = Compare yesterday's bill
cashier-export = This month's figures and table
cashier-refund-page = <b>Refund { $number }</b>: { $amount } yuan
    Why: { $why }
    Order: <code>{ $order }</code> ({ $provider })
    Transaction: <code>{ $transaction }</code>, { $total } yuan came in
    Proposed: { $at }, due by { $due }
    State: { $state }
cashier-first-has-left = Who approved it first is no cashier any more, so that no longer counts: two cashiers approve it anew, and the next is the first.
cashier-approve-proposed = Let it go
cashier-approve-approved = Second it and let it go
cashier-approve-failed = Try once more
cashier-waits-for-second = You have approved it; another cashier has to second it.
cashier-needs-second = Refund { $number } is above the limit: your yes is kept, another cashier has to second it.
cashier-gone-elsewhere = { $gone } yuan of this payment have gone back without the desk, by the bill. “Try once more” sends only what is left: { $rest } yuan.
cashier-all-gone-elsewhere = { $gone } yuan of this payment have gone back without the desk, by the bill. “Try once more” closes the refund as done: nothing is left to send.
cashier-was-console = Paid back in the provider's console
cashier-was-cash = Paid back in cash or by transfer
cashier-ask-console = The refund number in the provider's console for { $number } ({ $amount } yuan)? Letters and digits only, as on the bill.
cashier-ask-cash = The number of the voucher or transfer for { $number } ({ $amount } yuan)? Letters and digits only, no names.
cashier-elsewhere-console = Paid back in the provider's console, number <code>{ $reference }</code>.
cashier-elsewhere-cash = Paid back in cash or by transfer, number <code>{ $reference }</code>.
cashier-confirm-elsewhere = Confirm: it was paid back
cashier-approve-instead = Not so: let it go by the gateway
cashier-elsewhere-needs-second = Refund { $number } is above the limit: what you say is kept, another cashier has to confirm it.
cashier-undone = Paid by this money: { $numbers }. If it is gone, let the decision be due again: its receipt is void then, the person is told and has all the time to pay anew. Who owes nothing objects as usual.
cashier-due-again = { $number } is due again
cashier-due-again-done = Decision { $number } is due again, and its receipt is void. The person is told.
cashier-settle-stays-paid = Seen to: what is paid stays paid
cashier-refund-elsewhere = Refund { $number } is closed as done: the money had gone back already. The payer is told.
cashier-sent = Refund { $number } is with the gateway.
cashier-difference-page = <b>Difference #{ $number }</b>: { $kind }
    Bill of { $day } ({ $provider })
    Order: <code>{ $order }</code>
    Entry: <code>{ $reference }</code>
    Ours { $ours } yuan, theirs { $theirs } yuan
cashier-settle = Seen to
cashier-settle-booked = Seen to: book it as on the bill
cashier-settled-booked = Difference #{ $number } is settled. Totals and balance now follow the bill.
cashier-settled = Difference #{ $number } is settled.
cashier-reconciling = The bill of { $day } is being fetched and compared…
cashier-reconciling-days = The bills of { $since } to { $until } are being fetched and compared. You hear of the days that do not agree, and of the last one…
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
cashier-bill-refused = { $provider } gave no bill of { $day }: not set up, or not ready yet.
cashier-no-bill = The bill could not be fetched. Please try again later.
cashier-figures = <b>{ $since } to { $until }</b>
cashier-figures-other = For other days type <code>/ledger 2026-11-01 2026-11-30</code> (both days included).
cashier-figures-line = { $provider }: { $paid } in, { $amount } yuan; { $refunds } back, { $refunded } yuan

refund-is-proposed = waits for a cashier
refund-is-approved = waits for a second cashier
refund-is-sent = with the gateway
refund-is-done = gone back
refund-is-failed = did not go through

difference-unknown-order = an order we do not know
difference-wrong-currency = a payment that is not in yuan
difference-after-closing = booked after the day was closed
difference-wrong-amount = the amounts differ
difference-missing-at-gateway = a payment the gateway does not know
difference-unknown-refund = a refund we do not know
difference-refund-amount = the amounts of a refund differ
difference-refund-missing-at-gateway = a refund the gateway does not know

refused-refund-already-moved = Another cashier was faster, or it has gone back already.
refused-own-refund = This refund is about you, your organisation, or a car that is or was yours. Another cashier has to do it.
refused-second-cashier-needed = Above the limit another cashier has to second it.
refused-annulled-by-you = You have annulled this decision. Somebody else has to let its money go.
refused-no-such-refund = There is no refund numbered { $number }.
refused-refund-reference = Please send the number alone: 4 to 64 letters, digits, or - _ / . #.
refused-payment-not-undone = This decision is not paid any more, or it cost more than what went back.
refused-difference-settled = Another cashier has seen to it.

cashier-news-proposed = 💰 <b>Refund { $number }</b> waits for a cashier: { $amount } yuan.
cashier-news-overdue = ⏰ <b>Refund { $number }</b> ({ $amount } yuan) was due by { $due } and is overdue.
cashier-news-failed = ⚠ <b>Refund { $number }</b> did not go through at the gateway: { $amount } yuan. Please look at it and send it again.

closing = <b>Daily closing of { $day }</b>
closing-totals = { $provider }: { $payments } in, { $received } yuan ({ $settled } paid fines, { $unmatched } unmatched); { $refunds } back, { $refunded } yuan
    Bill: { $billed } yuan in, { $returned } yuan back
closing-compare = Compare the bills of { $day }
closing-close = Close { $day }
closing-done = ✅ <b>{ $day } is closed.</b> Our totals are those of the bills, to the fen.
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
ledger-to-be-refunded = to be refunded
ledger-refunded = refunded

refused-nothing-to-close = There is no day to close: all days that are over are closed, or nothing was paid yet.
refused-day-not-reconciled = The { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    } bill of { $day } is not compared yet. Please compare it first.
refused-differences-open = Up to { $day } there are open differences of { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    }. Please resolve them first.
refused-totals-disagree = The totals of { $day } with { $provider ->
        [wechat] WeChat Pay
       *[alipay] Alipay
    } differ: we have { $ours } yuan in and { $back } back, the bill has { $theirs } in and { $returned } back. Please compare the bill again.
refused-closing-reason = Please write the reason in { $least } to { $most } characters.
refused-day-closed = Another cashier has closed this day.
refused-period-unreadable = These days are not readable, or out of range. Please type: { $example }
refused-period-too-long = At most { COUNTED($most, "day") } at once. Please divide the period.
