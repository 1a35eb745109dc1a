"""What can be done about a conversation, as people do it on a page's link or on the case: unfold, fill in, press."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Response

from chalicelib.domain.case import Case
from tests.browser.window import Window


@dataclass(frozen=True)
class Deed:
    """`told` is how the case tells that it is done, `{ahead}` in a field the time that `do` is given."""

    action: str
    told: Callable[[Case], bool] = bool
    fields: Mapping[str, str] = field(default_factory=dict)
    button: str = "button"

    def do(self, window: Window, ahead: str) -> Response:
        """Press its button, once what it asks for is filled in."""
        window.unfold()
        controls = {name: f"[name={name}]:not(button)" for name in self.fields}
        forms = window.form(self.action)
        for wanted in (*controls.values(), self.button):
            forms = forms.filter(has=window.page.locator(wanted))
        form = forms.first
        for name, value in self.fields.items():
            _fill(form.locator(controls[name]), value.format(ahead=ahead))
        return window.press(form.locator(self.button))


def _fill(control: Locator, value: str) -> None:
    if control.evaluate("(each) => each.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def ended(how: str) -> Callable[[Case], bool]:
    """Its one clock has come to that end, and no other runs."""
    return lambda case: [clock.end for clock in case.clocks] == [how] and not case.open


def snoozed(case: Case) -> bool:
    """Held back until an instant that somebody chose."""
    return any(each.until for each in case.acknowledgements)


TAKE = Deed("acknowledge", lambda case: any(each.until is None for each in case.acknowledgements))
PROMISE = Deed(
    "promise",
    lambda case: [each.what for each in case.history.promises] == ["een nieuwe nota"],
    {"what": "een nieuwe nota", "until": "{ahead}", "owner": "chris"},
)
DEEDS = [
    pytest.param(TAKE, id="take"),
    pytest.param(Deed("snooze", snoozed, button="button[value='30']"), id="snooze for half an hour"),
    pytest.param(Deed("snooze", snoozed, {"until": "23:30"}), id="snooze until a time"),
    pytest.param(Deed("dismiss", ended("dismissed"), button="button[value=thanks]"), id="needs no answer: thanks"),
    pytest.param(Deed("dismiss", ended("dismissed"), button="button[value=spam]"), id="needs no answer: spam"),
    pytest.param(Deed("answered_elsewhere", ended("answered")), id="answered elsewhere, now"),
    pytest.param(Deed("answered_elsewhere", ended("answered"), {"at": "19:15"}), id="answered elsewhere, just before"),
    pytest.param(PROMISE, id="promise"),
]
CALLS = [
    pytest.param("pass_on", id="pass it on"),
    pytest.param("escalate_now", id="call somebody else too"),
]
