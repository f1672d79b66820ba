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
