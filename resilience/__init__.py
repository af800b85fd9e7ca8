"""How much strain a schedule can take."""
