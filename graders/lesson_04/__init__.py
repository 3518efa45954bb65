"""Lesson 04, Training: a module for each exercise."""
