"""What operators look after, across tenants."""
