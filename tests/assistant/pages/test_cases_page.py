"""The list of cases: searching, filtering, counting, turning pages."""

from __future__ import annotations

import re
from html import unescape

from fastapi.testclient import TestClient

BROWSER = {"accept": "text/html"}


def _total(page: str) -> int:
    found = re.search(r'class="total">([\d,]+)件', page)
    return int(found[1].replace(",", "")) if found else 0


def test_all_cases_are_listed_twenty_to_a_page(client: TestClient) -> None:
    """The first page leads to the second, and the second back."""
    page = client.get("/cases", headers=BROWSER).text
    assert _total(page) > 100 and page.count('<a href="/entries/case-') == 20
    assert 'href="/cases?page=2"' in page
    second = client.get("/cases?page=2", headers=BROWSER).text
    assert "21〜40件目" in second and 'href="/cases"' in second


def test_each_count_is_what_the_link_then_shows(client: TestClient) -> None:
    """The number beside a filter is the number of cases behind it."""
    page = client.get("/cases", headers=BROWSER).text
    facets = re.findall(r'<a href="(/cases\?[^"]+)"><span[^>]*>☐</span>.*?class="count">(\d+)件', page)
    assert len(facets) > 20
    for href, count in facets[::7]:
        assert _total(client.get(unescape(href), headers=BROWSER).text) == int(count)


def test_values_of_one_field_add_up_and_fields_narrow(client: TestClient) -> None:
    """Two outcomes show both; an industry on top of them shows fewer."""

    def total(query: str) -> int:
        return _total(client.get(f"/cases?{query}", headers=BROWSER).text)

    assert total("outcome=success&outcome=failure") == total("outcome=success") + total("outcome=failure")
    assert 0 < total("outcome=success&industry=76") < min(total("outcome=success"), total("industry=76"))


def test_what_is_chosen_can_be_taken_away(client: TestClient) -> None:
    """Each chosen filter is shown with a link that removes only it."""
    page = client.get("/cases?outcome=failure&industry=76", headers=BROWSER).text
    chosen = re.search(r'<ul class="chosen".*?</ul>', page, re.DOTALL)
    assert chosen
    hrefs = re.findall(r'href="([^"]+)"', chosen[0])
    assert sorted(hrefs) == ["/cases", "/cases?industry=76", "/cases?outcome=failure"]


def test_words_are_searched_within_the_filters(client: TestClient) -> None:
    """A search keeps what is chosen, and what is chosen keeps the search."""
    page = client.get("/cases", params={"q": "和菓子 値上げ", "outcome": "success"}, headers=BROWSER).text
    assert "和菓子" in page and 'class="badge failure"' not in page.split('<ul class="cases">')[1]
    assert '<input type="hidden" name="outcome" value="success">' in page
    assert "/cases?q=%E5%92%8C" in page


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    """An empty list is a sentence, not a blank."""
    page = client.get("/cases?industry=86", headers=BROWSER)
    assert page.status_code == 200 and "見つかりませんでした" in page.text


def test_an_unknown_code_is_refused_in_words(client: TestClient) -> None:
    """A made-up filter is answered with a page that says so."""
    page = client.get("/cases?industry=zz", headers=BROWSER)
    assert page.status_code == 422 and "一覧にない" in page.text and "<html" in page.text


def test_searched_words_are_never_markup(client: TestClient) -> None:
    """The words stand in the field as they were typed."""
    page = client.get("/cases", params={"q": '"><script>alert(1)</script>'}, headers=BROWSER).text
    assert "<script>alert" not in page
