"""The same function over many partitions: on this machine's cores, or on a Ray cluster."""

from sharewell.scale.partitions import map_partitions, stream_partitions

__all__ = ["map_partitions", "stream_partitions"]
