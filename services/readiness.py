"""Whether this process still wants new requests: no longer once it was told to stop."""


class _State:
    stopping = False


def begin_to_stop() -> None:
    _State.stopping = True


def is_stopping() -> bool:
    return _State.stopping
