"""Best known values of public instances, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    value: int
    source: str


SITE = "schedulingbenchmarks.org"
ZANAZZO = "MSS_Data, best solution file"
CURTOIS = {
    1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1300, 9: 439, 10: 4631,
    11: 3443, 12: 4040, 13: 1348, 14: 1278, 15: 3829, 16: 3225, 17: 5746, 18: 4459, 19: 3149,
    20: 4769, 21: 21133, 22: 30240, 23: 16990, 24: 26571,
}  # fmt: skip
MSS = {
    "I40_12_1": 4127, "I40_12_2": 3920, "I40_12_4": 2862, "I40_24_1": 7799, "I40_24_2": 7303,
    "I40_24_4": 7096, "I80_12_1": 8614, "I80_12_2": 7206, "I80_12_4": 8097, "I80_24_1": 16453,
    "I80_24_2": 15906, "I80_24_4": 12704, "I160_12_1": 17748, "I160_12_2": 15085,
    "I160_12_4": 14002, "I160_24_1": 31470, "I160_24_2": 35579, "I160_24_4": 28412,
    "I240_12_2": 23183, "I240_12_4": 21167, "I240_24_1": 50278, "I240_24_2": 45864,
    "I320_12_1": 31897, "I320_12_2": 29895, "I320_12_4": 32281, "I320_24_1": 65943,
    "I320_24_2": 67772,
}  # fmt: skip

BEST: dict[str, Known] = {
    **{f"Instance{number}": Known(value, SITE) for number, value in CURTOIS.items()},
    **{name: Known(value, ZANAZZO) for name, value in MSS.items()},
    "large-4": Known(217464, "test suite of another solver for the MiniZinc Challenge 2022"),
}
