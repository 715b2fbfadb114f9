"""What the people of a tenant look after, with a key or signed in."""
