"""Which section of the bulletin a document belongs to."""

from nlp.sections.judging import judge
from nlp.sections.model import SECTIONS

__all__ = ["SECTIONS", "judge"]
