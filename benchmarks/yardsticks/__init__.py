"""Models written by hand for one kind of question alone: what our rules may cost against them.

Nothing of our engine is used in them.
"""
