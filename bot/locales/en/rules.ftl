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
rule-coming = { "  " }from { $valid_from }: <b>{ $value }</b>
rule-history = <b>{ $what }</b> (<code>{ $name }</code>)
    Now: <b>{ $value }</b>
rule-was = • { $value }, from { $valid_from }, { $until }. Reason: { $why }
rule-default = If nothing is set: { $value }
rule-on = yes
rule-off = no
rule-none = none
rule-choice-six-years = exempt for six years
rule-choice-ten-years = exempt for ten years (inspection in years 6 and 10)
rule-unit-count = { $count }
rule-count-vehicles-per-user = { COUNTED($count, "car") }
rule-count-users-per-vehicle = { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
rule-count-filings-a-day = { $count }
rule-count-filings-a-year = { $count }
rule-count-users-per-organisation = { $count }
rule-count-organisations-per-person = { $count }
rule-count-face-tries = { $count }
rule-count-identity-cases-a-month = { $count }
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
rule-unit-years = { COUNTED($count, "year") }
rule-unit-long-years = { COUNTED($count, "year") }
rule-unit-permille = { $count }‰
rule-unit-fen = { $count } yuan
rule-unit-points = { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
rule-unit-day-list = { $days }

rule-usage = <b>Changing a rule</b>
    Send: <code>/rule NAME VALUE from 2026-12-01 until 2027-03-01 reason</code>
    You can leave out the dates: without “from”, it takes effect once confirmed; without “until”, it has no end. The day of “until” is included. Write <code>-</code> for an empty value, and put a value with spaces in quotation marks.
    You propose, another admin confirms, and both must agree. /rules shows every name, and <code>/rule NAME</code> its history.
rule-waiting = { $count ->
        [0] No proposals are waiting.
        [one] One proposal is waiting for a second admin.
       *[other] { $count } proposals are waiting for a second admin.
    }
rule-check = <b>{ $what }</b> (<code>{ $name }</code>)
    Now: { $was }
    New: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Reason: { $why }

    Tell all users once it is confirmed?
rule-aloud = 📢 Tell all users
rule-quietly = Do not tell users
rule-proposal = <b>{ $what }</b> (<code>{ $name }</code>)
    New: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Reason: { $why }
    Proposed by { $who }; { $how }
rule-proposal-open = Waiting for another admin.
rule-proposal-over = Its last day has passed, so it can no longer be confirmed. Reject or withdraw it, and propose it again if it is still needed.
rule-proposal-confirmed = ✅ Confirmed.
rule-proposal-refused = ❌ Rejected by another admin.
rule-proposal-withdrawn = Withdrawn by the admin who proposed it.
rule-confirm = ✅ Confirm
rule-refuse = ❌ Reject / withdraw
rule-announced = 📢 <b>A rule is changing</b>
    { $what }: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Reason: { $why }
rule-set = <b>A rule has been changed</b> ({ $how })
    { $what }: <b>{ $value }</b>
    In force: { $begins }, { $until }
    Reason: { $why }
rule-set-by-admins = set by two admins
rule-set-by-operator = set by the operator
rule-from = from { $valid_from }
rule-at-once = as soon as it is confirmed
rule-first-day-passed = as soon as it is confirmed (the proposed { $valid_from } has passed)
rule-until = until { $until } (inclusive)
rule-until-changed = until further notice

refused-unknown-rule = There is no rule “{ $name }”. You find the names in /rules, below each rule.
refused-rule-incomplete = Please write it in full: <code>/rule NAME VALUE reason</code>. You can add “from DATE” and “until DATE” before the reason.
refused-rule-not-a-number = This rule needs a whole number from { $lower } to { $upper }.
refused-rule-not-an-amount = This rule needs an amount in yuan from { $lower } to { $upper }.
refused-rule-out-of-bounds = Out of range: this rule can be from { $lower } to { $upper }.
refused-rule-not-a-switch = This rule can be on or off.
refused-rule-not-a-choice = This rule can be one of: { $choices }.
refused-rule-not-a-list = A number appears twice. Separate the numbers with commas and write each once.
refused-rule-not-understood = I could not read this rule. Please check how it is written.
refused-rule-day-out-of-range = “{ $day }” is not in the years { $first } to { $last }. For a rule without an end, leave out “until”.
refused-rule-value-unquoted = After the list I found “{ $rest }”, which could belong to it. Put the whole value in quotation marks ("90 28 14 1"), or join it with commas (90,28,14,1).
refused-rule-day-unreadable = “{ $day }” is not a date. Write it like 2026-12-01.
refused-rule-day-unnamed = “{ $day }” has no “from” or “until” before it, so it would be part of the reason. Write “from” before the first day and “until” before the last. If the reason itself begins with a date, put the date later in it.
refused-rule-day-past = { $day } is in the past: a rule cannot start before today.
refused-rule-days-reversed = The end is before the start, or in the past.
refused-rule-why-too-long = The reason is too long: { COUNTED($most, "character") } at most.
refused-rule-unchanged = Nothing would change: the rule has this value for that time already. There is nothing to propose.
refused-rule-open-already = A proposal for this rule is already waiting. Please deal with that one first.
refused-rules-out-of-order = The rules would contradict each other from { $since }: <code>{ $smaller }</code> must not be greater than <code>{ $greater }</code>.
refused-rule-proposal-decided = This proposal has already been decided.
refused-second-admin-needed = You cannot confirm your own proposal. Another admin must do it.

rule-name-registration-age = Minimum age to register
rule-name-filing-age = Minimum age to file a car
rule-name-vehicles-per-user = Cars of others that one person may file
rule-name-users-per-vehicle = People who may file the same car
rule-name-filed-plate-types = Plate types that can be filed
rule-name-filings-a-day = Applications per person per day
rule-name-filings-a-year = Applications per person per year
rule-name-owner-reminder-hours = Reminder to an owner who has not answered, after
rule-name-owner-lapse-hours = An application lapses without the owner's answer after
rule-name-term-reminder-days = Reminder before the end of a filing
rule-name-blacklist-days = No filing after false documents for
rule-name-qr-minutes = Validity of a vehicle QR code
rule-name-qr-extra-photos = Filing by QR needs photos too
rule-name-qr-owner-code = Filing by QR needs the owner's SMS code too
rule-name-code-minutes = Validity of an SMS code
rule-name-code-tries = Tries per SMS code
rule-name-code-resend-seconds = Wait before a code can be sent again
rule-name-codes-a-day = SMS codes per purpose in 24 hours, requested by the person themselves
rule-name-others-codes-a-day = SMS codes per purpose in 24 hours to one phone, requested by others
rule-name-requester-codes-a-day = SMS codes per day that one person may have sent to others
rule-name-probes-per-user-a-day = Vehicle checks per person per day
rule-name-probes-per-vehicle-a-day = Checks per vehicle per day
rule-name-review-working-days = Time for staff to decide
rule-name-review-lease-minutes = Time for which a reviewer holds a case
rule-name-returns-before-second-reviewer = Returns before a second reviewer takes over
rule-name-objection-working-days = Time to answer an objection
rule-name-appeal-working-days = Time to decide an appeal against the blacklist
rule-name-photo-days = Storage of review photos
rule-name-identity-wait-hours = Time to object to an identity case, unless the phone on record confirms it
rule-name-identity-cases-a-month = Identity cases of one account within 30 days
rule-name-face-accept-permille = Face check: same person at or above
rule-name-face-doubt-permille = Face check: different people below
rule-name-face-tries = Face check: number of tries
rule-name-fine-limit-fen = Highest fine handled online
rule-name-record-points = Most points in one record handled online
rule-name-total-points = Points that fill a licence cycle
rule-name-before-filing-with-points = Violations before filing, with points, may be handled
rule-name-before-filing-without-points = Violations before filing, without points, may be handled
rule-name-check-rules = Check rules for decision numbers
rule-name-pay-within-days = Time to pay a fine
rule-name-late-fee-permille = Late fee per day
rule-name-payment-reminder-days = Payment reminders (day after the decision)
rule-name-order-minutes = Validity of a payment order
rule-name-refund-four-eyes-fen = Refunds that need two people, above
rule-name-refund-days = Time for cashiers to handle a refund
rule-name-difference-working-days = Time to resolve a difference in the bill
rule-name-reconsideration-days = Time to ask for administrative reconsideration
rule-name-quiet-from-hour = Quiet hours begin at
rule-name-quiet-until-hour = Quiet hours end at
rule-name-exempt-calendar = Exemption from inspection
rule-name-apply-window-months = Certificates: earliest application before expiry
rule-name-certificate-reminder-days = Certificate reminders (days before expiry)
rule-name-share-days = Longest validity of a share code
rule-name-paper-working-days = Time to print and send paper copies
rule-name-paper-arrival-days = Time to confirm that paper copies have arrived
rule-name-station-revoke-hours = Time in which a station may revoke its own certificate
rule-name-status-list-hours = Validity of the certificate status list
rule-name-session-minutes = Web portal: signed out after inactivity of
rule-name-invitation-hours = Validity of an organisation's invitation
rule-name-proposal-working-days = Time to decide proposals that need a second person
rule-name-work-reminder-hours = Reminder to staff before work is due
rule-name-users-per-organisation = People per organisation
rule-name-organisations-per-person = Organisations per person
rule-name-update-days = Storage of messages from you
rule-name-message-days = Storage of messages to you
rule-name-spent-days = Storage of used codes, unused vehicle codes, past timers and live views
rule-name-limit-record-days = Longest storage of limit records (hashes)
rule-name-phone-quarantine-days = How long a former holder's record counts for the new holder of a phone number
rule-name-draft-days = Storage of unfinished input
rule-name-guest-days = Storage of accounts that never registered
rule-name-record-days = Storage of records after completion
rule-name-ledger-days = Storage of records of violations and payments
