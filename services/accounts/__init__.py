"""Who may do what: tenants, their keys, and what they did."""
