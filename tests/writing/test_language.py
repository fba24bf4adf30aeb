import pytest
from jinja2 import TemplateSyntaxError
from making import KENT, period
from setting import PUBLISHED, carried, count, print_of, printed, view

from storygen.errors import PackError
from storygen.facts.geography import Geography
from storygen.writing.language import Language, rendered
from storygen.writing.quotes import Quote

PLACE = Geography(KENT, "force", "Kent", "Kent", "in Kent", "Kent Police")
QUOTE = Quote("guild", "Bread.", "", "Ann Miller", "", "page", PUBLISHED, (), (), ())


@pytest.mark.parametrize(
    "template, text, runs",
    [
        pytest.param("{{ n }} loaves", "400 loaves", ["400"], id="printed"),
        pytest.param("{% macro loaves(n) %}{{ n }} loaves{% endmacro %}{{ loaves(n) }}", "400 loaves", ["400"], id="through a macro"),
        pytest.param("{% set said = n %}{{ said }}", "400", ["400"], id="through a set"),
        pytest.param("{% set said %}some {{ n }}{% endset %}{{ said }} loaves", "Some 400 loaves", ["400"], id="through a set block"),
        pytest.param("{{ 'about ' ~ n ~ ' loaves' }}", "About 400 loaves", ["400"], id="through a tilde"),
        pytest.param("{{ [n, before] | join(' and ') }}", "400 and 380", ["400", "380"], id="through a join"),
        pytest.param("{{ n | upper }}", "400", ["400"], id="through a text filter"),
        pytest.param("{% for each in [n, before] %}{{ each }} {% endfor %}", "400 380 ", ["400", "380"], id="through a loop over figures"),
        pytest.param("{{ n if several else before }}", "380", ["380"], id="through a choice"),
        pytest.param("{{ when }}", "March 31 2020", ["March 31 2020"], id="a period"),
        pytest.param("{{ quote }}", '"Bread."', ['"Bread."'], id="a quote"),
        pytest.param("400 loaves", "400 loaves", [], id="a typed number has no run"),
        pytest.param("{{ '400' }} loaves", "400 loaves", [], id="nor has a quoted one"),
    ],
)  # fmt: skip
def test_a_number_keeps_its_cells(template, text, runs):
    words = {
        "n": count(400),
        "before": count(380),
        "several": False,
        "when": period("2020-03-31"),
        "quote": QUOTE,
    }
    assert print_of(template, **words) == text
    assert carried(template, **words) == runs


def test_a_run_carries_the_very_figure_that_was_printed():
    n = count(400)
    (run,) = [run for run in printed("we made {{ n }} loaves", n=n) if run.prints]
    assert run.prints is n


