## What an import says of a file: on the command line and in the report that an admin gets in the chat

# Reasons follow the name of a column: id_number: is empty
import-fault-in-column = { $column }: { $reason }
import-fault-in-line = line { $line }: { $reason }
import-fault-in-line-and-column = line { $line }, { $column }: { $reason }
import-fault-empty = is empty
import-fault-no-name = is no name
import-fault-too-long = has more than { COUNTED($most, "character") }
import-fault-control-characters = has control characters
import-fault-lost-characters = has lost characters to a wrong encoding: export the data anew, as XLSX or “CSV UTF-8”
import-fault-length-18 = has to have 18 characters
import-fault-check-character = does not fit its check character
import-fault-id-character = has a character that no ID number has
import-fault-id-first-generation = has 15 digits; the present number has 18
import-fault-id-country = needs the three letters of the country before a foreign passport number, as in USA123456789
import-fault-id-document = is no number of a known identity document
import-fault-document-type = has to be one of { $choices }
import-fault-id-date = holds no date of birth
import-fault-id-future = holds a date of birth to come
import-fault-credit-character = has a character that no credit code has
import-fault-phone-characters = has characters that no phone number has
import-fault-phone-too-short = is too short
import-fault-phone-too-long = is too long
import-fault-phone-unknown = is no phone number; one from abroad begins with +
import-fault-phone-not-mobile = is no mobile number, text messages would not arrive
import-fault-looks-latin = has a letter that only looks Latin
import-fault-authority-code = has to be the six digits of an authority, such as 450100
import-fault-day = is no day; write it as 2026-11-22 or 2026/11/22
import-fault-month = is no month; write it as 2026-11
import-fault-year = has a year before { $first } or after { $last }
import-fault-future = lies in the future; check the year
import-fault-moment = is no moment; write it as 2026-11-22 08:30, in the time of the desk, or as 2026-11-22T08:30:00+08:00
import-fault-amount = is no amount in yuan; write it as 200 or 150.50
import-fault-amount-range = has to be an amount of yuan, not negative, with at most two decimals
import-fault-whole-number = has to be a whole number from 0 to { $most }
import-fault-yes-or-no = has to be yes or no
import-fault-telegram-id = is no Telegram id: a whole number; @userinfobot tells people their own
import-fault-choice = has to be { $choices }
import-fault-roles = has to be one or more of { $roles }, by ;
import-fault-other = is not valid: { $reason }
import-fault-no-pictures = pictures cannot be read here
import-fault-picture-folder = must be in the folder of the CSV file
import-fault-picture-too-large = is larger than 20 MB
import-fault-picture-unreadable = cannot be read: { $why }
import-fault-no-file-name = is no file name
import-fault-picture-unusable = the picture cannot be used: { $reason ->
    [too-large] too large
    [too-many-pixels] too many pixels
    [not-a-picture] not a picture
    [animated] animated
    [format-not-allowed] format not allowed
    [took-too-long] it took too long to read
    [busy] the machine is busy
   *[damaged] damaged
}
import-fault-picture-gone = its picture was kept for a week only; import the file again
import-fault-licence-class = is no licence class; for example C1, or A1A2D for several
import-fault-plate-type-left-out = the desk's profile has no plates of type { $type }
import-fault-act-left-out = the desk's profile has no such act code
import-fault-plate-type = the plate is none of type { $type }: { $reason ->
    [empty] empty
    [looks-like] a letter only looks Latin
    [character] a character that no plate has
    [province-missing] province missing
    [unknown-province] unknown province
    [letter-expected] a letter has to follow the province
    [never-used] I and O are never used
    [other-type] it is of another type
    [too-short] too short
    [too-long] too long
    [energy-letter] the letter of new energy is missing
    [digit-expected] a digit is expected
   *[ending-expected] another ending is expected
}
import-fault-unknown-owner = no person or organisation in the register has this number; import people and organisations first
import-fault-unknown-administrator = nobody in the register has this number; import people first
import-fault-unknown-vehicle = no car in the register has this plate; import vehicles first
import-fault-other-name = differs from the name of the verified person of this ID number; correct the name or the ID number, or write yes in the column name_changed if the person has officially changed their name
import-fault-other-facts = other facts than on record, but it is { $state ->
    [decided] decided
    [paid] paid
   *[cancelled] cancelled
} already
import-fault-kept-back = the number is kept back, because it is not this person's any more: two admins have found so, staff have approved another number, the person has registered with another one, or someone else has shown that it is theirs; if it is, the person proves it in the chat, or else the row names another one
import-fault-handed-over = the administrator is kept back, because this person has handed the administration over since; who is the administrator now hands it back in the chat or on the web page, or else the row names another person
import-fault-former-member = the service of { $user } ended on { $day }, and a file brings nobody back: let two admins invite them in the chat, or run: python run_bot.py staff add TELEGRAM_ID NAME ROLES
import-fault-needs-admins = { $user } is a verified person, who would serve at once ({ $roles }): let two admins invite them, or change the roles, in the chat with /staff; or run: python run_bot.py staff add TELEGRAM_ID NAME ROLES
import-fault-last-admin = { $user } is the last admin: without one nobody could change anything in the chat any more. First let another serve: python run_bot.py staff add TELEGRAM_ID NAME admin
import-fault-scientific = the spreadsheet has turned a long number into { $cell }, and its last digits are lost: set the column to text, enter the number again, and save the file again
import-fault-digits-lost = is stored as the number { $cell }, of which spreadsheets keep fifteen digits: set the column to text, and enter it again
import-fault-cell-error = is { $cell }, the error of a formula
import-fault-too-narrow = is ####, because the column was too narrow for the value when the file was saved: make it wider, and save again
import-fault-became-date = is { $cell }, which a spreadsheet has made of what was typed: set the column to text, and enter it again
import-fault-month-cut = is { $cell }, which may be January, or October without its last zero: write it as 2026-01 or 2026-10
import-fault-duplicate = duplicates line { $line }
import-fault-cells-more = has { COUNTED($count, "cell") } more than the header row
import-fault-cells-fewer = has { COUNTED($count, "cell") } fewer than the header row
import-fault-busy = people at the desk were changing the same vehicle; import the file again
import-fault-failed = it could not be carried out; the log says why

