## The staff's page: signing in, the inbox, cases

command-web = open the staff page in a browser
go-web = Staff page
desk-code = Open { $page } in a browser and type this sign-in code:
    <code>{ $code }</code>
    It works once, until { $until }. The page has your work, cases with their photos side by side, and everything that your duties let you do here. Do not share the code: our staff will never ask for it.
desk-code-again = Another code
desk-code-sign-out = Sign out all browsers
desk-title = { office } · staff
desk-step-command = Send /web
desk-inbox = Work
desk-browsers = Signed-in browsers
desk-inbox-count = { $count ->
        [one] { $count } piece of work
       *[other] { $count } pieces of work
    }, { $overdue } overdue
desk-kinds = Kinds of work
desk-kinds-all = All
desk-number = Number
desk-due = Due
desk-overdue = overdue
desk-holder = Taken by
desk-holder-free = nobody
desk-holder-yours = you
desk-holder-other = a colleague
desk-take = Take
desk-open = Open
desk-give-back = Give back
desk-hand-over = Hand over

desk-about = About the case
desk-decide = Your decision
desk-nothing-to-decide = There is nothing for you to decide here.
desk-reading = What a machine reads on the document
desk-due-by = To be decided by { $due }
desk-identity-case = #{ $number } { $kind }
desk-identity-words = Your reason, in one sentence of at most { COUNTED($most, "character") }. After a rejection the applicant reads it.
desk-return-why = Return to the applicant
desk-return-words = Note for the applicant, at most { COUNTED($most, "character") }
desk-blacklist = Blacklist
desk-blacklist-propose = Report false material
desk-false-proposed = This applicant is already proposed for the blacklist; another member of staff decides.
desk-false-listed = This applicant was put on the blacklist because of this material.
desk-blacklist-number = Number of an application that was returned
desk-none-waiting = Nothing is waiting.
desk-photo-frame = { $what }: turn with [ and ], enlarge with + and −, move with the arrow keys
desk-turn-left = Turn left
desk-turn-right = Turn right
desk-zoom-in = Enlarge
desk-zoom-out = Make smaller
desk-reset = Reset
desk-photo-camera = Photo of the camera
desk-photo-own = Photo { $number } of the person
desk-objection-words = Your answer, { $least } to { COUNTED($most, "character") }. The person reads it.
desk-look-up = Look up
desk-look-up-recorded = Every search is recorded with who made it.
desk-look-up-vehicle = A car by its plate
desk-look-up-person = A person by ID number, phone number or application number

desk-rules = Rules
desk-rule = Rule
desk-rule-value = Value
desk-rule-name = Name for /rule
desk-rule-changes = { $count ->
        [one] changes soon
       *[other] { $count } changes to come
    }
desk-rule-now = Now
desk-rule-default = If nothing is set
desk-rule-history = History
desk-rule-from = From
desk-rule-until = Until
desk-rule-last-day = { $until } (inclusive)
desk-rule-why = Reason
desk-rule-further-notice = further notice
desk-rule-is-now = in force
desk-rule-is-past = over
desk-rule-is-coming = to come
desk-rule-never-set = No value has been set: the default holds.
desk-rule-propose = It takes effect once another admin confirms it. After sending you see how it was understood, and can withdraw it.
desk-rule-proposed = A proposed value waits for another admin
desk-rule-new = Propose a value
desk-rule-first-day = First day (empty: once it is confirmed)
desk-rule-final-day = Last day (empty: no end)

desk-figures = Figures
desk-figures-days = The last { COUNTED($days, "day") }
desk-figure-unpaid = Unpaid decisions
desk-figure-unpaid-value = { $count }, { $yuan } yuan of fines
desk-figure-expiring = Certificates that expire within { COUNTED($days, "day") }
desk-figure-waiting = { $count }, { $overdue } overdue
desk-figure-done = { $count }, { $late } late
desk-figure-finishing = Applications
desk-figure-reviewing = Reviews
desk-figure-time = half within { $median }, nine of ten within { $most }
desk-chart-of = What
desk-chart-value = How much
desk-chart-waiting = Open work
desk-chart-done = Work done
desk-chart-applications = Applications by way and state
desk-chart-returns = Why cases were returned
desk-chart-times = How long it took

desk-money = Money
desk-refunds = Open refunds
desk-refunds-none = No refund is waiting.
desk-refund-why = Why
desk-amount = Amount
desk-state = State
desk-days = Days and bills
desk-days-none = There were no payments on these days.
desk-day = Day
desk-provider = Provider
desk-received = Received
desk-refunded = Refunded
desk-bill = Bill (received / refunded)
desk-closed = Closed
desk-not-closed = not closed
desk-can-close = can be closed
desk-differences = Open differences
desk-differences-none = No difference is open.
desk-ours = Our records
desk-theirs = Bill
desk-first-day = First day
desk-last-day = Last day
desk-compare = Compare bills again
desk-compare-how = Without days, those of yesterday are compared; 31 days at the most. The chat tells what was found.
desk-ledger = Export the ledger
desk-ledger-how = Without days, this month is exported.
desk-due-again = Make this decision due again
desk-paid-back = Record as paid back
desk-paid-back-number = Number of the refund, voucher or transfer (as on the bill, no names)
desk-difference-resolved = Resolved.
desk-closing-reason = Why the day is closed without the bill, { $least } to { COUNTED($most, "character") }; it is kept with the closing
desk-comparing = The bills are being compared; the chat will say what was found. Open this page again in a while.

