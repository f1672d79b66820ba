# Others have declared the same ID number: whoever verifies a person answers whether they are the same one
shared-number = <b>⚠️ Someone else has declared this ID number</b>:
shared-number-line = • { $name }  { $phone }: { $held }
shared-number-left = • deleted accounts (with the same ID number or phone): { $held }
shared-number-own = ⚠️ The person this account is registered for: { $held }
shared-number-own-left = ⚠️ The person this account was registered for before: { $held }
shared-number-listed = on the blacklist until { $until }
shared-number-proposed = proposed for the blacklist, not confirmed yet
shared-number-blocks = blocked by owners: { $count }
shared-number-applications = applications this year: { $count }
shared-number-waiting = open applications: { $count }
shared-number-filed = cars filed now: { $count }
shared-number-business = organisations, unpaid decisions and open objections: { $count }
shared-number-question = Please look at the document and the photos: <b>if it is the same person, all of this counts for them. If not, none of it does.</b>
shared-number-same = Approve: same person, counts
shared-number-other = Approve: another person
shared-number-staff-same = ID checked: same person, counts
shared-number-staff-other = ID checked: another person
refused-shared-number = Someone else has declared this ID number and has records, such as a blacklist entry or applications. Please open it again and choose “same person” or “another person”. In a command, write “same” or “other” after “approve” or “pass”.
progress-why-used-by-others = What was done before with your ID number, phone number or Telegram account counts too, so this application could not be completed. If you have questions, tap “Identity”, or { counter-with-id }.
case-passed-listed = The photos of <b>#{ $number }</b> have passed, but the applicant is on the blacklist, so the filing is not active. We will tell the applicant and the owner.
refused-car-used-by-others = You cannot apply for this car with your phone number, Telegram account or ID number at the moment, because what was done with them before counts too. If someone else used the phone number or ID number before, please ask to be verified: once our staff confirm that you are another person, only what you do yourself counts.
vehicles-none-shared = You have no car in your name and have not filed any.
vehicles-list-shared = <b>My vehicles</b>
    Own (or my organisation's): { $own }. Filed: { $filed }.
filing-quota-shared = It still counts towards your limit.
identity-case-stakes = <b>⚠️ { $name } has: { $stakes }</b>. Before you approve, please make sure who should have it.
identity-stake-staff = a staff role
identity-stake-administrator = the administration of an organisation
identity-stake-unpaid = an unpaid fine
identity-stake-refund = a refund in progress
identity-stake-objection = an unanswered objection
identity-absorbed = <b>Your other account is part of this one now.</b>
    What you applied for, filed and paid there under the same ID number is in this account; the other one is closed. If anything is not yours, tap “Identity”, or { counter-with-id }.
identity-absorbed-sms = Your other account under the same ID number is part of your present one now, and closed. If this is not you, { counter-with-id }.
identity-absorbed-account = <b>This account is closed</b>: after a check, its person uses another Telegram account, where everything from here is now. If that is not the same person, have your identity verified below, or { counter-with-id }.
sms-account-absorbed = After a check, your account with us is the same person's as another one: it is part of that one now, and closed. If this was not you, { counter-with-id }.
identity-phone-taken = Another user has just shown with their Telegram account that the phone number you gave us is theirs now. It no longer counts as yours: codes and results are not sent there any more.
    Please add the number that you use now below, or { counter-with-id }.
