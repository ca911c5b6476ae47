"""The exposure record: its declaration, the kinds of value it holds, and its JSON form."""

from exifilm_core.kinds import PartialDate, Reading
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field, Record, Section

__all__ = ["ExposureRecord", "Field", "PartialDate", "Reading", "Record", "Section"]