@pytest.mark.parametrize(
    "template, said",
    [
        pytest.param("{{ n + 1 }}", "“+” is arithmetic", id="adding"),
        pytest.param("{{ n - n }}", "“-” is arithmetic", id="taking away"),
        pytest.param("{{ n * 2 }}", "“*” is arithmetic", id="multiplying"),
        pytest.param("{{ 2 ** 9999999 }}", "“**” is arithmetic", id="a power, which never ends"),
        pytest.param("{{ 'x' * 999999999 }}", "“*” is arithmetic", id="a very long word"),
        pytest.param("{{ '%d' % 5 }}", "“%” is arithmetic", id="a number put into text"),
        pytest.param("{{ 400 }}", "400 is printed and has no cell behind it", id="a bare number"),
        pytest.param("{{ 4.5 }}", "4.5 is printed and has no cell behind it", id="a bare decimal"),
        pytest.param("{{ true }}", "True is printed and has no cell behind it", id="a truth"),
        pytest.param("{{ none }}", "None is printed and has no cell behind it", id="nothing"),
        pytest.param("{{ '4' ~ 2 }}", "2 is printed and has no cell behind it", id="a bare number joined on"),
        pytest.param("{{ [n, 2] | join }}", "2 is printed and has no cell behind it", id="one among several"),
        pytest.param("{% for i in range(9) %}x{% endfor %}", "'range' is undefined", id="a loop over a range"),
        pytest.param("{% for i in ['x', 'y'] %}{{ loop.index }}{% endfor %}", "has no cell behind it", id="a loop's own counting"),
        pytest.param("{% for i in 'some ' ~ n %}{{ i }}{% endfor %}", "a text is not for templates to cut up", id="a loop over a text"),
        pytest.param("{{ ('some ' ~ n) | join('-') }}", "a text is not for templates to cut up", id="a text joined to itself"),
        pytest.param("{{ ('most of ' ~ n) | claim('up', bakers) }}", "“most of 400” has a figure in it", id="a figure in the words of a claim"),
        pytest.param("{{ nobody }}", "'nobody' is undefined", id="a name that is not there"),
        pytest.param("{{ place.nobody }}", "“.nobody” is not there", id="an attribute that is not there"),
        pytest.param("{{ place.__class__ }}", "“__class__” of a Geography is not for templates to read", id="a class of ours"),
        pytest.param("{{ place.__class__.__mro__ }}", "“__class__” of a Geography is not for templates", id="and on up"),
        pytest.param("{{ place['__class__'] }}", "“__class__” of a Geography is not for templates", id="by another spelling"),
        pytest.param("{{ ''.__class__ }}", "“__class__” of a str is not for templates", id="a class of Python's"),
        pytest.param("{{ n.origin.__class__ }}", "“origin” of a Figure is not for templates", id="through a figure"),
        pytest.param("{{ cycler }}", "'cycler' is undefined", id="Jinja's own helpers"),
        pytest.param("{{ '{0.value}'.format(n) }}", "“format” of a str is not for templates", id="a number by str.format"),
        pytest.param("{{ 'x'.center(1000000000) }}", "“center” of a str is not for templates", id="padded by a text's own method"),
        pytest.param("{{ n.value | upper }}", "“value” of a Figure is not for templates", id="a number made text by a filter"),
        pytest.param("{{ bakers.n_now | upper }}", "Decimal('2') is printed and has no cell behind it", id="what a rule weighs made text"),
        pytest.param("{{ 400 | upper }}", "400 is printed and has no cell behind it", id="a bare number made text"),
        pytest.param("{{ ('some ' ~ n)[3] }}", "a text is not for templates to cut up", id="a letter of a text"),
        pytest.param("{{ when.key.split }}", "“split” of a str is not for templates", id="a text taken apart"),
        pytest.param("{{ when.end.isoformat() }}", "“isoformat” of a date is not for templates", id="a day made text"),
        pytest.param("{{ place }}", "a Geography cannot be printed", id="a thing and not its name"),
        pytest.param("{{ [n] }}", "a list cannot be printed", id="a list"),
        pytest.param("{{ bakers }}", "a View cannot be printed", id="a measure and not its figure"),
        pytest.param("{{ n.value }}", "“value” of a Figure is not for templates", id="the number out of a figure"),
        pytest.param("{{ when.end }}", "a date cannot be printed", id="the day out of a period"),
        pytest.param("{% include 'story.j2' %}", "story.j2", id="another file"),
        pytest.param("{{ 'a'.encode().decode() }}", "“encode” of a str is not for templates", id="a way through bytes"),
    ],
)  # fmt: skip
def test_what_a_template_may_not_do(template, said):
    words = {"n": count(400), "place": PLACE, "when": period("2020-03-31"), "bakers": view(2, 1)}
    with pytest.raises(PackError) as raised:
        print_of(template, **words)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{{ n | int }}", id="made a number"),
        pytest.param("{{ n | string }}", id="made text"),
        pytest.param("{{ n | round }}", id="rounded"),
        pytest.param("{{ [n] | sum }}", id="summed"),
        pytest.param("{{ [n] | length }}", id="counted"),
        pytest.param("{{ 'x' | center(1000000000) }}", id="padded without end"),
        pytest.param("{{ '%s' | format(n) }}", id="formatted"),
        pytest.param("{{ n | attr('value') }}", id="an attribute by a filter"),
        pytest.param("{{ ('some ' ~ n)[3:] }}", id="a text cut up"),
    ],
)  # fmt: skip
def test_what_a_template_may_not_ask_for_is_refused_before_it_is_set(template):
    with pytest.raises(TemplateSyntaxError, match=r"there is no filter “|not for templates to cut up"):
        print_of(template, n=count(400))


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{{ ('about ' ~ n) | replace('0', '1') }}", id="a filter that writes over a number"),
        pytest.param("{{ ('about ' ~ n) | replace('4', '5') }}", id="over its first digit alone"),
        pytest.param("{{ 'about it' | replace('it', n) }}", id="a number that is written in"),
        pytest.param("{{ n | first }}", id="the first of its letters"),
        pytest.param("{{ n | last }}", id="the last"),
    ],
)
def test_a_citation_is_whole_or_refused(template):
    with pytest.raises(PackError):
        print_of(template, n=count(400))


def test_a_template_cannot_change_what_it_is_given():
    with pytest.raises(PackError, match="“append” of a list is not for templates to read"):
        print_of("{{ names.append('x') }}{{ names[0] }}", names=["a"])


UNSEEN = "chooses words where no proof can see it: write an if"


@pytest.mark.parametrize(
    "template, what",
    [
        ('{{ (several and "Together") or "Alone" }}', "“or” outside a condition"),
        ('{{ several and "Together" }}', "“and” outside a condition"),
        ('{% set w = several or "Alone" %}{{ w }}', "“or” outside a condition"),
        ('{{ "a" if first else (several and "b") }}', "“and” outside a condition"),
        ('{{ ["Alone", "Together"][several] }}', "what stands in these brackets"),
        ('{{ ["Alone", "Together"][0] }}', "what stands in these brackets"),
        ('{{ {true: "Together", false: "Alone"}[several] }}', "what stands in these brackets"),
        ("{{ names[several] }}", "what stands in these brackets"),
        ("{% for x in [] %}No{% else %}Yes{% endfor %}", "a loop with an else"),
        ("{% for x in names %}No{% else %}Yes{% endfor %}", "a loop with an else"),
    ],
)
def test_words_are_chosen_by_an_if_alone(template, what):
    with pytest.raises(TemplateSyntaxError) as caught:
        Language().from_string(template)
    assert caught.value.message == f"{what} {UNSEEN}"


@pytest.mark.parametrize(
    "template, words",
    [
        ("{% if a and (b or not a) %}yes{% endif %}", "yes"),
        ('{{ "yes" if a and b else "no" }}', "yes"),
        ("{% if not a %}{% elif a and b %}yes{% endif %}", "yes"),
        ("{% for x in names %}{{ x }}, {% endfor %}", "one, two, "),
        ("{{ names[1] }}", "two"),
    ],
)
def test_a_condition_may_say_and(template, words):
    set_with = {"a": True, "b": True, "names": ["one", "two"]}
    assert rendered(Language().from_string(template), set_with) == words
