"""Wire copy in IPTC ninjs 1.x, 2.x and 3.x (https://iptc.org/standards/ninjs/).

``reading`` takes files apart, ``parsing`` makes an ``Item`` of what stands in them, ``importing`` makes it an article.
"""
