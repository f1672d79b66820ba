# The keys of the machine API.
api-client-created = <b>A program has a key of the machine API</b>
    The operator has made a key for “{ $name }” (…{ $end }). It can be used for: { $kinds }.
    If you know nothing of it, ask the operator at once.
api-client-revoked = <b>The key of a program was revoked</b>
    The operator has revoked the key of “{ $name }” (…{ $end }), which could be used for: { $kinds }. It no longer works.
api-kind-people = people
api-kind-organisations = organisations
api-kind-vehicles = vehicles
api-kind-violations = violations
api-kind-inspections = inspections
api-kind-insurances = insurance
api-kind-taxes = vehicle tax
api-kind-licences = driving licences and points
api-kind-events = events (read only)
## Clients in the chat: one admin proposes, another confirms, the first is shown the key
flow-name-clients = proposing an API client
command-clients = clients of the machine API: keys, scopes, last use
go-clients = API clients
work-kind-client = API client proposal
api-clients = { $count ->
    [0] <b>Machine API: no clients</b>
   *[other] <b>Machine API: { COUNTED($count, "client") }</b>
}
api-clients-line = <b>{ $name }</b> (…{ $end }): { $kinds }. Last used: { $used }.
api-clients-line-unused = <b>{ $name }</b> (…{ $end }): { $kinds }. Not used yet.
api-clients-waiting = { $count ->
    [0] Nothing is waiting.
    [one] One proposal is waiting.
   *[other] { $count } proposals are waiting.
}
api-clients-usage = A new client needs two admins: tap “New client”, or send <code>/clients NAME people vehicles</code>.
api-clients-open = ⏳ { $name } is waiting
api-clients-new = ➕ New client
api-clients-revoking = Revoking takes effect at once and cannot be undone. Requests from this program are refused until it has a new key. The other admins are told.
api-clients-revoke = ⛔ Revoke the key now
api-clients-revoked = <b>The key of { $name } (…{ $end }) is revoked</b>
    It no longer works. The other admins are told.
api-clients-ask-name = What is the program called? 2 to 31 letters a–z, digits or hyphens, for example <code>insurer</code>.
api-clients-ask-scopes = What may <b>{ $name }</b> do? Tap to choose, tap again to leave out, then propose it. Choose only what the program needs.
api-clients-propose = 📤 Propose to the other admins
api-clients-proposal = <b>New client of the machine API: { $name }</b>
    It may write or read: { $kinds }
    Proposed by: { $who }
api-clients-proposal-open = Waiting for another admin.
api-clients-proposal-confirmed = ✅ Confirmed. The admin who proposed it can have the key shown within { PERIOD($days) }.
api-clients-proposal-confirmed-own = ✅ Confirmed. Have the key shown within { PERIOD($days) }. It is shown once, only to you: be ready to save it.
api-clients-proposal-fetched = ✅ The key has been made and shown once to the admin who proposed it.
api-clients-proposal-refused = ❌ Rejected by another admin.
api-clients-proposal-withdrawn = Withdrawn by the admin who proposed it.
api-clients-confirm = ✅ Confirm
api-clients-refuse = ❌ Reject / withdraw
api-clients-fetch = 🔑 Show the key
api-clients-key = <b>The key of { $name }</b>
    <code>{ $secret }</code>

    Save it in the program’s settings now. It leaves this chat after { COUNTED($minutes, "minute") }, and nothing shows it again. Do not send it to anyone by chat.
api-clients-copy = 📋 Copy
api-clients-saved = ✅ Saved, remove it here
api-clients-key-hidden = <b>The key of { $name } is no longer shown</b>
    It works. If it is not saved, revoke it and propose a new client.
api-client-ended = <b>An admin has revoked the key of a program</b>
    The key of “{ $name }” (…{ $end }), which could be used for { $kinds }, no longer works. The audit names the admin.
refused-api-client-exists = There is already a client called { $name }. Revoke its key first, or choose another name.
refused-api-client-gone = The key of this client has already been revoked.
refused-api-client-name = The name must have 2 to 31 letters a–z, digits or hyphens, and begin with a letter or digit.
refused-api-client-scope = One of these kinds does not exist. Kinds: { $kinds }.
refused-api-client-scopes-missing = Choose at least one thing that the program may do.
refused-api-client-proposed-already = A proposal under this name is already waiting. Please deal with that one first.
refused-api-client-decided = This proposal has already been decided.
refused-api-key-of-proposer = Only the admin who proposed this client can see its key.
refused-api-key-shown = This key has already been shown, and is shown only once. If it is not saved, revoke it and propose a new client.
refused-api-key-lapsed = The key was not fetched within { PERIOD($days) }, so none has been made. Please propose the client again.
import-fault-key-of-another-row = this key has named another row before
import-fault-key-revoked = the key of this client was revoked meanwhile
import-fault-not-deleted = rows of this kind are not deleted; send what has changed
import-fault-unknown-field = is no field of this kind
import-fault-missing-field = is missing
import-fault-moment-ahead = is more than a day ahead of the desk's clock
import-fault-unknown-person = nobody on record has this number
import-fault-unknown-organisation = no organisation on record has this credit code
events-subscribed = <b>Another system now receives events</b>
    The operator has subscribed “{ $name }”: { $url } receives { $types }. Events contain only ids and numbers, no personal data.
    If you know nothing of it, ask the operator at once.
events-unsubscribed = <b>A subscription has ended</b>
    The operator has ended “{ $name }”: { $url } receives no more events.
event-type-filing-completed = completed filings
event-type-filing-ended = ended filings
event-type-certificate-issued = issued certificates
event-type-certificate-closed = replaced and revoked certificates
event-type-decision-made = penalty decisions
event-type-decision-revoked = revoked decisions
event-type-decision-due-again = decisions to be paid again
event-type-payment-settled = payments
event-type-refund-finished = refunds
