"""Lesson 02, Building blocks: a module for each exercise."""
