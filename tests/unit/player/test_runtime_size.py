"""The run-time scripts stay small: they stand between the learner and the first page."""

import gzip
import json
from pathlib import Path

from player.content_runtime import RuntimeFiles
from scorm.cmi.elements import table
from scorm.edition import Edition

RUNTIME = Path(__file__).resolve().parents[3] / "static" / "js" / "rte"
LIMIT = 20_000


def test_bridge_and_api_with_both_data_models_fit_into_20_kb() -> None:
    files = RuntimeFiles(RUNTIME, "build", b"")
    # No page loads types.js; it is for the type checker.
    names = [path.name for path in RUNTIME.glob("*.js") if path.name != "types.js"]
    found = [files.find(f"build/{name}") for name in names]
    scripts = sum(len(each[0].gzipped) for each in found if each is not None)
    models = sum(_packed(edition) for edition in (Edition.SCORM_12, Edition.SCORM_2004_4TH))

    assert scripts + models <= LIMIT


def _packed(edition: Edition) -> int:
    text = json.dumps(table(edition, strict=False), separators=(",", ":"))
    return len(gzip.compress(text.encode(), 9))
