"""The lens: hears how a text frames people, says why, and helps to say it from strength."""

from sharewell.language.facts import keeps_facts
from sharewell.language.lens import read, read_many, read_passages
from sharewell.language.model import Reading, SentenceReading, Span, Summary
from sharewell.language.packs import Pack, load_pack, shipped
from sharewell.language.reframing import Known, openings, rewrite, suggest

__all__ = [
    "Known",
    "Pack",
    "Reading",
    "SentenceReading",
    "Span",
    "Summary",
    "keeps_facts",
    "load_pack",
    "openings",
    "read",
    "read_many",
    "read_passages",
    "rewrite",
    "shipped",
    "suggest",
]
