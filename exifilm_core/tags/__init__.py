"""Tags: the sorts of tag that store a value, and the names that standards and programs give them.

`styles.py` has the sorts of tag, `xmp.py` XMP's names for EXIF's tags, and `analogexif.py` the tags
and notations of AnalogExif. `if_there.py` has mirrors that other programs made, `iim.py` IPTC's old
block, and `not_utf8.py` texts in an unknown encoding. `xmp_packet.py` reads XMP a second way.
`mapping/` turns records into tags and back.
"""
