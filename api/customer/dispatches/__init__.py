"""The dispatches of one's own tenant, for whoever signed in."""
