"""快照与简报: asking for a snapshot where one stands, and the archive of everything that left the cockpit."""
