## Violations: lists, selection, handling

flow-name-handling = Handling violations
command-violations = see and handle traffic violations

money = { $yuan } yuan
warning = warning

violations-no-cars = There is no car of yours and none you have filed. Once you have filed one, you can look up and handle what cameras recorded.
violations-no-cars-mine = There is no car of yours now and none you have filed. Your decisions from before are still yours to handle, they are below; once you have filed a car, you can look up and handle what cameras recorded.
violations-title = <b>Traffic violations</b>
    Points in this cycle: { $points }, left: { $left }.
violations-car = { $kind ->
        [own] Own
        [former] Former car
       *[filed] Filed
    } <b>{ $plate }</b>: { $unhandled } not handled, { $unpaid } handled and unpaid
violations-car-button = { $plate } ({ $count } not handled)
violations-mine = My unpaid fines ({ $count })
violations-receipts = Paid fines and receipts
violations-news = News settings
vehicle-violations = Violations ({ $count } not handled)
violations-of-car = <b>{ $plate }</b> · { $state }
violations-none = There are none of this kind.
violations-more = { $count } older ones will show once these are handled.
violations-handle = Select and handle
violations-to-unhandled = Not handled { $count }
violations-to-decided = Unpaid { $count }
violations-to-paid = Paid { $count }
violation-state-unhandled = not handled
violation-state-decided = handled, unpaid
violation-state-paid = settled
violation-state-cancelled = cancelled
violation-line = { $at } { $place } · { $act } · { $fine }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
violation = <b>A record of { $plate }</b>
    Number: <code>{ $number }</code>
    Time: { $at }
    Place: { $place }
    Act: { $act } (code { $code })
    Provision: { $provision }
    Basis: { $basis }
    Fine: { $fine } · Points: { $points }
    State: { $state }
violation-evidence = Above is the camera's picture.
violation-no-evidence = There is no picture with this record. To see one, { counter-ask }.
violation-obstacles = It cannot be handled here, because:
violation-handle = Handle this one
violation-decision = See the decision

handling-select = <b>Select what to handle</b> ({ $plate })
    A tap ticks, another takes the tick away. What says “Not here” (⛔) cannot be handled here: tap it to see why.
handling-box = { $fine }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
handling-all = All that can be handled
handling-next = Handle and pay ({ $count })
handling-nothing = { $plate } has nothing to handle.
handling-total = <b>{ $count ->
        [one] 1 record
       *[other] { $count } records
    }: fines { $fine } yuan, { $points ->
        [one] 1 point
       *[other] { $points } points
    }</b>
    After this you have { $after } in this cycle, { $left } left (full at { $full }).
handling-rules = <b>The rules of this business</b> (version { $version })
    1. You declare that you were driving, and accept the penalty. Taking points for others, or selling them, is punished.
    2. Handled here are camera records with a fine of { $fine_limit } yuan at most or a warning, and { COUNTED($record_points, "point") } at most each; afterwards you must stay below { $total_points }.
    3. A penalty decision is made at once, and the points go onto your licence with it.
    4. Pay within { COUNTED($pay_within_days, "day") } of the decision. After that { $late_percent } % of the fine is added a day, at most the fine itself.
    5. Against a decision you may ask for reconsideration within { COUNTED($reconsideration_days, "day") }, or bring an action; you can object here as well.
handling-agree = I have read this and agree
handling-facts = <b>Please check the facts</b>
    Party: { $who } ({ $phone })
    Plate: <b>{ $plate }</b>
handling-facts-next = When you confirm, a code goes to your phone. Typing it means that you accept the penalty.
handling-confirm = The facts are right, send the code
handling-ask-code = A code is on its way to your phone { $phone }; it is good for { COUNTED($minutes, "minute") }.
    Please <b>type its digits</b>.
handling-resend = Send it again
sms-payment-code = Code { $code }: you are handling { COUNTED($count, "traffic violation") } of { $plate }. Good for { COUNTED($minutes, "minute") }. If this is not you, tell nobody.

refused-fine-too-high = The fine is above { $limit } yuan. Please { counter-visit }. You need your driving licence and the vehicle licence.
refused-record-points-too-many = One record has more than { COUNTED($limit, "point") }. Please { counter-visit }. You need your driving licence and the vehicle licence.
refused-points-would-be-full = You have { COUNTED($so_far, "point") } in this cycle; { $more } more would fill the { $full }. Select fewer, or take the course first, then { counter-visit }.
refused-no-licence = We know of no driving licence of yours, so no points can be taken. Whoever was driving handles it, or, to have your licence checked, { counter-visit }.
refused-licence-not-normal = { $status ->
        [withdrawn] Your driving licence was withdrawn
        [cancelled] Your driving licence was cancelled
        [overdue-renewal] Your driving licence is overdue for renewal
        [overdue-review] Your driving licence is overdue for review
        [withheld] Your driving licence is withheld
        [locked] Your driving licence is locked
        [moved-away] Your driving licence was moved away
       *[other] Your driving licence is not in a normal state
    }, so violations cannot be handled. Please put that right first: { counter-visit }.
refused-class-does-not-cover = Your licence class { $licence } does not cover such cars: you can look, not handle. Whoever was driving handles it.
refused-key-vehicle = This is a key vehicle. Please { counter-visit }.
refused-key-person = You are a key driver. Please { counter-visit }.
refused-before-filing = This happened before you filed the car ({ $since }). The owner handles it.
refused-already-handled = Some of these have been handled. Please select again.
refused-under-objection = Objection #{ $number } against this one has no answer yet. Wait for it, or take the objection back.
refused-nothing-chosen = Nothing is selected yet. Please tick what to handle.
refused-no-phone = We have no phone number of yours to send a code to. Register the number you use now with “Identity” below, or { counter-with-id }.
refused-terms-not-agreed = Please read the rules and agree to them first.

violation-news = { $count ->
        [one] <b>A new traffic violation of your car</b>
       *[other] <b>{ $count } new traffic violations of your cars</b>
    }
violation-not-yours = A check has shown that a violation recorded for <b>{ $plate }</b> is not yours. The record is corrected, and there is nothing for you to do.
violation-news-button = { $at } · { $fine }
news-settings = <b>News settings</b>
    A tap switches. At night nothing comes; you hear of it in the morning.
news-on = ✅ On: { $what }
news-off = 🔕 Off: { $what }
news-kind-violation = New traffic violations

authorities-set = The operator has replaced the table of authorities: it has { $count ->
    [one] one row
   *[other] { $count } rows
  } now. Decisions and receipts take name, seal and account from it.
