"""The course's command line."""
