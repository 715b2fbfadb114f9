"""Packages handed to other systems: who may open them, and what comes back."""
