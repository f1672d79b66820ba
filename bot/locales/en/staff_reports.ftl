## The audit, figures, finding a person, alarms

command-audit = audit: newest, by kind, by application
go-audit = Audit
audit-page = <b>Audit</b>: { $about }
audit-everything = everything
audit-nothing = No entries.
audit-line = { $at } <code>{ $action }</code> { $who } { $more }
audit-by-desk = the desk
audit-by-user = user { $number }
audit-usage = One kind: <code>/audit KIND</code>; one application: <code>/audit 1024</code>. Kinds: { $things }
audit-older = Older
audit-verify = Verify the chain
audit-verifying = Checking the chain from its beginning…
audit-whole = ✅ The chain is complete: { $links } links, none changed.
audit-broken = 🚨 The chain breaks at link { $number } of { $links }: nothing after it can be trusted. Stop the desk and compare it with a backup.
audit-key-missing = 🚨 The key of the chain is missing or was changed from link { $number } of { $links }: nothing after it can be trusted. Stop the desk and compare it with a backup.
audit-cut = 🚨 The end of the chain is missing from link { $number }: entries were removed. Stop the desk and compare it with a backup.
audit-inserted = 🚨 Entry { $number } was not written by the desk: someone inserted or changed it. Stop the desk and compare it with a backup.
audit-other-head = 🚨 Link { $number } of { $links } is not the one announced on its day: the chain was replaced. Stop the desk and compare it with a backup.
audit-head = 🔏 <b>Head of the audit</b>, { $day }: number { $number }, <code>{ $hash }</code>
    You do not need to do anything. Keep this line outside the desk: it proves later that no earlier entry was changed or removed.
audit-not-verified = We could not verify it. Please try again.
refused-audit-of-what = There is no such kind and no such application. Kinds: { $things }

command-stats = figures: counts, times, reasons of returns
go-stats = Figures
stats-counting = Counting…
stats-failed = We could not gather the figures. Please try again.
stats-title = <b>The last { COUNTED($days, "day") }</b>
stats-no-applications = No applications.
stats-application = • by { $way }, { $status }: { $count }
stats-way-qr = QR
stats-way-sms = SMS
stats-finishing = From application to active: { $count }, half within { $median }, nine of ten within { $most }
stats-reviewing = Reviews: { $count }, half within { $median }, nine of ten within { $most }
stats-finishing-none = No application was completed.
stats-reviewing-none = No reviews.
stats-return = Returned { $count ->
        [one] once
       *[other] { $count } times
    }: { $why }
stats-unpaid = Unpaid decisions: { $count }, fines of { $yuan } yuan
stats-expiring = Certificates that expire within { COUNTED($days, "day") }: { $count }
stats-work = <b>Work</b>
stats-work-kind = • { $kind }: { $waiting } waiting, { $overdue } overdue; { $done } done, { $late } of them late; half within { $median }, nine of ten within { $most }
stats-work-waiting = • { $kind }: { $waiting } waiting, { $overdue } overdue
stats-seconds = { $count } s
stats-minutes = { $count } min
stats-hours = { $count } h

command-find = find a person: /find ID number, phone number or application
find-person = <b>{ $name }</b>  { $id_number }  { $phone }
    { $user }, { $level }; licence { $licence } ({ $status }); own cars { $cars }
find-user = registered
find-no-user = not registered
find-blacklisted = ⛔ cannot file until { $until }
find-blacklisted-left = ⛔ on the blacklist under a deleted account: cannot file until { $until }. They can send /appeal
find-blacklisted-others = ⛔ cannot file: someone with the same phone or ID number is on the blacklist. If that is another person, they send /identity, and staff choose “another person”
find-filing = • #{ $number } { $plate }: { $status } (applied { $at })
unverify-button = Withdraw the verification: { $name }
unverify-open-button = Withdrawal to be confirmed: { $name }
unverify = <b>Withdraw a wrong verification</b>
    { $name }  { $id_number }, { $level }
    { $state }
