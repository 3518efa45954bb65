"""A course's folder: where things are, its settings, its key."""
