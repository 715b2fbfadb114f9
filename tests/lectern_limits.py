"""Servers of tests count no requests, except where counting is what is tested."""

UNLIMITED = {
    "LECTERN_RATE_LIMIT_READ": "0",
    "LECTERN_RATE_LIMIT_WRITE": "0",
    "LECTERN_RATE_LIMIT_UPLOAD": "0",
    "LECTERN_RATE_LIMIT_PART": "0",
    "LECTERN_RATE_LIMIT_FAILED": "0",
    "LECTERN_RATE_LIMIT_DISPATCH": "0",
    "LECTERN_RATE_LIMIT_PASSWORD": "0",
}
