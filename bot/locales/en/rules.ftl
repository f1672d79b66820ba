## The dated rules: read, changed, announced

flow-name-rule = changing a rule
command-rules = the rules in force today
command-rule = propose a change of a rule
go-rule = Change a rule

rules-page = <b>Rules in force · { $topic }</b>
rule-topic-filing = Filing
rule-topic-codes = QR and SMS codes
rule-topic-review = Review and face check
rule-topic-violations = Violations
rule-topic-payment = Payment
rule-topic-certificates = Certificates
rule-topic-desk = Organisations, retention
rule-line = • { $what }: <b>{ $value }</b>
rule-holds-until = { " " }(until { $until })
rule-coming = { "  " }from { $since }: <b>{ $value }</b>
rule-history = <b>{ $what }</b> (<code>{ $name }</code>)
    Now: <b>{ $value }</b>
rule-was = • { $value }, from { $since }, { $until }. Because: { $why }
rule-default = Where nothing is set: { $value }
rule-on = yes
rule-off = no
rule-none = none
rule-choice-six-years = six years
rule-choice-ten-years = ten years (station in years 6 and 10)
rule-unit-count = { $count }
rule-unit-seconds = { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
rule-unit-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
rule-unit-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
rule-unit-hour-of-day = { $count }:00
rule-unit-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
rule-unit-working-days = { $count ->
        [one] { $count } working day
       *[other] { $count } working days
    }
rule-unit-months = { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
rule-unit-years = { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
rule-unit-permille = { $count }‰
rule-unit-fen = { $count } yuan
rule-unit-points = { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
rule-unit-day-list = { $days }

rule-usage = <b>Changing a rule</b>
    Send: <code>/rule NAME VALUE from 2026-12-01 until 2027-03-01 why</code>
    The days may be left out: without from it holds once confirmed, without until it holds until further notice; the day of until still counts. An empty value is <code>-</code>; put a value with blanks in quotation marks.
    You propose, another admin confirms; both have to agree. /rules shows every name; <code>/rule NAME</code> its history.
rule-waiting = { $count ->
        [0] No proposal waits.
        [one] One proposal waits for a second admin.
       *[other] { $count } proposals wait for a second admin.
    }
rule-check = <b>{ $what }</b> (<code>{ $name }</code>)
    Now: { $was }
    Will be: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Because: { $why }

    Once it is confirmed, shall every user be told?
rule-aloud = 📢 Tell every user
rule-quietly = Quietly
rule-proposal = <b>{ $what }</b> (<code>{ $name }</code>)
    Will be: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Because: { $why }
    Proposed by { $who }; { $how }
rule-proposal-open = Waits for another admin.
rule-proposal-confirmed = ✅ Confirmed.
rule-proposal-refused = ❌ Refused by another admin.
rule-proposal-withdrawn = Taken back by whoever proposed it.
rule-confirm = ✅ Confirm
rule-refuse = ❌ Refuse / take back
rule-announced = 📢 <b>A rule changes</b>
    { $what }: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Because: { $why }
rule-set = <b>A rule was changed</b> ({ $how })
    { $what }: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Because: { $why }
rule-set-by-admins = set by two admins
rule-set-by-operator = set by the operator
rule-from = from { $since }
rule-at-once = once it is confirmed
rule-until = until { $until } inclusive
rule-until-changed = until further notice

refused-unknown-rule = No rule is called “{ $name }”. Their names stand below each of /rules.
refused-rule-incomplete = Please write all of it: <code>/rule NAME VALUE why</code>, with from DAY and until DAY between if you like.
refused-rule-not-a-number = This rule takes a whole number, { $lower } to { $upper }.
refused-rule-not-an-amount = This rule takes an amount in yuan, { $lower } to { $upper }.
refused-rule-out-of-bounds = Out of bounds: this rule takes { $lower } to { $upper }.
refused-rule-not-a-switch = This rule takes on or off.
refused-rule-not-a-choice = This rule takes one of: { $choices }.
refused-rule-not-a-list = A number stands there twice. Separate them by commas, each once.
refused-rule-not-understood = This cannot be read; please check how it is written.
refused-rule-day-out-of-range = “{ $day }” is not in the years { $first } to { $last }. For a rule without an end, leave “until” out.
refused-rule-value-unquoted = After a list I found “{ $rest }”, which could belong to it. Put the whole value in quotation marks: "90 28 14 1", or join it with commas: 90,28,14,1
refused-rule-day-unreadable = “{ $day }” is no day; write it as 2026-12-01.
refused-rule-day-past = { $day } is past: a rule does not begin before today.
refused-rule-days-reversed = It would end before it begins, or has ended already.
refused-rule-why-too-long = The reason is too long: { COUNTED($most, "character") } at most.
refused-rule-open-already = A proposal for this rule waits already; please settle that one first.
refused-rules-out-of-order = They would contradict each other: <code>{ $smaller }</code> must not be greater than <code>{ $greater }</code>, from { $since } on.
refused-rule-proposal-decided = This proposal is settled already.
refused-second-admin-needed = You cannot confirm your own proposal: another admin has to.

rule-name-registration-age = Minimum age to register
rule-name-filing-age = Minimum age to file a car
rule-name-vehicles-per-user = Cars of others one person may file
rule-name-users-per-vehicle = Filed users of one car
rule-name-filings-a-day = Applications of a person a day
rule-name-filings-a-year = Applications of a person a year
rule-name-owner-reminder-hours = Owner silent: reminded after
rule-name-owner-lapse-hours = Owner silent: the application lapses after
rule-name-term-reminder-days = Reminder before a filing ends
rule-name-blacklist-days = False material: no filing for
rule-name-qr-minutes = A vehicle QR code is good for
rule-name-qr-extra-photos = QR way needs photos too
rule-name-qr-owner-code = QR way needs the owner's SMS code too
rule-name-code-minutes = An SMS code is good for
rule-name-code-tries = Tries for an SMS code
rule-name-code-resend-seconds = A code may be sent again after
rule-name-codes-a-day = SMS codes in 24 hours for one purpose that one asks for oneself
rule-name-others-codes-a-day = SMS codes in 24 hours for one purpose that others ask for, to one phone
rule-name-requester-codes-a-day = SMS codes a day for all purposes that one person asks for, to others
rule-name-probes-per-user-a-day = Car checks of a person a day
rule-name-probes-per-vehicle-a-day = Checks of one car a day
rule-name-review-working-days = Staff decide within
rule-name-review-lease-minutes = A case stays with its reviewer for
rule-name-returns-before-second-reviewer = Returns before a second reviewer looks
rule-name-photo-days = Review photos are kept for
rule-name-identity-wait-hours = Time to object to an identity case, unless the phone on record confirms it
rule-name-identity-cases-a-month = Identity cases of one account within 30 days
rule-name-face-accept-permille = Face check: same person from
rule-name-face-doubt-permille = Face check: different below
rule-name-face-tries = Tries of the face check
rule-name-fine-limit-fen = Highest fine handled online
rule-name-record-points = Most points of one record handled online
rule-name-total-points = Points that fill a cycle
rule-name-before-filing-with-points = Violations before filing, with points, may be handled
rule-name-before-filing-without-points = Violations before filing, without points, may be handled
rule-name-check-rules = Check rules of decision numbers
rule-name-pay-within-days = A fine is paid within
rule-name-late-fee-permille = Late fee a day
rule-name-payment-reminder-days = Payment reminders (day after the decision)
rule-name-order-minutes = A payment order is good for
rule-name-refund-four-eyes-fen = Refunds above this need two people
rule-name-refund-days = Refunds wait for cashiers at most
rule-name-reconsideration-days = Reconsideration may be asked within
rule-name-quiet-from-hour = Quiet hours begin at
rule-name-quiet-until-hour = Quiet hours end at
rule-name-exempt-calendar = Exemption from inspection
rule-name-apply-window-months = Certificate: apply before expiry within
rule-name-certificate-reminder-days = Certificate reminders (days before expiry)
rule-name-share-days = A share code is good for at most
rule-name-station-revoke-hours = Hours in which a station may take its own certificate back
rule-name-status-list-hours = The certificate status list is good for
rule-name-session-minutes = The web portal signs out after
rule-name-invitation-hours = An organisation's invitation is good for
rule-name-users-per-organisation = Users of an organisation
rule-name-organisations-per-person = Organisations of a person
rule-name-update-days = What you send is kept for
rule-name-message-days = What we send is kept for
rule-name-spent-days = Used codes, unused vehicle codes, past timers and showings are kept for
rule-name-limit-record-days = Limit records (by hash) are kept for at most
rule-name-draft-days = What is left half typed is kept for
rule-name-guest-days = Accounts of people who never registered are kept for
rule-name-record-days = Records of what is over are kept for
rule-name-ledger-days = Records of violations and payments are kept for
