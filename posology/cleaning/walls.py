"""Pages that stand where an article should be: errors, walls, checks, parked domains, placeholders.

They are told by lines that speak about the page, and by how little else there is: an article may mention "404", access
that is denied or cookies, but it goes on to say something. A dose anywhere in such other words makes it an article.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from posology.errors import CleaningError

MOST_PROSE = 60
"""Words of sentences about something else that such a page may hold at most: teasers, an apology."""
MOST_PROSE_UNDER_TITLE = 200
"""The same for a page whose title is the error itself, since many go on with teasers of other pages."""
MOST_TEASER = 150
"""Words that a paywall may leave to read; where more is left, that is an article."""
LARGEST = 400_000
"""Characters of a page's source that are looked at; such pages are small."""
FEWEST_WORDS_OF_SENTENCE = 6

_dose = re.compile(r"\d\s?(?:mg|mcg|µg|μg|g|iu|ml|cfu|billion|capsules?|tablets?)\b", re.IGNORECASE)
_sentence_ends = re.compile(r"\n|(?<=[.!?]) +(?=[A-Z“\"])")
_name_of_site = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{1,40}$")


class _Wall(NamedTuple):
    """A kind of page, and the ends of sentences in which it speaks about itself."""

    code: str
    told: str
    pattern: "re.Pattern[str]"


def _wall(code: str, told: str, *phrases: str) -> _Wall:
    return _Wall(code, told, re.compile("|".join(phrases), re.IGNORECASE))


