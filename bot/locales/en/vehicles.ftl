## My vehicles, ending a filing

command-vehicles = my vehicles, end a filing

vehicles-none = You have no car in your name and have not filed any. You can file { $left }.
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
vehicle-no-inspection = Inspection: not in the register
vehicle-state = State: { $state }
vehicle-state-normal = normal
vehicle-state-locked = locked
vehicle-state-scrapped = scrapped
vehicle-state-stolen = stolen
vehicle-state-cancelled = cancelled
vehicle-state-moved-away = moved away
vehicle-open = Open { $plate }
vehicle-left = <b>{ $plate }</b> has been transferred and is no longer in your name. Its filings, applications and inspection certificate have ended. You can still find your own fines and receipts under “Violations”.
    Was this not you? Please { counter-ask } at once.
vehicle-came = <b>{ $plate }</b> is now in your name. Earlier filings, applications and terms have ended; it is up to you to decide again.
vehicle-back = The register was corrected: <b>{ $plate }</b> is in your name again. People you blocked stay blocked. Earlier filings, applications and terms have ended; if you want them back, ask people to apply again.
vehicle-state-changed = The register now shows <b>{ $plate }</b> as: <b>{ $state }</b>.
vehicle-state-is-normal = You can file it and show its inspection certificate as usual.
vehicle-state-is-abnormal-own = For now you cannot show its QR code, and it takes no new applications. Its inspection certificate shows this state or has been revoked. If this is not right, please { counter-ask }.
vehicle-state-is-abnormal-filed = You keep your filing, but the inspection certificate shows that the state is not normal. Please ask the owner.
refused-vehicle-state = { $state ->
        [scrapped] This car has been scrapped, so it can no longer be filed and has no QR code.
        [cancelled] This car's registration has been cancelled, so it can no longer be filed and has no QR code.
        [moved_away] This car has moved to another region, so it cannot be filed here and has no QR code.
        [locked] This car is locked in the register, so it cannot be filed and has no QR code until it is unlocked.
       *[other] This car's state in the register is not normal, so it cannot be filed now and has no QR code.
    } If this is not right, please { counter-ask }.
vehicle-filers = Who has filed this car ({ $count })
vehicle-unbind = End this filing

filers-none = Nobody has filed <b>{ $plate }</b>.
filers-list = <b>Who has filed { $plate }</b>
filers-line = • { $who } (says they are: { $relationship })  since { $since }  { $way }  #{ $number }
    Identity: { $identity }
filers-unbind = End the filing of { $who } #{ $number }
filers-past = Past filings
filing-way-qr = by QR code
filing-way-sms = by SMS
past-none = <b>{ $plate }</b> has no past filings.
past-list = <b>Past filings of { $plate }</b>
past-line = • { $who }  { $since } to { $until }  #{ $number }

unbind-surely = End your filing of <b>{ $plate }</b>? You will no longer see the car or handle its violations. If you need it again, you will have to apply again.
unbind-surely-owner = End the filing of <b>{ $plate }</b> by <b>{ $who }</b> (#{ $number })? It ends at once, and we tell them.
unbind-unpaid = Note: { $count } { $count ->
    [one] decision is
   *[other] decisions are
  } not paid yet and must still be paid.
unbind-yes = Yes, end it
unbind-no = No, keep it
unbound = The filing of <b>{ $plate }</b> (#{ $number }) has ended. We will tell the other person.
