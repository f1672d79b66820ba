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
certificate-title = <b>Electronic Inspection Certificate of a Motor Vehicle</b>
certificate-now-valid = ✅ <b>Valid</b>  The time is { $time }
certificate-now-expired = ❌ <b>Expired</b>  The time is { $time }
certificate-now-superseded = ❌ <b>Superseded by a newer one</b>  The time is { $time }
certificate-now-revoked = ❌ <b>Revoked</b>  The time is { $time }
certificate-now-vehicle-abnormal = ❌ <b>Vehicle state abnormal</b>  The time is { $time }
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
certificate-filed-user = Shown by: <b>filed user</b> (出示人: 备案使用人)
certificate-equal = Equal to the paper certificate. Compare the plate with the car.
certificate-live = Shown live; it renews itself until { $until }.
certificate-renew = Renew
certificate-again = Show it again
certificate-over = The certificate of <b>{ $plate }</b> is put away. Show it again when you need it.
certificate-download = Download: picture, PDF
certificate-show = Show the certificate
certificate-forms = <b>{ $plate }</b>
    A downloaded file is shown without network; scanning its code proves it. It may be forwarded and printed. Please choose:
certificate-form-picture = Picture
certificate-form-large = Picture, large text
certificate-form-contrast = Picture, high contrast
certificate-form-sheet = PDF, A4
certificate-form-sticker = PDF, sticker
certificate-drawing = Drawing it, one moment…
certificate-drawn = <b>{ $plate }</b>  { $what }
    Valid until { $until }, made at { $made }.
    An offline copy: what the scan says counts.
certificate-file-not-drawn = The file ({ $what }) with the certificate of <b>{ $plate }</b> could not be made; the fault is ours. The certificate itself is not affected, and you can show it in the chat. Please make the file again below.
certificate-not-drawn = Sorry, that did not work this time. Please try again.

