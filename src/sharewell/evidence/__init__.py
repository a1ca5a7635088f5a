"""Reading what schools have: checked once, typed, and every row that is refused named."""

from sharewell.evidence.case import write_case
from sharewell.evidence.ccssm import convert_ccssm
from sharewell.evidence.gradebook import read_gradebook
from sharewell.evidence.links import read_links
from sharewell.evidence.mapping import load_mapping, save_mapping
from sharewell.evidence.model import Gradebook, Standards
from sharewell.evidence.oneroster_writer import write_oneroster
from sharewell.evidence.refusals import Caution, Place, Refusal, Refused
from sharewell.evidence.refused_file import write_refused
from sharewell.evidence.standards import read_standards

__all__ = [
    "Caution",
    "Gradebook",
    "Place",
    "Refusal",
    "Refused",
    "Standards",
    "convert_ccssm",
    "load_mapping",
    "read_gradebook",
    "read_links",
    "read_standards",
    "save_mapping",
    "write_case",
    "write_oneroster",
    "write_refused",
]
