"""A first deployment makes our own secrets, once, and says which of platforms and channels are missing."""

import pytest

from tools import stagesecrets
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

PATH = "/waakhond/prod/secrets/"


def test_our_own_secrets_are_made_once_and_those_of_others_asked_for(own_aws: LocalAws) -> None:
    ssm = own_aws.session().client("ssm")

    def stored() -> dict[str, str]:
        answer = ssm.get_parameters_by_path(Path=PATH, Recursive=True, WithDecryption=True)
        return {each["Name"].removeprefix(PATH): each["Value"] for each in answer["Parameters"]}

    said: list[str] = []
    stagesecrets.complete(ssm, "prod", ["x", "facebook"], ["pagerduty/sanne"], said.append)
    made = stored()
    assert set(made) == {"link", "session", "manager_token"}
    assert [line.split(":")[0] for line in said[-3:]] == ["Missing", "Missing", "Missing"]
    assert f"--name {PATH}pagerduty/sanne " in said[-1]
    assert not [line for line in said for secret in made.values() if secret in line]

    said.clear()
    given = {"x": "x-signing-secret", "facebook": "another-signing-secret", "pagerduty/sanne": "x" * 32}
    stagesecrets.put(ssm, "prod", given)
    stagesecrets.complete(ssm, "prod", ["x", "facebook"], ["pagerduty/sanne"], said.append)
    assert said == []
    assert stored() == made | given