_WALLS = (
    _wall(
        "blocked",
        "a check or refusal of the site's guard",
        r"^just a moment\W*$",
        r"^(?:please )?(?:wait while we |we are )?(?:checking|verifying) (?:if "
        r"|that |whether )?(?:your browser|you are)\b",
        r"\bverify (?:that )?you(?:'re| are) (?:a )?(?:human|not a (?:ro)?bot)\b",
        r"\bverification (?:is )?(?:required|successful|needed)\b.{0,60}$",
        r"\b(?:enable|turn on|requires?|activate) (?:javascript|js|cookies)\b",
        r"\bjavascript (?:is|has been|must be|needs to be) (?:disabled|required|enabled|turned o)",
        r"^attention required\b",
        r"^access (?:to (?:this (?:page|site|resource)|\S+) (?:has been |is |was )?)?denied\W*$",
        r"\byou (?:don't|do not) have (?:permission|access) to (?:access|view)\b",
        r"\b(?:your|this) (?:request|ip(?: address)?|access|connection) (?:has been"
        r"|was|is) (?:blocked|banned|denied|limited)\b",
        r"\byou have been blocked\b",
        r"\bunusual (?:traffic|activity)\b.{0,60}\b(?:network|from you|detected"
        r"|ip)\b|\bdetected unusual (?:traffic|activity)\b",
        r"\b(?:complete|solve) the (?:captcha|challenge|security check)\b|\bcaptcha below\b",
        r"\b(?:i'm|i am|you are|you're) not a robot\b",
        r"\bray id:?\s|\bddos protection by\b|\bperformance (?:&|and) security by\b",
        r"^too many requests\b",
    ),
    _wall(
        "error_page",
        "an error",
        r"^(?:error|http|status)\s?(?:code)?\W{0,3}(?:40[0134]|410|429|50[0234])\b\W{0,3}(?:[\w' ]{0,40})\W*$",
        r"^(?:40[0134]|410|429|50[0234])\W{1,3}(?:error|not|page|forbidden|access|bad|gone|oops|sorry|too many"
        r"|internal|server"
        r"|service|gateway|unauthori[sz]ed|unavailable)\b[\w' ]{0,40}\W*$",
        r"^(?:40[134]|50[234])\W*$",  # 400 and 500 are milligrams in the cell of a table that lost its rows
        r"^(?:oops\W*|sorry\W*|uh.?oh\W*|whoops\W*|error\W*)?(?:the |this |that )?(?:requested )?"
        r"(?:page|article|post|url|content|file|resource|document)\W{0,2}(?:(?:you"
        r"|that|which)\b.{0,50})?\s?(?:is |was )?"
        r"(?:not found|(?:can(?:'t|not| not)|could(?:n't| not)) be (?:found"
        r"|displayed)|(?:does not|doesn't|no longer) exist"
        r"|no longer (?:here|available|exists)|(?:has|have|may have) been (?:re)?(?:moved"
        r"|removed|deleted)|unavailable)",
        r"^not found\W*$|^nothing (?:was )?found\b|^no results (?:were )?found\b",
        r"\b(?:we|i) (?:can't|cannot|could ?n[o']t|couldn't) (?:seem to )?find (?:the"
        r"|that|this) (?:page|article|post)\b",
        r"\bthe requested url\b|\bnothing was found at this location\b|\bit looks like nothing\b",
        r"^(?:internal server error|bad gateway|gateway time-?out"
        r"|service (?:temporarily )?unavailable|forbidden|bad request)\W*$",
        r"\berror establishing a database connection\b|\bthis site can.t be reached\b|\bdatabase error\W*$",
        r"\b(?:site|website|page|we) (?:is|are) (?:currently |temporarily )?(?:down"
        r"|offline|unavailable|undergoing)\b",
        r"\baccount (?:has been |is )?suspended\b|\bthere has been a critical error on th(?:is|e) (?:web)?site\b",
        r"^(?:parse|fatal) error:",
    ),
    _wall(
        "login_wall",
        "a login",
        r"\b(?:log|sign) ?in (?:or (?:register|sign up|create an account) )?to (?:continue"
        r"|read|view|see|access|unlock|your)\b",
        r"\b(?:must|need to|have to|please) (?:be logged|log|sign"
        r"|first log) ?in\b(?! to (?:comment|reply|leave|post|review))",
        r"\b(?:register|sign up|join)\b.{0,30}\bto (?:continue|read|view|see|access|unlock)\b",
        r"\bforg[eo]t(?:ten)? (?:your )?password\b|^remember me\W*$|\b(?:no|don't have an) account( yet)?\?",
        r"\b(?:for|to) (?:registered|logged.in) (?:users|members|visitors) only\b|^members.only\W*$",
    ),
    _wall(
        "paywall",
        "a paywall's teaser",
        r"\bsubscribe\b.{0,40}\bto (?:(?:continue|keep) reading|(?:read|unlock|access) (?:the|this|full|all)\b)",
        r"\b(?:subscription|membership) (?:is )?(?:required|needed)\b",
        r"\b(?:this|the full|full) (?:article|content|story|post|page)\b.{0,20}"
        r"\b(?:for|to|by) (?:our )?(?:\w+ )?(?:subscribers|members|premium)\b",
        r"\b(?:to (?:read|continue reading|see|unlock)|want to read|read"
        r"|unlock) (?:the (?:rest|full|whole|entire)|this (?:full )?)"
        r".{0,20}(?:article|story|post|content)\b.{0,60}\b(?:subscri|member|trial|upgrade|plan|account|pay)",
        r"\byou(?:'ve| have) (?:reached|used|read)\b.{0,30}\bfree (?:articles?|stories|story|limit)\b",
        r"\b(?:remaining|rest of (?:this|the)) (?:article|content|story)\b.{0,40}\b(?:paid|subscri|member|premium)",
    ),
    _wall(
        "cookie_wall",
        "a notice about cookies",
        r"\b(?:we|our|us|site|website|page|partners?|vendors?)\b.{0,80}\bcookies\b",
        r"\bcookie (?:policy|notice|settings|preferences|consent|choices|banner)\b",
        r"^(?:accept|allow|reject|decline|agree to|refuse)(?: (?:and|&) (?:close"
        r"|continue))?(?: all)?(?: cookies)?\W*$",
        r"^(?:manage|more|customi[sz]e|save|privacy|cookie)\b.{0,20}\b(?:options"
        r"|preferences|choices|settings|cookies)\W*$",
        r"\blegitimate interests?\b|\bbefore you continue\b|\bstore and/or access information on a device\b",
        r"\b(?:consent|personal data|personali[sz]ed (?:ads|content)|gdpr)\b.{0,60}"
        r"\b(?:partners?|vendors?|purposes?|advert|measurement|withdraw|site|website)",
        r"\bwe (?:value|respect|care about) your privacy\b",
    ),
    _wall(
        "parked",
        "a parked domain or an empty server",
        r"\bdomain(?: name)?(?: [\w-]+(?:\.\w+)+)? (?:is|may be|was|has) (?:\w+ )?(?:for sale"
        r"|parked|expired|available|registered)\b",
        r"\b(?:buy|purchase|inquire about|make an offer on) this domain\b|\bparked free\b|\bdomain parking\b",
        r"^(?:future home of|welcome to nginx|apache2? (?:\w+ )?default page"
        r"|it works!$|index of /|default web ?site page)",
        r"\b(?:site|website|page|store|something \w+) (?:is )?(?:coming soon"
        r"|under construction|opening soon)\b|^coming soon\W*$",
        r"\bnginx web server is successfully installed\b|^related searches\W*$",
    ),
    _wall(
        "placeholder",
        "a template's filling",
        r"\blorem ipsum\b|\bdolor sit amet\b|\bsed do eiusmod\b|\but enim ad\b|\bduis aute\b|\bexcepteur sint\b",
        r"\bthis is your first post\b|\bthis is an example (?:page|post)\b"
        r"|\bthis is a sample (?:page|post|article)\b",
        r"\b(?:your|insert|add|enter) (?:\w+ )?(?:content|text|copy) (?:goes )?here\b"
        r"|^(?:hello world|sample page|untitled)\W*$",
    ),
)


