"""Lesson 01, The police and the counterfeiter: a module for each exercise."""
