"""What Rounds takes in seconds, megabytes and fairness, on programs that it invents itself."""
