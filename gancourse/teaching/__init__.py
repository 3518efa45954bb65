"""What a teacher does beside grading: a look at the class, answers by hand, dates, an appeal."""
