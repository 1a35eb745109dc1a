"""A person's window on the app: what they see and press, and everything that the browser complains of meanwhile."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, ViewportSize

# The page's own policy forbids it nothing here: an init script is the browser's, and runs beside the page's scripts.
_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
# Milliseconds, on a machine that has other things to do; a test that waits so long has failed.
_PATIENCE = 10_000
_REFUSED = "Failed to load resource: the server responded with a status of 4"


class Sight(TypedDict, total=False):
    """How somebody looks: options of Playwright's `new_context`."""

    locale: str
    color_scheme: Literal["light", "dark"]
    java_script_enabled: bool
    viewport: ViewportSize


TELEPHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass
class Window:
    """`root` is the address of the app with its stage, without a slash at the end."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)
    """Errors on the console, what the page's policy stopped, and every request to another host."""

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._watch)

    def go(self, path: str) -> int:
        """The status that the address was answered with, wherever it led."""
        answer = self.page.goto(self.root + path)
        assert answer is not None
        return answer.status

    @property
    def path(self) -> str:
        """Where the window is, within the app."""
        where = urlsplit(self.page.url)
        assert self.page.url.startswith(self.root), self.page.url
        return where.path.removeprefix(urlsplit(self.root).path) + (f"?{where.query}" if where.query else "")

    @property
    def said(self) -> str:
        return self.page.locator("main").inner_text()

    def form(self, action: str, within: str = "") -> Locator:
        """The forms of that action; `within` narrows them to a part of the page."""
        return self.page.locator(f"{within} form:has(input[name=action][value={action}])")

    def press(self, button: Locator) -> Response:
        """Press it, and wait for the page that comes of it."""
        with self.page.expect_event("response", lambda answer: answer.request.is_navigation_request()) as first:
            button.click()
        self.page.wait_for_load_state()
        answer: Response = first.value
        return answer

    def unfold(self) -> None:
        """Open everything that can be folded, as somebody does who looks for something."""
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    def width(self) -> int:
        """How wide the page is; wider than the window means that it scrolls sideways."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth"))

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium tells of a page that is a refusal as if it were an error. The answer's status is for the test.
        about_the_page = message.text.startswith(_REFUSED) and message.location["url"] == self.page.url
        if message.type in ("error", "warning") and not about_the_page:
            self.complaints.append(f"console: {message.text} {message.location['url']}")

    def _watch(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.root).netloc:
            self.complaints.append(f"request: {request.url}")


def opened(browser: Browser, root: str, cookies: dict[str, str], sight: Sight) -> Window:
    """A window of its own, which shares nothing with any other; these cookies are those of somebody signed in."""
    context = browser.new_context(
        viewport=sight.get("viewport", TELEPHONE),
        locale=sight.get("locale", "nl-NL"),
        color_scheme=sight.get("color_scheme", "light"),
        java_script_enabled=sight.get("java_script_enabled", True),
    )
    # Chromium takes 127.0.0.1 for safe, and so sends it the cookies that are only for https.
    at = root.replace("http://", "https://")
    context.add_cookies([{"name": name, "value": value, "url": at, "secure": True} for name, value in cookies.items()])
    context.set_default_timeout(_PATIENCE)
    context.add_init_script(_TELL_VIOLATIONS)
    return Window(context.new_page(), root)
