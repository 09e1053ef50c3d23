"""People decide: two for the country, one for a hub; every decision is recorded and the original goes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.anonymise.risk import Doubt
from ingest.review import DecidedReviewError, Edits, ReviewError, StaleReviewError, UnknownReviewError
from knowledge.catalog import CatalogError, ForeignEntryError

if TYPE_CHECKING:
    from conftest import Desk, Held

FIRST, SECOND, THIRD = "確認 一子", "確認 二郎", "確認 三代"


def test_held_case_waits_with_its_kinds_and_nothing_is_published(desk: Desk, held: Callable[..., Held]) -> None:
    """The row tells what is doubtful by kind, never by name."""
    review_id = desk.hold(held())
    review = desk.queue.waiting()[0]
    assert (review.id, review.entry_id, review.state, review.version) == (review_id, "case-h-01", "waiting", 1)
    assert review.title == "県内の町の菓子店の値上げ"
    assert review.kinds == {"address": 2, "distinctive": 1, "combination": 1}
    assert desk.published == [] and desk.catalog.get("case-h-01") is None


def test_reviewer_sees_each_doubt_in_its_context(desk: Desk, held: Callable[..., Held]) -> None:
    """The span as it was written, what stands around it, the proposal in its place, and why."""
    case = held()
    item = desk.queue.item(desk.hold(case))
    assert (item.original, item.proposed, item.doubts, item.names) == (
        case.original,
        case.proposed,
        case.doubts,
        case.names,
    )
    title, feat, town, field = item.placed
    assert (title.place, title.doubt.original, title.now) == ("題名", "架空里三丁目", "県内の町")
    assert (feat.place, feat.now) == ("本文「相談のきっかけ」", "地域で知られた菓子")
    assert feat.before.endswith("ヨロズ架空堂の架空田万里子さんは、") and feat.after.startswith("を売り、架空里三丁目")
    assert (town.now, field.place, field.now) == ("県内の町", "業種", "09")
    assert [p.number for p in item.placed] == [1, 2, 3, 4]


def test_two_different_people_publish_for_the_country(desk: Desk, held: Callable[..., Held]) -> None:
    """One approval shows nothing yet; the second publishes the proposal under its file."""
    case = held()
    review_id = desk.hold(case)
    assert desk.decide(review_id, FIRST).state == "approved-once"
    assert desk.published == []
    done = desk.decide(review_id, SECOND, note="題名も確かめました。")
    assert done.state == "accepted" and desk.catalog.get("case-h-01") == case.proposed
    assert desk.published == [(case.proposed, case.source)]
    assert [(d.reviewer, d.action, d.stands) for d in done.decisions] == [
        (FIRST, "accept", True),
        (SECOND, "accept", True),
    ]
    assert done.decisions[1].note == "題名も確かめました。"
    assert desk.quarantine.ids() == desk.reviews.items() == [] and desk.queue.waiting() == []


def test_one_person_is_enough_for_a_hub(desk: Desk, with_visibility: Callable[[str], Held]) -> None:
    """What only a hub sees needs one approval."""
    assert desk.decide(desk.hold(with_visibility("hub:13")), FIRST).state == "accepted"


@pytest.mark.parametrize(("needed", "people"), [(1, 1), (3, 3)])
def test_number_of_people_is_a_setting(
    make_desk: Callable[..., Desk], held: Callable[..., Held], needed: int, people: int
) -> None:
    """National entries need as many as the operator says."""
    desk = make_desk(needed=needed)
    review_id = desk.hold(held())
    states = [desk.decide(review_id, f"確認者{'一二三'[n]}").state for n in range(people)]
    assert states == ["approved-once"] * (people - 1) + ["accepted"]


@pytest.mark.parametrize("again", ["確認一子", "確認　一子", " 確認 一子 ", "確認・一子", "確認\u200b一子"])
def test_same_person_counts_once_however_the_name_is_spelt(desk: Desk, held: Callable[..., Held], again: str) -> None:
    """Spaces, width, dots and invisible characters make nobody else."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST)
    with pytest.raises(ReviewError, match="同じ人の承認は1人分です"):
        desk.decide(review_id, again)
    assert desk.queue.review(review_id).state == "approved-once"
    assert len(desk.queue.review(review_id).decisions) == 1


def test_latin_names_are_compared_without_case_and_width(desk: Desk, held: Callable[..., Held]) -> None:
    """Ｋａｋｕ is kaku."""
    review_id = desk.hold(held())
    desk.decide(review_id, "Kaku Ninko")
    with pytest.raises(ReviewError, match="同じ人"):
        desk.decide(review_id, "ＫＡＫＵ　ninko")


