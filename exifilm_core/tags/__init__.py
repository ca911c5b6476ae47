"""Where the fields of a record live in a file: their home tags, the mirrors, and the way between.

`home.py` has the sorts of home and mirror that the declaration of the fields is written with;
`storage.py` turns whole records into tag values and back.
"""
