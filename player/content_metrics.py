"""Counts and times of the content origins, in the process-wide registry."""

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram

_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class ContentMetrics:
    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self._answers = Counter(
            "lectern_content_answers", "Answers on content origins", ["status"], registry=registry
        )
        self._bytes = Counter("lectern_content_bytes", "Body bytes sent", registry=registry)
        self._seconds = Histogram(
            "lectern_content_seconds", "Time to the last byte", buckets=_BUCKETS, registry=registry
        )
        # Looking a label up costs more than counting it.
        self._by_status: dict[int, Counter] = {}

    def __call__(self, status: int, length: int, seconds: float) -> None:
        counter = self._by_status.get(status)
        if counter is None:
            counter = self._by_status[status] = self._answers.labels(str(status))
        counter.inc()
        self._bytes.inc(length)
        self._seconds.observe(seconds)
