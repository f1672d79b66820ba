## Own words: what was understood, and whether to open it

own-words-which = You are in the middle of “{ $what }”. Did you mean to open this, or is it your answer here?
own-words-answer = It is my answer
own-words-did-you-mean = Is this what you mean?
own-words-cancel = To cancel, tap “Cancel”. Otherwise just go on.
own-words-waits = We will open it for you as soon as you have registered.
own-words-thanks = You are welcome. I am here whenever you need me.
own-words-reading = Picture received, looking for a code in it…
own-words-no-code = No code could be read in the picture. To verify a certificate or scan an owner's code, go closer and avoid reflections. Nothing else is waiting for a picture just now.
own-words-code-found = There is a code in the picture. You are in the middle of “{ $what }”. Open it first? What you have entered is kept.
own-words-code-found-instead = There is a code in the picture. You are in the middle of “{ $what }”. Use this code instead? What you have entered is then not kept.
own-words-open-code = Open this code
own-words-not-in-list = <b>{ $plate }</b> is not among your vehicles. To use someone else's car, file it first; to verify its certificate, send a photo of it or its code.
