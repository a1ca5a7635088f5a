"""The smallest reasonable recovery packet."""

from sharewell.recovery.model import AtLeast, Instance, Left, NotOnly, Option, Packet, Placed, Rule, SignOff
from sharewell.recovery.packet import smallest_packet

__all__ = [
    "AtLeast",
    "Instance",
    "Left",
    "NotOnly",
    "Option",
    "Packet",
    "Placed",
    "Rule",
    "SignOff",
    "smallest_packet",
]
