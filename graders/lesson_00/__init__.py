"""Lesson 00, Start here: a module for each exercise."""
