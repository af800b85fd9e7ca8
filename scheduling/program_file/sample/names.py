"""Invented people: first and last names are drawn apart, so that nobody in particular is meant."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from random import Random

from scheduling.program_file.program import Person

FIRST = (
    "Amara", "Tomás", "Priya", "Elias", "Noor", "Mateo", "Ingrid", "Kofi", "Leilani", "Dmitri",
    "Soraya", "Henrik", "Adaeze", "Rafael", "Mei", "Tariq", "Camila", "Anders", "Zainab", "Lucas",
    "Hana", "Omar", "Beatriz", "Kenji", "Fatima", "Jonah", "Aroha", "Sanjay", "Elena", "Malik",
    "Yara", "Pavel", "Nadia", "Theo", "Chidi", "Rosa", "Imran", "Freya", "Diego", "Lien",
    "Samuel", "Anika", "Joaquín", "Miriam", "Tuan", "Celeste", "Kwame", "Greta", "Arjun", "Naomi",
    "Viktor", "Salma", "Emeka", "Clara", "Hugo", "Thandi", "Oscar", "Yuki", "Delphine", "Ravi",
)  # fmt: skip

LAST = (
    "Aldergate", "Amberlyn", "Arrowsmere", "Ashdune", "Bayhollow", "Birchmont", "Blackspire", "Bramwick", "Brightwater", "Calderon-Wye",
    "Cedarholm", "Chukwura", "Clearbrook", "Cobbleton", "Copperfell", "Cordova-Lind", "Cranmoor", "Dalewright", "Darkwater", "Delacroft",
    "Demirhan", "Dovecote", "Driftwood", "Dunmarrow", "Eastmere", "Eldergrove", "Emberton", "Evenwood", "Fairbairn-Oka", "Fallowfield",
    "Farrowgate", "Fernhollow", "Foxbury", "Frostholm", "Galewind", "Gilderoy-Ba", "Glassmere", "Goldcrest", "Graywillow", "Greenhalsey",
    "Hallowell-Ito", "Harrowgate", "Hawksmoor", "Hazelden", "Heathervale", "Highwater", "Hollybrook", "Icewright", "Inglenook", "Ironwood",
    "Ivorson", "Jadeworth", "Juniperson", "Kahananui", "Kestrelby", "Kingsmarsh", "Knollwood", "Lakeshire", "Larkspur", "Lindqvale",
    "Lockridge", "Longmeadow", "Maplethorpe", "Marchbank", "Marigold", "Meadowlark", "Mistlethwaite", "Moonbrook", "Mossgrove", "Nightingarde",
    "Northolt", "Nwosuma", "Oakhaven", "Oldcastle", "Orchardson", "Osprey", "Overfield", "Palmerstone", "Pebbleworth", "Pinecrest",
    "Quarrington", "Quillfeather", "Rainsford", "Ravenhurst", "Redfern-Sol", "Riverstone", "Rookwood", "Rosenquill", "Rowanby", "Saltmarsh",
    "Sandoval-Key", "Seabright", "Shadowmere", "Silverlake", "Skylarking", "Snowdenham", "Springfield-Ade", "Starling", "Stonebridge", "Summerhayes",
    "Sunderwell", "Swiftwater", "Tallgrass", "Tamarind", "Thistlewood", "Thornbury", "Tidewater", "Trellis", "Umberland", "Underhill-Vo",
    "Valebrook", "Velasquin", "Violetham", "Walnutree", "Waterford-Nam", "Westerly", "Whitlock-Roe", "Wildermere", "Willowby", "Windermoor",
    "Wintergate", "Wolfsbane", "Woodruffe", "Wrenfield", "Yarrowby", "Yellowstone", "Yewdale", "Zephyrin", "Zimmerglen", "Zinnia-Park",
)  # fmt: skip


def invent_people(random: Random, count: int, slug: str) -> tuple[Person, ...]:
    """So many people, no two with the same last name, and none of them in another program.

    The address says who somebody is, and programs invented from the same names meet in one place.
    """
    people = []
    for number, last in enumerate(_last_names(random, count)):
        first = random.choice(FIRST)
        email = f"{_plain(first)}.{_plain(last)}@{slug}.example.org"
        people.append(Person(f"{last}, {first}", email, f"555-{100 + number:04}"))
    return tuple(people)


def _last_names(random: Random, count: int) -> list[str]:
    """Where there are more people than names, some have two."""
    doubled = [f"{one} {other}" for one, other in pairwise(LAST)] if count > len(LAST) else []
    return random.sample((*LAST, *doubled), count)


def _plain(name: str) -> str:
    """Without accents, blanks and capitals."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum()).lower()
