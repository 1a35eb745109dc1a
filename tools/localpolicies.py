"""The functions' policies as the local cloud can judge them.

MiniStack enforces policies, but for the calls below it does not work out which resource they
touch and judges them as touching `*`, so that a policy naming the resource would forbid them. Only
those statements are widened, and only in the local cloud's copy; on AWS the files hold as written.
"""

import json
from pathlib import Path

JUDGED_WITHOUT_RESOURCE = frozenset({"ssm:GetParametersByPath", "ses:SendEmail"})


def widen(directory: Path) -> None:
    for path in directory.glob("*.json"):
        policy = json.loads(path.read_text())
        for statement in policy["Statement"]:
            if set(statement["Action"]) <= JUDGED_WITHOUT_RESOURCE:
                statement["Resource"] = ["*"]
        path.write_text(json.dumps(policy, indent=2))
