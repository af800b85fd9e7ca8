"""The tables of this app that have a history."""

from people.history import keep
from swaps.models import SwapPolicy

keep(SwapPolicy)
