"""Members of an organisation whose masked names are alike are told apart."""

from bot.services.organisations import member_names
from storage.organisations import organisations
from tests.services.builders import NOW, DataBuilder


def test_members_alike_are_told_apart_by_the_end_of_a_number(data: DataBuilder) -> None:
    organisation_id = data.organisation(data.person(name="王秀英"))
    phones = ("+8613800005678", "+8613800001234", "+8613900001234", "")
    for seat, (name, phone) in enumerate(zip(("王大英", "李小国", "李大国", "赵六"), phones, strict=True), start=1):
        person = data.person(name=name, phone=phone)
        organisations.add_member(data.session, organisation_id, person.id, seat=seat, person_seat=0, at=NOW)
    members = organisations.members(data.session, organisation_id)
    names = list(member_names.of_members(data.session, members).values())
    assert len(set(names)) == 5
    assert [name.partition(" ")[0] for name in names] == ["王*英", "王*英", "李*国", "李*国", "赵*"]
    assert names[1].endswith("…5678")
    assert names[2].startswith("李*国 …1234 …")
    assert names[4] == "赵*"
    assert member_names.of_member(data.session, members[1]) == names[1]
