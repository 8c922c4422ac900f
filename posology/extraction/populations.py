"""Whom an amount is for: the words that restrict it, as written."""

import re

_PEOPLE = (
    r"(?:adults?|men|women|males?|females?|children|kids|infants?|toddlers?|babies|newborns?|teens?|teenagers?|adolescents?|seniors?"
    r"|elderly(?: people| adults| individuals| patients)?|elders|boys|girls|athletes?|bodybuilders?|lifters|runners|vegans?|vegetarians?|smokers|non-?smokers|omnivores"
    r"|patients?|people|persons?|individuals|populations?|beginners|users|newbies|pregnancy|lactation|breastfeeding|pregnant|lactating|nursing"
    r"|mothers|moms|mums|postmenopausal|premenopausal|volunteers|participants|subjects|students|workers|diabetics|woman|man|child|infant|adult"
    r"|those)"
)
_BEFORE = (
    r"(?:(?:most|all|many|some|average|typical|healthy|older|younger|young|middle-aged|adult|elderly|sedentary|active|general|generally|pregnant|lactating|breastfeeding|nursing"
    r"|breast-feeding|pre-?menopausal|post-?menopausal|perimenopausal|menstruating|overweight|obese|diabetic|hypertensive|trained|untrained|recreational|endurance|elite|strength|resistance-trained|male|female"
    r"|vegan|vegetarian|teenage|deficient|iron-deficient|anxious|stressed|depressed|physically|highly|otherwise|human|school-aged|preterm|critically|ill|chronically|frail|competitive|non-pregnant|senior)[\s,/]{1,2}(?:and |or |& )?){0,4}"
)
_AGE = (
    r"(?:\s?\(?(?:aged?|ages|between|over|under|above|below|older than|younger than|up to|from|at least)?\s?(?:the )?(?:ages? (?:of )?)?\d{1,3}(?:\+|\s?(?:-|to|and)\s?\d{1,3})?(?!\s?(?:mg|g|mcg|iu|%|kg|ml|weeks?|days?|\.\d))"
    r"(?:\s?(?:years?|yrs?|months?|mo)(?:\sold| of age)?)?(?:\s(?:and|or) (?:older|over|above|up|under|younger))?\)?)"
)
_WITH = (
    r"(?:\s(?:with|who|suffering|at risk|on|in|taking|without|looking|trying|undergoing|recovering|seeking|sensitive|prone|living|following)\s(?!mg)[a-z0-9' /+&-]{2,60}?(?=[,.;:()|]|\s(?:should|may|can|need|needs|is|are|was|were|to take|take|will|must|,|and should|require|often|for)\b|$))"
)
_PHRASE = re.compile(rf"\b{_BEFORE}{_PEOPLE}\b(?:{_AGE})?(?:{_WITH})?")
_BARE = frozenset({"people", "individuals", "persons", "person", "those", "patients", "patient", "users", "participants", "subjects", "volunteers", "populations", "population", "adult"})


def population_phrases(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the phrases in low[start:end] that name a group of people; bare "people" or "those" name none."""
    found = []
    for match in _PHRASE.finditer(low, start, min(end, start + 2000)):
        if match[0].strip() not in _BARE:
            found.append(match.span())
    return found
