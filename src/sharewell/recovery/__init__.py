"""The smallest reasonable recovery packet."""

from sharewell.recovery.model import Instance, Left, Option, Packet, Placed
from sharewell.recovery.packet import smallest_packet

__all__ = ["Instance", "Left", "Option", "Packet", "Placed", "smallest_packet"]
