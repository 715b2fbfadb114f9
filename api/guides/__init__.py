"""The guides: documentation that the product carries with it, as pages and as Markdown."""
