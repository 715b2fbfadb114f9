"""Plans: how much of everything a tenant may use, and how much it does."""
