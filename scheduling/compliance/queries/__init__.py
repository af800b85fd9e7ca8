"""What pages, REST and tools show of compliance."""
