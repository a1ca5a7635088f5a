"""A file of instances to a file of packets: JSON Lines, streamed, in the order of the input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sharewell.evidence.refusals import Caution, Place, Refusal, Refused
from sharewell.recovery.model import Packet
from sharewell.recovery.packet import smallest_packet
from sharewell.recovery.reading import Findings, Line, read_line

LINES_A_PART = 500  # well under a second of work

Part = tuple[str, int, tuple[bytes, ...]]  # file, number of its first line, lines
MapParts = Callable[[Callable[[Part], "Solved"], Iterator[Part]], Iterable["Solved"]]


@dataclass(frozen=True, slots=True)
class Solved:
    """The packets of some lines, ready to be written, and what was refused of them.

    Attributes:
        lines: JSON without line ends, one for each good line.
        refused_lines: the bad lines as they came.
        not_proved: how many packets are not proved smallest.
        read: bytes of the lines.
    """

    lines: tuple[str, ...]
    refused_lines: tuple[bytes, ...]
    refusals: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]
    not_proved: int
    read: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a file."""

    packets: int
    not_proved: int
    refusals: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]


def solve_file(
    source: str | Path,
    out: str | Path,
    *,
    map_parts: MapParts | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write the packet of every good line of `source` to `out`; good lines go on where others are refused.

    The refused lines themselves are kept beside `out` as NAME.refused.jsonl, to be mended and solved
    again. `out` appears only when it is complete.

    Args:
        map_parts: applies a function to parts as they are read, in order (`scale.stream_partitions`); by default
            one after another here.
        done: called with (bytes read, bytes in all).

    Raises:
        Refused: `source` cannot be read, or `out` not written.

    Memory: a few parts of 500 lines, whatever the length of the file, and what was refused.
    """
    source, out = Path(source), Path(out)
    unfinished = out.with_name(f"{out.name}.part")
    packets = not_proved = read = 0
    refusals: list[Refusal] = []
    cautions: list[Caution] = []
    refused_lines: list[bytes] = []
    try:
        size = os.path.getsize(source)
        with source.open("rb") as lines, unfinished.open("w", encoding="utf-8", newline="\n") as target:
            for solved in (map_parts or map)(solve_part, _parts(str(source), lines)):
                target.writelines(f"{line}\n" for line in solved.lines)
                packets += len(solved.lines)
                not_proved += solved.not_proved
                refusals += solved.refusals
                cautions += solved.cautions
                refused_lines += solved.refused_lines
                read += solved.read
                if done:
                    done(read, size)
        os.replace(unfinished, out)
        beside(out, ".refused.jsonl").unlink(missing_ok=True)
        if refused_lines:
            beside(out, ".refused.jsonl").write_bytes(
                b"".join(line.rstrip(b"\r\n") + b"\n" for line in refused_lines)
            )
    except OSError as error:
        raise Refused(
            Refusal(
                "no-file",
                Place(str(error.filename or source)),
                f"The file cannot be used: {error.strerror or error}.",
                "Check the path and the rights.",
            )
        ) from error
    return Summary(packets, not_proved, tuple(refusals), tuple(cautions))


def beside(out: Path, ending: str) -> Path:
    """The file beside `out` that has its name up to the ending, and this ending."""
    return out.with_name(f"{out.stem}{ending}")


def solve_part(part: Part) -> Solved:
    """The packets of some lines. Pure: the same lines give the same bytes, wherever this runs."""
    file, first, lines = part
    solved: list[str] = []
    refused_lines: list[bytes] = []
    refusals: list[Refusal] = []
    cautions: list[Caution] = []
    not_proved = 0
    for row, text in enumerate(lines, start=first):
        if not text.strip():
            continue
        findings = Findings(file, row)
        line = read_line(text, findings)
        cautions += findings.cautions
        if line is None:
            refusals += findings.refusals
            refused_lines.append(text)
            continue
        packet = smallest_packet(line.instance)
        not_proved += not packet.proved
        solved.append(write_packet(packet, line))
    read = sum(len(text) for text in lines)
    return Solved(tuple(solved), tuple(refused_lines), tuple(refusals), tuple(cautions), not_proved, read)


def write_packet(packet: Packet, line: Line) -> str:
    """A packet as one line of JSON. Where it is not proved, `gap` says how far the proof came."""
    tasks: list[dict[str, Any]] = []
    for placed in packet.tasks:
        task: dict[str, Any] = {"task": line.names[placed.task], "week": placed.week}
        if placed.sign_off:
            task["sign_off"] = placed.sign_off
        tasks.append(task)
    written: dict[str, Any] = {
        "student_id": line.student_id,
        "tasks": tasks,
        "minutes": packet.minutes,
        "attains": packet.attains,
        "left": [{"standard": left.standard, "why": left.why} for left in packet.left],
        "bound": packet.bound,
        "proved": packet.proved,
    }
    if not packet.proved:
        written["gap"] = {
            "weight": packet.weight_bound - packet.weight,
            "minutes": packet.minutes - packet.bound,
        }
    return json.dumps(written, ensure_ascii=False)


def _parts(file: str, lines: Iterator[bytes]) -> Generator[Part]:
    first = 1
    while together := tuple(islice(lines, LINES_A_PART)):
        yield file, first, together
        first += len(together)
