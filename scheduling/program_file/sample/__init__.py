"""Invented programs: whole, plausible, and the same for the same kind, seed and year."""

from .make import KINDS, LARGE, invent, make

__all__ = ["KINDS", "LARGE", "invent", "make"]
