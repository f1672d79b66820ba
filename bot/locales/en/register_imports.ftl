## Imports of the register in the chat: one admin sends a file, another confirms it

flow-name-import = importing the register
command-import = import a file of the register (CSV)
go-import = Import the register

import-usage = <b>Import the register</b>
    Choose what is in the file, then send it to me as CSV. We check it first and change nothing. It is imported once another admin confirms it.
import-waiting = { $count ->
    [0] No imports are waiting for confirmation.
    [one] One import is waiting for confirmation.
   *[other] { $count } imports are waiting for confirmation.
}
import-kind-people = People
import-kind-organisations = Organisations
import-kind-vehicles = Vehicles
import-kind-violations = Violations
import-file = Send the file of <b>{ $kind }</b>: XLSX or CSV, column names in the first row, in Chinese or English, at most 20 MB.
import-received = Your file has arrived and is being checked …
import-checked = <b>{ $kind }: checks passed</b>
    New rows: { $new }. Changed: { $changed }. Unchanged: { $unchanged }.

    Nothing has been changed yet. Once you propose it, another admin must confirm it.
import-checked-partly = <b>{ $kind }: { $wrong ->
        [one] { $wrong } row is wrong
       *[other] { $wrong } rows are wrong
    }</b>
    The others can be imported: { $new } new, { $changed } changed, { $unchanged } unchanged. The attached file gives the reason for each wrong row.

    Nothing has changed yet. You can correct the file and send it again, or propose the correct rows now; another admin confirms them.
import-propose = 📤 Propose
import-propose-good = 📤 Propose the correct rows only
import-problem-wrong = { $count ->
    [0] This file cannot be imported, and nothing has changed. The attachment says why; please send it again once it is corrected.
    [one] One row is wrong, and nothing has changed. The attachment says why; please send the file again once it is corrected.
   *[other] { $count } rows are wrong, and nothing has changed. The attachment says why, row by row; please send the file again once they are corrected.
}
import-problem-too-large = The file is larger than 20 MB and was not taken. Divide it, or put it into the import folder.
import-problem-gone = The file could not be fetched, and nothing has changed. Please send it again.
import-counted = { $kind }: { $new } new, { $changed } changed, { $unchanged } unchanged
import-proposal = <b>Import of the register</b>
    { $what }
    Proposed by: { $who }
import-proposal-wrong = { $count ->
    [one] { $count } wrong row is left out.
   *[other] { $count } wrong rows are left out.
}
import-proposal-open = Waiting for another admin.
import-proposal-confirmed = ⏳ Confirmed. The import is running; we will tell you when it is done.
import-proposal-imported = ✅ Imported.
import-proposal-failed = ⚠️ Not imported. The register has not changed. The admin who confirmed it has the reason, and you can send the file again.
import-proposal-refused = ❌ Rejected by another admin.
import-proposal-withdrawn = Withdrawn by the admin who proposed it.
import-confirm = ✅ Confirm
import-refuse = ❌ Reject / withdraw
import-report = See the attachment for the result of the import.

refused-import-decided = This import has already been decided.
refused-second-admin-for-import = You proposed this import, so another admin must confirm it.
refused-import-no-file = There is no file in the form. Please choose what it holds and the file, and send it again.
refused-import-file-gone = The file was kept for seven days and is deleted. Please send it again.
