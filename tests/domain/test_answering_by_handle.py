"""Some platforms tell whom an answer tags by handle only: in a comment thread that is as good as an id."""

import pytest

from tests.domain.build import THREAD, asked, case_of, replied, told


@pytest.mark.parametrize(
    ("name", "tags", "ends"),
    [
        pytest.param("Jan_V", "@jan_v", "answered 10:20", id="the handle is compared without its capitals"),
        pytest.param("jan_v", "@piet", "open", id="another one's handle answers nothing of Jan's"),
        pytest.param(None, "@jan_v", "open", id="an author without a handle is not taken for anybody"),
    ],
)
def test_a_tagged_handle_answers_its_authors_questions(name: str | None, tags: str, ends: str) -> None:
    case = case_of(
        asked("10:00", author="jan", name=name),
        asked("10:10", "other", author="b"),
        replied("10:20", tags=tags, to="other"),
        conversation=THREAD,
    )
    assert f"first_response 10:00 {ends}" in told(case)
