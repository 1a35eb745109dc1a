"""What is wrong with a page as a window shows it, as far as a program can judge."""

from importlib.resources import files

from tests.browser.window import Window

# The script that the package carries; it needs nothing else of it.
_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_BY_DAY = {"runOnly": {"type": "tag", "values": _WCAG}, "resultTypes": ["violations"]}
# WCAG lets a small target be where it has room around it; a thumb on a telephone is better off with more.
_SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter((each) => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && box.width * box.height > 0 && Math.min(box.width, box.height) < 24;
}).map((each) => each.outerHTML.slice(0, 120))"""
# By night only the colours differ.
_BY_NIGHT = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}


def faults(window: Window) -> list[str]:
    """What axe finds with everything unfolded, by day and by night, and whether the page scrolls sideways.

    And what is too small for a thumb.
    """
    found: list[str] = []
    window.unfold()
    window.page.evaluate(_AXE)
    found += [f"{window.path} has a target under 24 pixels: {each}" for each in window.page.evaluate(_SMALL)]
    for scheme, rules in (("day", _BY_DAY), ("night", _BY_NIGHT)):
        window.page.emulate_media(color_scheme="dark" if scheme == "night" else "light")
        for violation in window.page.evaluate("(rules) => axe.run(rules)", rules)["violations"]:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            found.append(f"{window.path} by {scheme}: {violation['id']}: {violation['help']} {places}")
    for width in (360, 320):
        window.page.set_viewport_size({"width": width, "height": 740})
        if window.width() > width:
            found.append(f"{window.path} is {window.width()} wide at {width}")
    window.page.set_viewport_size({"width": 360, "height": 740})
    return found
