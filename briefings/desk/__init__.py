"""The desk: briefings from draft to issue, and what has changed in the numbers of issued ones."""
