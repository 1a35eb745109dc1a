"""The name of a conversation: one text that says all of it, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Conversation
from tests.domain.build import DIRECT, PUBLIC, THREAD

words = st.text("abc123_-", min_size=1)


@pytest.mark.parametrize(
    ("conversation", "ref"),
    [
        pytest.param(PUBLIC, "x:merk:public:klant", id="with one customer in public"),
        pytest.param(DIRECT, "x:merk:direct:klant", id="or direct"),
        pytest.param(THREAD, "facebook:merk:public:thread:top", id="in a comment thread"),
    ],
)
def test_a_conversation_has_a_name(conversation: Conversation, ref: str) -> None:
    assert conversation.ref == ref
    assert Conversation.parse(ref) == conversation


@given(st.builds(Conversation, words, words, st.sampled_from(["public", "direct"]), st.text(), threaded=st.booleans()))
def test_a_name_is_read_back_whatever_the_customer_is_called(conversation: Conversation) -> None:
    if not conversation.counterpart.startswith("thread:"):  # no platform has such an id
        assert Conversation.parse(conversation.ref) == conversation


def test_a_customer_may_have_colons_in_their_id() -> None:
    assert Conversation.parse("x:merk:public:did:plc:42").counterpart == "did:plc:42"


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        pytest.param("x:merk:private:klant", "conversation 'x:merk:private:klant': surface must", id="another surface"),
        pytest.param("x:merk:public", "not enough values", id="a part too few"),
        pytest.param("", "not enough values", id="nothing at all"),
    ],
)
def test_other_text_is_no_name_of_a_conversation(ref: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Conversation.parse(ref)
