"""Reports over HTTP, for a screen or as files."""
