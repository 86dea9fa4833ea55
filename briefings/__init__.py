"""Snapshots and briefings (快照与简报): what leaves the cockpit as a picture, a document or slides."""
