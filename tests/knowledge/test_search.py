"""One question in, the entries that answer it out: in their own words, under the conditions, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.embedding import Embedder, load_embedder
from knowledge.entries import Entry
from knowledge.entry_file import parse_markdown
from knowledge.filters import Filters, Viewer
from knowledge.ranking import FIELD_WEIGHTS, premise_score, shared_premises
from knowledge.search import KnowledgeBase
from knowledge.taxonomy import UnknownCodeError

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return load_embedder()


@pytest.fixture
def base(open_base: Open, make_case: Make, make_policy: Make, guideline_text: Callable[..., str]) -> KnowledgeBase:
    return open_base(
        [
            make_case(),
            make_case(
                id="case-75-01",
                title="求人の書き方を変えて応募が来た旅館",
                industry="75",
                topics=["people"],
                outcome="success",
                owner_type="founder",
                学び="仕事の中身を働く人の言葉で書く。",
            ),
            make_case(id="case-58-01", title="青果店が値段を上げて常連に喜ばれた話", industry="58", outcome="success"),
            make_policy(),
            parse_markdown(guideline_text()),
        ]
    )


def ids(hits: list) -> list[str]:
    return [hit.entry.id for hit in hits]


def test_the_fitting_entry_stands_first(base: KnowledgeBase) -> None:
    """Scores fall from the first to the last, and every hit says how near it is."""
    hits = base.search("仕事の中身を働く人の言葉で求人に書く")
    assert hits[0].entry.id == "case-75-01"
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits[0].cosine == max(h.cosine for h in hits if h.cosine is not None)


def test_passages_are_slices_of_the_entry(base: KnowledgeBase) -> None:
    """Each passage is verbatim what stands in the body at its place; the best comes first."""
    for hit in base.search("値上げと求人と補助金", limit=50):
        assert hit.passages
        for scored in hit.passages:
            passage = scored.passage
            assert hit.entry.body[passage.start : passage.end] == passage.text
        assert [s.score for s in hit.passages] == sorted((s.score for s in hit.passages), reverse=True)


def test_kinds_and_facets_exclude(base: KnowledgeBase) -> None:
    """What a filter does not allow is not returned at all."""
    assert ids(base.search("値上げ", Filters(kinds=("policy",)))) == ["subsidy-small"]
    assert set(ids(base.search("値上げ", Filters(values={"outcome": ("success",)})))) == {"case-75-01", "case-58-01"}
    both = Filters(("case",), {"outcome": ("success",), "industry": ("09", "58")})
    assert ids(base.search("値上げ", both)) == ["case-58-01"]
    assert "guide-listening" in ids(
        base.search("値上げ", Filters(values={"outcome": ("success",)}, unknown=("outcome",)))
    )


def test_premises_raise_but_do_not_exclude(base: KnowledgeBase) -> None:
    """The same entries come back; those that share premises stand higher, and say what they share."""
    plain = base.search("店の話", limit=50)
    raised = base.search("店の話", premises={"industry": ["75"], "topics": ["people"]}, limit=50)
    assert set(ids(raised)) == set(ids(plain))
    assert raised[0].entry.id == "case-75-01"
    assert raised[0].shared == {"industry": ("75",), "topics": ("people",)}
    assert next(h for h in raised if h.entry.id == "subsidy-small").shared == {}


def test_premises_alone_are_a_question(base: KnowledgeBase) -> None:
    """Without a word, the entries with the premises come back."""
    hits = base.search("", premises={"owner_type": ["founder"]})
    assert hits[0].entry.id == "case-75-01"
    assert base.search("", premises={"owner_type": ["founder"]}, legs=())[0].cosine is None


def test_a_sister_trade_counts_in_part(make_case: Make) -> None:
    """An entry of the same section of industries shares some of the premise; none is no share."""
    exact, sister, other = (premise_score(make_case(), {"industry": [code]}) for code in ("09", "24", "75"))
    assert exact == FIELD_WEIGHTS["industry"]
    assert 0 < sister < exact
    assert other == 0
    assert premise_score(make_case(), {"industry": []}) == premise_score(make_case(), {}) == 0
    assert shared_premises(make_case(), {"topics": ["margin", "cash"], "size": []}) == {"topics": ("margin",)}


def test_unknown_premises_are_refused_or_left_aside(base: KnowledgeBase) -> None:
    """A code that does not exist is told; a field that carries no weight is passed over."""
    with pytest.raises(UnknownCodeError, match="業種「999」"):
        base.search("値上げ", premises={"industry": ["999"]})
    assert ids(base.search("値上げ", premises={"colour": ["red"]})) == ids(base.search("値上げ"))


@pytest.mark.parametrize("text", ["", " \n", "\u200b\ufeff"])
def test_an_empty_question_finds_nothing(base: KnowledgeBase, text: str) -> None:
    """Nothing asked, nothing found."""
    assert base.search(text) == []


def test_without_an_index_nothing_is_found_yet(open_base: Open, make_case: Make) -> None:
    """Before the first build a search is empty, not an error; rarity does not matter yet."""
    base = open_base([make_case()], update=False)
    assert not base.ready()
    assert base.search("値上げ") == []
    assert base.rarity(["値上げ"]) == {"値上げ": 1.0}
    base.update()
    assert base.ready()
    assert ids(base.search("値上げ")) == ["case-09-01"]
    assert base.rarity(base.terms("旅館"))["旅館"] > 0


def test_legs_can_be_measured_alone(base: KnowledgeBase) -> None:
    """The dense leg knows cosines, the keyword leg does not; both find the entry, no leg finds nothing."""
    for legs, has_cosine in ((("dense",), True), (("lexical",), False)):
        hit = base.search("求人の書き方", legs=legs)[0]
        assert hit.entry.id == "case-75-01"
        assert (hit.cosine is not None) is has_cosine
    assert base.search("求人の書き方", legs=()) == []


def test_limit_bounds_the_hits(base: KnowledgeBase) -> None:
    """At most ``limit`` entries come back, the same ones first."""
    assert ids(base.search("店", limit=2)) == ids(base.search("店", limit=50))[:2]


def test_an_entry_changed_since_the_build_is_not_half_shown(
    base: KnowledgeBase, make_case: Make, split: Callable
) -> None:
    """Until the indexes follow, a rewritten or retired entry never comes back without its passages."""
    for text in ("全文を書き直した。", "もう一度書き直した。"):
        sections = {s.heading: text for s in make_case().sections}
        rewritten = make_case(**sections)
        base.catalog.put(rewritten, split(rewritten), "case-09-01.md")
        assert all(h.passages for h in base.search("値上げ", premises={"industry": ["09"]}))
    base.catalog.retire(["case-75-01"])
    assert "case-75-01" not in ids(base.search("求人"))
    base.update()
    assert base.search("全文をもう一度書き直した")[0].entry == rewritten


def test_browse_returns_all_that_is_allowed(base: KnowledgeBase, make_case: Make, split: Callable) -> None:
    """Listing is by id, complete, and follows the catalog at once."""
    assert ids_of(base.browse(Filters(("case",)), Viewer())) == ["case-09-01", "case-58-01", "case-75-01"]
    own = make_case(id="case-09-77", visibility="hub:13")
    base.catalog.put(own, split(own), "own.md")
    assert own.id not in ids_of(base.browse(Filters(), Viewer()))
    assert own.id in ids_of(base.browse(Filters(), Viewer("13")))


def ids_of(entries: list[Entry]) -> list[str]:
    return [entry.id for entry in entries]


def test_eight_threads_search_while_the_index_is_rebuilt(base: KnowledgeBase, make_case: Make, split: Callable) -> None:
    """160 searches go on without an error while generations are switched under them, one after the other."""
    stop = threading.Event()

    def keep_building() -> int:
        rounds = 0
        while not stop.is_set() or rounds < 3:
            case = make_case(id="case-09-50", 結果=f"{rounds}回目の結果である。")
            base.catalog.put(case, split(case), "new.md")
            base.update()
            rounds += 1
        return rounds

    def search(number: int) -> bool:
        hits = base.search(f"値上げの相談{number}")
        return "case-09-01" in ids(hits) and all(h.passages for h in hits)

    with ThreadPoolExecutor(9) as pool:
        building = pool.submit(keep_building)
        answers = list(pool.map(search, range(160)))
        stop.set()
        assert building.result() >= 3
    assert all(answers)


def test_meaning_is_found_without_a_shared_word(open_base: Open, make_case: Make, bundled: Embedder) -> None:
    """With the bundled model, a question in other words finds its case."""
    base = open_base(
        [
            make_case(),
            make_case(
                id="case-75-01", title="求人の書き方を変えて応募が来た旅館", 学び="仕事の中身を働く人の言葉で書く。"
            ),
        ],
        embedder=bundled,
    )
    hits = base.search("スタッフを募っても手を挙げる人がいない宿", legs=("dense",))
    assert hits[0].entry.id == "case-75-01"
