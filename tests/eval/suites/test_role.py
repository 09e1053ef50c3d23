from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.answer import Answer, Block, Citation, Row, Sentence
from eval.labelled_questions import LabelledQuestion, read_labelled_questions
from eval.plain_words import Glossary, Readability
from eval.suites.role import Answered, fixed_part, measured, unmarked
from knowledge.words import Words

CITED = (Citation(number=1, entry_id="e", anchor="学び", quote="q", start=0, end=1),)
GLOSSARY = Glossary({"限界利益": ("売って手元に残る分",), "債務償還年数": ()})
GOOD = Sentence(text="売れた数を紙に書きます。", status="verified", citations=CITED)
BAD = Sentence(
    text="債務償還年数と限界利益の見通しが甘いので、資金繰円滑化支援事業の活用を含む経営改善計画策定支援をご検討ください。",
    status="unverified",
)


@pytest.fixture(scope="module")
def readability() -> Readability:
    return Readability(Words())


def answered(role, *sentences, rows=()):
    asked = LabelledQuestion(id=f"x-{role}", role=role, kind="plain", intent="plan", question="店が苦しいです。")
    answer = Answer(
        question=asked.question,
        role=role,
        intent="plan",
        judgement="",
        premises=(),
        blocks=(Block(kind="action", heading="", sentences=sentences, rows=rows),),
        sources=(),
        notices=(),
        searched={},
        as_of=date(2026, 11, 21),
    )
    return Answered(asked, answer)


def means(readability, *given):
    found = {m.name: [s.value for s in m.scores] for m in measured(given, GLOSSARY, readability)}
    return {name: sum(values) / len(values) for name, values in found.items() if values}


def test_an_owner_who_is_shown_jargon_unverified_and_talked_down_to_is_badly_served(readability):
    good, bad = (means(readability, answered("owner", s)) for s in (GOOD, BAD))
    assert good["owner/unverified"] == good["condescending"] == good["owner/unexplained_terms"] == 0
    assert bad["owner/unverified"] == bad["condescending"] == 1
    assert bad["owner/unexplained_terms"] == 2
    assert bad["owner/words_per_sentence"] > 2 * good["owner/words_per_sentence"]
    assert bad["owner/long_kanji"] > good["owner/long_kanji"] == 0
    assert bad["owner/length"] > good["owner/length"] == len(GOOD.text)


def test_a_term_explained_at_the_end_is_explained_and_the_text_above_it_is_no_longer_for_that(readability):
    plain = answered("owner", Sentence(text="限界利益を書きます。", status="verified", citations=CITED))
    told = Sentence(text="限界利益とは、売上から変動費を引いた残りです。", status="verified", citations=CITED)
    block = Block(kind="terms", heading="ことばの説明", rows=(Row(label="限界利益", cells=((told,),)),))
    closed = replace(plain, answer=replace(plain.answer, blocks=(*plain.answer.blocks, block)))
    before, after = means(readability, plain), means(readability, closed)
    assert (before.pop("owner/unexplained_terms"), after.pop("owner/unexplained_terms")) == (1, 0)
    assert before == after


def test_a_stub_that_says_nothing_has_no_substance_and_no_readability(readability):
    found = means(readability, answered("owner"))
    assert found["substance"] == 0
    assert "owner/words_per_sentence" not in found


def test_sentences_without_a_source_have_no_substance(readability):
    assert means(readability, answered("owner", Sentence(text="案内です。", status="note")))["substance"] == 0
    assert means(readability, answered("owner", GOOD))["substance"] == 1


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence(text="印がありません。", status=""),
        Sentence(text="出典がないのに確認済です。", status="verified"),
        Sentence(text="出典がないのに言い換えです。", status="paraphrase"),
        Sentence(text="わけの書かれていない未確認です。", status="unverified"),
        Sentence(text="知らない印です。", status="surely"),
    ],
)
def test_an_adviser_is_owed_an_honest_mark_on_every_sentence(readability, sentence):
    given = answered("co", GOOD, sentence)
    assert unmarked(given.answer) == [sentence.text]
    assert means(readability, given)["adviser/marked"] == 0
    assert means(readability, answered("owner", sentence))["owner/unverified"] == 1


def test_an_unverified_sentence_with_its_reason_is_a_mark_for_advisers_and_too_much_for_owners(readability):
    told = Sentence(text="分かりません。", status="unverified", reason="出典にありません")
    assert means(readability, answered("cco", told))["adviser/marked"] == 1
    assert means(readability, answered("owner", told))["owner/unverified"] == 1


def test_a_line_shown_as_a_bad_example_is_not_the_answers_own_wording(readability):
    line = Sentence(text="努力が足りません。", status="verified", citations=CITED)
    found = {label: answered("co", rows=(Row(label=label, cells=((line,),)),)) for label in ("悪い例", "良い例")}
    assert means(readability, found["悪い例"])["condescending"] == 0
    assert means(readability, found["良い例"])["condescending"] == 1


def test_the_fixed_part_is_the_same_whatever_the_order_and_has_enough_of_every_role():
    asked = read_labelled_questions()
    part = fixed_part(asked)
    assert part == fixed_part(reversed(asked))
    counts = Counter(q.role for q in part)
    assert counts["owner"] >= 60 and min(counts.values()) >= 30
