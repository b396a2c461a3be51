"""Reading a page: pure functions from bytes to records."""
