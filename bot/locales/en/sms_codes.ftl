## SMS codes

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

code-lost = ⚠ The text message with your code <b>did not arrive</b>. See whether the phone has a signal, is in service and blocks no messages, then ask for another. If none ever comes, please visit the counter.
code-lost-owner = ⚠ The text message with the code <b>did not reach the owner</b>. Ask them whether their phone is in service and blocks no messages, then send another; an owner who uses this desk can also simply agree in the chat.
