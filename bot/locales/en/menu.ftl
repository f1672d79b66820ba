## Menu, help, language

menu = <b>Vehicle owners’ desk</b>
    What would you like to do?
menu-guest = <b>Vehicle owners’ desk</b>
    You are not registered yet. Once you are, you can file a car that is not yours, see violations and show the inspection certificate.
help = <b>Commands you can use</b>
language-choose = 请选择语言 / Choose a language
language-chosen = From now on I will speak English.
command-menu = the menu
command-help = this page
command-language = change the language
command-cancel = cancel what is going on
