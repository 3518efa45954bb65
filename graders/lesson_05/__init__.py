"""Lesson 05, Measuring and debugging: a module for each exercise."""
