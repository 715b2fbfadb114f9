"""Uploading archives and making packages of them."""
