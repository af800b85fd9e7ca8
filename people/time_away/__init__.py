"""Time away from training: how it is counted, and what boards and institutions say of it."""
