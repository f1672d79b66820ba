## Menu, help, language

menu = <b>{ office }</b>
    My vehicles: { $all } ({ $own } of my own, { $filed } filed).
    What would you like to do?
menu-guest = <b>{ office }</b>
    You are not registered yet. Once you are, you can file a car that is not yours, check violations and show inspection certificates.
menu-locked = <b>{ office }</b>
    You have signed out, and the desk is locked in this account. Tap “{ go-start }” to unlock it with a code.
menu-more = More…
menu-approvals = Waiting for my answer: { $count }
menu-unpaid = Fines to pay: { $count }
menu-inspection-due = { $plate }: inspection expires { $days ->
        [0] today
        [1] tomorrow
       *[other] in { $days } days
    }
menu-inspection-over = { $plate }: inspection has expired
help = <b>Commands you can use</b>
language-choose = 请选择语言 / Choose a language
language-chosen = From now on I will speak English.
command-menu = menu
command-help = help
command-language = change the language
command-cancel = cancel the current step

bot-description = { office }: file a car that is not yours, check and handle violations, show and verify inspection certificates. Tap Start; registering takes a minute or two.
bot-short-description = File a car, handle violations, show inspection certificates: all in one chat.
