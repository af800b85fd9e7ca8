"""Invented programs: whole, plausible, and the same for the same kind, seed and year."""

from .make import KINDS, make

__all__ = ["KINDS", "make"]
