"""The packages of a tenant."""
