"""The words of signing in and out, in Dutch and English. None of them tells whether somebody exists."""

NL: dict[str, str] = {
    "sign in": "Aanmelden",
    "sign in who": "Je naam, e-mailadres of telefoonnummer",
    "sign in by text": "Liever per sms",
    "sign in send": "Mail mij een code",
    "sign in sent": "Kennen we je, dan is er nu een bericht met een code en een link onderweg. Het werkt {n} minuten en"
    " één keer.",
    "sign in nothing came": "Niets gekregen? Kijk bij de ongewenste mail. Sms'jes gaan hooguit {n} keer per dag uit.",
    "sign in code": "De code van zes cijfers",
    "sign in enter": "Meld mij aan",
    "sign in again": "Vraag een nieuwe code",
    "sign in press": "Druk op de knop, dan ben je op dit toestel aangemeld.",
    "sign in wrong": "Dat lukt niet. De code of link klopt niet, is al gebruikt of is verlopen. Een code werkt alleen"
    " in de browser waarin je hem vroeg.",
    "sign in slow": "Er is te vaak geprobeerd. Wacht een minuut.",
    "sign in paused": "Er zijn vandaag te veel codes geprobeerd, daarom werken ze even niet. De link in je bericht"
    " werkt wel.",
    "signed in": "Je bent aangemeld als {name}",
    "role manager": "Manager",
    "role conversation manager": "Conversation manager",
    "go on": "Naar het bord",
    "sign out": "Meld mij hier af",
    "sign out everywhere": "Meld mij overal af",
    "sign out hint": "Ook op mijn andere toestellen, bijvoorbeeld als ik er een kwijt ben",
    "refused title": "Er is niets gedaan",
    "refused": "Dit formulier hoort niet bij deze aanmelding, of het kwam van een andere site.",
    "refused next": "Ga terug, ververs de pagina en probeer het opnieuw.",
}

EN: dict[str, str] = {
    "sign in": "Sign in",
    "sign in who": "Your name, e-mail address or telephone number",
    "sign in by text": "By text message instead",
    "sign in send": "Mail me a code",
    "sign in sent": "If we know you, a message with a code and a link is on its way. It works for {n} minutes"
    " and once.",
    "sign in nothing came": "Nothing came? Look among the junk mail. Text messages go out at most {n} times a day.",
    "sign in code": "The code of six digits",
    "sign in enter": "Sign me in",
    "sign in again": "Ask for a new code",
    "sign in press": "Press the button and you are signed in on this device.",
    "sign in wrong": "That does not work. The code or link is not right, was used already or has expired. A code only"
    " works in the browser that asked for it.",
    "sign in slow": "Too many tries. Wait for a minute.",
    "sign in paused": "Too many codes were tried today, so they do not work for now. The link in your message does.",
    "signed in": "You are signed in as {name}",
    "role manager": "Manager",
    "role conversation manager": "Conversation manager",
    "go on": "To the board",
    "sign out": "Sign me out here",
    "sign out everywhere": "Sign me out everywhere",
    "sign out hint": "On my other devices too, for instance when I have lost one",
    "refused title": "Nothing was done",
    "refused": "This form is not of this session, or it came from another site.",
    "refused next": "Go back, refresh the page and try again.",
}
