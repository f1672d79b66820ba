## The next inspection: days left, the calendar file, applying from the reminder

certificate-days-left = {" "}{ $days ->
    [0] <b>Today is the last day.</b>
   *[other] <b>{ COUNTED($days, "day") } left.</b>
}
calendar-button = Add to calendar
calendar-apply = { $plate }: last day to apply for the inspection certificate
calendar-station = { $plate }: last day for the inspection
calendar-file = The next inspection of <b>{ $plate }</b> (calendar file)
    { $line }
    Open the file, and your phone puts the day and its reminders into the calendar. If the day changes, get the file again: the new one replaces the old one.
refused-nothing-to-inspect = The state of this car in the register is not normal, so it has no next inspection.
certificate-due-apply = Nothing stands in the way, so you can apply now: read the terms below and tap “I understand, apply”.
certificate-next-owner = Next: this is an exempt year. The owner can apply from { $opens } until { $last }.
certificate-next-owner-overdue = Next: this is an exempt year. The deadline was { $last }; please ask the owner to apply.
refused-inspection-overdue = The last day for the inspection was { $last }. Please see to it now.
