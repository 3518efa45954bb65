"""Lesson 06, DCGAN: a module for each exercise."""
