"""Lesson 08, Wasserstein GAN: a module for each exercise. They bring no points."""
