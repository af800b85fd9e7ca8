"""Cells that are put together without a template say the same, and nothing in them is taken for HTML."""

from datetime import date

from scheduling.engine.equity import Held
from scheduling.engine.supply import Supply
from scheduling.pictures import HeatCell
from scheduling.queries.as_of_week import Day, Part
from scheduling.queries.faults import Mark
from scheduling.queries.year_shown import Cell, Piece
from scheduling.templatetags.grid_cells import blocks
from scheduling.templatetags.long_tables import heat_cells, shares, supply_rows, week_days


def test_shares_tell_what_is_off_and_what_is_carried():
    said = shares([Held("1", 7, -2, 100, 4, 5), Held("2", 3, 0, 100, 4, 4), None])

    assert said == (
        '<td>7<span class="roster-fair">/4–5</span> <span class="roster-off">+2</span>'  # noqa: RUF001
        ' <span class="roster-fair" title="Carried over from before">(-2)</span></td>'
        '<td>3<span class="roster-fair">/4</span> <span class="roster-off">-1</span></td>'
        '<td><span class="sr-only">none</span></td>'
    )


def test_a_week_tells_what_has_changed_since():
    day = Day((Part("C", "C"), Part("", "<b>"), Part("", "")))

    assert week_days([day]) == (
        '<td><span class="as-of-part">C</span>'
        '<span class="as-of-part is-changed">– <ins>(&lt;b&gt;)</ins></span></td>'  # noqa: RUF001
    )


def test_supply_tells_where_too_few_could_come():
    monday = date(2026, 7, 6)
    lines = [
        Supply(monday, "credential", "ACLS & more", 2, None, 1, 1),
        Supply(monday, "service", "Ward", 2, 3, 5, 0),
    ]

    assert supply_rows(lines) == (
        '<tr class="is-hard"><td>Jul 6, 2026</td><th scope="row">ACLS &amp; more (credential)</th>'
        "<td>2</td><td>–</td><td>1</td><td>1</td></tr>"  # noqa: RUF001
        '<tr><td>Jul 6, 2026</td><th scope="row">Ward</th>'
        "<td>2</td><td>3</td><td>5</td><td></td></tr>"
    )


def test_a_week_of_a_heat_map_says_what_it_shows():
    assert heat_cells([HeatCell(24, "5", 'Ada: 70 "hours"', "3")]) == (
        '<rect class="s-5" x="24" y="1" width="12" height="16">'
        "<title>Ada: 70 &quot;hours&quot;</title></rect>"
        '<text class="heat-text" x="30" y="13">3</text>'
    )


def test_a_block_of_a_year_leads_to_where_it_is_changed_or_to_why():
    class Draft:
        status = "draft"

    mark = Mark(hard=True, messages=("Two <many>",))
    ward = Piece("W", "Ward & more", "rotation-3", assignment=9, path="1/6/0")
    cell = Cell("1/6/0", (ward,), "Jul 6", is_now=True, mark=mark, anchor="at-p1c5")
    empty = Cell("1/7/0", (), "", is_now=False, mark=None, anchor="at-p1c6")

    assert blocks([cell], None, "/why/") == (
        '<td id="at-p1c5" class="is-now is-hard" title="Two &lt;many&gt;">'
        '<div class="grid-cell"><div class="grid-pieces">'
        '<a class="grid-piece rotation-3" href="/why/9/" data-a="9" title="Ward &amp; more">W</a></div>'
        '<span class="grid-leave" title="Leave, Jul 6">LV'
        '<span class="sr-only">, leave Jul 6</span></span></div>'
        '<span class="grid-mark is-hard">1<span class="sr-only"> found, listed below</span></span></td>'
    )
    assert blocks([empty], Draft(), "/why/") == (
        '<td class=""><div class="grid-cell"><div class="grid-pieces">'
        '<a class="grid-piece is-empty" href="draft/at/1/7/0/" aria-label="empty"></a>'
        "</div></div></td>"
    )
