# The keys of the machine API.
api-client-created = <b>A program has access to the register</b>
    The operator has made a key for “{ $name }” (…{ $end }). It may write: { $kinds }.
    If you know nothing of it, ask the operator at once.
api-client-revoked = <b>A program has no access to the register any more</b>
    The operator has revoked the key of “{ $name }” (…{ $end }). It may no longer write: { $kinds }.
api-kind-people = people
api-kind-organisations = organisations
api-kind-vehicles = vehicles
api-kind-violations = violations
api-kind-inspections = inspections
api-kind-insurances = insurance
api-kind-taxes = vehicle tax
api-kind-licences = driving licences and points
import-fault-key-of-another-row = this key has named another row before
import-fault-key-revoked = the key of this client was revoked meanwhile
import-fault-not-deleted = rows of this kind are not deleted; send what has changed
import-fault-unknown-field = is no field of this kind
import-fault-missing-field = is missing
import-fault-unknown-person = nobody on record has this number
import-fault-unknown-organisation = no organisation on record has this credit code
