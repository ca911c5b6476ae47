"""The gate's only kind of error: what was asked, what is wrong, what to do."""


class GateError(Exception):
    """A message for the user: the gate will not or cannot do something."""


class NoGroundError(GateError):
    """This computer cannot run the gate at all; the message gives the remedy.

    It has an exit status of its own, so that a script can tell "not here" from "failed".
    """
