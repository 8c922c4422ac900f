"""Whom an amount is for: the words that restrict it, as written."""

import re
from functools import lru_cache

_ANIMALS = (
    r"(?:rats?|mice|mouse|dogs?|cats?|beagles|rabbits|pigs|piglets|monkeys|hamsters|horses|chickens|zebrafish"
    r"|animals)"
)
_PEOPLE = (
    r"(?:adults?|men|women|males?|females?|children|kids|infants?|toddlers?|babies|newborns?|teens?|teenagers?"
    r"|adolescents?|seniors?"
    r"|elderly(?: people| adults| individuals| patients)?|elders|boys|girls|athletes?|bodybuilders?|lifters"
    r"|runners|cyclists|swimmers|footballers|players?|vegans?|vegetarians?|smokers|non-?smokers|omnivores"
    r"|patients?|people|persons?|individuals|populations?|beginners|users|drinkers|newbies|pregnancy|lactation"
    r"|breastfeeding|pregnant|lactating|nursing"
    r"|mothers|moms|mums|volunteers|participants|subjects|students|workers|employees|nurses|veterans|donors"
    r"|recipients|survivors|sufferers|diabetics|woman|man|child|infant|adult"
    rf"|those|everyone|{_ANIMALS})"
)
_ADJECTIVES = (
    r"(?:most|all|many|some|nearly|average|typical|healthy|older|younger|young|middle-aged|adult|elderly"
    r"|sedentary|active|general|generally|pregnant|lactating|breastfeeding|nursing"
    r"|breast-feeding|pre-?menopausal|post-?menopausal|perimenopausal|menstruating|overweight|obese|diabetic"
    r"|hypertensive|trained|untrained|recreational|endurance|elite|strength|resistance-trained|male|female"
    r"|vegan|vegetarian|teenage|deficient|iron-deficient|iron-depleted|anaemic|anemic|anxious|stressed|depressed"
    r"|physically|highly|otherwise|human|school-aged|preterm|critically|ill|chronically|frail|competitive"
    r"|non-pregnant|senior"
    r"|long-term|regular|heavier|lighter|infertile|chronic|hypercholesterol(?:ae|e)mic|arthritic|hemodialysis"
    r"|haemodialysis|transplant|renal-transplant|surgical|cancer|non-demented|demented|severe|mild|moderate"
    r"|wistar|sprague-dawley|albino|japanese|chinese|indian|american|european|british|danish|finnish|swedish"
    r"|german|italian|iranian|brazilian|australian|korean|type [12]|\d{2,3}-kilo|\d{2,3}-kg)"
)
_BEFORE = rf"(?:{_ADJECTIVES}[\s,/]{{1,2}}(?:and |or |& )?){{0,4}}"
_AGE = (
    r"(?:\s?\(?(?:aged?|ages|between|over|under|above|below|past|older than|younger than|up to|from|at "
    r"least)?\s?(?:the )?(?:ages? (?:of )?)?(?:\d{1,3}|sixty|fifty|seventy)(?:\+|\s?(?:-|to"
    r"|and)\s?\d{1,3})?(?!\d|,\d|\.\d|\s?(?:mg|g|mcg|ug|iu|%|kg|ml|grams?|weeks?|days?|hours?|times|million"
    r"|billion))"
    r"(?:\s?(?:years?|yrs?|months?|mo)(?:\sold| of age)?)?(?:\s(?:and|or) (?:older|over|above|up|under|younger))?\)?)"
)
_VERBS = (
    r"(?:should|may|can|could|need|needs|needed|is|are|was|were|to take|take|takes|took|taking|taken|will|would"
    r"|must|require|requires|often|for|ate|eat|gave|given|received|receiving|reported|report|found|saw|showed"
    r"|shows|improved|tested|tried|had their|on \d|at \d|(?![12]\sdiabetes)\d"
    r"|reduced|increased|raised|lowered|agreed|settled|sometimes|usually|typically|do|does|did|who|which"
    r"|published|assigned|randomi[sz]ed|supplemented|fed|daily|per|in \w+ (?:hospitals|centres|centers|countries"
    r"|states|studies|trials|universit\w+)|in (?:the )?[a-z]+, |in which|in the united|to ibuprofen|versus|vs"
    r"|compared|than|and (?:improved|reduced|found|cut|saw|increased))"
)
_WITH = (
    rf"(?:\s(?:with|suffering|at (?:high |low |increased )?risk|under|in (?:the |their )?(?:first|second|third"
    rf"|early|late|pregnan|menopaus|trimester|twenties|thirties|forties|fifties|sixties)\w*|after the|without"
    rf"|looking|trying|undergoing|recovering|seeking|sensitive|prone|living|following|doing|who (?:are|have|had"
    rf"|exercise|smoke|do|don't|drink|regularly))\s"
    rf"(?!mg)[a-z' /+-]{{2,60}}?(?:[12](?=\sdiabetes)\s[a-z' -]{{2,30}}?)?(?=[,.;:()|]|(?![12]\sdiabetes)\d"
    rf"|\s{_VERBS}\b"
    rf"|\s(?![12]\sdiabetes)\d|$))"
)
_PHRASE = re.compile(
    r"\b(?:aged?|ages) \d{1,2}(?:\+|\s?(?:-|to|and)\s?\d{1,2})?(?: years?)?(?: and (?:older|over|up))?\b(?! (?:mg"
    r"|g|mcg|iu)\b)|"
    rf"\b{_BEFORE}{_PEOPLE}\b(?:{_AGE})?(?:{_WITH})?|\b(?:when|if you(?:'re| are)?|while you(?:'re| are)?|when "
    rf"you(?:'re| are)?) (?:pregnant|breastfeeding|breastfeed|nursing|smoke)\b(?! (?:women|mothers))"
)
_BARE = frozenset(
    {
        "adult", "adults", "animals", "everyone", "female", "individuals", "male", "men", "participants", "patient",
        "patients", "people", "person", "persons", "player", "players", "population", "populations", "students",
        "subjects", "those", "users", "volunteers", "women", "workers",
    }
)  # fmt: skip
_VAGUE = frozenset(
    {
        "everyone", "individuals", "many people", "many users",
        "most users", "other people", "patients in total", "people",
        "person", "persons", "player", "players", "population", "populations", "some", "some people", "some users",
        "those", "users", "workers",
    }
)  # fmt: skip


_OF_A_SHELL = re.compile(
    r"[\s-]{1,2}(?:source )?(?:capsules?|caps|shells?|softgels?|formula|blend)\b"
)  # "vegetarian capsules"


def population_phrases(low: str, start: int, end: int, studied: bool = False) -> list[tuple[int, int]]:
    """Spans of the phrases in low[start:end] that name a group of people (or of animals studied).

    Bare "people" or "those" restrict nothing; bare "volunteers" or "rats" do where a study is told.
    """
    return list(_phrases(low, start, end, studied))


@lru_cache(maxsize=8)  # every amount of a sentence asks the same
def _phrases(low: str, start: int, end: int, studied: bool) -> tuple[tuple[int, int], ...]:
    silent = _VAGUE if studied else _VAGUE | _BARE - {"men", "women", "adults"}
    found = []
    for match in _PHRASE.finditer(low, start, min(end, start + 2000)):
        words = match[0].strip()
        if _OF_A_SHELL.match(low, match.end()):
            continue
        if words not in silent and not (not studied and words.split()[-1] in ("rats", "mice", "dogs", "animals")):
            found.append(match.span())
    return tuple(found)