certificate-apply = Apply for a new certificate
certificate-terms = <b>Applying for the certificate in an exempt year</b>  { $plate }
    • Only the owner (or the organisation's administrator) applies, within three months before expiry.
    • Conditions: an exempt year, a normal state, violations and accidents handled, compulsory insurance in force, vehicle tax paid.
    • Whatever is not met is told to you at once, all of it.
    • With false statements the certificate is revoked, and the law applies.
certificate-agree = I understand, apply
certificate-applied = The certificate of <b>{ $plate }</b> is issued, valid until <b>{ $until }</b>.
    Number <code>{ $certificate }</code>
certificate-none = The inspection of <b>{ $plate }</b> has expired, so there is no certificate to show now.
certificate-next-unknown = Next: the register lacks the inspection or registration date; please { counter-visit } to have it checked.
certificate-next-apply = Next: an exempt year; you can apply here from { $opens }, by { $last } at the latest.
certificate-next-apply-overdue = Next: an exempt year. { $last } was the last day; please apply here now.
certificate-next-station-overdue = Next: an inspection. { $last } was the last day; please { station-visit } now.
certificate-next-station = Next: an inspection, from { $opens } on, by { $last } at the latest. Please { station-visit }.

certificate-shares-button = Share codes
certificate-shares = <b>Share codes of { $plate }</b>
    For a renter, an insurer or a buyer: whoever sends /verify and the code, or types it on the verification page, sees whether the certificate is valid now. You are told of each look.
certificate-share-line = • …{ $tail }  { $once ->
    [1] one look
   *[other] until { $until }
    }, looked at { $views } { $views ->
    [one] time
   *[other] times
    }
certificate-share-for = { $days ->
    [0] One look
    [one] One day
   *[other] { $days } days
    }
certificate-unshare = Take back …{ $tail }
certificate-shared = The share code of <b>{ $plate }</b> (shown this once):
    <code>{ $code }</code>
    { $once ->
        [1] For one look, until { $until } at the latest.
       *[other] Good until { $until }.
    }
    You can forward this message. The other side sends /verify { $code }, or types it on the verification page.
certificate-views-button = Who looked
certificate-views = <b>Who looked at the certificate of { $plate }</b>
certificate-views-none = Nobody has looked at the certificate of <b>{ $plate }</b> yet.
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
certificate-viewed = Somebody looked at the certificate of <b>{ $plate }</b> by a share code:

certificate-issued = <b>{ $plate }</b> has a new inspection certificate ({ $how }), valid until <b>{ $until }</b>, number { $certificate }.
issued-automatic = made on registration
issued-application = on application
issued-station = passed at a station
issued-on-demand = on demand, within validity
issued-paper-lost = after the paper was lost
certificate-revoked = The inspection certificate of <b>{ $plate }</b> (number { $certificate }, valid until { $until }) was revoked. Reason: { $why }
certificate-counts-again = The certificate before it (number { $certificate }, valid until { $until }) counts again.
certificate-viewed-often = The certificate of <b>{ $plate }</b> was looked at several times today by share codes; we tell you of these together. To stop it, end the share code.
certificate-due = The inspection certificate of <b>{ $plate }</b> ends in <b>{ $until }</b>. Please renew it in time.
certificate-due-filed = The inspection certificate of <b>{ $plate }</b>, which you have filed, ends in <b>{ $until }</b>. The owner was told to renew it.
certificate-due-sms = The inspection certificate of { $plate } ends in { $until }. Please renew it in time.

issue-usage = Write <code>/issue 桂A12345</code> (the code of the plate type before it where several cars have the plate; behind it, if you like, the month it runs until, such as 2028-06, which is checked).
    You see the register and the legal month first, and sign after that.
issue-check = <b>Before you sign: { $plate }</b> ({ $kind })
    Use: { $use }  First registered: { $registered }
    Inspection valid until: { $until }
    Insured until: { $insured }
    Tax paid until: { $taxed }
    Violations not handled or not paid: { $violations }
issue-legal = If it has passed, the certificate runs until <b>{ $until }</b>.
issue-sign = Passed: sign until { $until }
issue-forbidden = <b>It cannot be signed now:</b>
vehicle-use-non-operating = non-operating
vehicle-use-operating = operating
vehicle-use-turned-non-operating = operating before, now non-operating
refused-not-own-certificate = { $hours ->
        [0] A station can only propose to revoke what it has issued itself, and an admin confirms it. Somebody else has issued this one: please ask an admin to propose it.
       *[other] A station takes back only what it has issued itself: alone within { COUNTED($hours, "hour") }, later with an admin. Somebody else has issued this one: please ask an admin to propose it.
    }
issue-done = Issued: <b>{ $plate }</b>  valid until { $until }, number <code>{ $certificate }</code>. The owner will be told.
revocation-proposed = You have proposed to revoke the certificate of <b>{ $plate }</b> (number <code>{ $certificate }</code>). Another admin has to confirm it, and has been told; the owner is told then.
revocation = <b>Proposal to revoke a certificate</b>: { $plate }  number <code>{ $certificate }</code>  valid until { $until }
    Reason: { $why }
    Proposed: { $at }
revocation-open = Once you confirm it, the certificate ends at once, and the owner reads the reason.
revocation-confirmed = Revoked. The owner will be told.
revocation-refused = Not revoked.
revocation-withdrawn = The proposal is taken back; nothing was revoked.
revocation-confirm = Revoke it
revocation-refuse = Do not revoke it
refused-revocation-proposed-already = Somebody has proposed this already; another admin has to confirm it.
refused-revocation-decided = This proposal is decided, or the certificate has ended already.
refused-second-for-revocation = You have proposed this, so another admin has to confirm it.
revoke-usage = Write <code>/revoke 桂A12345 reason</code>
    What you have just issued is taken back at once; another admin confirms all else.
revoke-done = Revoked: <b>{ $plate }</b>, number <code>{ $certificate }</code>. The owner will be told.

certificate-condition-too-early = Too early: you can apply from { $opens } on.
certificate-condition-not-exempt = This car is not exempt; please { station-visit }.
certificate-condition-station-due = This year the car has to be inspected; an application is not enough. Please { station-visit }.
certificate-condition-state-abnormal = The car's state in the register is not normal. Please { counter-visit } first.
certificate-condition-violations-open = { $count } { $count ->
    [one] violation is
   *[other] violations are
    } not handled or not paid. Please handle them first.
certificate-condition-accidents-open = An accident is not settled yet. Please have the traffic police settle it first.
certificate-condition-insurance-ended = No compulsory insurance is in force by the register. Please insure the car first.
certificate-condition-tax-unpaid = No vehicle tax is paid by the register. Please pay it first.
not-exempt-not-small = This kind of vehicle is not exempt; please { station-visit }.
not-exempt-van = Vans are not exempt; please { station-visit }.
not-exempt-operating = Operating vehicles are not exempt; please { station-visit }.
not-exempt-once-operating = Vehicles that once operated are not exempt; please { station-visit }.
not-exempt-casualties = After an accident with casualties a car is not exempt; please { station-visit }.
not-exempt-modified = After a punished modification a car is not exempt; please { station-visit }.
not-exempt-registered-late = Registered more than four years after manufacture, it is not exempt; please { station-visit }.
refused-register-incomplete = The register lacks this car's inspection or registration date; please { counter-visit }.
refused-no-certificate = The car's inspection has expired, so there is no certificate to show. Have it inspected, or apply in an exempt year.
refused-certificate-revoked = The certificate of this car was revoked; only a new inspection brings another.
refused-abnormal-vehicle-state = The car's state in the register is not normal; no certificate can be issued or shown.
refused-month-out-of-range = { $month } is not the month of the calendar: the certificate runs until { $legal }. Please send /issue again to check.
refused-owner-only = Only the owner (or the administrator) can do this; a filed user shows and downloads the certificate.
refused-too-many-share-codes = { $limit ->
        [one] A code is open for this car; take it back first.
       *[other] { $limit } codes are open for this car; take one back first.
    }
refused-share-code-ended = This share code shows nothing any more: used, run out, or taken back. Ask for another.
refused-bad-issue-line = Not understood. Write /issue 桂A12345
refused-plate-not-unique = Cars of several types have this plate ({ $types }); write the type's code before it, for example 02.
refused-nothing-to-revoke = This car has no active certificate now.
refused-no-reason = Write the plate and the reason, for example /revoke 桂A12345 false inspection

keys-changed = <b>The keys that sign inspection certificates have changed</b>. If you did not arrange this, please contact the operator at once. The keys now:
key-active = in use
key-retired = retired; what it has signed still verifies
key-withdrawn = withdrawn; nothing that it has signed verifies
