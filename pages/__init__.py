"""Pages: one file each, a declarative list of tiles."""
