"""What can be done to people and their affairs; every door calls these and nothing else."""
