"""The API keys of one's own tenant."""
