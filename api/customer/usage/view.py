"""From what is counted to what is told."""

from collections.abc import Mapping

from api import wire
from api.customer.usage.shapes import (
    CountedUsage,
    RateLimit,
    ReachedThreshold,
    RequestUsage,
    StorageUsage,
    Usage,
    UsagePeriod,
)
from services.quotas import usage
from services.quotas.plans import Limit, Rate, Resource
from services.quotas.thresholds import Use


def present(
    found: usage.Usage, pending: int, rates: Mapping[Rate, int], window_seconds: int
) -> Usage:
    """``pending`` requests are not written down yet."""
    counted = {resource: _counted(found, resource) for resource in Resource}
    storage = counted[Resource.STORAGE]
    return Usage(
        plan=found.allowance.plan,
        plan_label=found.allowance.label,
        period=UsagePeriod(start=wire.stamp(found.month.start), end=wire.stamp(found.month.end)),
        storage=StorageUsage(
            used_bytes=storage.used,
            limit_bytes=storage.limit,
            mode=storage.mode,
            percent=storage.percent,
            announced_bytes=found.announced_bytes,
        ),
        packages=counted[Resource.PACKAGES],
        active_learners=counted[Resource.LEARNERS],
        launches=counted[Resource.LAUNCHES],
        api_requests=RequestUsage(used=found.api_requests + pending),
        session_storage_bytes=found.session_storage_bytes,
        rate_limits={
            rate: RateLimit(limit=limit or None, window_seconds=window_seconds)
            for rate, limit in rates.items()
        },
        thresholds=[
            ReachedThreshold(resource=resource, threshold=threshold)
            for resource, limit in found.allowance.limits.items()
            for threshold in _use(found, resource, limit).reached
        ],
    )


def _counted(found: usage.Usage, resource: Resource) -> CountedUsage:
    limit, used = found.allowance.limits.get(resource), found.used[resource]
    if limit is None:
        return CountedUsage(used=used, limit=None, mode=None, percent=None)
    percent = _use(found, resource, limit).percent
    return CountedUsage(used=used, limit=limit.limit, mode=limit.mode, percent=percent)


def _use(found: usage.Usage, resource: Resource, limit: Limit) -> Use:
    return Use(resource, found.used[resource], limit.limit)
