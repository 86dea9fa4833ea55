"""The kinds of jobs that deliveries need."""
