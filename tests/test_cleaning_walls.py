# ruff: noqa: E501 - a table of examples
"""Pages that stand where an article should be, and articles that look like them: a page → its code, or kept."""

import pytest

from posology.cleaning import clean
from posology.errors import CleaningError

KEPT = "kept"


def page(title: str, *paragraphs: str, heading: str | None = None, around: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body>{around}<h1>{heading or title}</h1>{body}</body></html>"


MENU = "<nav><a href=/>Home</a> <a href=/blog>Blog</a> <a href=/shop>Shop</a></nav>"
LOGIN_BAR = "<div><a href=/login>Log in</a> <a href=/join>Sign up</a> Forgot your password?</div>"
BANNER = "<div class=cookie>We and our partners use cookies. <button>Accept all</button> <a>Cookie settings</a></div>"
TEASERS = (
    "Magnesium is said to help people sleep, and here is what we know so far about it.",
    "Which zinc should you buy this winter, and why does the form matter so much?",
)
DOSE = "Most adults take 15 mg of zinc a day, with a meal."
PROSE = (
    "Zinc is a metal that many enzymes need, and people who eat little meat often get less of it than they should. "
    "It is best taken with a meal, since on an empty stomach it makes many people feel sick for an hour or so. "
    "Coffee and tea can wait for an hour, because what is in them holds on to zinc. "
)

BAD = [
    # errors
    ("error_page", "a.html", page("404 Not Found", "The page that you asked for is not on this server.")),
    ("error_page", "a.html", page("Page not found | Example Health", "Try the search, or go back to the home page.")),
    ("error_page", "a.html", page("Page Not Found", *TEASERS, around=MENU)),
    ("error_page", "a.html", page("Oops!", "We can’t find the page you’re looking for.", "Go home")),
    ("error_page", "a.html", page("Example", "Sorry, this page no longer exists.", around=MENU)),
    ("error_page", "a.html", page("500 Internal Server Error", "Something went wrong on our side.")),
    ("error_page", "a.html", page("Error", "Error establishing a database connection")),
    ("error_page", "a.html", page("503 Service Unavailable", "The server is busy, please try again later.")),
    ("error_page", "a.html", page("Nothing found", "It looks like nothing was found at this location.")),
    ("error_page", "a.txt", "Not found."),
    ("error_page", "a.txt", "# 404\n\nThe requested URL /zinc was not found on this server.\n"),
    ("error_page", "a.html", page("Example", "This account has been suspended. Contact your host for more information.")),
    # the site's guard
    ("blocked", "a.html", page("Just a moment...", "Checking your browser before accessing example.org.")),
    ("blocked", "a.html", page("Just a moment...", "Enable JavaScript and cookies to continue", around="<noscript>x</noscript>")),
    ("blocked", "a.html", page("Access Denied", "You don't have permission to access this page on this server.")),
    ("blocked", "a.html", page("Attention Required! | Cloudflare", "Sorry, you have been blocked", "Ray ID: 8a1b2c3d")),
    ("blocked", "a.html", "<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div></body></html>"),
    ("blocked", "a.html", page("Robot Check", "Please verify you are a human.", "Solve the captcha below to go on.")),
    ("blocked", "a.txt", "Our systems have detected unusual traffic from your computer network.\n\nPlease try again later."),
    ("blocked", "a.html", page("Too Many Requests", "You have sent too many requests in a given amount of time.")),
    # walls
    ("login_wall", "a.html", page("Example Health", "Please log in to continue reading.", "Forgot password?", around=MENU)),
    ("login_wall", "a.html", page("Sign in", "Sign in to view this page", "Don't have an account? Join now", "Remember me")),
    ("login_wall", "a.html", page("Members only", "You must be logged in to view this content.")),
    ("cookie_wall", "a.html", page("Before you continue", "We use cookies and data to deliver our services.", "Reject all", "Accept all")),
    (
        "cookie_wall",
        "a.html",
        page(
            "Example Health",
            "We value your privacy",
            "We and our 842 partners store and/or access information on a device, such as cookies.",
            "You can change your choices at any time on this page.",
            "Accept all",
            "Manage options",
        ),
    ),
    ("paywall", "a.html", page("Zinc and you", PROSE, "Subscribe now to continue reading this story.", around=MENU)),
    ("paywall", "a.html", page("Zinc and you", DOSE, "This article is for subscribers only.")),
    ("paywall", "a.html", page("Zinc and you", PROSE, "You have reached your limit of free articles this month.")),
    ("paywall", "a.txt", f"# Zinc\n\n{PROSE}\n\nTo read the rest of this article, become a member or start a free trial.\n"),
    # nobody home
    ("parked", "a.html", page("example.org", "This domain is for sale!", "Buy this domain", "Related searches", "Vitamins")),
    ("parked", "a.html", page("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed.")),
    ("parked", "a.html", page("Index of /", "Parent Directory", "zinc.pdf 2019-01-01 200K")),
    ("parked", "a.html", page("Vitamin Shop", "Our new website is coming soon.", "Sign up and be the first to know.")),
    ("placeholder", "a.html", page("About zinc", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.")),
    ("placeholder", "a.html", page("Hello world!", "Welcome to WordPress. This is your first post. Edit or delete it.")),
    ("placeholder", "a.md", "# Sample page\n\nYour content goes here. Write something that your readers like.\n"),
    # nothing at all, or nothing that can be reached
    ("too_deep", "a.html", "<html><body>" + "<div>" * 100_000 + DOSE),
    ("too_deep", "a.html", "<html><body>" + "<ul><li>" * 50_000 + DOSE + "</ul>" * 50_000),
    ("not_an_article", "a.html", "<html><body><img src=a.png><video></video></body></html>"),
    ("not_an_article", "a.html", f"<html><body>{MENU}</body></html>"),
    ("not_an_article", "a.html", "<html><body><script>" + "var zinc = 15;" * 99 + "</script></body></html>"),
]  # fmt: skip

LOOK_ALIKES = [
    ("a.html", page("404 milligrams of calm", "A trial of 404 people found that 404 mg of magnesium helped them sleep.")),
    ("a.html", page("Access denied: why tea keeps iron out", f"Tannins bind iron. {PROSE * 2}")),
    ("a.html", page("Zinc", DOSE, around=LOGIN_BAR)),
    ("a.html", page("Zinc", DOSE, "Log in to comment.", "You must be logged in to post a comment.")),
    ("a.html", page("Zinc", DOSE, around=BANNER)),
    ("a.html", page("Zinc", PROSE * 2, around=BANNER)),
    ("a.html", page("Oat cookies with magnesium", "Our cookies hold 40 mg of magnesium each.", "We bake cookies with oats.")),
    ("a.html", page("Lactation cookies", f"We tested our cookies on partners and friends. {PROSE}", "Cookies keep for a week.")),
    ("a.html", page("Zinc", DOSE, "Please enable JavaScript to view the comments.")),
    ("a.html", page("Zinc", f"<noscript>Please enable JavaScript.</noscript>{DOSE}")),
    ("a.html", page("Just a moment of calm: L-theanine", "Tea drinkers take 200 mg of L-theanine when they need a moment.")),
    ("a.html", page("Lost and not found: vitamin K2", f"K2 is not found in most plants. {PROSE}")),
    ("a.html", page("Nothing found? Zinc in the blood", "A low value was not found in 40 of 60 people who took 15 mg.")),
    ("a.html", page("Zinc", DOSE, "Subscribe to our newsletter to get more of this.")),
    ("a.html", page("Zinc", PROSE * 4, "Subscribe now to continue reading our weekly letter.")),
    ("a.html", page("Zinc", DOSE, "Already a subscriber? Log in.")),
    ("a.html", page("Service of zinc to the body", PROSE, "The error rate was 500 in a million.")),
    ("a.html", page("The human domain: zinc for sale", f"Much zinc is for sale. {PROSE * 2}")),
    ("a.html", page("Coming soon: a zinc spray", "A spray with 15 mg of zinc is coming soon, its maker says.")),
    ("a.html", page("Iron is blocked by coffee", "Your access to iron is blocked by coffee: leave an hour between, as with 65 mg of it.")),
    ("a.html", page("A robot made my capsules", "I am not a robot, but one filled these capsules of 500 mg each.")),
    ("a.html", page("Members only? Zinc for clubs", f"Clubs give zinc to members only in winter. {PROSE * 2}")),
    ("a.txt", f"Error\n\nMany people make the error of taking zinc on an empty stomach. {PROSE * 2}"),
    ("a.txt", f"Zinc\n\nNot found in water. {DOSE}"),
    ("a.txt", "Zinc: 15 mg a day, with food."),
    ("a.txt", f"# Forbidden pairs\n\nIron and tea. {DOSE}"),
    ("a.txt", f"# 500 mg or less\n\nVitamin C above 500 mg is not taken up well. {PROSE}"),
    ("a.txt", f"Bad gateway? The gut as a gate for iron. {DOSE}"),
    ("a.md", f"# Zinc\n\n{DOSE}\n\nCookie policy\n\nPrivacy settings\n"),
    ("a.md", f"# Moved\n\nThis article has been moved here from our old site. {DOSE}"),
    ("a.md", f"# What “lorem ipsum” can teach about labels\n\nA label that read lorem ipsum was sold. {PROSE * 2}"),
    ("a.md", f"# Zinc\n\n{PROSE * 2}\n\nThe page you were looking for in the 1998 book does not exist.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "text"), BAD)
def test_pages_in_an_articles_place(code: str, source: str, text: str) -> None:
    with pytest.raises(CleaningError) as error:
        clean(text.encode(), source=source)
    assert error.value.code == code
    assert error.value.message.endswith(".")


@pytest.mark.parametrize(("source", "text"), LOOK_ALIKES)
def test_articles_that_look_like_them(source: str, text: str) -> None:
    article = clean(text.encode(), source=source)
    assert any(block.kind in ("paragraph", "list_item") for block in article.blocks)
