"""Door: who may come in: signing in and out, the first chief, one's own password, and who else there is.

A session is a signed cookie with what the archive knows it by. It ends by signing out, with its days, or when
the password, the role or the leave to come in of its user changes.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any

from storygen.archive.kept import User
from storygen.archive.people import SignIn
from storygen.archive.workflow import Role
from storygen.desk.asking import Answer, Asked, Desk, Elsewhere, Form, Page, Route
from storygen.desk.saying import told
from storygen.errors import UsageError

WELCOME = "welcome"
"""The name of the key that the first chief comes in by, once."""


def cookie_of(desk: Desk) -> str:
    """Return what the session's cookie is called: browsers tell desks of one host apart by nothing else."""
    return f"storygen-{hashlib.sha256(desk.people.key('sessions').encode()).hexdigest()[:8]}"


def named_by(desk: Desk, peer: str, said: Sequence[str]) -> User | None:
    """Return the user whom the proxy at *peer* names in its header: one, *said* once, or None."""
    if peer not in desk.proxies or len(said) != 1 or not said[0]:
        return None
    user = desk.people.named(said[0])
    return user if user and user.active else None


def address_of(desk: Desk, peer: str, forwarded: Sequence[str]) -> str:
    """Return where a request comes from that *peer* sends: what a proxy says, else *peer* itself.

    Each proxy puts whom it was asked by at the right of what it was *forwarded*; whatever stands left of the
    first that is no proxy may have been made up by whoever asks.
    """
    if peer not in desk.proxies:
        return peer
    for each in reversed(",".join(forwarded).split(",")):
        address = _address(each.strip())
        if address not in desk.proxies:
            return address or peer
    return peer


def _address(said: str) -> str:
    """Return the address that a proxy says, its port left off, or nothing where it is none."""
    alone = said[1:].partition("]")[0] if said.startswith("[") else said
    host = alone.partition(":")[0] if alone.count(":") == 1 else alone
    try:
        return str(ip_address(host))
    except ValueError:
        return ""


def sign_in(asked: Asked) -> Answer:
    """Show the form to sign in by."""
    return Elsewhere("/") if asked.user or asked.desk.trusted else _form(asked)


def signing_in(asked: Asked) -> Answer:
    """Let somebody in, or say why not, never which of name and password was wrong."""
    if asked.desk.trusted:
        return Elsewhere("/")
    form = asked.form
    found = asked.desk.people.sign_in(form["name"], form.as_sent("password"), asked.at, asked.address)
    if found.user:
        return Elsewhere(_back(form["back"]), signed=_session(asked, found.user))
    if found.wait:
        seconds = max(1, math.ceil(found.wait.total_seconds()))
        status = 503 if found.busy else 429
        return _form(asked, _wait(found, seconds), status, {"Retry-After": str(seconds)})
    return _form(asked, "The name or the password is wrong.", 401)


def _wait(found: SignIn, seconds: int) -> str:
    """Return why an attempt was not looked at."""
    if found.busy:
        return "Many are signing in just now. Try again in a moment."
    return f"Too many attempts have failed. Try again in {seconds} seconds."


def _form(asked: Asked, fault: str = "", status: int = 200, headers: Mapping[str, str] | None = None) -> Page:
    """Return the form to sign in by."""
    back = asked.form["back"] or asked.query["back"]
    data = {"fault": fault, "back": back, "name": asked.form["name"]}
    return Page("sign-in.html", data, status, headers or {})


def _back(url: str) -> str:
    """Return where to go after signing in: a page of this desk, whatever was asked for."""
    own = url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable()
    return url if own else "/"


def once_more(asked: Asked) -> Answer:
    """Show the form again to who sent it from a page of ours, but of another session."""
    return Elsewhere(_back(asked.form["back"])) if asked.user else _form(asked, "Sign in once more.", 403)


def _session(asked: Asked, user: User) -> dict[str, Any]:
    """Begin a session of *user*, and return what the browser keeps of it."""
    if asked.session:
        asked.desk.people.end(asked.session)
    return {"session": asked.desk.people.begin(user.name, asked.at)}


def sign_out(asked: Asked) -> Answer:
    """End the session."""
    if asked.session:
        asked.desk.people.end(asked.session)
    return Elsewhere("/sign-in", signed={})


def welcome(asked: Asked) -> Answer:
    """Show the form by which the first chief names themself, to who has the key."""
    if asked.desk.people.every():
        return Elsewhere("/sign-in")
    given = asked.query["key"] or asked.form["key"]
    if not hmac.compare_digest(given.encode(), asked.desk.people.key(WELCOME).encode()):
        said = "This is not the link that “storygen desk” printed when it was started. Copy it whole."
        return Page("refused.html", {"title": "No key", "fault": said}, 403)
    return Page("welcome.html", {"key": given, "fault": "", "name": "", "shown": ""})


