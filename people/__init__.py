"""Who is in a program, when they are away, and what each of them may do."""