import-error-rows = { $path }: nothing was imported, { $count ->
    [one] 1 row is wrong:
   *[other] { $count } rows are wrong:
}
import-error-more = … and { $more } more
import-error-not-imported = { $path }: line { $line } was not imported: { $what }
import-error-unreadable = { $path } cannot be read: { $why }
import-error-encoding = { $path } is not UTF-8 (line { $line }), UTF-16 or GB 18030 with Chinese text: save it as XLSX, or as “CSV UTF-8”. If you know the encoding, add --encoding big5, for example.
import-error-ambiguous-encoding = { $path }: its few Chinese or accented characters can be of several encodings ({ $encodings }). Save it as XLSX or as “CSV UTF-8”, or add --encoding with the right one.
import-error-broken-encoding = { $path } is said to be { $encoding }, but has bytes that are not. Save it again, as XLSX or as “CSV UTF-8”.
import-error-other-workbook = { $path } is a workbook of another format ({ $format }). Save it as XLSX.
import-error-not-xlsx = { $path } begins like an XLSX workbook, but cannot be read: it is damaged or protected by a password. Save it again without one.
import-error-no-sheet = { $path }: no visible sheet of the workbook holds anything. Hidden sheets are not read; show the sheet and save.
import-error-too-large-unpacked = { $path } becomes too large when it is unpacked. Save it as CSV, or divide it.
import-error-dates-of-1904 = { $path } counts its days from 1904. Switch the option off in the spreadsheet, check the dates, and save it again.
import-error-not-csv = { $path }, line { $line }: not valid CSV: { $why }
import-error-header = { $path }: the header row is wrong; { $faults }.
    Columns: { $columns }
import-columns-missing = missing columns: { $columns }
import-columns-unknown = unknown columns: { $columns }
import-columns-duplicate = duplicate columns: { $columns }
import-error-in-progress = Another import is in progress ({ $kind }, number { $id }, begun at { $at }), and one is carried out at a time. Nothing was imported; try again when it is done.
import-error-lost = Nothing was imported: this process was stopped for more than a minute. Try again.
import-error-busy = { $path }: nothing was imported, because people at the desk were changing the same vehicles. Try again.
import-report-title = Rows
import-report-line = Line
import-report-outcome = Outcome
import-report-column = Column
import-report-reason = What is wrong
import-report-wrong = wrong, not imported
import-report-new = new
import-report-changed = changed
import-report-unchanged = unchanged
import-report-new-would-be = right: would be new
import-report-changed-would-be = right: would change
import-report-unchanged-would-be = right: would change nothing
import-error-rows-left-out = { $path }: the other rows were imported, { $count ->
    [one] one row is wrong and was left out
   *[other] { $count } rows are wrong and were left out
  }:
