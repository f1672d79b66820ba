## Staff: who serves, roles, invitations

flow-name-staff = roles of staff
command-staff = staff: members, invitations, roles
go-staff = Staff
go-find = Find a person

staff-role-reviewer = reviewer
staff-role-station = station
staff-role-cashier = cashier
staff-role-officer = officer
staff-role-admin = admin
staff-roles-between = {", "}
staff-list = <b>Staff</b>: { $count }
staff-line = • { $name } — { $roles } (since { $since })
staff-waiting = { $count ->
        [0] { "" }
        [one] ⏳ One proposal is waiting for a second admin
       *[other] ⏳ { $count } proposals are waiting for a second admin
    }
staff-open = ⏳ To confirm: { $name }
staff-invite = ➕ Invite someone
staff-member = <b>{ $name }</b>
    Roles: { $roles }
    Since { $since }; Telegram number <code>{ $number }</code>
staff-change = Change roles
staff-end = End role
staff-end-sure = End the role of { $name }? This takes effect at once: they can no longer use staff commands.
staff-end-admin = { $name } is an admin, so another admin must confirm this. It takes effect at once when confirmed. Propose it?
staff-ended = { $name } is no longer staff.
staff-ask-name = What is the name of the new member of staff? 1 to 40 characters.
staff-ask-roles = Which roles should { $name } have? Tap to choose, tap again to leave out, then propose.
staff-propose = Propose to the other admins
staff-proposal = <b>{ $name }</b>: { $roles }
    Proposed by { $who }
staff-proposal-end = End the role of <b>{ $name }</b>
    Proposed by { $who }
staff-proposal-open = Waiting for another admin.
staff-proposal-confirmed = ✅ Confirmed.
staff-proposal-accepted = ✅ Confirmed and accepted.
staff-proposal-refused = ❌ Rejected by another admin.
staff-proposal-withdrawn = Withdrawn by the admin who proposed it.
staff-confirm = ✅ Confirm
staff-refuse = ❌ Reject / withdraw
staff-invitation = Please send this link to { $name }. It works once, until { $until }:
    { $link }
    If the link does not open, send the bot: <code>/start { $payload }</code>
    (invitation code { $code })
staff-invited = You are invited to join the staff as “{ $name }”: { $roles }.
    Once you accept, everything you do here is recorded.
staff-accept = Accept
staff-welcome = Welcome! You are now: { $roles }. To see your commands, send /help.
staff-joined = { $name } has accepted: { $roles }.
    Telegram number <code>{ $number }</code>. If this is not the right person, end their role at once.
staff-your-roles = Your staff roles are now: { $roles }.
staff-moved = <b>{ $name }</b> is no longer staff: after an identity case, their Telegram account belongs to someone else or to nobody, and roles do not go with the account.
    If they should stay, please invite the account that they have now.
staff-departed = <b>{ $name }</b> has lost a role: their proposals that nobody has confirmed, and invitations they proposed or confirmed that nobody has accepted, have ended. Please propose again what you still need.
staff-imported = The operator has added <b>{ $name }</b> to the staff: { $roles }.
    Telegram number <code>{ $number }</code>. If this is wrong, end their role at once.
staff-ended-by-operator = The operator has ended the role of <b>{ $name }</b>.
    Telegram number <code>{ $number }</code>. If this is wrong, please contact the operator, or invite them again.
staff-your-end = You are no longer staff. You can still use the desk as a car owner.

staff-identity-none = Identity: not registered.
staff-identity-open = Identity: { $person } ({ $number }), not verified yet.
staff-identity-unchecked = Identity: { $person } ({ $number }), verified. Nobody has checked in person yet that this is who was appointed.
staff-identity-verified = Identity: { $person }, verified.
staff-verify = 🪪 I have checked their ID document
staff-is-verified = { $name } is verified and can start work now.
staff-ask = Ask an admin to check my identity
staff-asks = <b>Please check the identity of a member of staff</b>
    { $name } asks you to check their ID document in person. After that they can start work.
staff-asked = We will tell the admins. Please show one of them your ID document. You will get a message once it has been checked.
staff-asked-nobody = No admin can be reached at the moment. Please ask the operator of this desk to check your identity.

refused-staff-name-odd = The name must have 1 to 40 characters.
refused-staff-roles-missing = Choose at least one role. To let someone go, use “End role”.
refused-staff-proposed-already = A proposal about this person is already waiting. Please deal with that one first.
refused-staff-proposal-decided = This proposal has already been decided.
refused-first-has-left = The person who proposed this may not act in that role any more, so it cannot be confirmed. If it is still needed, please propose it again.
refused-staff-ended = This person is no longer staff.
refused-last-admin = This is the last admin, who cannot leave: make someone else an admin first.
refused-staff-invitation-gone = This invitation does not work: it is wrong, used or expired. Please ask an admin for another.
refused-staff-already = You are already staff and do not need an invitation. Admins can change your roles.
refused-staff-signed-out = You have signed out, so you cannot use staff commands. Please unlock the desk first, with a code sent to your phone.
refused-staff-not-registered = You are a member of staff, and two steps are left before you can start: register as yourself, then have an admin check your ID document.
refused-staff-not-verified = You are a member of staff, and one step is left before you can start: have an admin check your ID document (the menu has a button that tells the admins), or send photos with /identity.
refused-staff-not-checked = The operator has entered you as a member of staff, and one step is left before you can start: have an admin check your ID document, to make sure that you are the person meant (the menu has a button that tells the admins).
refused-member-not-registered = { $name } has not registered yet. Please ask them to send /start first, then check their identity.
refused-own-roles = You cannot confirm more roles for yourself. Another admin must do it.
refused-own-identity = You cannot check your own identity. Another admin must do it.
refused-identity-asked-already = We have already told the admins. Please show one of them your ID document. You can ask them again from { $until }.
