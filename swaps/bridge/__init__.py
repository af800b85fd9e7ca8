"""Between the rows of a schedule and the engine of swaps."""
