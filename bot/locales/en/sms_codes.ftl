## Text messages: signature, codes

# How every text message begins; written only here.
sms-signature = [{ office }]

code-again = Another code is on its way. The one before it no longer works.
code-not-needed = The owner has agreed already, so no code is needed any more.
refused-code-not-digits = The code has { $digits } digits, as in the text message. This does not count as a try.
refused-code-wrong = { $left ->
        [one] That code is wrong. You have one try left.
       *[other] That code is wrong. You have { $left } tries left.
    }
refused-code-used-up = You have no tries left for this code. Please ask for a new one.
refused-code-expired = This code no longer works: it has expired or was used. Please ask for a new one.
refused-code-too-soon = { $seconds ->
        [one] We have just sent a code. You can ask for another in one second.
       *[other] We have just sent a code. You can ask for another in { $seconds } seconds.
    }
refused-code-too-short = Many wrong codes were typed for this phone number. To keep it safe, you now need a longer code. Please ask for a new one.
refused-code-day-cap = { $most ->
        [one] One code has
       *[other] { $most } codes have
    } been sent. You can ask for the next from { $until }. If it is urgent, have your identity verified below, or { counter-with-id }.
refused-owner-code-day-cap = { $most ->
        [one] One code has
       *[other] { $most } codes have
    } been sent to this owner. You can ask for the next from { $until }. You need not wait: the owner can answer in the chat, or show you the car's QR code.
refused-codes-locked = Too many wrong codes were typed for this phone number. To keep it safe, we send and accept no codes until { $until }. If it is urgent, have your identity verified below, or { counter-with-id }.
refused-owner-codes-locked = Too many wrong codes were typed for this owner's phone. To keep the owner safe, we send and accept no codes until { $until }. The owner can still answer in the chat, or show you the car's QR code.

code-guessed = { $purpose ->
        [owner-consent] ⚠ Someone typed { $count } wrong codes within a day in <b>applications to file your car</b>. None was right.
            Your car was not filed. Only give a code to people you know, and check that the plate in the message is yours. To see who is asking you, send /approvals.
        [registration] ⚠ Someone who knows your name and ID number has tried to <b>register as you</b>: they typed { $count } wrong codes within a day. None was right.
            Never share the code. To register yourself, share your phone number on record: then you need no code.
       *[other] ⚠ Someone typed { $count } wrong codes for <b>your own account</b> within a day. None was right.
            If it was not you, check whether someone else uses your Telegram, and end unknown sessions in its settings.
    }
code-guessed-sms = { $purpose ->
        [owner-consent] Someone typed { $count } wrong codes to file your car. None was right. Only give a code to people you know.
        [registration] Someone tried to register as you with { $count } wrong codes. None was right. Never share the code.
       *[other] Someone typed { $count } wrong codes for your account. None was right. Not you? Check the devices in your Telegram settings.
    }

code-lost = ⚠ The text message with your code <b>did not arrive</b>. Check that your phone has a signal, is in service and does not block messages, then ask for another. If none arrives, please { counter-visit }.
code-lost-owner = ⚠ The text message with the code <b>did not reach the owner</b>. Ask them to check that their phone is in service and does not block messages, then send another. If the owner uses this desk, they can simply approve in the chat.
