"""Whatever is asked, an answer keeps its promises: verified, verbatim, numbered, complete, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering import Answer, Question
from assistant.api.service import Service
from knowledge.entries import Entry
from knowledge.search import KnowledgeBase

QUESTIONS = [
    ("co", "similar", "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"),
    ("co", "similar", "温泉旅館の女将さん、人手不足で休館日を増やすか迷っている。似た事例は？"),
    ("co", "similar", "ラーメン店の開業で失敗した例はありますか"),
    ("co", "similar", "事業承継で親子がもめた会社の事例を教えて"),
    ("co", "similar", "介護事業所で職員が次々に辞める。うまくいった例は？"),
    ("co", "similar", "運送会社の2024年問題、荷主との運賃交渉の事例を見せて"),
    ("co", "similar", "補助金以外で、パン屋の生産性を上げた事例"),
    ("co", "similar", "従業員8人の印刷会社、紙の値上がりを転嫁できない"),
    ("owner", "similar", "うちと同じような金属加工の会社の事例を見せてください"),
    ("cco", "similar", "支援がうまくいかなかった事例は？ 飲食店で"),
    ("co", "contrast", "下請けの町工場、取引先1社に7割頼っている。価格交渉の成功例と失敗例を比べたい"),
    ("co", "contrast", "美容室、SNSを頑張っても売上が増えない。どこで分かれたのか対比したい"),
    ("co", "contrast", "旅館の値上げ、成功と失敗の違いは何か"),
    ("co", "contrast", "農家の直売、うまくいった所と行かなかった所は何が違う？"),
    ("cco", "contrast", "事業承継の成功と失敗の分かれ目をCOに教えたい"),
    ("owner", "contrast", "値上げした店としなかった店を比べると"),
    ("cco", "mentor", "相談者が怒って帰ってしまった。どう接すればよかったか"),
    ("cco", "mentor", "新任のコーディネーターが数字の話ばかりして相談者が黙ってしまいます。どう指導しますか"),
    ("cco", "mentor", "「上から目線だ」という苦情が届いたときに最初にすることは？"),
    ("cco", "mentor", "商工会との連携がうまくいかない。支援機関とどう関係を作るか"),
    ("cco", "mentor", "面談のあと連絡が途絶えた相談者にどう声をかけるか"),
    ("co", "mentor", "話の聞き方を教えてください。つい先に答えを言ってしまう"),
    ("co", "mentor", "相談者が泣き出したとき、コーディネーターはどうすべきか"),
    ("owner", "plan", "パン屋をしています。小麦が上がって苦しい。何から始めればいいですか"),
    ("owner", "plan", "売上は増えているのに手元にお金が残りません"),
    ("owner", "plan", "借入の返済が重くて資金繰りが心配です。どうすればいいですか"),
    ("owner", "plan", "従業員が5人の金属加工業です。息子に継がせたいが何から手を付ければ"),
    ("owner", "plan", "美容室を一人でやっています。新しいお客さんが来ません。どうすれば"),
    ("owner", "plan", "地震で工場が壊れました。助けてください"),
    ("owner", "plan", "もう店を閉めようかと思っています。何から手を付ければ"),
    ("co", "plan", "人が辞めていく町工場の行動計画を作りたい"),
    ("co", "plan", "旅館の立て直し、次の一手は"),
    ("co", "policy", "価格交渉促進月間はいつ？"),
    ("co", "policy", "持続化補助金の上限は500万円ですよね？"),
    ("owner", "policy", "持続化補助金はいくらもらえますか"),
    ("co", "policy", "業務改善助成金の対象になるのはどんな会社ですか"),
    ("co", "policy", "マル経融資の限度額は"),
    ("co", "policy", "取適法とは何ですか"),
    ("co", "policy", "限界利益とは"),
    ("cco", "policy", "相談者の個人情報をAIに入力してよいか"),
    ("owner", "policy", "よろず支援拠点は何をしてくれるところですか？ 無料って聞きましたが定義は"),
    ("co", "policy", "デジタル化応援スーパー補助金の補助率は？"),
]


@pytest.fixture(scope="module", params=QUESTIONS, ids=lambda q: f"{q[0]}-{q[2][:12]}")
def asked(request: pytest.FixtureRequest, service: Service) -> Iterator[tuple[str, Answer]]:
    """A question's intended intent, and its answer."""
    role, intent, text = request.param
    yield intent, service.assistant.answer(Question(text=text, role=role))


def test_intent_is_what_the_question_wants(asked: tuple[str, Answer]) -> None:
    """The reading of the question, which everything hangs on, is right."""
    intent, answer = asked
    assert answer.intent == intent


def test_every_sentence_is_verified_and_verbatim_in_its_section(
    asked: tuple[str, Answer], knowledge: KnowledgeBase
) -> None:
    """What is not a remark about the search stands word for word in a source, at the place that is cited."""
    _, answer = asked
    said = list(answer.sentences())
    assert any(s.citations for s in said)
    for sentence in said:
        if sentence.status == "note":
            assert not sentence.citations
            continue
        assert sentence.status == "verified", sentence
        for citation in sentence.citations:
            entry = _entry(knowledge, citation.entry_id)
            assert entry.body[citation.start : citation.end] == citation.quote == sentence.text
            section = next(s for s in entry.sections if s.anchor == citation.anchor)
            assert section.start <= citation.start < citation.end <= section.end


def test_sources_are_numbered_in_the_order_in_which_a_reader_meets_them(asked: tuple[str, Answer]) -> None:
    """The first citation is [1], numbers have no holes, and the list holds exactly what is cited."""
    _, answer = asked
    met = list(dict.fromkeys((c.number, c.entry_id) for s in answer.sentences() for c in s.citations))
    assert [number for number, _ in met] == list(range(1, len(met) + 1))
    assert [(s.number, s.entry_id) for s in answer.sources] == met


def test_no_block_row_or_sentence_is_empty(asked: tuple[str, Answer]) -> None:
    """There is no heading without a text under it."""
    _, answer = asked
    assert answer.blocks
    for block in answer.blocks:
        assert list(block.all_sentences()), block.heading
        assert all(any(row.cells) for row in block.rows)
        assert all(len(row.cells) == max(1, len(block.columns)) for row in block.rows)
    assert all(s.text.strip() for s in answer.sentences())


def test_answer_is_the_same_when_asked_again(asked: tuple[str, Answer], service: Service) -> None:
    """Nothing is left to chance."""
    _, answer = asked
    again = service.assistant.answer(Question(text=answer.question, role=answer.role))
    assert (again.blocks, again.sources, again.premises) == (answer.blocks, answer.sources, answer.premises)


def test_synthetic_cases_are_said_to_be_synthetic(asked: tuple[str, Answer]) -> None:
    """Nobody takes a made-up case for a real firm."""
    _, answer = asked
    cites_a_case = any(s.kind == "case" for s in answer.sources)
    assert any("合成の事例" in n for n in answer.notices) == cites_a_case


def test_answer_tells_how_long_each_stage_took(service: Service) -> None:
    """Speed can be watched by stage."""
    answer = service.assistant.answer(Question(text="限界利益とは"))
    assert list(answer.seconds) == ["understand", "evidence", "write", "verify"]
    assert all(seconds >= 0 for seconds in answer.seconds.values())


def _entry(knowledge: KnowledgeBase, entry_id: str) -> Entry:
    entry = knowledge.catalog.get(entry_id)
    assert entry is not None
    return entry
