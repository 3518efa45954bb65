"""Lesson 07, conditional GAN: a module for each exercise. They bring no points."""
