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
portal-step-type = Type the sign-in code of 10 characters here
portal-code = Sign-in code
portal-sign-in-warning = The code works once and lives a few minutes. Tell it to nobody; staff will never ask for it.
portal-choose = For which organisation do you act?

portal-count = { $total ->
        [0] no car fits, of { $all }
        [one] { $total } car of { $all }
       *[other] { $total } cars of { $all }
    }
portal-search = Plate, model or colour
portal-only = Show only
portal-only-all = all
portal-only-filed = filed by somebody
portal-only-violations = With violations to handle
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
portal-none = No car fits this.
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
portal-relationship = Relationship
portal-since = Since
portal-way = Way
portal-number = Number
portal-no-filers = Nobody has filed this car.
portal-past = Past filings ({ $count })
portal-unbind = Unbind
portal-unbind-whom = Unbind { $who }
portal-unbind-surely = End the filing of { $plate } by { $who }? It ends at once, and they are told.
portal-unbound = The filing has ended; the other side will be told.
portal-surely = Yes
portal-no = No

portal-places = { $left ->
        [one] place for { $left } more user
       *[other] places for { $left } more users
    }
portal-name = Name
portal-me = me
portal-actions = What can be done
portal-invite = Invite a user
portal-invited = Invited; this code is shown only now
portal-invited-how = Let the person send { $command } to the desk, or open the link below. It works once.
portal-invited-until = Valid until { $until }
portal-withdraw = Withdraw unused invitations ({ $count })
portal-remove = Remove
portal-remove-whom = Remove { $who }
portal-remove-surely = Remove { $who } from the organisation? This takes effect at once: they are signed out of every browser, and they are told.
portal-hand-over = Hand over
portal-hand-over-whom = Hand the administration over to { $who }
portal-hand-over-surely = Make { $who } the administrator? You become a user, and SMS codes for the cars go to them. The terms, blocks, vehicle QR codes and invitations that you have set end.
portal-done-removed = Removed, and signed out of every browser.
portal-done-handed-over = The administration has been handed over.
portal-done-withdrawn = The unused invitations have been withdrawn.

portal-browsers-rule = You are signed out after { COUNTED($minutes, "minute") } without a click, and after { COUNTED($hours, "hour") } in any case.
portal-browser = Browser
portal-this-browser = this one
portal-begun = Signed in
portal-seen = Last seen
portal-end = Sign out
portal-end-whom = Sign out { $device }

problem-title = That did not work
problem-reference = Number { $reference }; staff can find it by that.
problem-back = Back to the beginning
problem-400 = This request cannot be understood.
problem-403 = You may not do this.
problem-404 = There is no such page.
problem-405 = This address cannot be used in this way.
problem-413 = What was sent is too large.
problem-415 = What was sent is of a kind that is not taken here.
problem-429 = Too often. Please wait a little and try again.
problem-500 = Sorry, something failed on our side; you did nothing wrong.
problem-503 = Starting up. Please try again in a moment.
problem-host = The desk does not go by this name. The operator can set CHEZHU_PUBLIC_URL or CHEZHU_ALLOWED_HOSTS.
problem-form = This page is too old. Please go back, open it again and retry.

portal-code-make = Show the vehicle QR
portal-code-by-administrator = The vehicle QR is the organisation's agreement to a filing, so the administrator shows it.
portal-code-of = Vehicle QR of { $plate }
portal-code-scan = Let whoever files the car scan this face to face, or type the short code below.
portal-code-alt = Vehicle QR of { $plate }
portal-code-until = Valid until { $until }, once.
portal-code-warning = Show it face to face only, and send no photo of it: whoever scans it first may apply for this car.
portal-code-used = Somebody has scanned it and is filing the car.
portal-code-expired = The code has run out.
portal-code-cancelled = The code has been taken back.
portal-code-again = Another code
portal-code-cancel = Take it back
portal-back = Back