def refuse_wall(shown: str, title: str | None) -> None:
    """Raises CleaningError for a page that is no article but stands in its place; ``code`` says which kind.

    ``shown``: all lines that the page shows, its menus and notices too (`shown_by` for HTML); ``title``: its own.
    Codes: blocked, error_page, login_wall, paywall, cookie_wall, parked, placeholder.
    """
    lines = [" ".join(line.split()).replace("’", "'") for line in _sentence_ends.split(shown[:LARGEST])]
    lines = [bare for line in lines if (bare := line.strip("#*_>|- "))]
    head = _name_of_site.sub("", (title or next(iter(lines), "")).replace("’", "'"))
    spoken = [_walls_of(line) for line in lines]
    counted = {wall.code: sum(wall in walls for walls in spoken) for wall in _WALLS}
    headed = {wall.code for wall in _WALLS if (found := wall.pattern.search(head)) and found.start() == 0}
    wall = max(_WALLS, key=lambda wall: (wall.code in headed, counted[wall.code]))
    if wall.code not in headed and counted[wall.code] < (2 if wall.code == "cookie_wall" else 1):
        return
    prose = [line for line, walls in zip(lines, spoken, strict=True) if not walls and _is_sentence(line)]
    most = MOST_TEASER if wall.code == "paywall" else MOST_PROSE_UNDER_TITLE if wall.code in headed else MOST_PROSE
    doses = wall.code != "paywall" and any(map(_dose.search, lines))
    if doses or sum(len(line.split()) for line in prose) > most:
        return
    said = next((line for line in (*lines, head) if wall.pattern.search(line)), head)
    message = f"Not an article but {wall.told}: “{said[:80]}”. Fetch the page again, or leave it out."
    raise CleaningError(wall.code, message)


def _walls_of(line: str) -> list[_Wall]:
    return [wall for wall in _WALLS if wall.pattern.search(line[:400])]


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= FEWEST_WORDS_OF_SENTENCE and line[-1] in '.!?:;"”)]'


_hidden = re.compile(r"<(script|style|svg|template|head)\b|<!--", re.IGNORECASE)
_tag = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<![^<>]*>")
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})


def shown_by(markup: str) -> str:
    """The lines that a page's source shows, all of them: what cleaning takes off as surroundings may be the wall."""
    visible = "".join(_visible(markup[:LARGEST]))
    return html.unescape(_tag.sub(lambda tag: "" if (tag[1] or "").lower() in _INLINE else "\n", visible))


def _visible(markup: str) -> Iterator[str]:
    position = 0
    while (found := _hidden.search(markup, position)) is not None:
        yield markup[position : found.start()]
        end = re.compile(rf"</{found[1]}\s*>" if found[1] else "-->", re.IGNORECASE).search(markup, found.end())
        if end is None:
            return
        position = end.end()
    yield markup[position:]


DEEPEST = 2000
"""Levels of nested elements that a parser follows; what lies deeper is lost to it, and no page needs them."""


def refuse_too_deep(markup: str) -> None:
    """Raises CleaningError(too_deep) for a page whose elements nest deeper than `DEEPEST`."""
    depth = 0
    for tag in _tag.finditer(markup):
        if tag[1]:
            depth = max(0, depth - 1) if tag[0][1] == "/" else depth + 1
            if depth > DEEPEST:
                message = f"The page's elements are nested more than {DEEPEST} deep: fetch it again, or leave it out."
                raise CleaningError("too_deep", message)
