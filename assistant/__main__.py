"""``python -m assistant serve``, ``ask "質問" --role co|cco|owner`` and ``plan --intake FILE|- --question "…"`` ([--data DIR] [--json])."""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant import plan_command
from assistant.answering import Answer, Assistant, Question, QuestionError, Sentence, Source
from assistant.answering.answer import INTENTS, ROLES, STATUSES
from assistant.answering.modelling import open_model, open_writer
from assistant.answering.understand import Hide, understand
from assistant.api.wire import answer_json
from assistant.plans.drafting import Drafter, Rewording
from assistant.settings import Settings, SettingsError, port_of
from assistant.starter import import_starter
from ingest.anonymise import mask
from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.anonymise.tagger.second_opinion import SecondOpinion
from knowledge.catalog import CatalogError
from knowledge.embedding import Embedder, EmbeddingError, load_embedder
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.indexes.verification import Verifier
from knowledge.search import KnowledgeBase
from knowledge.taxonomy import UnknownCodeError

_WARM_AFTER = 1.0  # seconds after the start in which the page can come up before the recogniser takes the processor
_ERRORS = (
    SettingsError,
    QuestionError,
    UnknownCodeError,
    CatalogError,
    EmbeddingError,
    BrokenIndexError,
    plan_command.IntakeFileError,
)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 2 with one sentence on standard error."""
    given = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        if given.data:
            settings = replace(settings, data=given.data)
        if given.command == "serve":
            port = port_of(given.port) if given.port else settings.port
            return _serve(replace(settings, host=given.host or settings.host, port=port))
        return _plan(given, settings) if given.command == "plan" else _ask(given, settings)
    except _ERRORS as error:
        print(
            json.dumps({"error": str(error)}, ensure_ascii=False) if getattr(given, "json", False) else error,
            file=sys.stderr,
        )
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="よろず支援拠点 共有AIアシスタント")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="サーバーと画面を起動する")
    serve.add_argument("--host", help="待ち受けるアドレス(既定 127.0.0.1)")
    serve.add_argument("--port", help="ポート(既定 8000)")
    ask = commands.add_parser("ask", help="質問して、根拠つきの回答を表示する")
    ask.add_argument("question", help="質問")
    ask.add_argument("--role", default="co", choices=sorted(ROLES), help="だれとして尋ねるか(既定 co)")
    ask.add_argument("--intent", default="", choices=["", *INTENTS], help="知りたいこと(省くと質問から読み取る)")
    ask.add_argument("--json", action="store_true", help="JSON で表示")
    plan = commands.add_parser("plan", help="ヒアリングの内容から行動計画の案を作る")
    plan_command.add_to(plan)
    for command in (serve, ask, plan):
        command.add_argument("--data", type=Path, help="データの置き場所(既定 data、または YOROZU_DATA)")
    return parser


def _ask(given: argparse.Namespace, settings: Settings) -> int:
    question = Question(text=given.question, role=given.role, hub=settings.hub, intent=given.intent)
    understand(question)  # a bad question is refused before the knowledge is loaded
    knowledge = _open(settings, load_embedder(settings.embedding), quiet=given.json)
    try:
        writer = open_writer(settings.model, _say)
        answer = Assistant(knowledge, writer=writer).answer(question)
    finally:
        knowledge.close()
    print(json.dumps(answer_json(answer), ensure_ascii=False, indent=1) if given.json else as_text(answer))
    return 0


def _plan(given: argparse.Namespace, settings: Settings) -> int:
    told = plan_command.intake_of(given)
    knowledge = _open(settings, load_embedder(settings.embedding), quiet=given.json)
    try:
        plan = _drafter(settings, knowledge, mask, _say).draft(told, settings.hub, given.role)
    finally:
        knowledge.close()
    print(plan.model_dump_json(indent=1) if given.json else plan_command.as_text(plan))
    return 0


def _serve(settings: Settings) -> int:
    settings.require_loopback()
    settings.require_free_port()
    os.umask(0o077)
    began = time.perf_counter()
    recogniser = GinzaRecogniser()
    detector = Detector(recogniser, SecondOpinion(recogniser))
    embedder = load_embedder(settings.embedding)
    knowledge = _open(settings, embedder, quiet=False, served=True)
    import uvicorn  # the server's libraries are not needed by `ask`

    from assistant.answering.conversation import Conversations
    from assistant.api.app import create_app
    from assistant.api.desk import Desk
    from assistant.api.service import Service
    from assistant.consultations.consultations import Consultations
    from assistant.practice import Practice
    from assistant.records import Records
    from assistant.records.practices import Practices
    from assistant.sharing.sharing import Sharing

    here = not settings.embedding.startswith("langchain:")  # a provider elsewhere gets nothing that is only suspected
    hide = functools.partial(detector.mask_question, here=here)
    assistant = Assistant(knowledge, hide=hide, writer=open_writer(settings.model, lambda text: _say(f"      {text}")))
    records = Records.at(settings.data)
    service = Service(
        settings,
        knowledge,
        assistant,
        Conversations(),
        Desk.at(settings, knowledge, detector),
        Practice(Practices(records), knowledge, embedder, detector.mask),
        Consultations(records, detector.mask),
        drafter=_drafter(settings, knowledge, detector.mask, lambda _text: None),  # the writer said it already
        hide=detector.mask,
        sharing=Sharing.at(settings.data, knowledge, records, detector),
    )
    _say(f"[4/4] 準備ができました({time.perf_counter() - began:.1f}秒): {settings.url}  終了は Ctrl+C")
    warming = threading.Timer(_WARM_AFTER, _warm, [detector])
    warming.daemon = True
    warming.start()
    try:
        uvicorn.run(create_app(service), host=settings.host, port=settings.port, log_level="warning", access_log=False)
    finally:
        records.close()
        knowledge.close()
    return 0


def _drafter(settings: Settings, knowledge: KnowledgeBase, hide: Hide, say: Callable[[str], None]) -> Drafter:
    """Return who drafts plans; a chat model may reword what it quotes where one is set."""
    model = open_model(settings.model, say)
    rewording = Rewording(model, settings.model, knowledge) if model and settings.model else None
    return Drafter(knowledge, hide=hide, rewording=rewording)


def _warm(detector: Detector) -> None:
    """Load the recogniser while the page is being read; a question that comes sooner waits for it."""
    try:
        detector.ready()
    except DetectorError as error:
        _say(f"      {error} それまでは質問を受け付けません。")


def _open(settings: Settings, embedder: Embedder, quiet: bool, served: bool = False) -> KnowledgeBase:
    """Open the knowledge base, and bring the starter knowledge in; verify what is to be served."""
    say = (lambda _text: None) if quiet else _say
    say("[3/4] 知識を読み込んでいます")
    check = Verifier(settings.data) if served else None
    knowledge = KnowledgeBase(settings.data, embedder, check)
    import_starter(knowledge, say, mend=not served)
    if served:
        knowledge.require_sound()
        knowledge.serving.current()
        knowledge.serving.watch()
        if knowledge.serving.keywords_only:
            say("      検索の索引が壊れていたため、作り直しています。その間は、ことばの一致だけで探します")
    return knowledge


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def as_text(answer: Answer) -> str:
    """Return an answer as it is read on a terminal."""
    lines = [
        f"質問: {answer.question}",
        f"読み取り: {INTENTS[answer.intent]}／{'、'.join(p.label for p in answer.premises) or '前提なし'}",
    ]
    for block in answer.blocks:
        lines += ["", f"■ {block.heading}" if block.heading else ""]
        lines += ["  " + "／".join(block.facts)] if block.facts else []
        lines += [f"  {_sentence(s)}" for s in block.sentences]
        for row in block.rows:
            for column, cell in zip(block.columns or ("",), row.cells, strict=True):
                label = f"{row.label}（{column.split('｜')[0]}）" if column else row.label
                lines.append(f"  {label}: " + "".join(_sentence(s) for s in cell))
    lines += ["", "根拠"]
    for source in answer.sources:
        lines.append(f"  [{source.number}] {source.title}（{'、'.join([source.entry_id, *_marks(source)])}）")
    return "\n".join([*lines, "", f"文章: {answer.written_by}", *answer.notices])


def _marks(source: Source) -> list[str]:
    """Return how fresh a source is: its date, whether it has expired, and what supersedes it."""
    marks = [f"{source.as_of} 時点{_guessed(source, 'as_of')}"] if source.as_of else []
    marks += [f"期限切れ {source.valid_until}{_guessed(source, 'valid_until')}"] if source.expired else []
    if source.newer:
        marks.append(f"旧版{'(推定)' if source.newer.guessed else ''}: 新しい版は {source.newer.entry_id}")
    return marks


def _guessed(source: Source, name: str) -> str:
    return "(推定)" if name in source.guessed else ""


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f"[{c.number}]" for c in sentence.citations)
    status = "" if sentence.status in ("verified", "note", "computed") else f"〔{STATUSES[sentence.status]}〕"
    return sentence.text + marks + status


if __name__ == "__main__":
    sys.exit(main())
