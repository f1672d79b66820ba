## The organisations' web pages: sign in, cars, members, browsers, problems

portal-title = { office } · organisations
portal-skip = Skip to content
portal-navigation = Main pages
portal-cars = Cars
portal-members = Members
portal-browsers = Signed-in browsers
portal-sign-out = Sign out
portal-role = Role
portal-role-administrator = Administrator
portal-role-user = User
portal-change-organisation = Another organisation

portal-sign-in = Sign in
portal-over = You have been signed out. Please sign in again.
portal-step-chat = Open { office } in the chat { $bot }
portal-step-command = Send /organisation and tap “Sign in on the web”
portal-step-type = Type the 10-character sign-in code here
portal-code = Sign-in code
portal-sign-in-warning = The code works once and is valid for a few minutes. Do not share it: our staff will never ask for it.
portal-choose = Which organisation do you act for?

portal-count = { $total ->
        [0] no matching cars of { $all }
        [one] { $total } car of { $all }
       *[other] { $total } cars of { $all }
    }
portal-search = Plate, model or colour
portal-only = Show only
portal-only-all = all
portal-only-filed = filed by someone
portal-only-violations = with violations to handle
portal-only-inspection = inspection due or overdue
portal-only-insurance = insurance due or overdue
portal-only-abnormal = not in a normal state
portal-show = Show
portal-csv = Download table (CSV)
portal-column-plate = Plate
portal-column-plate-type = Plate type
portal-column-model = Model
portal-column-colour = Colour
portal-column-state = State
portal-column-inspection = Inspection valid until
portal-column-insurance = Insurance valid until
fleet-figure-filers = Filed by
fleet-figure-violations = Unhandled violations
portal-unknown = not on record
portal-due = due
portal-none = No cars match.
portal-pages = Pages
portal-page = Page { $page } of { $pages }
portal-previous = Previous
portal-next = Next

portal-violation-at = When
portal-violation-place = Where
portal-violation-act = What
portal-violation-fine = Fine
portal-violation-points = Points
portal-violation-hint = A driver who has filed this car handles them in the chat: /violations.

portal-filers = Who has filed this car
portal-filer = Filed by
portal-relationship = Says they are
portal-since = Since
portal-way = Way
portal-number = Number
portal-no-filers = Nobody has filed this car.
portal-past = Past filings ({ $count })
portal-unbind = End filing
portal-unbind-whom = End the filing of { $who }
portal-unbind-surely = End the filing of { $plate } by { $who }? It ends at once, and we tell them.
portal-unbound = The filing has ended. We will tell the other person.
portal-surely = Yes
portal-no = No

portal-places = { $left ->
        [one] place for { $left } more user
       *[other] places for { $left } more users
    }
portal-name = Name
portal-me = me
portal-actions = Actions
portal-invite = Invite a user
portal-invited = Invitation ready. This code is shown only once
portal-invited-how = Ask the person to send { $command } to { office }, or to open the link below. It works once.
portal-invited-until = Valid until { $until }
portal-withdraw = Withdraw unused invitations ({ $count })
portal-remove = Remove
portal-remove-whom = Remove { $who }
portal-remove-surely = Remove { $who } from the organisation? This takes effect at once: they are signed out of every browser, and we tell them.
portal-hand-over = Hand over
portal-hand-over-whom = Hand the administration over to { $who }
portal-hand-over-surely = Make { $who } the administrator? You become a user, and SMS codes for the cars go to them. Terms, blocks, vehicle QR codes and invitations that you set will end.
portal-done-removed = Removed, and signed out of every browser.
portal-done-handed-over = The administration has been handed over.
portal-done-withdrawn = The unused invitations have been withdrawn.

portal-browsers-rule = We sign you out after { COUNTED($minutes, "minute") } without activity, and after { COUNTED($hours, "hour") } in any case.
portal-browser = Browser
portal-this-browser = this one
portal-begun = Signed in
portal-seen = Last active
portal-end = Sign out
portal-end-whom = Sign out { $device }

problem-title = That did not work
problem-reference = Number { $reference }: our staff can find it by this.
problem-back = Back to the start page
problem-400 = We could not understand this request.
problem-403 = You are not allowed to do this.
problem-404 = There is no such page.
problem-405 = This address cannot be used in this way.
problem-413 = What was sent is too large.
problem-415 = We cannot accept this kind of content.
problem-429 = Too many requests. Please wait a little and try again.
problem-500 = Sorry, something failed on our side; you did nothing wrong.
problem-503 = Starting up. Please try again in a moment.
problem-host = The desk does not use this address. The operator can set CHEZHU_PUBLIC_URL or CHEZHU_ALLOWED_HOSTS.
problem-form = This page has expired. Please go back, open it again and retry.

portal-code-make = Show the vehicle QR code
portal-code-by-administrator = By showing the vehicle QR code, the organisation agrees to a filing. So the administrator shows it.
portal-code-of = Vehicle QR code of { $plate }
portal-code-scan = Let the person who files the car scan this in front of you, or type the short code below.
portal-code-alt = Vehicle QR code of { $plate }
portal-code-until = Valid until { $until }, works once.
portal-code-warning = Only show it in person and do not send photos of it: whoever scans it first can apply to file this car.
portal-code-used = Someone has scanned it and is filing the car.
portal-code-expired = The code has expired.
portal-code-cancelled = The code has been cancelled.
portal-code-again = Another code
portal-code-cancel = Cancel it
portal-back = Back

portal-violations = Violations and fines
portal-xlsx = Download (XLSX)
portal-record-only = Only
portal-record-only-all = All
portal-record-only-unhandled = Not handled
portal-record-only-unpaid = Handled and not paid
portal-record-only-paid = Settled
portal-record-only-cancelled = Cancelled
portal-record-number = Number
portal-record-plate = Plate
portal-record-at = When
portal-record-place = Place
portal-record-act = Violation
portal-record-fine = Fine (yuan)
portal-record-points = Points
portal-record-state = State
portal-record-decided = Handled on
portal-record-paid = Paid on
portal-record-none = There are no such records.
portal-record-totals = Not handled: { $unhandled }, fines of { $fines }. Handled and not paid: { $unpaid }, fines of { $owed }.
portal-record-note = Drivers handle violations and pay in the chat. Who was fined is the driver's own matter and is not shown here.
