"""What a tenant settles once."""
