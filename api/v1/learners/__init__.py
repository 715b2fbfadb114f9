"""Learners over HTTP: who they are, and removing all that is known of them."""
