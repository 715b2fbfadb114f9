"""Where bytes lie: one protocol, kept by a local disk and by S3."""
