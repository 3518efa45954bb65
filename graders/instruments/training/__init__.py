"""Looks at training steps without training: two small networks that keep a log."""
