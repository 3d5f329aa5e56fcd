"""An archive of invented articles, as large as wanted: what the stream and the search are measured on.

``vocabulary`` invents words, ``planning`` decides what the archive holds, ``loading`` writes it.
"""
