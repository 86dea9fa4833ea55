"""定期: snapshots, briefings and slides that come again, into the archive and to those who want them."""
