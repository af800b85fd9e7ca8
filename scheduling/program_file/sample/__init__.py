"""Invented programs: whole, plausible, and the same for the same kind, seed and year."""

from .make import GROUPS, KINDS, LARGE, invent, make

__all__ = ["GROUPS", "KINDS", "LARGE", "invent", "make"]
