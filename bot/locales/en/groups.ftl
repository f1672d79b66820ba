## The reviewers' group

group-welcome = <b>This is now the reviewers' group.</b>
    I will say here when work for reviewers comes (cases, identity cases, objections, the blacklist) and when something is overdue, by number only. Waiting now: { $count }.
    Everything else is done in private with me; what is said here I do not carry out.
group-cases = { $count ->
        [one] <b>There is something new</b>
       *[other] <b>{ $count } things are new</b>
    }: { $numbers }
group-cases-more = and { $count } more
group-overdue = ⚠ <b>Overdue</b>: { $label } has waited { $hours ->
        [one] one working hour
       *[other] { $hours } working hours
    } and is not done.
group-to-queue = To the queue, in private
group-in-private = Please write to me in private: I carry out nothing in a group.
group-strange = Thank you for the invitation! I talk with people in private only, so I am leaving this group. Please write to me there.
group-replaced = Another group is the reviewers' group from now on. Thank you, and goodbye!
group-chosen = <b>There is a new reviewers' group.</b> An admin added me to it; news of cases go there from now on. Was that not meant? Remove me from the group.
group-lost = ⚠ <b>I am not in the reviewers' group any more.</b> Until an admin adds me to a group, each reviewer is told alone when a case is overdue.
