"""The photographer's own equipment, and sets of it, in a file that people edit.

An item holds values for a record. Which fields an item of a sort has, the declaration of the fields
says.
"""

from __future__ import annotations

from exifilm_core.kit.items import SORTS, Item, Set, Sort, Table, Thing
from exifilm_core.kit.kit import Kit
from exifilm_core.kit.own_kit import known_kit, own_file

__all__ = ["SORTS", "Item", "Kit", "Set", "Sort", "Table", "Thing", "known_kit", "own_file"]
