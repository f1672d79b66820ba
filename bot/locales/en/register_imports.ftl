## Imports of the register in the chat: one admin sends a file, another confirms it

flow-name-import = importing the register
command-import = import a file of the register (CSV)
go-import = Import the register

import-usage = <b>Import the register</b>
    Choose what the file holds, then send it to me as CSV. It is checked first, and changes nothing; it is imported once another admin confirms it.
import-waiting = { $count ->
    [0] No import waits for confirmation.
    [one] One import waits for confirmation.
   *[other] { $count } imports wait for confirmation.
}
import-kind-people = People
import-kind-organisations = Organisations
import-kind-vehicles = Vehicles
import-kind-violations = Violations
import-file = Send the file of <b>{ $kind }</b>: XLSX or CSV, column names in the first row, in Chinese or English, at most 20 MB.
import-received = Your file has arrived and is being checked …
import-checked = <b>{ $kind }: the file can be imported</b>
    New rows: { $new }. Changed: { $changed }. Unchanged: { $unchanged }.

    Nothing has changed yet. Once you propose it, another admin has to confirm it.
import-propose = 📤 Propose
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
import-proposal-open = Waits for another admin.
import-proposal-confirmed = ⏳ Confirmed. It is being imported; you will be told when it is done.
import-proposal-imported = ✅ Imported.
import-proposal-failed = ⚠️ Not imported; the register has not changed. The admin who confirmed it has the reason, and the file can be sent again.
import-proposal-refused = ❌ Refused by another admin.
import-proposal-withdrawn = Taken back by whoever proposed it.
import-confirm = ✅ Confirm
import-refuse = ❌ Refuse / take back
import-report = The attachment is what the import reported.

refused-import-decided = This import is decided already.
refused-second-admin-for-import = You proposed this import, so another admin has to confirm it.
refused-import-file-gone = The file was kept for seven days and is deleted. Please send it again.
