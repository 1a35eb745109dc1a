"""Every text message there is, in Dutch and English. The longest fill of each fits 160 GSM-7 septets (a test).

A row is read in the dark by somebody who was asleep, so: how bad first, then who, then what to do.
`{handle}` may be cut and `{quote}` may shrink or vanish; all other fields stand as they are. No row says
STOP, END or CANCEL: carriers take those words in a reply as opting out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chalicelib.domain.organisation import Language

Ask = Literal["take", "pass on", "phone"]


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its fields in braces.

    `quoted` wraps somebody's own words where `{quote}` stands; without them a full stop stands there.
    `ask` says how to answer, and only where the number can receive a reply.
    """

    nl: str
    en: str
    quoted: str = ""
    ask: Ask | None = None


ASKS: Mapping[Ask, Mapping[Language, str]] = MappingProxyType(
    {
        "take": {"nl": " OK = {take}", "en": " OK = {take}"},
        "pass on": {"nl": " Lukt niet? Sms DOOR", "en": " Can't? Text PASS"},
        "phone": {"nl": " OK = telefoon bij me", "en": " OK = I have the phone"},
    }
)

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "mention": Row(
            nl="Waakhond: nog {left}. {handle} op {platform} wacht {waited}{soon}{quote}",
            en="Waakhond: {left} left. {handle} on {platform} waiting {waited}{soon}{quote}",
            quoted=": '{}'",
            ask="take",
        ),
        "mention again": Row(
            nl="Waakhond: nog {LEFT}, {nth} melding. {handle} op {platform}{more}: nog niet opgepakt.",
            en="Waakhond: {LEFT} left, {nth} page. {handle} on {platform}{more}: nobody has it yet.",
            ask="take",
        ),
        "mention taken": Row(
            nl="Waakhond: nog {LEFT}. {handle} op {platform}{more}. {taker} pakte op om {taken}, geen antwoord.",
            en="Waakhond: {LEFT} left. {handle} on {platform}{more}. {taker} took it at {taken}, no answer yet.",
            ask="take",
        ),
        "breach": Row(
            nl="Waakhond: {TARGET} VOORBIJ. {handle} op {platform}{more}: {after}nog geen antwoord.",
            en="Waakhond: {TARGET} PASSED. {handle} on {platform}{more}: {after}no answer yet.",
            ask="take",
        ),
        "breach taken": Row(
            nl="Waakhond: {TARGET} VOORBIJ. {handle} op {platform}{more}. {taker} pakte op om {taken}, geen antwoord.",
            en="Waakhond: {TARGET} PASSED. {handle} on {platform}{more}. {taker} took it at {taken}, no answer.",
            ask="take",
        ),
        "breach, manager": Row(
            nl="Waakhond: {TARGET} VOORBIJ. {handle} op {platform}{more}. Gemeld {told}, niet opgepakt.",
            en="Waakhond: {TARGET} PASSED. {handle} on {platform}{more}. Paged {told}, not taken.",
            ask="take",
        ),
        "breach taken, manager": Row(
            nl="Waakhond: {TARGET} VOORBIJ. {handle} op {platform}{more}."
            " {taker} pakte op om {taken}, nog geen antwoord. Even bellen?",
            en="Waakhond: {TARGET} PASSED. {handle} on {platform}{more}."
            " {taker} took it at {taken}, no answer yet. Give a call?",
        ),
        "direct": Row(
            nl="Waakhond: DM-opvolging {handle} ({platform}){more} {idle}. Grens: {due}.",
            en="Waakhond: DM follow-up {handle} ({platform}){more} {idle}. Limit: {due}.",
            ask="take",
        ),
        "direct taken": Row(
            nl="Waakhond: DM {handle} ({platform}){more}: {taker} pakte op {taken}, nog stil. Grens: {due}.",
            en="Waakhond: DM {handle} ({platform}){more}: {taker} took it {taken}, still idle. Limit: {due}.",
            ask="take",
        ),
        "direct breach": Row(
            nl="Waakhond: DM-opvolging {handle} ({platform}){more} {IDLE}.{told_first}",
            en="Waakhond: DM follow-up {handle} ({platform}){more} {IDLE}.{told_first}",
            ask="take",
        ),
        "direct breach taken": Row(
            nl="Waakhond: DM {handle} ({platform}){more} {IDLE}. {taker} pakte op {taken}.",
            en="Waakhond: DM {handle} ({platform}){more} {IDLE}. {taker} took it {taken}.",
            ask="take",
        ),
        "direct breach taken, manager": Row(
            nl="Waakhond: DM {handle} ({platform}){more} {IDLE}. {taker} pakte op {taken}. Even bellen?",
            en="Waakhond: DM {handle} ({platform}){more} {IDLE}. {taker} took it {taken}. Give a call?",
        ),
        "promise": Row(
            nl="Waakhond: nog {LEFT}, tot {due}: {promiser} {handle} ({platform}){more}{quote}",
            en="Waakhond: {LEFT} left, until {due}: {promiser} {handle} ({platform}){more}{quote}",
            quoted=" '{}'.",
            ask="take",
        ),
        "promise broken": Row(
            nl="Waakhond: BELOFTE VERLOPEN {due}, {handle} ({platform}){more}{quote} Antwoord of noem een nieuwe tijd.",
            en="Waakhond: PROMISE BROKEN {due}, {handle} ({platform}){more}{quote} Reply or name a new time.",
            quoted=": '{}'.",
        ),
        "nobody on duty": Row(
            nl="Waakhond: NIEMAND HEEFT DIENST ({rota}). {handle} op {platform} wacht {waited}{more}. Nu bij jou.",
            en="Waakhond: NOBODY ON DUTY ({rota}). {handle} on {platform} waiting {waited}{more}. Now with you.",
            ask="take",
        ),
        "promise, nobody on duty": Row(
            nl="Waakhond: NIEMAND HEEFT DIENST ({rota}). Belofte {handle} ({platform}){more} tot {due}. Nu bij jou.",
            en="Waakhond: NOBODY ON DUTY ({rota}). Promise {handle} ({platform}){more} until {due}. Now with you.",
            ask="take",
        ),
        "arrived late": Row(
            nl="Waakhond: KWAM TE LAAT BINNEN via {platform}: {late}, oudste wacht {waited} ({handle}){beside}.",
            en="Waakhond: ARRIVED LATE from {platform}: {late}, oldest waits {waited} ({handle}){beside}.",
            ask="take",
        ),
        "storm": Row(
            nl="Waakhond STORM: {waiting} wachten, +{growth} in {minutes} min."
            " 1e grens {due}.{reach} Ander onderwerp: {other}.",
            en="Waakhond STORM: {waiting} waiting, +{growth} in {minutes} min."
            " 1st limit {due}.{reach} Other topic: {other}.",
        ),
        "outage": Row(
            nl="Waakhond: {nobody}storing '{word}'{words}: {waiting}, oudste {oldest}{past}.{next}",
            en="Waakhond: {nobody}outage '{word}'{words}: {waiting}, oldest {oldest}{past}.{next}",
            ask="take",
        ),
        "silence": Row(
            nl="Waakhond: {silent} niets binnen van {platform} ({account}), normaal {usual}."
            " Kijk daar zelf, klokken zijn nu blind.",
            en="Waakhond: nothing from {platform} ({account}) for {silent}, usually {usual}."
            " Check it by hand, clocks are blind.",
        ),
        "revoked": Row(
            nl="Waakhond: TOEGANG INGETROKKEN bij {platform}{account}. Koppel opnieuw en kijk daar zelf,"
            " klokken zijn nu blind.",
            en="Waakhond: ACCESS REVOKED by {platform}{account}. Connect it again and check by hand, clocks are blind.",
        ),
        "refused": Row(
            nl="Waakhond: wij WEIGEREN alles van {platform}{account}: er is geen geheim ingesteld."
            " Stel het in, klokken zijn nu blind.",
            en="Waakhond: we REFUSE all that comes from {platform}{account}: no secret is set."
            " Set it, clocks are blind.",
        ),
        "poll": Row(
            nl="Waakhond: ophalen bij {platform}{account} mislukt al {silent}. Kijk daar zelf, klokken zijn nu blind.",
            en="Waakhond: fetching from {platform}{account} has failed for {silent}."
            " Check it by hand, clocks are blind.",
        ),
        "test": Row(
            nl="Waakhond TEST voor {name}: er wacht geen klant. {how} binnen {minutes} min,"
            " dan weten we dat je bereikbaar bent.",
            en="Waakhond TEST for {name}: no customer is waiting. {how} within {minutes} min"
            " so we know you can be reached.",
        ),
        "reached": Row(
            nl="Waakhond: dank je, je bent bereikbaar op dit nummer. Er is niets opgepakt.",
            en="Waakhond: thank you, you can be reached on this number. Nothing was taken.",
        ),
        "unreachable": Row(
            nl="Waakhond: {name}{more} NIET BEREIKBAAR: in {days} dagen kwam er niets aan. Test met tools.page.",
            en="Waakhond: {name}{more} NOT REACHABLE: nothing arrived for {days} days. Test with tools.page.",
        ),
        "sign-in code": Row(
            nl="Waakhond: inlogcode {code} of open de link, {minutes} min geldig, 1x."
            " Niet aangevraagd? Geef hem nooit door.",
            en="Waakhond: sign-in code {code} or open the link, valid {minutes} min, once. Not you? Never pass it on.",
        ),
        "yours": Row(
            nl="Waakhond: {handle} ({platform}) is van jou, {clock}. Alleen een antwoord stopt de klok.",
            en="Waakhond: {handle} ({platform}) is yours, {clock}. Only an answer stops the clock.",
            ask="pass on",
        ),
        "which page": Row(
            nl="Waakhond: welke? {open} meldingen open: sms OK {a} ({handle}), OK {b} ({second}) of OK ALLES."
            " Niets opgepakt.",
            en="Waakhond: which? {open} pages open: text OK {a} ({handle}), OK {b} ({second}) or OK ALL."
            " Nothing taken yet.",
        ),
        "several yours": Row(
            nl="Waakhond: {handle}{more} zijn van jou. Alleen een antwoord stopt de klok.",
            en="Waakhond: {handle}{more} are yours. Only an answer stops the clock.",
            ask="pass on",
        ),
        "passed on": Row(
            nl="Waakhond: {handle} ({platform}){more} is doorgegeven aan {name}, die nu een melding krijgt.",
            en="Waakhond: {handle} ({platform}){more} is passed on to {name}, who is paged now.",
        ),
        "not passed on": Row(
            nl="Waakhond: {handle} ({platform}){more} NIET doorgegeven, er is niemand anders. Bel iemand.",
            en="Waakhond: {handle} ({platform}){more} NOT passed on, there is nobody else. Call somebody.",
        ),
        "nothing open": Row(
            nl="Waakhond: bericht ontvangen. Er wacht nu niemand op een melding van jou.",
            en="Waakhond: message received. Nobody waits on a page of yours now.",
        ),
        "not understood": Row(
            nl="Waakhond: niet begrepen, er is niets gedaan. Sms OK (ik pak het) of DOOR (ik geef het door).",
            en="Waakhond: not understood, nothing was done. Text OK (it is mine) or PASS (I pass it on).",
        ),
        "handoff": Row(
            nl="Waakhond: jij hebt dienst{until}. Open: {conversations}, {promises}.",
            en="Waakhond: you are on duty{until}. Open: {conversations}, {promises}.",
            ask="phone",
        ),
        "day before": Row(
            nl="Waakhond: jij krijgt dienst, van {since}{until}. Kun je niet? Regel nu iemand anders.",
            en="Waakhond: you will be on duty from {since}{until}. Can't you? Find somebody else now.",
        ),
        "nobody ahead": Row(
            nl="Waakhond: NIEMAND HEEFT DIENST ({rota}) van {since}{until}. Regel nu iemand.",
            en="Waakhond: NOBODY ON DUTY ({rota}) from {since}{until}. Find somebody now.",
        ),
    }
)
