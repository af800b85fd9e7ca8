"""Factories make the plainest valid row and nothing more, one file for each app."""
