## Own words: what was understood, and whether to open it

own-words-which = You are in the middle of “{ $what }”. Do you want to open this, or is it your answer to the question?
own-words-answer = It is my answer
own-words-did-you-mean = Is this what you mean?
own-words-cancel = To cancel, tap “Cancel”. Otherwise just continue.
own-words-leave = To leave for now, tap “Leave for now”. Otherwise just continue.
own-words-cancel-or-answer = Do you want to cancel, or is this your answer to the question?
own-words-leave-or-answer = Do you want to leave for now, or is this your answer to the question?
own-words-back = To go back, tap “‹ Back”. If there is no such button, you cannot go back from this step.
own-words-waits = We will open it for you as soon as you have registered.
own-words-waits-for-consent = We will go on with it as soon as you have agreed.
own-words-thanks = You are welcome. I am here whenever you need me.
own-words-reading = Got your picture, looking for a QR code…
own-words-no-code = We found no QR code in the picture. To verify a certificate or scan an owner's QR code, move closer and avoid reflections. Nothing else needs a picture right now.
own-words-code-of-guest = No step is waiting for a code. If the text message says that someone asks to file your car: <b>if you know them and agree, tell the applicant the code</b>. If not, tell no one. You can also register first, and approve or refuse here.
own-words-no-code-expected = Nothing is waiting for a code or a number right now. To see an application, tap the button below, or send # and its number, such as #1001.
own-words-digits-for = What is this number for? Tap it below, then send the number again.
own-words-enter-code = Owner's code: #{ $number } { $plate }
own-words-code-found = There is a QR code in the picture. You are in the middle of “{ $what }”. Open the code first? We keep what you have entered.
own-words-code-found-instead = There is a QR code in the picture. You are in the middle of “{ $what }”. Use this code instead? We then do not keep what you have entered.
own-words-open-code = Open this code
own-words-not-in-list = <b>{ $plate }</b> is not among your vehicles. To use someone else's car, file it first. To verify its certificate, send a photo of the certificate or its QR code.
