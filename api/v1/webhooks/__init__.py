"""Webhooks: which addresses want to be told of what."""
