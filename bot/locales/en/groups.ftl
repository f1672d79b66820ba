## The reviewers' group

group-welcome = <b>This is now the reviewers' group.</b>
    I will tell you here when work for reviewers comes in (cases, identity cases, objections, the blacklist) and when something is overdue, by number only. Waiting now: { $count }.
    Please do everything else with me in private. I do not carry out commands in a group.
group-cases = { $count ->
        [one] <b>There is something new</b>
       *[other] <b>{ $count } things are new</b>
    }: { $numbers }
group-cases-more = and { $count } more
group-overdue = ⚠ <b>Overdue</b>: { $label } has waited { $hours ->
        [one] one working hour
       *[other] { $hours } working hours
    } and is not done yet.
group-to-queue = See the queue in private
group-in-private = Please write to me in private: I do not carry out commands in a group.
group-strange = Thank you for the invitation! I only work in private chats, so I am leaving this group. Please write to me there.
group-replaced = Another group is now the reviewers' group. Thank you, and goodbye!
group-chosen = <b>There is a new reviewers' group.</b> An admin added me to it, and news about cases now goes there. If this is a mistake, remove me from the group.
group-lost = ⚠ <b>I am no longer in the reviewers' group.</b> Until an admin adds me to a group, I tell each reviewer in private when a case is overdue.