@pytest.mark.parametrize("name", ["", "　", "\u200b", "・", "\x00", "あ" * 61])
def test_decision_without_a_usable_name_is_refused(desk: Desk, held: Callable[..., Held], name: str) -> None:
    """Somebody answers for every decision."""
    review_id = desk.hold(held())
    with pytest.raises(ReviewError, match="確認する人の名前"):
        desk.decide(review_id, name)
    assert desk.queue.review(review_id).decisions == ()


def test_single_doubts_are_edited_in_their_place(desk: Desk, with_visibility: Callable[[str], Held]) -> None:
    """Text, title and a coded field; everything else stays, and the sections still hold their texts."""
    case = with_visibility("hub:13")
    review_id = desk.hold(case)
    edits = Edits({1: "ある町", 2: "昔ながらの菓子", 4: "58"})
    assert desk.decide(review_id, FIRST, "edit", edits=edits).state == "accepted"
    entry = desk.published[0][0]
    assert entry.title == "ある町の菓子店の値上げ" and entry.industry == "58"  # type: ignore[attr-defined]
    assert entry.body == case.proposed.body.replace("地域で知られた菓子", "昔ながらの菓子")
    assert entry.text_of("相談のきっかけ").startswith("A社のBさんは、昔ながらの菓子を売り、")
    assert entry.text_of("学び") == case.proposed.text_of("学び")


def test_whole_title_and_body_are_edited(desk: Desk, with_visibility: Callable[[str], Held]) -> None:
    """A form's line ends are taken as they are meant."""
    case = with_visibility("hub:13")
    body = case.proposed.body.replace("Bさんは、", "二代目は、").replace("\n", "\r\n")
    desk.decide(desk.hold(case), FIRST, "edit", edits=Edits(title="菓子店の値上げ", body=body))
    entry = desk.published[0][0]
    assert entry.title == "菓子店の値上げ" and "二代目は、" in entry.body and "\r" not in entry.body
    assert entry.text_of("学び") == case.proposed.text_of("学び")


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (Edits(title=" "), "題名と本文は空にできません"),
        (Edits(body="## 学び\n一つだけ残した。"), "見出し.*変えずに"),
        (Edits(body="見出しのない文。"), "見出し.*変えずに"),
        (Edits({9: "x"}), "9番の箇所はありません"),
        (Edits({4: "なし"}), "一覧から選んで"),
        (Edits({2: "別の菓子"}, body="本文ごと書き直した。"), "どちらか一方"),
    ],
)
def test_edit_that_cannot_be_taken_is_refused_and_changes_nothing(
    desk: Desk, held: Callable[..., Held], edits: Edits, told: str
) -> None:
    """Nothing is recorded of it."""
    review_id = desk.hold(held())
    before = desk.queue.review(review_id)
    with pytest.raises(ReviewError, match=told):
        desk.decide(review_id, FIRST, "edit", edits=edits)
    assert desk.queue.review(review_id) == before and len(desk.quarantine.ids()) == 1


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (Edits({2: "電話03-5555-0147の店の菓子"}), "本文「相談のきっかけ」の電話番号"),
        (Edits(title="ヨロズ架空堂の値上げ"), "題名の"),
        (Edits({3: "mail@example.jp の町"}), "本文「相談のきっかけ」のメール"),
    ],
)
def test_edited_text_goes_through_the_detector_again(
    desk: Desk, held: Callable[..., Held], edits: Edits, told: str
) -> None:
    """What identifies someone is refused by kind and place, without repeating it."""
    review_id = desk.hold(held())
    with pytest.raises(ReviewError, match=told) as refused:
        desk.decide(review_id, FIRST, "edit", edits=edits)
    assert "5555" not in str(refused.value) and "架空堂" not in str(refused.value)
    assert desk.queue.review(review_id).state == "waiting" and desk.published == []


def test_failing_detector_closes_the_queue_too(desk: Desk, held: Callable[..., Held]) -> None:
    """No text leaves unchecked, no note is stored unmasked."""
    review_id = desk.hold(held())
    desk.detector.broken = True
    for action, note in (("accept", ""), ("edit", ""), ("reject", "理由")):
        with pytest.raises(RuntimeError, match="the detector is missing"):
            desk.decide(review_id, FIRST, action, note=note)
    assert desk.queue.review(review_id).decisions == () and len(desk.quarantine.ids()) == 1


