## Inspection certificates: live view, files, share codes, application, issue

command-certificate = inspection certificate: show, download, apply
command-issue = issue an inspection certificate: /issue 桂A12345
command-revoke = revoke an inspection certificate: /revoke 桂A12345 reason
go-issue = Issue a certificate
go-revoke = Revoke a certificate

certificate-no-cars = No car is in your name, and you have filed none, so there is no certificate to show.
certificate-choose = <b>Inspection certificate</b>
    Please choose a car:
certificate-car-own = { $plate }
certificate-car-filed = { $plate }  filed
certificate-title = <b>Electronic inspection certificate</b>
certificate-now-valid = ✅ <b>Valid</b>  as of { $time }
certificate-now-expired = ❌ <b>Expired</b>  as of { $time }
certificate-now-superseded = ❌ <b>Replaced by a newer one</b>  as of { $time }
certificate-now-revoked = ❌ <b>Revoked</b>  as of { $time }
certificate-now-vehicle-abnormal = ❌ <b>The vehicle's state is not normal</b>  as of { $time }
certificate-facts = Plate: <b>{ $plate }</b>
    Plate type: { $kind }
    Valid until: <b>{ $until }</b>
    Year colour: { $colour }
    Issued by: { office }
    Number: <code>{ $certificate }</code>
    Issued on: { $issued }
certificate-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
    } { $year }
certificate-filed-user = Shown by: <b>filer</b> (出示人：备案使用人)
certificate-equal = As valid as the paper certificate. To check it, compare the plate with the car.
certificate-live = Live: refreshes until { $until }.
certificate-renew = Refresh
certificate-again = Show it again
certificate-over = We no longer show the certificate of <b>{ $plate }</b>. Show it again when you need it.
certificate-download = Download: picture, PDF
certificate-show = Show the certificate
certificate-forms = <b>{ $plate }</b>
    You can show a downloaded file offline, and anyone can scan it to verify it. You can also forward or print it. Choose:
certificate-form-picture = Picture
certificate-form-large = Picture (large text)
certificate-form-contrast = Picture (high contrast)
certificate-form-sheet = PDF (A4)
certificate-form-sticker = PDF (windscreen sticker)
certificate-drawing = Making the file, one moment…
certificate-drawn = <b>{ $plate }</b>  { $what }
    Valid until { $until }, number { $certificate }, made at { $made }.
    This is an offline copy: the result of scanning it is what counts.
certificate-file-not-drawn = We could not make the file ({ $what }) for <b>{ $plate }</b>. The fault is ours. The certificate itself is not affected, and you can show it in the chat. Please try again below.
certificate-not-drawn = Sorry, that did not work. Please try again.

