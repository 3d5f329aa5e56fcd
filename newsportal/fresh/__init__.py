"""Readers' pages, kept in each process and never old: what stands before Django in production.

Read downwards: ``watching`` asks the database whether anything has changed, ``pages`` is a page that was made and how
it is sent, ``shelf`` keeps pages, ``asking`` says what makes two requests one, and
``application`` puts it together.
"""
