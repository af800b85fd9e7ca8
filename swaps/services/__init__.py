"""What can be done with offers and trades; every door calls these and nothing else."""