certificate-apply = Apply for a new certificate
certificate-terms = <b>Applying for the certificate in an exempt year</b>  { $plate }
    • Only the owner (or the organisation's administrator) can apply, within { COUNTED($months, "month") } before expiry.
    • Conditions: the car is in an exempt year and in a normal state; violations and accidents have been dealt with; compulsory insurance is valid; vehicle tax is paid.
    • If conditions are not met, we tell you all of them at once.
    • If you give false information, the certificate is revoked and the law applies.
certificate-agree = I understand, apply
certificate-applied = We have issued the certificate for <b>{ $plate }</b>. It is valid until <b>{ $until }</b>.
    Number <code>{ $certificate }</code>
certificate-none = The inspection of <b>{ $plate }</b> has expired, so there is no certificate to show now.
certificate-next-unknown = Next: the register has no inspection or registration date. Please { counter-visit } to have it checked.
certificate-next-apply = Next: this is an exempt year. You can apply here from { $opens } until { $last }.
certificate-next-apply-overdue = Next: this is an exempt year. The deadline was { $last }; please apply here now.
certificate-next-station-overdue = Next: an inspection. The deadline was { $last }; please { station-visit } now.
certificate-next-station = Next: an inspection, from { $opens } until { $last }. Please { station-visit }.

certificate-shares-button = Share codes
certificate-shares = <b>Share codes of { $plate }</b>
    Give one to a renter, an insurer or a buyer. They send /verify with the code, or type it on the verification page, and see whether the certificate is valid now. We tell you about every view.
certificate-share-line = • …{ $tail }  { $once ->
    [1] one view
   *[other] until { $until }
    }, viewed { $views } { $views ->
    [one] time
   *[other] times
    }
certificate-share-for = { $days ->
    [0] One view
    [one] One day
   *[other] { $days } days
    }
certificate-unshare = Cancel …{ $tail }
certificate-shared = Share code of <b>{ $plate }</b> (shown only once):
    <code>{ $code }</code>
    { $once ->
        [1] For one view, until { $until }.
       *[other] Valid until { $until }.
    }
    Tap “Send to someone”: the link shows them the certificate. They can also send /verify { $code }, or type the code on the verification page.
certificate-share-send = Send to someone
certificate-share-message = Inspection certificate of { $plate }: { $button ->
        [1] tap the button below
       *[other] open the link
    } to verify it. { $once ->
        [1] For one view, until { $until }.
       *[other] Valid until { $until }.
    }
certificate-inline-title = Send the inspection certificate of { $plate }
certificate-inline-about = { $once ->
        [1] For one view, until { $until }
       *[other] Can be viewed until { $until }
    }. You can cancel it at any time.
certificate-inline-verify = Verify the certificate
certificate-inline-make = Open my certificates to make a share code
certificate-views-button = Who viewed it
certificate-views = <b>Who viewed the certificate of { $plate }</b>
certificate-views-none = Nobody has viewed the certificate of <b>{ $plate }</b> yet.
certificate-view = • { $at }  { $role }  { $way }  { $verdict }
certificate-view-text = text, in the chat
certificate-view-picture = picture, in the chat
certificate-view-share = share code
certificate-view-plate = by plate
certificate-view-web-camera = scanned on the web page
certificate-view-web-text = text, on the web page
certificate-role-public = public
certificate-role-user = registered user
certificate-role-officer = officer
certificate-viewed = Someone used a share code to view the certificate of <b>{ $plate }</b>:

certificate-issued = <b>{ $plate }</b> has a new inspection certificate ({ $how }), valid until <b>{ $until }</b>, number { $certificate }.
issued-automatic = issued on registration
issued-application = on application
issued-station = passed inspection
issued-on-demand = issued while the inspection is valid
issued-paper-lost = after the paper copy was lost
certificate-revoked = The inspection certificate of <b>{ $plate }</b> (number { $certificate }, valid until { $until }) has been revoked. Reason: { $why }
certificate-counts-again = The previous certificate (number { $certificate }, valid until { $until }) is valid again.
certificate-viewed-often = People used share codes to view the certificate of <b>{ $plate }</b> several times today. We tell you about these views together. To stop them, cancel the share code.
certificate-due = The inspection certificate of <b>{ $plate }</b> expires in <b>{ $until }</b>. Please renew it in time.
certificate-due-filed = The inspection certificate of <b>{ $plate }</b>, which you have filed, expires in <b>{ $until }</b>. We have reminded the owner.
certificate-due-sms = The inspection certificate of { $plate } expires in { $until }. Please renew it in time.

issue-usage = Write <code>/issue 桂A12345</code>. If several cars have this plate, put the code of the plate type first. You can add the month it is valid until, such as 2028-06, and we will check it.
    You see the register and the legal month first, and issue after that.
issue-check = <b>Before you issue: { $plate }</b> ({ $kind })
    Use: { $use }  First registered: { $registered }
    Inspection valid until: { $until }
    Insured until: { $insured }
    Tax paid until: { $taxed }
    Violations not handled or not paid: { $violations }
    Accidents not settled: { $accidents }
issue-legal = If the car has passed, the certificate is valid until <b>{ $until }</b>.
issue-sign = Passed: issue until { $until }
issue-forbidden = <b>You cannot issue it now:</b>
vehicle-use-non-operating = not for hire
vehicle-use-operating = for hire
vehicle-use-turned-non-operating = formerly for hire
refused-not-own-certificate = { $hours ->
        [0] A station can only propose to revoke certificates it has issued itself, and an admin confirms. Someone else issued this one, so please ask an admin to propose it.
       *[other] A station can only revoke certificates it has issued itself: alone within { COUNTED($hours, "hour") }, and with an admin after that. Someone else issued this one, so please ask an admin to propose it.
    }
issue-done = Issued: <b>{ $plate }</b>  valid until { $until }, number <code>{ $certificate }</code>. The owner will be told.
revocation-proposed = You have proposed to revoke the certificate of <b>{ $plate }</b> (number <code>{ $certificate }</code>). Another admin must confirm it and has been told. The owner will be told after that.
revocation = <b>Proposal to revoke a certificate</b>: { $plate }  number <code>{ $certificate }</code>  valid until { $until }
    Reason: { $why }
    Proposed: { $at }
revocation-open = If you confirm, the certificate ends at once and the owner sees the reason.
revocation-confirmed = Revoked. The owner will be told.
revocation-refused = Not revoked.
revocation-withdrawn = The proposal has been withdrawn. Nothing was revoked.
revocation-confirm = Revoke it
revocation-refuse = Do not revoke it
refused-revocation-proposed-already = Someone has already proposed this. Another admin must confirm it.
refused-revocation-decided = This proposal has been decided, or the certificate has already ended.
refused-second-for-revocation = You proposed this, so another admin must confirm it.
revoke-usage = Write <code>/revoke 桂A12345 reason</code>
    If you have just issued it, it is revoked at once. For any other, another admin must confirm.
revoke-done = Revoked: <b>{ $plate }</b>, number <code>{ $certificate }</code>. The owner will be told.

certificate-condition-too-early = It is too early: you can apply from { $opens }.
certificate-condition-not-exempt = This car is not exempt. Please { station-visit }.
certificate-condition-station-due = This year the car must be inspected, so you cannot just apply. Please { station-visit }.
certificate-condition-state-abnormal = The car's state in the register is not normal. Please { counter-visit } first.
certificate-condition-violations-open = { $count } { $count ->
    [one] violation is
   *[other] violations are
    } not handled or not paid. Please deal with them first.
certificate-condition-accidents-open = { COUNTED($count, "accident") } { $count ->
        [one] has
       *[other] have
    } not been settled. Please settle { $count ->
        [one] it
       *[other] them
    } with { police } first.
certificate-condition-insurance-ended = The register shows no valid compulsory insurance. Please insure the car first.
certificate-condition-tax-unpaid = The register shows no vehicle tax that is paid for today. Please pay it first.
not-exempt-not-small = This kind of vehicle is not exempt. Please { station-visit }.
not-exempt-van = Vans are not exempt. Please { station-visit }.
not-exempt-operating = Vehicles for hire are not exempt. Please { station-visit }.
not-exempt-once-operating = Vehicles that used to be for hire are not exempt. Please { station-visit }.
not-exempt-casualties = A car that was in an accident with casualties is not exempt. Please { station-visit }.
not-exempt-modified = A car with a penalty for illegal modification is not exempt. Please { station-visit }.
not-exempt-registered-late = A car registered more than four years after it was made is not exempt. Please { station-visit }.
refused-register-incomplete = The register has no inspection or registration date for this car. Please { counter-visit }.
refused-no-certificate = This car's inspection has expired, so there is no certificate to show. Tap “Inspection certificate” below and choose the car: you will see whether it needs an inspection or you can just apply.
refused-certificate-revoked = This car's certificate has been revoked. You get a new one when the car passes an inspection: please { station-visit }.
refused-abnormal-vehicle-state = This car's state in the register is not normal, so we cannot issue or show a certificate. Tap “My vehicles” to see its state. If it is wrong, please { counter-ask }.
refused-month-out-of-range = { $month } is not the legal month: the certificate is valid until { $legal }. Please send /issue again to check.
refused-owner-only = Only the owner (or the organisation's administrator) can do this. If you have filed the car, you can show and download its certificate.
refused-too-many-share-codes = { $limit ->
        [one] This car already has a valid share code. Cancel it first.
       *[other] This car already has { $limit } valid share codes. Cancel one first.
    }
refused-share-code-ended = This share code no longer works: it was used, has expired, or was cancelled. Ask for another.
refused-bad-issue-line = I did not understand that command. Write /issue 桂A12345
refused-plate-not-unique = Several types of vehicle have this plate ({ $types }). Put the code of the type first, for example 02.
refused-nothing-to-revoke = This car has no valid certificate now.
refused-no-reason = Please add the plate and the reason, for example /revoke 桂A12345 false inspection

keys-changed = <b>The keys that sign inspection certificates have changed</b>. If you did not arrange this, please contact the operator at once. The keys now:
key-active = in use
key-retired = retired: what it signed stays valid
key-withdrawn = withdrawn: nothing it signed is valid