def test_second_person_approves_the_first_ones_text(desk: Desk, held: Callable[..., Held]) -> None:
    """It is shown as it was edited, with who edited it, and is what gets published."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST, "edit", edits=Edits({2: "昔ながらの菓子"}))
    item = desk.queue.item(review_id)
    assert item.edited_by == FIRST and item.placed[1].now == "昔ながらの菓子"
    assert "県内でただ一つ" in item.original.body
    assert desk.decide(review_id, SECOND).state == "accepted"
    assert "昔ながらの菓子" in desk.published[0][0].body


def test_second_edit_makes_the_first_approval_void(desk: Desk, held: Callable[..., Held]) -> None:
    """Nobody is counted for a text they have not seen; the first person may then approve the new one."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST, "edit", edits=Edits({2: "昔ながらの菓子"}))
    again = desk.decide(review_id, SECOND, "edit", edits=Edits({2: "季節の菓子"}))
    assert again.state == "approved-once" and [d.stands for d in again.decisions] == [False, True]
    with pytest.raises(ReviewError, match="同じ人"):
        desk.decide(review_id, SECOND)
    assert desk.decide(review_id, FIRST).state == "accepted"
    assert "季節の菓子" in desk.published[0][0].body


def test_edit_that_changes_nothing_is_an_approval(desk: Desk, held: Callable[..., Held]) -> None:
    """The form sends every field; those that are as they were do not count."""
    case = held()
    review_id = desk.hold(case)
    item = desk.queue.item(review_id)
    same = Edits({p.number: p.now for p in item.placed}, case.proposed.title, case.proposed.body.replace("\n", "\r\n"))
    assert desk.decide(review_id, FIRST, "edit", edits=same).decisions[0].action == "accept"
    assert desk.decide(review_id, SECOND, "edit", edits=same).state == "accepted"


def test_approval_with_edits_is_refused(desk: Desk, held: Callable[..., Held]) -> None:
    """Who changes the text says so."""
    with pytest.raises(ReviewError, match="直して承認"):
        desk.decide(desk.hold(held()), FIRST, "accept", edits=Edits({2: "菓子"}))


def test_rejected_case_is_gone_and_recorded(desk: Desk, held: Callable[..., Held]) -> None:
    """One person is enough to say no, even after an approval."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST)
    done = desk.decide(review_id, FIRST, "reject", note="店が分かってしまうため")
    assert (done.state, done.decisions[-1].action, done.decisions[-1].note) == (
        "rejected",
        "reject",
        "店が分かってしまうため",
    )
    assert done.approvals() == () and desk.published == [] and desk.quarantine.ids() == []
    with pytest.raises(DecidedReviewError, match="すでに決まっています"):
        desk.queue.item(review_id)


def test_note_is_masked_of_names_and_of_what_was_doubtful(desk: Desk, held: Callable[..., Held]) -> None:
    """A reviewer may type the name into the reason."""
    review_id = desk.hold(held())
    note = "架空田万里子さんの店は架空里三丁目にあり、県内でただ一つの手延べ菓子なので。電話03-5555-0147で確認。"
    told = desk.decide(review_id, FIRST, "reject", note=note).decisions[0].note
    for secret in ("架空田", "万里子", "架空里", "県内でただ一つ", "5555"):
        assert secret not in told
    assert "なので。" in told


@pytest.mark.parametrize("action", ["", "publish", "ACCEPT"])
def test_unknown_action_is_refused(desk: Desk, held: Callable[..., Held], action: str) -> None:
    """There are three."""
    with pytest.raises(ReviewError, match="accept、edit、reject"):
        desk.decide(desk.hold(held()), FIRST, action)


def test_unknown_review_is_told(desk: Desk) -> None:
    """By a sentence that says where to look."""
    for act in (desk.queue.item, desk.queue.review, lambda r: desk.queue.decide(r, 1, FIRST, "accept")):
        with pytest.raises(UnknownReviewError, match="一覧から選び直して"):
            act("no-such")


# -- again and again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_unchanged_case_is_not_queued_again_once_decided(
    make_desk: Callable[..., Desk], held: Callable[..., Held], action: str
) -> None:
    """The same file read again finds the decision."""
    desk = make_desk(needed=1)
    case = held()
    assert desk.queue.decided(case.original) is None
    review_id = desk.hold(case)
    assert desk.queue.decided(case.original) is None
    desk.decide(review_id, FIRST, action)
    assert desk.hold(case) == review_id
    assert desk.queue.waiting() == [] and desk.quarantine.ids() == []
    decided = desk.queue.decided(case.original)
    assert decided and decided.state == f"{action}ed"
    assert desk.queue.decided(held("別の話をした。").original) is None


def test_unchanged_case_that_waits_is_not_queued_twice(desk: Desk, held: Callable[..., Held]) -> None:
    """Neither is an approval lost."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST)
    assert desk.hold(held()) == review_id
    assert desk.queue.review(review_id).state == "approved-once" and len(desk.quarantine.ids()) == 1


