## Text messages: signature, codes

# How every text message begins; written only here.
sms-signature = [{ office }]

code-again = Another code is on its way; the one before it is no longer valid.
refused-code-not-digits = The code has { $digits } digits, as in the text message. This does not count as a try.
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
refused-code-too-short = Many wrong codes were typed for this phone number. To keep it safe, a longer code is needed now. Please have a new one sent.
refused-code-day-cap = { $most ->
        [one] One code has
       *[other] { $most } codes have
    } been sent; the next can be sent from { $until } on. If it is urgent, have your identity checked below, or { counter-with-id }.
refused-owner-code-day-cap = { $most ->
        [one] One code has
       *[other] { $most } codes have
    } been sent to this owner; the next can be sent from { $until } on. You need not wait: the owner can answer in this chat, or show you the QR code of the car.
refused-codes-locked = Too many wrong codes were typed for this phone number. To keep it safe, no code is sent or accepted until { $until }. If it is urgent, have your identity checked below, or { counter-with-id }.
refused-owner-codes-locked = Too many wrong codes were typed for this owner's phone. To keep the owner safe, no code is sent or accepted until { $until }. The owner can still answer in this chat, or show you the QR code of the car.

code-guessed = { $purpose ->
        [owner-consent] ⚠ Wrong codes were typed { $count } times within a day for <b>applications to file your car</b>. None of them was right.
            Nothing was approved by them. Give a code only to people whom you know, and only if the plate in the message is yours. /approvals shows who is asking you.
        [registration] ⚠ Somebody who knows your name and ID number has tried to <b>register as you</b>: wrong codes were typed { $count } times within a day. None of them was right.
            Never tell anybody the code. If you want to register yourself, share the phone number on record: then no code is needed.
       *[other] ⚠ Wrong codes for <b>your own account</b> were typed { $count } times within a day. None of them was right.
            If it was not you, look whether somebody else uses your Telegram, and end the devices that you do not know in its settings.
    }
code-guessed-sms = { $purpose ->
        [owner-consent] Wrong codes were typed { $count } times for applications to file your car. None was right. Give a code only to people you know; refuse all others.
        [registration] Somebody tried to register as you with { $count } wrong codes. None was right. Never tell anybody the code.
       *[other] Wrong codes for your account were typed { $count } times. None was right. If it was not you, check the devices in your Telegram settings.
    }

code-lost = ⚠ The text message with your code <b>did not arrive</b>. See whether the phone has a signal, is in service and blocks no messages, then ask for another. If none ever comes, please { counter-visit }.
code-lost-owner = ⚠ The text message with the code <b>did not reach the owner</b>. Ask them whether their phone is in service and blocks no messages, then send another; an owner who uses this desk can also simply agree in the chat.
