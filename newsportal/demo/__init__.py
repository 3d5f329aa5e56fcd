"""The demonstration newsroom: invented stories, people, pages and drawn pictures. No Django in here."""
