"""The versions of an item, and which of two is newer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Version:
    """Which of two versions of an item is newer: numbers count, else the moments they were made, else their names."""

    is_number: bool
    number: int
    moment: str
    name: str

    @classmethod
    def of(cls, name: str, made: datetime.datetime | None = None) -> Version:
        if name.isascii() and name.isdecimal() and len(name) <= 18:
            return cls(True, int(name), "", "")
        moment = made.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ") if made else "-"
        return cls(False, 0, moment, name.strip()[:22].strip())

    @classmethod
    def read(cls, text: str) -> Version:
        """The version that ``str`` wrote as ``text``."""
        if text.isascii() and text.isdecimal():
            return cls(True, int(text), "", "")
        moment, _space, name = text.partition(" ")
        return cls(False, 0, moment, name)

    def __str__(self) -> str:
        return str(self.number) if self.is_number else f"{self.moment} {self.name}".strip()
