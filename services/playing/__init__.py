"""A course being played: launch links, deliveries, and the commits of its content."""
