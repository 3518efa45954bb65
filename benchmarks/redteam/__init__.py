"""A class of cheats and damaged notebooks beside honest ones."""
