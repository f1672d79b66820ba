## Organisations: memberships, members, invitations, sign-in code

go-organisation = My organisations
command-organisation = an organisation's cars and members, sign-in code for the web
command-join = accept an organisation's invitation: /join CODE

organisation-none = You act for no organisation.
    Administrators are entered by the register. To become a user, let an administrator invite you and send /join with the code.
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
    Open { $page } and type it. Valid until { $until }, once.
    ⚠️ Forward it to nobody, tell it to nobody.
organisation-code-again = Another code
organisation-sign-out = Sign out every browser
organisation-signed-out = { $count ->
        [one] { $count } browser was signed out
       *[other] { $count } browsers were signed out
    }, and unused codes have ended.

organisation-cars-list = <b>{ $name }</b>, { $total ->
        [one] { $total } car
       *[other] { $total } cars
    }
    To find one: /organisation with a plate or model
organisation-car-line = • <b>{ $plate }</b> inspection { $until }, filed by { $filers }, violations { $violations }
organisation-previous = ‹ Previous
organisation-next = Next ›

organisation-members-list = <b>Members of { $name }</b>
    { $left ->
        [one] place for { $left } more user
       *[other] place for { $left } more users
    }
organisation-member-line = • { $who }, { $role }, since { $since }
organisation-invite = Invite a user
organisation-hand-over = Hand the administration over
organisation-hand-over-yes = Yes, hand it over
organisation-remove = Remove from the organisation
organisation-remove-yes = Yes, remove them
organisation-remove-surely = Remove <b>{ $who }</b> from { $name }? This takes effect at once: they are signed out of every browser, and they are told.
organisation-hand-over-surely = Make <b>{ $who }</b> the administrator of { $name }? You become a user, and SMS codes for the cars go to them. The terms, blocks, vehicle QR codes and invitations that you have set end.
organisation-leave-surely = Leave <b>{ $name }</b>?
organisation-removed = { $who } was removed from { $name }.
organisation-handed-over = The administration of { $name } was handed over to { $who }. You are a user now.
organisation-left = You have left { $name }.
organisation-joined = You are a user of <b>{ $name }</b> now.

organisation-invitation = You are invited to act for <b>{ $name }</b>.
    Open { $link }
    or send <code>/join { $code }</code> to the vehicle owners' desk.
    Valid until { $until }, for one person, once.
organisation-invited = <b>{ $name }</b> invites you as a user: to see its cars, their violations and filings.
organisation-accept = Accept
organisation-how-to-join = Please send /join with the code your administrator gave you, for example /join ABCD-EFGH-JKMN.

organisation-joined-notification = { $who } has accepted the invitation and is a user of { $name } now. If you do not know this person, remove them in the list of members.
organisation-left-notification = { $who } has left { $name }.
organisation-removed-notification = You are no longer a user of { $name }; your browsers have been signed out.
organisation-dissolved-notification = The register says that { $name } is dissolved. Its memberships, invitations and sign-ins have ended, and so have applications, filings and terms of its cars. Once a car is transferred, its new owner decides. If that is wrong, please have it corrected: { counter-visit }.
organisation-replaced-notification = The register names another administrator of { $name }: you no longer speak for its cars. If that is wrong, please ask the organisation to have it corrected: { counter-visit }.
organisation-handed-over-notification = You administer { $name } now. Codes for filing its cars will come to you.
    Terms, blocks, vehicle QRs and invitations of the former administrator have ended; set your own in /approvals.

refused-not-administrator = Only the organisation's administrator may do this.
refused-no-organisation = You act for no organisation.
refused-organisation-full = { $limit ->
        [0] At present organisations cannot have further users. /rules says until when.
       *[other] An organisation has at most { COUNTED($limit, "user") }, and each unused invitation holds a place.
    }
refused-too-many-organisations = One person acts for at most { COUNTED($limit, "organisation") }.
refused-already-member = You are a member of this organisation already.
refused-administrator-stays = The administrator cannot be removed. Hand the administration over first.
refused-invitation-gone = This code cannot be used: wrong, used, withdrawn or too old. Please let the administrator invite you again.
refused-sign-in-refused = This code cannot be used: wrong, used or too old. Please get a new one in the chat.
refused-too-many-sign-ins = Too many tries. Please try again in { COUNTED($minutes, "minute") }.
