"""Packages: how they come in, what is in them, and how their files are read."""
