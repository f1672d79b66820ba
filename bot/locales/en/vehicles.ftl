## My vehicles, ending a filing

command-vehicles = my vehicles, ending a filing

vehicles-none = No car is in your name, and you have filed none. You can file { $left } more.
vehicles-list = <b>My vehicles</b>
    Own (or my organisation's): { $own }. Filed: { $filed }. You can file { $left } more.
vehicles-button-own = { $plate }  own
vehicles-button-organisation = { $plate }  organisation
vehicles-button-filed = { $plate }  filed
vehicle-title-filed = <b>{ $plate }</b>  filed by me
vehicle-title-own = <b>{ $plate }</b>  my own
vehicle-title-organisation = <b>{ $plate }</b>  { $organisation }
vehicle-filed = Filing #{ $number }, since { $since }
vehicle-facts = { $kind }
    Model: { $model }  Colour: { $colour }
vehicle-inspection = Inspection valid until: { $until }
vehicle-no-inspection = Inspection: nothing in the register
vehicle-state = State: { $state }
vehicle-state-normal = normal
vehicle-state-locked = locked
vehicle-state-scrapped = scrapped
vehicle-state-stolen = stolen
vehicle-state-cancelled = cancelled
vehicle-state-moved-away = moved away
vehicle-open = Open { $plate }
vehicle-left = <b>{ $plate }</b> was transferred and is no longer in your name. Its filings, applications and inspection certificate have ended; your own fines and receipts stay under “Violations”.
    Was this not you? Please { counter-ask } at once.
vehicle-came = <b>{ $plate }</b> is now in your name. Filings, applications and terms from before have ended; you decide anew.
vehicle-back = The register was corrected: <b>{ $plate }</b> is in your name again. Whom you have blocked stays blocked; filings, applications and terms from before have ended, so people apply again if you want them to.
vehicle-state-changed = The register now shows <b>{ $plate }</b> as: <b>{ $state }</b>.
vehicle-state-is-normal = It can be filed again, and its inspection certificate shown.
vehicle-state-is-abnormal-own = For now it draws no QR for filing and takes no new applications; its inspection certificate shows the state, or is revoked. If this is not right, please { counter-ask }.
vehicle-state-is-abnormal-filed = Your filing remains, but its inspection certificate shows that the state is not normal. Please ask the owner.
refused-vehicle-state = { $state ->
        [scrapped] This car is scrapped. It cannot be filed any more, so it draws no QR.
        [cancelled] The registration of this car is cancelled. It cannot be filed any more, so it draws no QR.
        [moved_away] This car has moved away to another place. It cannot be filed here, so it draws no QR.
        [locked] This car is locked in the register. It cannot be filed until it is unlocked, so it draws no QR.
       *[other] The register does not show this car as normal. It cannot be filed now, so it draws no QR.
    } If this is not right, please { counter-ask }.
vehicle-filers = Who has filed this car ({ $count })
vehicle-unbind = End this filing

filers-none = Nobody has filed <b>{ $plate }</b> now.
filers-list = <b>Who has filed { $plate }</b>
filers-line = • { $who } ({ $relationship })  since { $since }  { $way }  #{ $number }
filers-unbind = End the filing of { $who } #{ $number }
filers-past = Past filings
filing-way-qr = by QR
filing-way-sms = by SMS
past-none = <b>{ $plate }</b> has no past filings.
past-list = <b>Past filings of { $plate }</b>
past-line = • { $who }  { $since } to { $until }  #{ $number }

unbind-surely = Do you really want to end your filing of <b>{ $plate }</b>? You will no longer see it or handle its violations; you would have to apply again.
unbind-surely-owner = Do you really want to end the filing of <b>{ $plate }</b> by <b>{ $who }</b> (#{ $number })? It ends at once, and they are told.
unbind-unpaid = Mind: { $count } { $count ->
    [one] decision is
   *[other] decisions are
  } not paid yet, and must still be paid afterwards.
unbind-yes = Yes, end it
unbind-no = No, keep it
unbound = The filing of <b>{ $plate }</b> (#{ $number }) has ended; the other side will be told.
