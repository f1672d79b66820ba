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
rule-unit-long-years = { COUNTED($count, "year") }
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
rule-name-spent-days = Storage of used codes, unused vehicle codes, past timers and showings
rule-name-limit-record-days = Longest storage of limit records (hashes)
rule-name-phone-quarantine-days = What its former holder did counts for who proves a phone number, for
rule-name-draft-days = Storage of unfinished input
rule-name-guest-days = Storage of accounts that never registered
rule-name-record-days = Storage of records after completion
rule-name-ledger-days = Storage of records of violations and payments