def welcoming(asked: Asked) -> Answer:
    """Make the first chief, and let them in."""
    page = welcome(asked)
    if not isinstance(page, Page) or page.status != 200:
        return page
    form = asked.form
    try:
        if form.as_sent("password") != form.as_sent("again"):
            raise UsageError("the password", "the two are not the same", "Type it twice")
        added = asked.desk.people.add(
            form["name"], form.as_sent("password"), Role.CHIEF, asked.at, form["shown"]
        )
    except UsageError as error:
        kept = {"fault": told(error), "name": form["name"], "shown": form["shown"]}
        return Page(page.template, {**page.data, **kept}, 422)
    return Elsewhere("/", f"Welcome, {added.shown}.", _session(asked, added))


def account(_asked: Asked) -> Answer:
    """Show one's own account."""
    return Page("account.html", {"fault": ""})


def new_password(asked: Asked) -> Answer:
    """Change one's own password; one's other sessions end."""
    form, people = asked.form, asked.desk.people
    try:
        if form.as_sent("password") != form.as_sent("again"):
            raise UsageError("the new password", "the two are not the same", "Type it twice")
        found = people.sign_in(asked.who.name, form.as_sent("now"), asked.at, asked.address)
        if found.wait:
            fault = "it was not looked at: too many are wrong, or many come just now"
            raise UsageError("the password of now", fault, "Type it again in a moment")
        if found.user is None:
            raise UsageError("the password of now", "it is another", "Type it again")
        changed = people.change(asked.who.name, password=form.as_sent("password"))
    except UsageError as error:
        return Page("account.html", {"fault": told(error)}, 422)
    return Elsewhere("/account", "Your password is changed.", _session(asked, changed))


def users(asked: Asked) -> Answer:
    """Show who may come in."""
    return _users(asked)


def _users(asked: Asked, fault: str = "") -> Page:
    """Return the page of users, with what is wrong with the last change."""
    form = asked.form if asked.form["act"] == "add" else Form()
    data = {"users": asked.desk.people.every(), "roles": list(Role), "fault": fault, "form": form}
    return Page("users.html", data, 422 if fault else 200)


def change_users(asked: Asked) -> Answer:
    """Let somebody new in, change a role or a password, shut somebody out or let them in again."""
    form, people = asked.form, asked.desk.people
    try:
        if form["act"] == "add":
            user = people.add(
                form["name"], form.as_sent("password"), _role(form["role"]), asked.at, form["shown"]
            )
            return Elsewhere("/users", f"{user.shown} may come in, as {user.role}.")
        if form["act"] == "role":
            user = people.change(form["name"], role=_role(form["role"]))
            return Elsewhere("/users", f"{user.shown} is {user.role} from now on.")
        if form["act"] == "password":
            user = _given_password(asked)
            return Elsewhere("/users", f"{user.shown} has a new password, and must sign in by it.")
        if form["act"] not in ("remove", "restore"):
            raise UsageError("the form", "it does not say what to do", "Open the page again")
        user = people.change(form["name"], active=form["act"] == "restore")
        said = "may come in again" if user.active else "may come in no more"
        return Elsewhere("/users", f"{user.shown} {said}.")
    except UsageError as error:
        return _users(asked, told(error))


def _given_password(asked: Asked) -> User:
    """Give somebody else a new password, in place of one that is forgotten; their sessions end.

    :raises UsageError: it is one's own, which the old one is asked for, or it will not do.
    """
    form, people = asked.form, asked.desk.people
    user = people.named(form["name"])
    if user and user.name == asked.who.name:
        raise UsageError("your own password", "it takes the old one to change it", "See your account")
    if form.as_sent("password") != form.as_sent("again"):
        raise UsageError("the new password", "the two are not the same", "Type it twice")
    return people.change(form["name"], password=form.as_sent("password"))


def _role(said: str) -> Role:
    """Return the role called *said*.

    :raises UsageError: there is none.
    """
    if said not in list(Role):
        raise UsageError(f"“{said}”", "there is no such role", f"Use {', '.join(Role)}")
    return Role(said)


ROUTES = (
    Route("/sign-in", sign_in, None),
    Route("/sign-in", signing_in, None, posts=True),
    Route("/sign-out", sign_out, None, posts=True),
    Route("/welcome", welcome, None),
    Route("/welcome", welcoming, None, posts=True),
    Route("/account", account),
    Route("/account", new_password, posts=True),
    Route("/users", users, Role.CHIEF),
    Route("/users", change_users, Role.CHIEF, posts=True),
)
