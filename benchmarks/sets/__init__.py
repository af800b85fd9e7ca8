"""Public sets of instances: a reader and a checker for each format; nothing of them is kept here."""
