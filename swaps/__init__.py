"""Trades of published assignments."""
