"""The verbs of compliance."""
