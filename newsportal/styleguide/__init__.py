"""The living style guide: every component in every state it knows, without a story in the database."""
