# Others have declared the same ID number: whoever verifies a person answers whether they are the same one
shared-number = <b>⚠️ Somebody else has declared this ID number</b>:
shared-number-line = • { $name }  { $phone }: { $held }
shared-number-left = • accounts that are deleted (the same ID number or phone): { $held }
shared-number-own = ⚠️ Whom the account that asks is registered for: { $held }
shared-number-own-left = ⚠️ Whom the account that asks was registered for before: { $held }
shared-number-listed = on the blacklist until { $until }
shared-number-proposed = proposed for the blacklist, not confirmed yet
shared-number-blocks = blocked by owners: { $count }
shared-number-applications = applications this year: { $count }
shared-number-waiting = applications under way: { $count }
shared-number-filed = vehicles filed now: { $count }
shared-number-business = organisations, unpaid decisions and open objections: { $count }
shared-number-question = Please look at document and photos: <b>if it is the same person, all this counts for them, and the other account becomes part of theirs; if it is another person, nothing does.</b>
shared-number-same = Approve: same person, counts
shared-number-other = Approve: another person
shared-number-staff-same = ID seen: same person, counts
shared-number-staff-other = ID seen: another person
refused-shared-number = Somebody else has declared this ID number, and is on the blacklist or has applications, for example. Please open it again and choose “same person” or “another person”; in a command, write “same” or “other” after “approve” or “pass”.
progress-why-used-by-others = What was done before with your ID number, phone number or Telegram account counts, so this application could not be completed. If you have doubts, please tap “Identity”, or { counter-with-id }.
case-passed-listed = The photos of <b>#{ $number }</b> have passed, but the applicant is on the blacklist: the filing did not become active. The applicant and the owner will be told.
refused-car-used-by-others = With your phone number, Telegram account or ID number no application for this car is possible now: what was done with them before counts, too. If somebody else used the phone number or ID number before, please ask to have your identity verified: once our staff confirm that you are another person, only what you do yourself counts.
vehicles-none-shared = No car is in your name, and you have filed none.
vehicles-list-shared = <b>My vehicles</b>
    Own (or my organisation's): { $own }. Filed: { $filed }.
filing-quota-shared = It still counts towards your applications.
identity-case-stakes = <b>⚠️ With { $name } go: { $stakes }</b>. Before you approve, please be sure whose they are.
identity-stake-staff = a duty of staff
identity-stake-administrator = an organisation's administration
identity-stake-unpaid = an unpaid fine
identity-stake-refund = a refund under way
identity-stake-objection = an unanswered objection
identity-absorbed = <b>Your other account is part of this one now.</b>
    What you applied for, filed and paid there under the same ID number is in this account; the other one is closed. If anything is not yours, tap “Identity”, or { counter-with-id }.
identity-absorbed-sms = Your other account under the same ID number is part of your present one now, and closed. If this is not you, { counter-with-id }.
identity-absorbed-account = <b>This account is closed</b>: after a check, its person uses another Telegram account, where everything from here is now. If that is not the same person, have your identity verified below, or { counter-with-id }.
sms-account-absorbed = After a check, your account with us is the same person's as another one: it is part of that one now, and closed. If this was not you, { counter-with-id }.
identity-phone-taken = Another user has just shown with their Telegram account that the phone number you gave us is theirs now. It no longer counts as yours: codes and results are not sent there any more.
    Please add the number that you use now below, or { counter-with-id }.
