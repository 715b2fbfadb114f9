"""Learners' records: launching, reading, changing."""
