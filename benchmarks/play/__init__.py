"""The pages of docs/play/, which draw in a browser what the lessons draw with a kernel."""
