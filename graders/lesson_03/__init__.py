"""Lesson 03, Losses: a module for each exercise."""
