"""What a tenant uses of what its plan allows."""
