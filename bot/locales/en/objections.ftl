## Objections

flow-name-objection = Objecting
flow-name-answering = Answering an objection
command-objections = objections waiting for an answer
go-objections = Objections

objection-make = Object
objection-button = Objection #{ $number }
objection-ask-words = <b>Object</b> ({ $plate })
    { $what }
    Say what is wrong, in { $least } to { COUNTED($most, "character") }.
objection-ask-photos = Are there photos as evidence? Send them ({ $most } at most), or hand it in without.
objection-more-photos = { $count ->
        [one] One photo has come
       *[other] { $count } photos have come
    } ({ $most } at most). Send more, or hand it in.
objection-photo-coming = The photo has come and is being looked at…
objection-send = Hand it in ({ $count ->
        [0] no photos
        [one] 1 photo
       *[other] { $count } photos
    })
objection-made = Objection <b>#{ $number }</b> is in. You will be told as soon as staff have answered. Until then the record cannot be handled.
objection-withdraw = Take it back
objection-withdrawn = Objection #{ $number } is taken back.
objection-to-violation = See the record
objection = <b>Objection #{ $number }</b> ({ $plate }), { $at }
objection-without-record = <b>Objection #{ $number }</b>, { $at }
objection-said = <blockquote>{ $said }</blockquote>
objection-photos = Photos: { $count }
objection-who = By: { $who }  Identity: { $identity }
objection-is-open = It waits for an answer.
objection-is-upheld = <b>Upheld</b>: the record is cancelled.
objection-is-rejected = <b>Rejected</b>: the record stands.
objection-is-withdrawn = Taken back.
objection-is-moved = Ended: a check has shown that the violation is not yours. The record is corrected.
objection-answer = Answer: { $answer }
objection-upheld-notification = <b>Your objection #{ $number } was upheld</b>, the record is cancelled; points come off, and what was paid goes back.
    Answer: { $answer }
objection-rejected-notification = <b>Your objection #{ $number } was rejected</b>, the record stands.
    Answer: { $answer }
    You may ask for reconsideration, or bring an action.
objection-overtaken = <b>Your objection #{ $number } has ended</b>: the owner of the vehicle handles the violation or objects to it themselves. There is nothing for you to do.
objection-moved-notification = <b>Your objection #{ $number } has ended</b>: a check has shown that the violation is not yours. The record is corrected, and there is nothing for you to do.
objection-new = <b>New objection #{ $number }</b>: it waits for an answer.
objections-none = No objection waits for an answer.
objections-queue = <b>Objections waiting for an answer: { $count }</b>
objections-button = #{ $number } · { $at }
objection-uphold = Uphold, cancel the record
objection-reject = Reject
objection-ask-uphold = Objection #{ $number } is upheld: please write the answer (the person will read it).
objection-ask-reject = Objection #{ $number } is rejected: please write why (the person will read it).
objection-answer-given = Objection #{ $number } is answered, and the person will be told.
objection-takes-two = The decision is paid: two reviewers have to uphold the objection, one after the other.
objection-first-answer = The decision is paid, so two have to annul it. One reviewer has upheld the objection, and would answer: { $answer }
objection-upheld-first = Objection #{ $number }: your answer is recorded. The decision is paid, so it is annulled once another reviewer upholds the objection too; the person is told then.

refused-objection-words = Please write { $least } to { COUNTED($most, "character") }.
refused-objection-photos = { COUNTED($most, "photo") } at most, and they are there.
refused-objection-open = Objection #{ $number } against this record waits for its answer.
refused-objection-answered = This objection is closed already.
refused-not-contestable = You cannot object to this one: after a decision the party objects, and a cancelled record needs none.
refused-own-objection = This objection is about you, your organisation, or a car that is or was yours: somebody else has to answer it.
refused-second-answer-needed = You have upheld it. The decision is paid, so another reviewer has to decide now.
refused-payment-first = The decision is being paid just now. Please answer when that is over.
