"""Rows of the database as problems of the engine, and back."""
