"""What photographers and agencies write into the files of photographs.

``notes.read_notes`` is the way in. It reads XMP, IPTC-IIM and EXIF (IPTC Photo Metadata Standard,
https://www.iptc.org/standards/photo-metadata/). Whatever a file holds, the answer is plain text that may be stored and
printed, or nothing.
"""
