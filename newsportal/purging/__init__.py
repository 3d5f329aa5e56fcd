"""Caches in front of the site are told what has changed, after the commit; off until one is set.

Read downwards: ``caches`` knows how each kind is told, ``outbox`` holds what is still to be told, ``sending`` does it
right after a commit without anybody waiting, and the job ``send_purges`` does what that could not.
"""
