"""Forgetting a learner: everything of a person is removed, and the fact is certified."""
