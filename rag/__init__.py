"""Answers from the program's policy documents, with citations."""
