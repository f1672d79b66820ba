## Menu, help, language

menu = <b>{ office }</b>
    My vehicles: { $all } ({ $own } of my own or my organisation's, { $filed } filed).
    What would you like to do?
menu-guest = <b>{ office }</b>
    You are not registered yet. Once you are, you can { services }.
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

bot-description = { office }: { services }. Tap Start; registering takes a minute or two.
bot-short-description = In one chat: { services }.

# What the desk does; the operator's profile may leave some of it out.
services = { OFFERS("violations") ->
    [yes] { OFFERS("certificates") ->
        [yes] file a car that is not yours, check and handle traffic violations, and show an inspection certificate
       *[no] file a car that is not yours, and check and handle traffic violations
    }
   *[no] { OFFERS("certificates") ->
        [yes] file a car that is not yours, and show an inspection certificate
       *[no] file a car that is not yours
    }
}
refused-not-offered = This desk does not handle { $journey ->
    [certificates] inspection certificates
    [papers] paper certificates
    [violations] traffic violations
    [objections] objections to violations
   *[organisations] matters of organisations
}. If you need this, please { ask-staff }.
