"""Lists of articles as feeds: RSS 2.0, Atom and JSON Feed 1.1.

``responses.feed_response`` is the one way from a list of cards to a feed, for every list of the site. ``entries``
holds what a story says in a feed of any format, ``texts`` its text; ``xml`` and ``json_feed`` write it down.
"""
