"""How many rejected articles a run bears."""

from posology.errors import TooManyRejects


def check_share(rejects: int, articles: int, allowed: float) -> None:
    """Raise TooManyRejects when the share of rejected articles is above the allowed one."""
    if articles and rejects / articles > allowed:
        raise TooManyRejects(
            f"{rejects} of {articles} articles were rejected ({rejects / articles:.0%}); allowed are {allowed:.0%} "
            "(setting allowed_rejects). The others are done."
        )
