"""The project: it wires the apps together, knows every one, and is imported by none."""
