"""Web → records: what the sites show, read strictly."""
