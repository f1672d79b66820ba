## Objections

flow-name-objection = Objecting
flow-name-answering = Answering an objection
command-objections = objections waiting for an answer
go-objections = Objections

objection-make = Object
objection-button = Objection #{ $number }
objection-ask-words = <b>Object</b> ({ $plate })
    { $what }
    Please write what is wrong, in { $least } to { COUNTED($most, "character") }.
objection-ask-photos = Do you have photos as evidence? Send them here ({ $most } at most), or submit without photos.
objection-more-photos = { $count ->
        [one] We have one photo
       *[other] We have { $count } photos
    } ({ $most } at most). Send more, or submit.
objection-photo-coming = Got your photo, checking it…
objection-send = Submit ({ $count ->
        [0] no photos
        [one] 1 photo
       *[other] { $count } photos
    })
objection-made = Objection <b>#{ $number }</b> has been submitted. We will tell you as soon as our staff answer.
objection-made-waits = { " " }Until then this violation cannot be handled.
objection-withdraw = Withdraw objection
objection-withdrawn = You have withdrawn objection #{ $number }.
objection-to-violation = See this violation
objection = <b>Objection #{ $number }</b> ({ $plate }), { $at }
objection-without-record = <b>Objection #{ $number }</b>, { $at }
objection-said = <blockquote>{ $said }</blockquote>
objection-photos = Photos: { $count }
objection-evidence = The first picture is the photo from the camera.
objection-no-evidence = This record has no photo from the camera.
objection-who = By: { $who }  Identity: { $identity }
objection-is-open = Waiting for an answer.
objection-is-upheld = <b>Upheld</b>: the violation has been cancelled.
objection-is-rejected = <b>Rejected</b>: the record stands.
objection-is-withdrawn = Withdrawn.
objection-is-moved = Closed: we have checked, and the violation is not yours. The record has been corrected.
objection-answer = Answer: { $answer }
objection-upheld-notification = <b>Your objection #{ $number } has been upheld</b> and the violation cancelled. Points are taken off, and what you paid is refunded.
    Answer: { $answer }
objection-rejected-notification = <b>Your objection #{ $number } has been rejected</b>, so the record stands.
    Answer: { $answer }
    If you disagree, you can apply for administrative reconsideration or take it to court.
objection-overtaken = <b>Your objection #{ $number } is closed</b>: the owner of the vehicle is handling the violation or objecting to it. You do not need to do anything.
objection-moved-notification = <b>Your objection #{ $number } is closed</b>: we have checked, and the violation is not yours. The record has been corrected, and you do not need to do anything.
objection-new = <b>New objection #{ $number }</b>, waiting for an answer.
objection-second = <b>Objection #{ $number }</b> waits for a second reviewer: the first has upheld it. The fine is paid, so the decision is cancelled only if you uphold it too.
objections-none = No objections are waiting for an answer.
objections-queue = <b>Objections waiting for an answer: { $count }</b>
objections-button = #{ $number } · { $at }
objection-uphold = Uphold and cancel the record
objection-reject = Reject
objection-ask-uphold = You uphold objection #{ $number }. Please write the answer (the person will see it).
objection-ask-reject = You reject objection #{ $number }. Please write why (the person will see it).
objection-answer-given = You have answered objection #{ $number }. We will tell the person.
objection-takes-two = The decision has been paid, so two reviewers must uphold the objection, one after the other.
objection-first-answer = The decision has been paid, so two reviewers must agree. One has upheld the objection and would answer: { $answer }
objection-upheld-first = Objection #{ $number }: we have noted your answer. The decision has been paid, so another reviewer must uphold it too. Then the decision is revoked and the person told.

refused-objection-words = Please write { $least } to { COUNTED($most, "character") }.
refused-objection-photos = You already have the most photos allowed ({ $most }).
refused-objection-open = Objection #{ $number } to this one is waiting for an answer.
refused-objection-answered = This objection is already closed.
refused-not-contestable = You cannot object to this one: once it is handled, only the person it was decided on can object, and a cancelled record needs no objection.
refused-own-objection = This objection is about you, your organisation, or a car that is or was yours, so another member of staff must answer it.
refused-second-answer-needed = You have upheld it. The decision has been paid, so another reviewer must decide now.
refused-first-answer-unseen = Nothing was decided: another reviewer has upheld this objection since you opened it. Please open it again, read their answer, and decide then.
refused-payment-first = This decision is being paid right now. Please answer after that.
