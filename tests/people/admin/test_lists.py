"""Lists of the admin site as Unfold shows them, with less work."""

import pytest

from people.admin.lists import heads
from people.models import Person
from tests.people.admin.conftest import page

pytestmark = pytest.mark.django_db


def test_heads_and_boxes_of_a_list_are_as_unfold_draws_them(mine, coordinator, sign_in):
    shown = sign_in(coordinator).get(page(Person, "changelist"))
    listed = shown.context["cl"]

    assert heads(listed) is listed.heads
    assert [str(head["text"]).lower() for head in listed.heads[1:]] == [
        *("last name", "first name", "e-mail address", "user")
    ]
    box = f'<input type="checkbox" name="_selected_action" value="{mine.person.pk}" class='
    assert box in shown.text
