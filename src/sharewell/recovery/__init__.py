"""The smallest reasonable recovery packet."""

from sharewell.recovery.model import AtLeast, Instance, Left, NotOnly, Option, Packet, Placed, Rule, SignOff
from sharewell.recovery.packet import smallest_packet
from sharewell.recovery.together import ClassPackets, class_packets

__all__ = [
    "AtLeast",
    "ClassPackets",
    "Instance",
    "Left",
    "NotOnly",
    "Option",
    "Packet",
    "Placed",
    "Rule",
    "SignOff",
    "class_packets",
    "smallest_packet",
]
