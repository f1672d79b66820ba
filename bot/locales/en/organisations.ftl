## Organisations: memberships, members, invitations, sign-in code

go-organisation = My organisations
command-organisation = my organisation's cars, members and sign-in code
command-join = accept an organisation's invitation: /join CODE

organisation-none = You do not act for any organisation.
    The register records who is an administrator. To become a user, ask an administrator to invite you, then send /join with the code.
organisation-mine = <b>My organisations</b> ({ $count })
organisation-one = <b>{ $name }</b>
    Credit code: { $code }
    You are: { $role }
    { $cars ->
        [one] { $cars } car
       *[other] { $cars } cars
    }, { $members ->
        [one] { $members } member
       *[other] { $members } members
    }
organisation-sign-in = Sign in on the web
organisation-cars = Its cars
organisation-members = Members
organisation-leave = Leave this organisation

organisation-code = Your sign-in code for the web:
    <code>{ $code }</code>
    Open { $page } and type it. It works once, until { $until }.
    ⚠️ Do not forward or share it.
organisation-code-again = New code
organisation-sign-out = Sign out of all browsers
organisation-signed-out = { $count ->
        [one] { $count } browser was signed out
       *[other] { $count } browsers were signed out
    }, and unused codes no longer work.

organisation-cars-list = <b>{ $name }</b>, { $total ->
        [one] { $total } car
       *[other] { $total } cars
    }
    To find one: /organisation with a plate or model
organisation-car-line = • <b>{ $plate }</b> inspection { $until }, filed by { $filers }, violations { $violations }

organisation-members-list = <b>Members of { $name }</b>
    { $left ->
        [one] place for { $left } more user
       *[other] place for { $left } more users
    }
organisation-member-line = • { $who }, { $role }, since { $since }; identity: { $identity }
organisation-invite = Invite a user
organisation-hand-over = Hand over administration
organisation-hand-over-yes = Yes, hand it over
organisation-remove = Remove from the organisation
organisation-remove-yes = Yes, remove them
organisation-remove-surely = Remove <b>{ $who }</b> from { $name }? This takes effect at once: they are signed out of every browser, and we tell them.
organisation-hand-over-surely = Make <b>{ $who }</b> the administrator of { $name }? You become a user, and SMS codes for the cars go to them. Terms, blocks, vehicle QR codes and invitations that you set will end.
organisation-leave-surely = Leave <b>{ $name }</b>?
organisation-removed = You have removed { $who } from { $name }.
organisation-handed-over = You have handed { $name } over to { $who }. You are now a user.
organisation-left = You have left { $name }.
organisation-joined = You are now a user of <b>{ $name }</b>.

organisation-invitation = You are invited to act for <b>{ $name }</b>.
    Open { $link }
    or send <code>/join { $code }</code> to { office }.
    Valid until { $until }, for one person, once.
organisation-invited = <b>{ $name }</b> invites you to be a user: you can see its cars, their violations and filings.
organisation-accept = Accept
organisation-how-to-join = Please send /join with the code your administrator gave you, for example /join ABCD-EFGH-JKMN.

organisation-joined-notification = { $who } has accepted the invitation and is now a user of { $name }. Identity: { $identity }. If you do not know this person, remove them under “Members”.
organisation-left-notification = { $who } has left { $name }.
organisation-removed-notification = You are no longer a user of { $name }. We have signed you out of your browsers.
organisation-dissolved-notification = The register says that { $name } is dissolved. Its memberships, invitations and sign-ins have ended, and so have applications, filings and terms of its cars. Once a car is transferred, its new owner decides. If that is wrong, please have it corrected: { counter-visit }.
organisation-replaced-notification = The register now names another administrator of { $name }, so you no longer act for its cars. If this is wrong, please ask the organisation to { counter-visit } to have it corrected.
organisation-handed-over-notification = You are now the administrator of { $name }. Codes for filing its cars will come to you.
    Terms, blocks, vehicle QR codes and invitations of the former administrator have ended. You can set your own in /approvals.

refused-not-administrator = Only the organisation's administrator can do this.
refused-acting-for-another = Nothing was done: this browser now acts for { $organisation }, and the page was opened for another organisation. Please open the page again.
refused-no-organisation = You do not act for any organisation.
refused-organisation-full = { $limit ->
        [0] At the moment organisations cannot add users. See /rules for when this changes.
       *[other] An organisation can have { COUNTED($limit, "user") }. Each unused invitation also counts.
    }
refused-too-many-organisations = You can act for { COUNTED($limit, "organisation") } at most.
refused-already-member = You are already a member of this organisation.
refused-administrator-stays = You cannot remove the administrator. Hand over the administration first.
refused-member-cannot-act = You cannot hand over to this member now: nobody has checked who they are, or they are not signed in, so they could not answer for the cars. Ask them to sign in and to send /identity to the desk first.
refused-invitation-gone = This invitation code does not work: it is wrong, used, withdrawn or expired. Please ask the administrator to invite you again.
refused-sign-in-refused = This sign-in code does not work: it is wrong, used or expired. Please get a new one in the chat.
refused-too-many-sign-ins = Too many tries. Please try again in { COUNTED($minutes, "minute") }.

# The summary of a month for an organisation
fleet-summary = <b>{ $name }: { $month }</b>
fleet-summary-recorded = New violations that month: { $count }
fleet-summary-unhandled = Not handled yet: { $count }, fines of { $yuan } yuan
fleet-summary-unpaid = Handled and not paid: { $count }, fines of { $yuan } yuan
fleet-summary-inspections = Inspection due or overdue: { COUNTED($count, "car") }
fleet-summary-filers = Filings in force: { $count }
fleet-summary-portal = Details on the web page
