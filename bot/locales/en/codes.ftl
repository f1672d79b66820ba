## Codes by SMS

refused-code-not-digits = The code has 6 digits, as in the text message. This does not count as a try.
refused-code-wrong = { $left ->
        [one] That is not the code. You have one try left.
       *[other] That is not the code. You have { $left } tries left.
    }
refused-code-used-up = There are no tries left for this code. Please ask for a new one.
refused-code-expired = This code does not count any more: it is too old, or was used. Please ask for a new one.
refused-code-too-soon = { $seconds ->
        [one] A code was sent a moment ago. You can ask again in one second.
       *[other] A code was sent a moment ago. You can ask again in { $seconds } seconds.
    }
refused-code-day-cap = At most { $most } codes are sent in a day, and they have been. Please try again tomorrow.
