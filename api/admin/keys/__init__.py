"""The API keys of any tenant."""
