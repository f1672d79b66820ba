## Violations: lists, selection, handling

flow-name-handling = Handling violations
command-violations = check and handle traffic violations

money = { $yuan } yuan
warning = warning

violations-no-cars = You have no car in your name and have not filed any. Once you file a car, you can check and handle the violations that cameras recorded for it.
violations-no-cars-mine = You have no car in your name now and have not filed any. Your earlier penalty decisions are still yours to handle: see below. Once you file a car, you can also check and handle the violations that cameras recorded for it.
violations-title = <b>Traffic violations</b>
violations-points = Points in this cycle: { $points }, left: { $left }.
violations-no-licence = We have no driving licence on record for you, so there are no points.
violations-car = { $kind ->
        [own] Own
        [organisation] Organisation's
        [former] Former car
       *[filed] Filed
    } <b>{ $plate }</b>: { $unhandled } not handled, { $unpaid } handled and unpaid
violations-car-button = { $plate } ({ $count } not handled)
violations-mine = My unpaid fines ({ $count })
violations-receipts = Paid fines and receipts
violations-news = Notification settings
vehicle-violations = Violations ({ $count } not handled)
violations-of-car = <b>{ $plate }</b> · { $state }
violations-none = There are no records of this kind.
violations-more = You will see { $count } more once you have handled these.
violations-more-barred = { $count } more cannot be handled here either. They are in the list of the vehicle: open one to see why.
violations-handle = Select and handle
violations-to-unhandled = Not handled { $count }
violations-to-decided = Unpaid { $count }
violations-to-paid = Paid { $count }
violation-state-unhandled = not handled
violation-state-decided = handled, unpaid
violation-state-paid = closed
violation-state-cancelled = cancelled
violation-line = { $at } { $place } · { $act } · { $fine }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
violation = <b>Violation of { $plate }</b>
    Number: <code>{ $number }</code>
    Time: { $at }
    Place: { $place }
    Violation: { $act } (code { $code })
    Rule broken: { $provision }
    Legal basis: { $basis }
    Fine: { $fine } · Points: { $points }
    State: { $state }
violation-evidence = The picture above is from the camera.
violation-no-evidence = This record has no photo. To see one, please { counter-ask }.
violation-obstacles = You cannot handle this one here, because:
violation-handle = Handle this one
violation-decision = See the decision

handling-select = <b>Choose what to handle</b> ({ $plate })
    Tap to select, tap again to deselect. You cannot handle items marked “Not here” (⛔) here: tap one to see why.
handling-box = { $fine }, { $points ->
        [one] 1 point
       *[other] { $points } points
    }
handling-all = Select all (that can be handled)
handling-next = Handle and pay ({ $count })
handling-nothing = { $plate } has no violations to handle.
handling-total = <b>{ $count ->
        [one] 1 violation
       *[other] { $count } violations
    }: fines { $fine } yuan, { $points ->
        [one] 1 point
       *[other] { $points } points
    }</b>
handling-after = After this you have { $after } in this cycle and { $left } left (limit { $full }).
handling-rules = <b>Rules for handling violations here</b> (version { $version })
    1. You confirm that you were driving and accept the penalty. Taking points for someone else, or buying or selling points, is punishable.
    2. You can only handle camera-recorded violations here with a warning or a fine of { $fine_limit } yuan at most, and { COUNTED($record_points, "point") } at most each. Your total must stay below { $total_points }.
    3. A penalty decision is made at once, and the points are added to your licence.
    4. Pay within { COUNTED($pay_within_days, "day") } of the decision. After that, { $late_percent }% of the fine is added each day, up to the amount of the fine.
    5. If you disagree with a decision, you can apply for administrative reconsideration within { COUNTED($reconsideration_days, "day") }, or take it to court. You can also object here.
handling-agree = I agree and this is correct, send the code
handling-rules-show = Read the rules in force
handling-facts = <b>Please check the facts</b>
    Person: { $who } ({ $phone })
    Plate: <b>{ $plate }</b>
handling-facts-next = When you confirm, we send a code to your phone. By typing it you accept the penalty.
handling-confirm = This is correct, send the code
handling-ask-code = The code goes to your phone { $phone } and is valid for { COUNTED($minutes, "minute") }.
    Please <b>type the digits</b>. After that time, send another one.
handling-resend = Send it again
sms-payment-code = { $code } is your code to handle { COUNTED($count, "traffic violation") } of { $plate }, valid for { $minutes } min. Not you? Do not share it.

refused-fine-too-high = The fine is above { $limit } yuan, so you cannot handle it here. Please { counter-visit }, with your driving licence and the vehicle licence.
refused-record-points-too-many = This record has more than { COUNTED($limit, "point") }, so you cannot handle it here. Please { counter-visit }, with your driving licence and the vehicle licence.
refused-points-would-be-full = You have { COUNTED($so_far, "point") } in this cycle, and { $more } more would reach the limit of { $full }. Choose fewer; if one alone is too much, take the course first, then { counter-visit }.
refused-no-licence = We have no driving licence on record for you, so we cannot add points. The person who was driving must handle it. To have your licence checked, please { counter-visit }.
refused-licence-not-normal = { $status ->
        [withdrawn] Your driving licence has been revoked
        [cancelled] Your driving licence has been cancelled
        [overdue-renewal] Your driving licence is overdue for renewal
        [overdue-review] Your driving licence is overdue for review
        [withheld] Your driving licence is being withheld
        [locked] Your driving licence is locked
        [moved-away] Your driving licence has moved to another region
       *[other] Your driving licence is not in a normal state
    }, so you cannot handle violations. To put this right, please { counter-visit }.
refused-class-does-not-cover = Your licence class { $licence } does not cover this kind of car, so you can only look. The person who was driving must handle it.
refused-key-vehicle = This vehicle is under special supervision (重点车辆), so you cannot handle its violations here. Please { counter-visit }.
refused-key-person = You are a driver under special supervision (重点驾驶人), so you cannot handle violations here. Please { counter-visit }.
refused-before-filing = This happened before you filed the car ({ $since }), so the owner must handle it.
refused-already-handled = Some of these have already been handled. Please choose again.
refused-under-objection = Objection #{ $number } to this one has not been answered yet. Please wait for the answer, or withdraw the objection.
refused-nothing-chosen = You have not chosen anything yet. Please select what to handle.
refused-no-phone = We have no phone number for you, so we cannot send a code. Register the number you use now under “Identity” below, or { counter-with-id }.
refused-terms-not-agreed = Please read the rules and agree to them first.

violation-news = { $count ->
        [one] <b>Your car has a new traffic violation</b>
       *[other] <b>Your cars have { $count } new traffic violations</b>
    }
violation-not-yours = We have checked a violation recorded for <b>{ $plate }</b>: it is not yours. The record has been corrected, and you do not need to do anything.
violation-news-button = { $at } · { $fine }
news-settings = <b>Notification settings</b>
    Tap to switch on or off. We do not disturb you at night; you hear from us in the morning.
news-on = ✅ On: { $what }
news-off = 🔕 Off: { $what }
news-kind-violation = New traffic violations

authorities-set = The operator has replaced the table of authorities. It now has { $count ->
    [one] one row
   *[other] { $count } rows
  }. Decisions and receipts take the authority's name, seal and account from it.
