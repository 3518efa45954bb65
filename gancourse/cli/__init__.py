"""The command line: it parses what is typed and prints what came of it."""