desk-certificates = Certificates
desk-plate = Plate
desk-plate-type = Code of the plate type, such as 02 (only if several cars have this plate)
desk-check = Check
desk-issue-how = You see the register and the legal month first, and issue after that.
desk-revoke-why = Reason, which the owner reads
desk-revoke-how = What you may not revoke alone goes to another admin to confirm.
desk-papers = Paper copies to print or hand out
desk-tracking = Tracking number

desk-members = Staff
desk-roles = Roles
desk-invite = Invite someone
desk-clients = API clients
desk-clients-serving = Keys in use
desk-clients-none = No key counts now.
desk-client-new = Propose a client
desk-client-name = Name: 2 to 31 lower-case letters, digits or hyphens
desk-client-scopes = What it may do
desk-client-key = Save it in the settings of the program now: it is never shown again. Do not send it to anyone.
desk-audit = Audit
desk-audit-about = Kind, or number of an application (empty: everything)
desk-audit-verifying = The chain is being verified; the chat will say what was found.

desk-keys = Keyboard
desk-keys-how = A key moves to the button that shows it; the same key again, or Enter, presses it. In a photo: [ and ] turn, + and − enlarge, arrow keys move, 0 resets.
desk-keys-on = Use these keys in this browser

desk-second-factor = Second factor
desk-factor-why = On this page, acts that move money, change rules, give rights or import the register ask for a code of an authenticator app, once for each kind of act until you sign out. Have the app ready on your phone.
desk-factor-begin = Set up the second factor
desk-factor-scan = Scan this with your authenticator app. It is shown only once: do not photograph or forward it.
desk-factor-picture = QR code for the authenticator app
desk-factor-type = If the app cannot scan, type this key:
desk-factor-code = Code that the app shows
desk-factor-confirm = Confirm
desk-factor-since = Set up on { $at }.
desk-factor-lost = If you have lost the device, ask the operator to reset the second factor.
desk-factor-first = This needs a second factor.
desk-factor-once = Code of your authenticator app (asked once until you sign out)
desk-factor-told = <b>A second factor was set up</b> for your account on the staff page ({ $at }). If it was not you, tell an admin at once and sign out all browsers: /web.
desk-factor-reset = <b>The operator has reset your second factor</b>, and every browser is signed out. Please set it up again on the staff's page. If you did not ask for this, tell an admin at once.
refused-factor-missing = You have no second factor yet. Set one up on the staff page, under “Second factor”.
refused-factor-exists = You have a second factor already. If you have lost the device, ask the operator to reset it.
refused-factor-wrong = This code is not right, or was used before. Wait for the next one in your app and try again.
refused-factor-paused = Too many wrong codes. Please try again after { $until }.

## Refusals on the page: the same reasons, and what to do on the page
desk-refused-not-staff = You cannot open this page, or cannot do this.
desk-refused-forged = This choice does not work. Please go back and open the page again.
desk-refused-stale-button = This step is done already. Please go back and open the page again.
desk-refused-number-missing = Please write the number of an application, for example 1024.
desk-refused-case-number-missing = Please write the number of an application, for example 1024. You find the numbers under “Work”.
desk-refused-identity-number = A number with ID is an identity case. Please open it under “Work”.
desk-refused-reason-is-answer = That is only a yes or a no, not a reason, so nothing has been done yet. Please go back and write a sentence.
desk-refused-bad-reason = Please tick at least one reason, or write one.
desk-refused-bad-false-reason = Please go back and choose what is false.
desk-refused-shared-number = Someone else has declared this ID number and has records, such as a blacklist entry or applications. Please go back and choose “same person” or “another person”.
desk-refused-identity-only-admin = This account is the only admin, and approving would leave none. First make someone else an admin under “Staff”, or have the operator add one on the command line. Then approve.
desk-refused-bad-issue-line = Please write the plate, for example 桂A12345.
desk-refused-month-out-of-range = { $month } is not the legal month: the certificate is valid until { $legal }. Please look at the car again.
desk-refused-no-reason = Please write the plate and the reason.
desk-refused-rule-incomplete = Please write the new value and the reason.
desk-refused-rule-day-out-of-range = “{ $day }” is not in the years { $first } to { $last }. For a rule without an end, leave the last day empty.
desk-refused-rule-day-unnamed = A reason cannot begin with a date ({ $day }). Please put the date later in it.
desk-refused-person-not-verified = This person is not verified now, or was verified again after the proposal. Please look them up again.
desk-refused-person-without-phone = This person has no phone number on record now, or a different one since the proposal. Please look them up again.
desk-refused-person-without-birth-date = No date of birth is stored for this person: they have not typed one, or their ID number shows it. Please look them up again.
desk-refused-find-what = Please write an ID number, a phone number, or the number of an application.
desk-refused-period-unreadable = We could not read these dates, or they are not between { $since } and { $until } (both included). Please go back and choose again.
