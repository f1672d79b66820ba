## Ticks: what is chosen, or cannot be, says so in words, not by a sign alone

tick-on = ☑ Chosen: { $what }
tick-off = ☐ { $what }
tick-barred = ⛔ Not here: { $what }
