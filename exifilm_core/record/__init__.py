"""The exposure record: its declaration, the kinds of value it holds, and its JSON form."""

from exifilm_core.record.exposure_record import NAMESPACE, ExposureRecord
from exifilm_core.record.field import Field, Record, Section
from exifilm_core.record.kinds import PartialDate, Reading

__all__ = ["NAMESPACE", "ExposureRecord", "Field", "PartialDate", "Reading", "Record", "Section"]
