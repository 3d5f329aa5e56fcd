"""Standing pages, as a cached page knows them (``topics.versions``)."""

from topics.versions import register

register("pages")
