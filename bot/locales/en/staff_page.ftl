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
desk-in-chat = Go on in the chat: /queue

desk-about = About the case
desk-decide = Your decision
desk-nothing-to-decide = There is nothing for you to decide here.
desk-due-by = To be decided by { $due }
desk-identity-case = #{ $number } { $kind }
desk-identity-words = Your reason, in one sentence of at most { COUNTED($most, "character") }. After a rejection the applicant reads it.
desk-return-why = Return to the applicant
desk-return-words = Note for the applicant, at most { COUNTED($most, "character") }
desk-false = False documents are reported in the chat: /block { $number }
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
desk-keys = Keyboard
desk-keys-how = A key moves to the button that shows it; the same key again, or Enter, presses it. In a photo: [ and ] turn, + and − enlarge, arrow keys move, 0 resets.
desk-keys-on = Use these keys in this browser
