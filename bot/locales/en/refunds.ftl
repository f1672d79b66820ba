## Refunds, bill differences, ledger export (cashiers)

command-refund = refunds, reconciling, table for the books (for example /refund 1001)
go-refund = Refunds and reconciling

cashier = <b>The cashier's desk</b>
    Refunds waiting: { $refunds }, differences: { $differences }.
cashier-refund = { $number } · { $amount } yuan · { $state }
cashier-difference = Difference #{ $number } · { $kind }
cashier-reconcile = Compare yesterday's bill
cashier-export = This month's figures and table (CSV)
cashier-refund-page = <b>Refund { $number }</b>: { $amount } yuan
    Why: { $why }
    Order: <code>{ $order }</code> ({ $provider })
    Transaction: <code>{ $transaction }</code>, { $total } yuan came in
    Proposed: { $at }
    State: { $state }
cashier-approve-proposed = Let it go
cashier-approve-approved = Second it and let it go
cashier-approve-failed = Try once more
cashier-waits-for-second = You have approved it; another cashier has to second it.
cashier-needs-second = Refund { $number } is above the limit: your yes is kept, another cashier has to second it.
cashier-sent = Refund { $number } is with the gateway.
cashier-difference-page = <b>Difference #{ $number }</b>: { $kind }
    Bill of { $day } ({ $provider })
    Order: <code>{ $order }</code>
    Entry: <code>{ $reference }</code>
    Ours { $ours } yuan, theirs { $theirs } yuan
cashier-settle = Seen to
cashier-settled = Difference #{ $number } is settled.
cashier-reconciling = The bill of { $day } is being fetched and compared…
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
refused-no-such-refund = There is no refund numbered { $number }.
refused-difference-settled = Another cashier has seen to it.

cashier-news-proposed = 💰 <b>Refund { $number }</b> waits for a cashier: { $amount } yuan.
cashier-news-failed = ⚠ <b>Refund { $number }</b> did not go through at the gateway: { $amount } yuan. Please look at it and send it again.
