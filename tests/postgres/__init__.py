"""The embedded PostgreSQL for tests: emptied quickly."""
