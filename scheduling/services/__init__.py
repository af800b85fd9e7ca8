"""What can be done to a schedule. Every door calls these and nothing else."""
