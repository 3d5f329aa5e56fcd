"""Revisions of articles: every text that was saved, the working copies of published stories, and what is being typed.

``content`` says what a revision holds, ``applying`` puts one into the article's rows, ``saving`` keeps a new one,
``working_copies`` brings one to readers, ``comparing`` shows two side by side, ``sittings`` keeps what is not saved
yet.
"""
