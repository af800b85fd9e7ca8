"""What of a roster can be gone without when not all can be had, and at what price."""

RELAXED = {
    "coverage": 100,
    "placement": 100,
    "supervision": 20,
    "supervision-level": 20,
    "weekly-pattern": 20,
    "rotation-quota": 10,
    "leave-share": 10,
    "sequence": 10,
}
"""Rules that say what is wanted, and the price of each unit gone without; all others protect."""
