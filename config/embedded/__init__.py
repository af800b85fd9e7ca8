"""PostgreSQL and Redis that start themselves when none is configured."""
