## Offices: counters, pick-up points, stations, contact with staff; and how other texts name them

command-offices = addresses and phone numbers of { counters }, pick-up points and stations
go-offices = Offices and phone

offices = <b>Offices: { counters }, pick-up points, stations</b>
    Choose one to see its address, hours, phone number, the map and what to bring.
offices-line = • <b>{ $name }</b> ({ $kinds })
    { $address }
offices-ask = To ask a person: { CONTACT() }
offices-none = <b>No { counters } are listed here</b>
    If you need help, please { ask-staff }.
offices-write = Contact staff
office-kind-counter = { counter }
office-kind-pick-up = pick-up point
office-kind-station = inspection station
office-card = <b>{ $name }</b> ({ $kinds })
    <b>Address</b>: { $address }
    <b>Open</b>: { $hours }
office-card-phone = <b>Phone</b>: { $phone }
office-card-bring = <b>Please bring</b>: { $bring }
office-map = Show on the map
office-call = Call
office-gone = This office is no longer listed. Please see those below.

# Words that the operator's profile may replace.
police = the traffic police
counter = counter
counters = counters

# In other texts. Without offices they say whom to ask, so that nobody goes in vain.
ask-staff = { OFFICES("contact") ->
    [none] contact the operator of { office }
   *[one] contact our staff ({ CONTACT() })
}
counter-place = { OFFICES("counter") ->
    [one] { OFFICE("counter") }
   *[many] one of our { counters } (see /offices)
}
counter-with-id = { OFFICES("counter") ->
    [none] { ask-staff }
   *[many] bring your ID card to { counter-place }
}
counter-visit = { OFFICES("counter") ->
    [none] { ask-staff }
   *[many] go to { counter-place }
}
counter-ask = { OFFICES("contact") ->
    [none] { OFFICES("counter") ->
        [none] { ask-staff }
       *[many] contact { counter-place }
    }
   *[one] { ask-staff }
}
station-visit = { OFFICES("station") ->
    [none] have the car inspected at a station; to find one, { ask-staff }
    [one] have the car inspected at { OFFICE("station") }
   *[many] have the car inspected at a station (see /offices)
}
pick-up-visit = { OFFICES("pick_up") ->
    [none] You pick it up; to learn where, { ask-staff }.
    [one] You pick it up at { OFFICE("pick_up") }, { ADDRESS("pick_up") }.
   *[many] You pick it up at a pick-up point (see /offices).
}
