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
import-fault-key-of-another-row = this key has named another row before
import-fault-key-revoked = the key of this client was revoked meanwhile
import-fault-not-deleted = rows of this kind are not deleted; send what has changed
import-fault-unknown-field = is no field of this kind
import-fault-missing-field = is missing
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
