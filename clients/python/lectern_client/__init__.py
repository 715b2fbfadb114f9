"""A client for Lectern's API."""
