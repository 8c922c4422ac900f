"""Where words for a study introduce none: denials, wishes, predicates, and other things of the same name."""

import re

DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|lack(?:s|ing)?(?: of)?|if|until|absence of|need(?:s|ed)?|awaits?|unless|try"
    r"|consider|worth|give"
    r" (?:it|them|this|yourself)|warrants?|require[sd]?|than|like|such as|do|run|start(?: with)?|rather than"
    r"|deserves?|ask for|need for"
    r"|free|yet)|n't)\s(?:even\s|just\s|only\s|first\s|a\s|any\s|seen\s|found\s|read\s|know\sof\s|come\sacross\s"
    r"|been\s){0,3}$"
)
PREDICATE = re.compile(
    r"^(?:\W*)(?:this|it|that|these|the (?:study|trial|research|review|analysis|work|design|experiment)"
    r"|which)\b[^.;]{0,40}"
    r"(?:\b(?:is|was|were|as|are)|(?<=it|at)'s)\s(?:not\s|only\s|just\s|essentially\s|actually\s)?$"
)
UNDONE = re.compile(
    r"[^.;]{0,40}\b(?:(?:is|are|was|were) (?:needed|required|warranted|under ?way|ongoing|planned|lacking|still"
    r"|currently)"
    r"|would (?:be|need|have|help|require)|should|will|could (?:help|clarify|answer)|has yet|have yet|(?:is"
    r"|are) (?:not|no|never) (?:enough|sufficient|proof|evidence)|does not exist"
    r"|exists)\b"
)
COMPOUND = re.compile(
    r"(?:\s|-)(?:period|size|pack|run|version|offer|and error|guide|plan|session|drug|protocol|medication|hall|group"
    r"|groups"
    r"|participants?|subjects?|design|designs|data|results?|authors?|lawyer|subscription|tips|habits|kit|evidence"
    r"|methodology"
    r"|quality|after study|arms?|conditions?|findings|strip|tube|dose|duration|abroad|by a doctor|from our|on amazon"
    r"|below|section|process)\b"
)
OTHER_SENSE = re.compile(
    r"\b(?:time|peer|product|medical|expert|editorial|free|customer|user|home|lab|blood|urine|patch|position|white"
    r"|learning|training|acquisition|conditioning|practice|jury|murder"
    r"|discussion|consensus|guideline|policy|web|site|our)[- ]$",
    re.IGNORECASE,
)

GENERAL = re.compile(
    r"\b(?:is|are|can|may|might|should|could|will|would|you|your|yours|we|our|need|needs|recommend\w*|often|generally"
    r"|typically"
    r"|usually|helps?|studies|trials|reviewers?|customers?|aged? \d[\d-]* (?:need|require))\b"
)
"""Words of general talk: a sentence with one of them tells no single study by its people alone."""