def test_changed_case_takes_the_place_of_what_waits(desk: Desk, held: Callable[..., Held]) -> None:
    """Approvals of the old text are void; who still looks at it is told."""
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST)
    seen = desk.queue.review(review_id).version
    assert desk.hold(held("値上げを決めていた。")) == review_id
    review = desk.queue.review(review_id)
    assert review.state == "waiting" and review.approvals() == () and len(review.decisions) == 1
    assert "値上げを決めていた。" in desk.queue.item(review_id).original.body and len(desk.quarantine.ids()) == 1
    with pytest.raises(StaleReviewError, match="見ている間に内容が変わりました"):
        desk.decide(review_id, SECOND, version=seen)


def test_case_that_changes_after_its_decision_is_a_new_review(
    make_desk: Callable[..., Desk], held: Callable[..., Held]
) -> None:
    """The record of the old one stays; coming back to the old text is asked again, for the newer one is published."""
    desk = make_desk(needed=1)
    first = desk.hold(held())
    desk.decide(first, FIRST)
    second = desk.hold(held("値上げを決めていた。"))
    assert second != first and desk.queue.review(first).state == "accepted"
    desk.decide(second, FIRST)
    assert desk.hold(held()) not in (first, second)


def test_lost_original_is_held_again_from_the_file(desk: Desk, held: Callable[..., Held]) -> None:
    """When the quarantine cannot give it back, the next import mends it."""
    review_id = desk.hold(held())
    desk.quarantine.erase(desk.quarantine.ids()[0])
    assert desk.queue.check().missing
    assert desk.hold(held()) == review_id
    assert desk.queue.item(review_id).doubts and not desk.queue.check()


def test_id_that_waits_from_another_file_is_refused_while_that_file_is_there(
    desk: Desk, held: Callable[..., Held], tmp_path: object
) -> None:
    """Two files do not overwrite each other's case; a file that moved takes its case along."""
    here = desk.data / "a.md"
    here.write_text("x")
    review_id = desk.hold(held(source=str(here)))
    with pytest.raises(ForeignEntryError, match="別のファイル"):
        desk.hold(held("別の話をした。", source=str(desk.data / "b.md")))
    here.unlink()
    assert desk.hold(held(source=str(desk.data / "b.md"))) == review_id
    assert desk.queue.withdraw(str(here)) == 0 and desk.queue.withdraw(str(desk.data / "b.md")) == 1


def test_withdrawn_case_is_erased_and_may_come_again(desk: Desk, held: Callable[..., Held]) -> None:
    """Its file is gone, or changed so that nothing is doubtful any more."""
    review_id = desk.hold(held())
    assert desk.queue.withdraw("/hub/cases/a.md", keep={"case-h-01"}) == 0
    assert desk.queue.withdraw("/hub/cases/other.md") == 0
    assert desk.queue.withdraw("/hub/cases/a.md") == 1
    assert desk.queue.waiting() == [] and desk.quarantine.ids() == []
    assert desk.queue.review(review_id).state == "withdrawn" and desk.queue.decided(held().original) is None
    assert desk.hold(held()) != review_id


def test_publishing_that_fails_leaves_the_case_to_be_finished(
    make_desk: Callable[..., Desk], held: Callable[..., Held]
) -> None:
    """The decision stands, the case stays listed, and the next try publishes it."""
    failing = [True]

    def fails(publish: Callable[..., None]) -> Callable[..., None]:
        def tried(entry: object, source: str) -> None:
            if failing[0]:
                raise CatalogError("知識の台帳に書き込めません。")
            publish(entry, source)

        return tried

    desk = make_desk(publish=fails, needed=1)
    review_id = desk.hold(held())
    with pytest.raises(CatalogError):
        desk.decide(review_id, FIRST)
    desk.queue.recover()
    assert [r.state for r in desk.queue.waiting()] == ["accepting"] and len(desk.quarantine.ids()) == 1
    failing[0] = False
    desk.queue.recover()
    assert desk.queue.review(review_id).state == "accepted" and len(desk.published) == 1
    assert desk.quarantine.ids() == []


def test_id_that_another_file_publishes_puts_the_case_back(
    make_desk: Callable[..., Desk], held: Callable[..., Held]
) -> None:
    """It can still be rejected; the first approval stands."""

    def foreign(_publish: object) -> Callable[..., None]:
        def refused(entry: object, source: str) -> None:
            raise ForeignEntryError("case-h-01", "/hub/other.md")

        return refused

    desk = make_desk(publish=foreign)
    review_id = desk.hold(held())
    desk.decide(review_id, FIRST)
    with pytest.raises(ForeignEntryError):
        desk.decide(review_id, SECOND)
    review = desk.queue.review(review_id)
    assert review.state == "approved-once" and [d.reviewer for d in review.approvals()] == [FIRST]
    assert desk.decide(review_id, SECOND, "reject").state == "rejected"


