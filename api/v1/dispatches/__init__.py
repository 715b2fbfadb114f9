"""Dispatches: courses handed to other systems."""
