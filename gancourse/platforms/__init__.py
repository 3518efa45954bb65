"""Learning platforms: what they hand out is sorted into a course, and marks and pages go back."""
