## Staff: who serves, roles, invitations

flow-name-staff = roles of staff
command-staff = staff: who serves, invite, roles
go-staff = Staff
go-find = Find a person

staff-role-reviewer = reviewer
staff-role-station = station
staff-role-cashier = cashier
staff-role-officer = officer
staff-role-admin = admin
staff-roles-between = , { "" }
staff-list = <b>Staff</b>: { $count }
staff-line = • { $name } — { $roles } (since { $since })
staff-waiting = { $count ->
        [0] { "" }
        [one] ⏳ One proposal waits for a second admin
       *[other] ⏳ { $count } proposals wait for a second admin
    }
staff-open = ⏳ To confirm: { $name }
staff-invite = ➕ Invite somebody
staff-member = <b>{ $name }</b>
    Roles: { $roles }
    Since { $since }; Telegram number <code>{ $number }</code>
staff-change = Change roles
staff-end = End service
staff-end-sure = End the service of { $name }? This takes effect at once: no more staff commands.
staff-end-admin = { $name } is an admin: the end needs a second admin, and acts at once when confirmed. Propose it?
staff-ended = The service of { $name } has ended.
staff-ask-name = What is the new member of staff called? 1 to 40 characters.
staff-ask-roles = As what shall { $name } serve? Tap to choose, tap again to leave out, then propose.
staff-propose = Propose to the other admins
staff-proposal = <b>{ $name }</b>: { $roles }
    Proposed by { $who }
staff-proposal-end = End the service of <b>{ $name }</b>
    Proposed by { $who }
staff-proposal-open = Waits for another admin.
staff-proposal-confirmed = ✅ Confirmed.
staff-proposal-accepted = ✅ Confirmed and accepted.
staff-proposal-refused = ❌ Refused by another admin.
staff-proposal-withdrawn = Taken back by whoever proposed it.
staff-confirm = ✅ Confirm
staff-refuse = ❌ Refuse / take back
staff-invitation = Please send this link to { $name }; it works once, until { $until }:
    { $link }
    Where links do not open, send the bot: <code>/start { $payload }</code>
    (invitation code { $code })
staff-invited = You are invited to serve as “{ $name }”: { $roles }.
    Once you accept, everything you do here is recorded.
staff-accept = Accept
staff-welcome = Welcome! You are now: { $roles }. Your commands: /help.
staff-joined = { $name } has accepted: { $roles }.
    Telegram number <code>{ $number }</code>. If that is not the right person, end the service at once.
staff-your-roles = Your roles as staff are now: { $roles }.
staff-moved = The service of <b>{ $name }</b> has ended: after an identity case their Telegram account belongs to somebody else or to nobody, and duties do not go with it.
    If they shall go on serving, please invite them with the account that they have now.
staff-departed = <b>{ $name }</b> has lost a role: their proposals that nobody has confirmed, and invitations they proposed or confirmed that nobody has accepted, have ended. Please propose again what is still needed.
staff-imported = The operator has recorded <b>{ $name }</b> as staff: { $roles }.
    Telegram number <code>{ $number }</code>. If that is not right, end the service at once.
staff-ended-by-operator = The operator has ended the service of <b>{ $name }</b>.
    Telegram number <code>{ $number }</code>. If that is not right, please ask the operator, or invite them again.
staff-your-end = Your service as staff has ended. You can still use the desk as a motorist.

staff-identity-none = Identity: not registered yet.
staff-identity-open = Identity: { $person } ({ $number }), not verified yet.
staff-identity-verified = Identity: { $person }, verified.
staff-verify = 🪪 I have checked their ID document
staff-is-verified = The identity of { $name } is verified. They can start work now.
staff-ask = Ask an admin to check my identity
staff-asks = <b>Please check the identity of a member of staff</b>
    { $name } asks you to check their ID document in person. They can start work afterwards.
    { $identity }
staff-asked = The admins will be told. Please show one of them your ID document; you get a message once it is checked.
staff-asked-nobody = No admin can be reached at the moment. Please ask the operator of this desk to check your identity.

refused-staff-name-odd = The name has 1 to 40 characters.
refused-staff-roles-missing = Choose at least one role. To let somebody go, use “End service”.
refused-staff-proposed-already = A proposal about this person waits already; please settle that one first.
refused-staff-proposal-decided = This proposal is settled already.
refused-first-has-left = Whoever proposed this does not have that role any more, so it cannot be confirmed. If it is still needed, please propose it again.
refused-staff-ended = This person does not serve any more.
refused-last-admin = This is the last admin and cannot leave: make somebody else an admin first.
refused-staff-invitation-gone = This invitation cannot be used: mistyped, used, or too old. Please ask an admin for another.
refused-staff-already = You serve already and need no invitation; admins change your roles.
refused-staff-signed-out = You have signed out, and your commands as staff rest too. Please unlock the desk first, with a code to your phone.
refused-staff-not-registered = You are a member of staff, and two steps are left before you can start: register as yourself, then have an admin check your ID document.
refused-staff-not-verified = You are a member of staff, and one step is left before you can start: have an admin check your ID document (the menu has a button that tells the admins), or send photos with /identity.
refused-member-not-registered = { $name } has not registered yet. Please have them send /start first, and check their identity afterwards.
refused-own-roles = You cannot confirm more roles for yourself. Please ask another admin.
refused-own-identity = Nobody checks their own identity. Please ask another admin.
refused-identity-asked-already = The admins have been told already. Please show one of them your ID document. You can ask them again from { $until }.
