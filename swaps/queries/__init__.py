"""What the pages of swaps show."""
