"""Counts and times of the content origins, kept as plain numbers until somebody scrapes them."""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

_BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class ContentMetrics(Collector):
    """The library's own counters would take a tenth of the time of a small file."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self._answers: dict[int, int] = {}
        self._length = 0
        self._seconds = 0.0
        self._slower_than = [0] * (len(_BOUNDS) + 1)
        registry.register(self)

    def __call__(self, status: int, length: int, seconds: float) -> None:
        self._answers[status] = self._answers.get(status, 0) + 1
        self._length += length
        self._seconds += seconds
        self._slower_than[bisect_left(_BOUNDS, seconds)] += 1

    def describe(self) -> list[Metric]:
        """Names nothing, so that one process may hold several applications, as tests do."""
        return []

    def collect(self) -> Iterator[Metric]:
        answers = CounterMetricFamily(
            "lectern_content_answers", "Answers on content origins", labels=["status"]
        )
        for status, count in self._answers.items():
            answers.add_metric([str(status)], count)
        yield answers
        yield CounterMetricFamily("lectern_content_bytes", "Body bytes sent", value=self._length)
        yield self._times()

    def _times(self) -> Metric:
        buckets: list[tuple[str, float]] = []
        reached = 0
        for bound, count in zip((*_BOUNDS, "+Inf"), self._slower_than, strict=True):
            reached += count
            buckets.append((str(bound), reached))
        return HistogramMetricFamily(
            "lectern_content_seconds",
            "Time to the last byte",
            buckets=buckets,
            sum_value=self._seconds,
        )
