"""Parts of addresses that are more than one segment."""

from werkzeug.routing import BaseConverter


class Rest(BaseConverter):
    """All that is left of the path, as it is: a learner's id may hold slashes anywhere."""

    regex = ".+"
    part_isolating = False