# -- many at once ------------------------------------------------------------------------------------------------------


def test_two_reviewers_at_once_lose_nothing(make_desk: Callable[..., Desk], held: Callable[..., Held]) -> None:
    """Of many decisions on one version one counts and the others are told; every case ends decided once."""
    desks = [make_desk(needed=1) for _ in range(4)]
    ids = [desks[0].hold(replace_id(held(), n)) for n in range(8)]

    def act(n: int) -> str:
        desk, review_id = desks[n % 4], ids[n % 8]
        try:
            return str(desk.queue.decide(review_id, 1, f"確認者{n}", "reject" if n % 3 == 0 else "accept").state)
        except (StaleReviewError, DecidedReviewError) as told:
            return type(told).__name__

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(act, range(32)))
    assert sum(state in ("accepted", "rejected") for state in ended) == 8
    assert all(len(desks[0].queue.review(r).decisions) == 1 for r in ids)
    published = [entry.id for desk in desks for entry, _ in desk.published]
    accepted = [r for r in ids if desks[0].queue.review(r).state == "accepted"]
    assert len(published) == len(set(published)) == len(accepted)
    assert desks[0].quarantine.ids() == [] and not desks[0].queue.check()


def replace_id(case: Held, n: int) -> Held:
    return replace(
        case, original=replace(case.original, id=f"case-{n}"), proposed=replace(case.proposed, id=f"case-{n}")
    )


def test_holding_from_many_threads_keeps_every_case(desk: Desk, held: Callable[..., Held]) -> None:
    """An import with several workers."""
    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda n: desk.hold(replace_id(held(), n % 10)), range(30)))
    assert len(set(ids)) == 10 == len(desk.queue.waiting()) == len(desk.quarantine.ids())
    assert not desk.queue.check()


# -- coded fields ------------------------------------------------------------------------------------------------------


def fields_of(case: Held, *where: str) -> Held:
    return replace(case, doubts=tuple(Doubt("combination", w, 0, 0, "いま", "案", "件数が足りません。") for w in where))


def test_coded_fields_offer_their_codes_and_take_no_other(desk: Desk, held: Callable[..., Held]) -> None:
    """One code, several codes, a period; what has no such value is told."""
    review_id = desk.hold(fields_of(held(), "size", "topics", "period", "figures", "id"))
    size, topics, period, figures, own = desk.queue.item(review_id).placed
    assert ("s5", size.now) == (size.chosen[0], "s5") and dict(size.choices)["s5"] and size.editable
    assert topics.chosen == ("pricing",) and period.choices == () and period.editable
    assert not figures.editable and not own.editable
    for number, wrong in ((1, "s99"), (1, "s5,s6"), (2, "pricing,none"), (2, ""), (3, "去年"), (4, "x"), (5, "x")):
        with pytest.raises(ReviewError):
            desk.decide(review_id, FIRST, "edit", edits=Edits({number: wrong}))
    desk.decide(review_id, FIRST, "edit", edits=Edits({1: "s20", 2: "margin, pricing", 3: "2024-01/2025-12"}))
    proposed = desk.queue.item(review_id).proposed
    assert proposed.size == "s20" and proposed.topics == ("margin", "pricing")  # type: ignore[attr-defined]
    assert proposed.period == "2024-01/2025-12"  # type: ignore[attr-defined]


def test_case_can_be_kept_within_a_hub_and_never_the_other_way(
    desk: Desk, held: Callable[..., Held], with_visibility: Callable[[str], Held]
) -> None:
    """Then one person is enough, and nobody else sees it; two doubts over one field have one place to edit it."""
    review_id = desk.hold(fields_of(held(), "visibility", "visibility"))
    assert [p.editable for p in desk.queue.item(review_id).placed] == [True, False]
    done = desk.decide(review_id, FIRST, "edit", edits=Edits({1: "hub:13"}))
    assert (done.state, done.visibility) == ("accepted", "hub:13")
    assert desk.published[0][0].visibility == "hub:13"
    hub = fields_of(replace_id(with_visibility("hub:13"), 2), "visibility")
    second = desk.hold(hub)
    for wider in ("national", "hub:14"):
        with pytest.raises(ReviewError, match="一覧から選んで"):
            desk.decide(second, FIRST, "edit", edits=Edits({1: wider}))
