"""Made-up classes, to test and to time grading with."""
