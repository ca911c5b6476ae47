"""The exchange with the plug-ins of photo programs: a request and its answer, each a JSON file.

`docs/exchange.md` describes it to the makers of plug-ins. `request.py` reads and checks a request,
`answer.py` gives the JSON of an answer in the language of the environment, and `place.py` writes
the answer and the progress, and looks for the file that cancels.
"""

VERSION = 1
"""Of requests and answers. It counts up when a plug-in must know of a change."""
