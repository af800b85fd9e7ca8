"""Reads that cross models: pure data for every door, without a word about who may see it."""
