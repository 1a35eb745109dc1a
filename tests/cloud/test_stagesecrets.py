"""A first deployment makes our own secrets, once, and says which of the platforms' are missing."""

import pytest

from tools import stagesecrets
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

PATH = "/waakhond/prod/secrets/"


def test_our_own_secrets_are_made_once_and_those_of_platforms_asked_for(own_aws: LocalAws) -> None:
    ssm = own_aws.session().client("ssm")

    def stored() -> dict[str, str]:
        answer = ssm.get_parameters_by_path(Path=PATH, Recursive=True, WithDecryption=True)
        return {each["Name"].removeprefix(PATH): each["Value"] for each in answer["Parameters"]}

    said: list[str] = []
    stagesecrets.complete(ssm, "prod", ["x", "facebook"], said.append)
    made = stored()
    assert set(made) == {"link", "manager_token"}
    assert [line.split(":")[0] for line in said[-2:]] == ["Missing", "Missing"]
    assert not [line for line in said for secret in made.values() if secret in line]

    said.clear()
    stagesecrets.put(ssm, "prod", {"x": "x-signing-secret", "facebook": "another-signing-secret"})
    stagesecrets.complete(ssm, "prod", ["x", "facebook"], said.append)
    assert said == []
    assert stored() == made | {"x": "x-signing-secret", "facebook": "another-signing-secret"}
