## The audit, figures, finding a person, alarms

command-audit = what was done: newest, by thing, by application
go-audit = Audit
audit-page = <b>Audit</b>: { $about }
audit-everything = everything
audit-nothing = No entries.
audit-line = { $at } <code>{ $action }</code> { $who } { $more }
audit-by-desk = the desk
audit-by-user = user { $number }
audit-usage = One kind: <code>/audit THING</code>; one application: <code>/audit 1024</code>. Things: { $things }
audit-older = Older
audit-verify = Verify the chain
audit-verifying = Following the chain from its beginning…
audit-whole = ✅ The chain is whole: { $links } links, none changed.
audit-broken = 🚨 The chain breaks at link { $number } of { $links }: what follows cannot be trusted. Stop the desk and compare with a backup.
audit-key-missing = 🚨 The key of the chain is missing or was changed, from link { $number } of { $links } on: nothing after it can be trusted. Stop the desk and compare with a backup.
audit-cut = 🚨 The end of the chain is missing, from link { $number } on: entries were removed. Stop the desk and compare with a backup.
audit-inserted = 🚨 Entry { $number } was not written by the desk: somebody inserted or changed it. Stop the desk and compare with a backup.
audit-other-head = 🚨 Link { $number } of { $links } is not the one that was announced on its day: the chain was exchanged. Stop the desk and compare with a backup.
audit-head = 🔏 <b>Head of the audit</b>, { $day }: number { $number }, <code>{ $hash }</code>
    Nothing to do. Kept outside the desk, this line proves later that no entry before it was changed or removed.
audit-not-verified = It could not be verified; please try again.
refused-audit-of-what = Neither a thing nor the number of an application. Things: { $things }

command-stats = figures: counts, times, reasons of returns
go-stats = Figures
stats-counting = Counting…
stats-failed = The figures could not be gathered; please try again.
stats-title = <b>The last { COUNTED($days, "day") }</b>
stats-no-applications = No applications.
stats-application = • by { $way }, { $status }: { $count }
stats-way-qr = QR
stats-way-sms = SMS
stats-finishing = From application to success: { $count }, half within { $median }, nine of ten within { $most }
stats-reviewing = Reviews: { $count }, half within { $median }, nine of ten within { $most }
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

command-find = find a person: /find ID number, phone or application
find-person = <b>{ $name }</b>  { $id_number }  { $phone }
    { $user }, { $level }; licence { $licence } ({ $status }); own cars { $cars }
find-user = registered user
find-no-user = no user
find-blacklisted = ⛔ may not file until { $until }
find-blacklisted-left = ⛔ on the blacklist under an account that is deleted: may not file until { $until }. They can send /appeal
find-blacklisted-others = ⛔ may not file: who had the same phone or ID number is on the blacklist. If that is somebody else, they send /identity, and staff choose “another person”
find-filing = • #{ $number } { $plate }: { $status } (applied { $at })
unverify-button = Withdraw the verification: { $name }
unverify-open-button = Withdrawal to be confirmed: { $name }
unverify = <b>Withdraw a wrong verification</b>
    { $name }  { $id_number }, { $level }
    { $state }
unverify-open = Another admin has to check and confirm it. Then the person keeps the account, but is no longer verified, and will be told.
unverify-confirmed = Withdrawn; the person will be told.
unverify-refused = Not withdrawn; the verification stays.
unverify-withdrawn = The proposal is taken back; the verification stays.
unverify-confirm = Withdraw it
unverify-refuse = Do not withdraw
unphone-button = Not their phone number: { $name }
unphone = <b>A phone number that is somebody else's</b>
    { $name }  { $id_number }, phone number on record { $phone }
    { $state }
unphone-open = For a number that was recorded by mistake, or that somebody else has now. Another admin has to check and confirm it. Then the number is no longer this person's, limits recorded for the number end, and both sides will be told.
unphone-confirmed = Done; the person and the number will be told.
unphone-refused = Nothing has changed; the number stays.
unphone-withdrawn = The proposal is taken back, or the number has changed.
refused-person-without-phone = This person has no phone number on record now, or another one since the proposal. Please look again with /find.
refused-person-not-verified = This person is not verified now, or was verified again after the proposal. Please look again with /find.
refused-withdrawal-proposed-already = This is proposed already, and waits for another admin.
refused-withdrawal-decided = This proposal is decided already.
find-recorded = This look was recorded.
refused-find-what = Please say whom: <code>/find ID number</code>, a phone number, or the number of an application.
refused-nobody-found = Nobody has it. This look was recorded.
find-licence-none = no licence
find-licence-normal = normal
find-licence-withdrawn = withdrawn
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
alarm-turn-set-aside = An event failed again and again and was set aside
alarm-delivery-given-up = A message could not be delivered and was given up
alarm-difference-found = The gateway's bill and our books differ
alarm-codes-guessed = Wrong SMS codes were typed again and again for one phone number
alarm-disk-low = Little disk space is left for the desk; once it is used up, nothing is stored any more. Please tell the operator
alarm-token-conflict = Another desk receives messages meant for this bot. Please tell the operator: stop it, or revoke the token
alarm-events-wait = People's messages have waited for minutes. Please tell the operator
alarm-process-missing = A part of the desk does not run. Please tell the operator
alarm-audit-tampered = Somebody has altered the audit behind the desk. Please tell the operator at once to check it (run_bot.py audit verify)
alarm-loop-failed = A part of the desk fails again and again; it is restarted every second
alarm-gateway-key = A payment provider's answers cannot be verified: its public key is missing. Please tell the operator; run_bot.py doctor says what to set
alarm-bill-unreadable = A provider's bill cannot be read, so that day is not reconciled. Please tell the operator
alarm-task-failed = A task failed again and again and was given up
