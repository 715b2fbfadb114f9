"""What tenants use in a month: who learned, and how often they launched and asked."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow, big_number
from models.isolation import isolate, room


class ActiveLearner(TenantRow, Model):
    """A learner who began or launched something in ``period``, a month such as 2026-11."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    period = fields.CharField(max_length=7)
    user_id = fields.CharField(max_length=255)

    class Meta(Model.Meta):
        table = "active_learner"
        unique_together = (("tenant_id", "period", "user_id"),)
        indexes = (("tenant_id", "user_id"),)


class UsageCounter(TenantRow, Model):
    """``period`` is empty for what does not begin anew each month."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    period = fields.CharField(max_length=7)
    resource = fields.CharField(max_length=32)
    amount = big_number()

    class Meta(Model.Meta):
        table = "usage_counter"
        unique_together = (("tenant_id", "period", "resource"),)


STATEMENTS = [
    *isolate("active_learner"),
    *isolate("usage_counter"),
    # Every launch counts in the same row.
    *room("usage_counter", 50),
]

# One statement for all that a launch is counted by: whether its learner ($3) is new this month, and
# how many launches it makes; where $4 is false only the learner counts.
COUNT_LAUNCH = """
WITH learner AS (
  INSERT INTO active_learner (tenant_id, id, period, user_id)
  SELECT $1::uuid, gen_random_uuid(), $2::text, $3::text
  ON CONFLICT (tenant_id, period, user_id) DO NOTHING RETURNING 1
), launch AS (
  INSERT INTO usage_counter (tenant_id, id, period, resource, amount)
  SELECT $1::uuid, gen_random_uuid(), $2::text, 'launches', 1 WHERE $4::bool
  ON CONFLICT (tenant_id, period, resource) DO UPDATE SET amount = usage_counter.amount + 1
  RETURNING amount
)
SELECT plan, limits, EXISTS (SELECT FROM learner) AS is_new,
  COALESCE((SELECT amount FROM launch), 0) AS launches
FROM tenant WHERE id = $1::uuid
"""

ADD = """
INSERT INTO usage_counter (tenant_id, id, period, resource, amount)
VALUES ($1, gen_random_uuid(), $2, $3, $4)
ON CONFLICT (tenant_id, period, resource)
DO UPDATE SET amount = usage_counter.amount + excluded.amount
"""

SET = """
INSERT INTO usage_counter (tenant_id, id, period, resource, amount)
VALUES ($1, gen_random_uuid(), $2, $3, $4)
ON CONFLICT (tenant_id, period, resource) DO UPDATE SET amount = excluded.amount
"""

# What learners have stored, in octets; the tables that grow with use, each read once.
SESSION_BYTES = """
SELECT (
  (SELECT COALESCE(sum(octet_length(cmi)), 0) FROM sco_state WHERE tenant_id = $1)
  + (SELECT COALESCE(sum(octet_length(state)), 0) FROM activity_tree_state WHERE tenant_id = $1)
  + (SELECT COALESCE(sum(octet_length(store)), 0) FROM shared_store WHERE tenant_id = $1)
  + (SELECT COALESCE(sum(octet_length(patch)), 0) FROM commit_log WHERE tenant_id = $1)
  + (SELECT COALESCE(sum(octet_length(body)), 0) FROM orphan_commit WHERE tenant_id = $1)
  + (SELECT COALESCE(sum(octet_length(calls)), 0) FROM call_log WHERE tenant_id = $1)
)::bigint AS octets
"""

HOLD = "SELECT plan, limits, now() AS now FROM tenant WHERE id = $1 FOR UPDATE"

# What is kept; and what is not processed yet, or may still come by links that work. $2 is now.
STORED = """
SELECT
  (SELECT COALESCE(sum(file_size_bytes), 0) FROM revision WHERE tenant_id = $1)::bigint AS kept,
  (SELECT COALESCE(sum(file_size), 0) FROM upload
   WHERE tenant_id = $1 AND (status IN ('received', 'processing')
     OR status IN ('issued', 'receiving') AND expires_at > $2))::bigint AS announced
"""

PACKAGES = "SELECT count(*) AS used FROM package WHERE tenant_id = $1"

LEARNERS = "SELECT count(*) AS used FROM active_learner WHERE tenant_id = $1 AND period = $2"

COUNTERS = """
SELECT resource, amount FROM usage_counter WHERE tenant_id = $1 AND period IN ($2, '')
"""

# The learner stays counted in the month, as somebody whom nobody can name.
FORGET = """
UPDATE active_learner SET user_id = 'erased:' || id::text WHERE tenant_id = $1 AND user_id = $2
"""
