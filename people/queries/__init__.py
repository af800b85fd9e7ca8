"""Questions about people and programs that several doors ask."""
