"""What ``make bench`` measures: the stream, the pages and the import, on archives that are kept in ``.bench/``."""
