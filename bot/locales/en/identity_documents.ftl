# Identity documents, and the date of birth that some do not carry.
command-birthday = enter your date of birth (if your document number does not show it)
go-birthday = Enter my date of birth
flow-name-birthday = Date of birth
document-type-resident-card = Resident identity card
document-type-hong-kong-residence = Residence permit for Hong Kong residents
document-type-macau-residence = Residence permit for Macau residents
document-type-taiwan-residence = Residence permit for Taiwan residents
document-type-foreigner-card = Foreigner's permanent residence card
document-type-former-foreigner-card = Foreigner's permanent residence card (former form)
document-type-hong-kong-macau-permit = Mainland travel permit for Hong Kong and Macau residents
document-type-taiwan-permit = Mainland travel permit for Taiwan residents
document-type-chinese-passport = Chinese passport
document-type-travel-document = Chinese travel document
document-type-foreign-passport = Foreign passport
document-type-diplomatic-card = Diplomatic card
document-type-military-card = Military card
document-and-number = { $document } { $number }
birthday-ask = Neither your document number nor the register shows your date of birth. Please type it as on your document, for example <code>1990-05-17</code>.
    You cannot change it yourself afterwards.
birthday-kept = Your date of birth is stored: <b>{ $born }</b>. Is it wrong? Please { counter-with-id }. To file a car, tap below.
refused-birth-date-unknown = To file a car you have to be { $age } or older, and your document number does not show your date of birth. Please enter it first.
identity-birth-date-withdrawn = <b>Please enter your date of birth again</b>: our staff have checked that the one we had was wrong, and deleted it.
refused-birth-date-known = Your date of birth is known, and you cannot change it yourself. If it is wrong, { counter-with-id }; once our staff have checked it, you can type it again.
refused-bad-birth-date = That is not a date we can read. Please type year-month-day, for example <code>1990-05-17</code>.
