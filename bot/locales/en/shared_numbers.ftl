# Others have declared the same ID number: whoever verifies a person answers whether they are the same one
shared-number = <b>⚠️ Somebody else has declared this ID number</b>:
shared-number-line = • { $name }  { $phone }: { $held }
shared-number-listed = on the blacklist until { $until }
shared-number-proposed = proposed for the blacklist, not confirmed yet
shared-number-blocks = blocked by owners: { $count }
shared-number-applications = applications this year: { $count }
shared-number-filed = vehicles filed now: { $count }
shared-number-question = Please look at document and photos: <b>if it is the same person, all this counts for them; if it is another person, nothing does.</b>
shared-number-same = Approve: same person, counts
shared-number-other = Approve: another person
shared-number-staff-same = ID seen: same person, counts
shared-number-staff-other = ID seen: another person
refused-shared-number = Somebody else has declared this ID number, and is on the blacklist or has applications, for example. Please open it again and choose “same person” or “another person”; in a command, write “same” or “other” after “approve” or “pass”.
progress-why-used-by-others = What was done before with your ID number, phone number or Telegram account counts, so this application could not be completed. If you have doubts, please tap “Identity”, or bring your ID card to the counter.
case-passed-listed = The photos of <b>#{ $number }</b> have passed, but the applicant is on the blacklist: the filing did not become active. The applicant and the owner will be told.
refused-car-used-by-others = With your phone number, Telegram account or ID number no application for this car is possible now: what was done with them before counts, too. If somebody else had the phone number before, please have your identity verified; after that only your own business counts. If you are verified already, please bring your document to the counter.
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
