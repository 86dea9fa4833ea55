"""Plain Chinese sentences made by rule from figures; one file a subject, pure functions only."""
