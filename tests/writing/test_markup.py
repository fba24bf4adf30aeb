"""Markup: what of a web page is left in copy, what is read without it, and where that stood."""

import pytest

from storygen.writing.markup import LEFT, MARKDOWN, ON_THE_WEB, bare_of


def left(par, own=""):
    return [(flag.message, par[slice(*flag.span)], flag.stop) for flag in bare_of(par, own).left]


@pytest.mark.parametrize(
    "par, read, words",
    [
        ("<p>Kent has <b>3,548</b> officers.</p>", " Kent has 3,548 officers. ", ["<p>", "<b>", "</b>", "</p>"]),
        ('Kent <a href="https://example.org/2019">rose</a>.', "Kent rose.", ['<a href="https://example.org/2019">', "</a>"]),
        ("Kent rose.<br/>Essex fell.", "Kent rose. Essex fell.", ["<br/>"]),
        ("Kent<!-- 3 officers --> rose.", "Kent  rose.", ["<!-- 3 officers -->"]),
        ("Kent&rsquo;s &pound;5 and&nbsp;6", "Kent’s £5 and\xa06", ["&rsquo;", "&pound;", "&nbsp;"]),
        ("Kent&#8217;s &#x201c;force&#x201D;", "Kent’s “force”", ["&#8217;", "&#x201c;", "&#x201D;"]),
        ("Kent&amp;rsquo;s force &amp; staff", "Kent’s force & staff", ["&amp;rsquo;", "&amp;"]),
    ],
)  # fmt: skip
def test_tags_and_entities_stop_and_are_read_as_what_they_print(par, read, words):
    assert bare_of(par).text == read
    assert left(par) == [(LEFT.replace("{}", each), each, True) for each in words]


@pytest.mark.parametrize(
    "par, read, words",
    [
        ("Kent **rose** by __six__.", "Kent rose by six.", ["**rose**", "__six__"]),
        ("# Kent rose", "Kent rose", ["# "]),
        ("- Kent rose", "Kent rose", ["- "]),
        ("* Kent rose", "Kent rose", ["* "]),
        ("Kent [rose](https://example.org/2019).", "Kent rose.", ["[rose](https://example.org/2019)"]),
        (
            "Kent **[rose](/a) by 6**.",
            "Kent rose by 6.",
            ["**[rose](/a) by 6**", "[rose](/a)"],
        ),
    ],
)
def test_markdown_is_a_query_and_what_it_dresses_is_read(par, read, words):
    assert bare_of(par).text == read
    assert left(par) == [(MARKDOWN.replace("{}", each.strip()), each, False) for each in words]


@pytest.mark.parametrize(
    "par, address",
    [
        ("See https://www.example.org/2019-30.", "https://www.example.org/2019-30"),
        ("See (www.example.org/a_b__c).", "www.example.org/a_b__c"),
    ],
)
def test_an_address_is_a_query_and_its_digits_are_no_figures(par, address):
    assert bare_of(par).text == par.replace(address, "online")
    assert left(par) == [(ON_THE_WEB.replace("{}", address), address, False)]


def test_an_address_in_the_pack_s_own_words_may_stand():
    par = "Call Childline, or go to www.childline.org.uk."
    assert bare_of(par, f"For help: {par}").text == par
    assert left(par, par) == []


@pytest.mark.parametrize(
    "par",
    [
        "Kent - which rose - had 3,333* against 3,548**.",
        "AT&T; Q&As; 2 < 3 and “f***ing s**t”.",
        "“[The force] is here,” (it is said) #1.",
        "****",
    ],
)
def test_what_only_looks_like_markup_is_read_as_it_stands(par):
    assert (bare_of(par).text, left(par)) == (par, [])


@pytest.mark.parametrize(
    "par, words, stood",
    [
        ("<p>Kent has <b>3,548</b> now.</p>", "3,548", "3,548"),
        ("<p>Kent has <b>3,548</b> now.</p>", "has 3,548 now", "has <b>3,548</b> now"),
        ("Kent&rsquo;s force", "’s", "&rsquo;s"),
        ("**Kent** rose", "rose", "rose"),
        ("Kent rose", "rose", "rose"),
    ],
)
def test_what_is_found_without_markup_is_shown_where_it_stood(par, words, stood):
    bare = bare_of(par)
    at = bare.text.index(words)
    assert par[slice(*bare.span((at, at + len(words))))] == stood


def test_no_place_at_all_stays_so():
    assert bare_of("<b>Kent</b>").span(None) is None
    assert bare_of("<b>Kent</b>").span((0, 0)) == (0, 0)
