"""The gate's one kind of error: what was asked, what is wrong, what to do."""


class GateError(Exception):
    """Something the gate will not or cannot do, said to the person who asked for it."""


class NoGroundError(GateError):
    """This computer cannot run the gate at all; the way is told in the message.

    It has an exit status of its own, so that a script can tell "not here" from "failed".
    """
