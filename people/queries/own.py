"""Whose account it is."""

from people.models import Person, User
from people.spoken import refused


def own_person(user: User) -> Person:
    """The person on the schedule to whom the account belongs; refuses where there is none."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        raise refused("Your account belongs to nobody who is scheduled.", code="nobody")
    return person
