"""A page on its way out, for every channel's tests."""

from chalicelib.channels.port import OutgoingPage

PAGE = OutgoingPage(
    id="p-0001",
    to="+31600000001",
    language="nl",
    subject="Waakhond: nog 15 min. @merel op X wacht 45 min.",
    text="Waakhond: nog 15 min. @merel op X wacht 45 min. https://wh.merk.nl/p/abcdefghijklmnopq",
    body="Waakhond. Voor Sanne\n\n1. NOG 15 MIN: Zoë op X\n",
    link="https://wh.merk.nl/p/abcdefghijklmnopq",
)
