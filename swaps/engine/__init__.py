"""Who could trade what with whom, and what a trade does: no Django, no database, no solver."""
