"""Requests that leave for addresses which customers name."""