unverify-open = Another admin must check and confirm this. The person then keeps the account but is no longer verified, and is told.
unverify-confirmed = Withdrawn. We will tell the person.
unverify-refused = Not withdrawn. The person stays verified.
unverify-withdrawn = The proposal was withdrawn. The person stays verified.
unverify-confirm = Withdraw it
unverify-refuse = Do not withdraw it
unphone-button = Not their phone number: { $name }
unphone = <b>Someone else's phone number</b>
    { $name }  { $id_number }, phone number on record { $phone }
    { $state }
unphone-open = For a number that was recorded by mistake, or that someone else has now. Another admin must check and confirm it. The number is then no longer this person's, limits recorded for the number end, and we tell both sides.
unphone-confirmed = Done. We will tell the person and the number.
unphone-refused = Nothing has changed. The number stays.
unphone-withdrawn = The proposal was withdrawn, or the number has changed.
unbirth-button = Wrong date of birth: { $name }
unbirth = <b>Wrong date of birth</b>
    { $name }  { $id_number }, now { $born }
    { $state }
unbirth-open = For a date that was typed wrongly, once the person has shown their document. Another admin must check and confirm this. They can then type the date again, and are told. If the register has it wrong, have it corrected there first, or the next import brings it back.
unbirth-confirmed = The date is deleted. We will ask the person to type it again.
unbirth-refused = Nothing has changed. The date stays.
unbirth-withdrawn = The proposal was withdrawn. The date stays.
refused-person-without-birth-date = No date of birth is stored for this person: they have not typed one, or their ID number shows it. Please look again with /find.
refused-person-without-phone = This person has no phone number on record now, or a different one since the proposal. Please look again with /find.
refused-person-not-verified = This person is not verified now, or was verified again after the proposal. Please look again with /find.
refused-withdrawal-proposed-already = This has already been proposed and is waiting for another admin.
refused-withdrawal-decided = This proposal has already been decided.
find-recorded = This search has been recorded.
refused-find-what = Please say who: <code>/find ID number</code>, a phone number, or the number of an application.
refused-nobody-found = Nobody was found. This search has been recorded.
find-licence-none = no licence
find-licence-normal = normal
find-licence-withdrawn = revoked
find-licence-cancelled = cancelled
find-licence-overdue-renewal = renewal overdue
find-licence-overdue-review = review overdue
find-licence-withheld = withheld
find-licence-locked = locked
find-licence-moved-away = moved away

alarm = 🚨 <b>Alarm: { $what }</b>
    { $count ->
        [one] Once
       *[other] { $count } times
    }; the newest at { $at }, number <code>{ $number }</code>
alarm-turn-set-aside = A person's message failed again and again and was set aside
alarm-delivery-given-up = A message could not be delivered and was given up
alarm-difference-found = The provider's bill and our books differ
alarm-codes-guessed = Wrong SMS codes were typed again and again for one phone number
alarm-disk-low = The desk is running out of disk space; once it is full, nothing can be stored. Please tell the operator
alarm-token-conflict = Another desk is receiving messages meant for this bot. Please tell the operator to stop it, or to revoke the token
alarm-events-wait = People's messages have been waiting for minutes. Please tell the operator
alarm-process-missing = A part of the desk is not running. Please tell the operator
alarm-audit-tampered = Someone has changed the audit behind the desk's back. Please tell the operator at once to check it (run_bot.py audit verify)
alarm-store-damaged = The database is damaged: some actions fail. Please tell the operator to restore a backup
alarm-clock-wrong = The clock of the desk is wrong, and so are deadlines and the times on papers. Please tell the operator to set it
alarm-loop-failed = A part of the desk keeps failing and is restarted every second
alarm-gateway-key = The keys of a payment provider do not fit, or it is not set up although refunds wait for it: we cannot verify its answers, or it does not accept our requests. Please tell the operator; run_bot.py doctor says what to set
alarm-bill-unreadable = We cannot get or read a provider's bill, so that day is not reconciled. Please tell the operator
alarm-task-failed = A task failed again and again and was given up
