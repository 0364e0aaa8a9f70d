"""Which conclusions readers may see: all of a hearing's, or those on some of its parts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Concluded:
    """Of which parts the conclusions are released: all of them, or those on `items`."""

    everything: bool = True
    items: frozenset[str] = frozenset()

    def on(self, item: str) -> bool:
        """Tell whether readers see the assessments and conclusions on `item`."""
        return self.everything or item in self.items


EVERYTHING = Concluded()
"""How it is until somebody chooses parts: an answer's conclusions are released with it."""
EVERY_ITEM = "*"
"""Stands for all parts where they are listed."""
