"""A closed consultation becomes shared know-how through the real gate, and nothing of the client is left behind."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.desk import Desk
from assistant.api.service import Service
from assistant.consultations.consultation import Consultation
from assistant.consultations.consultations import Consultations
from assistant.records import Records
from assistant.settings import Settings
from assistant.sharing.gaps import Gaps
from assistant.sharing.sharing import Sharing
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Case
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase

DAY = date(2026, 11, 24)
SHOP, TOWN = "みのかさ食堂", "架空里三丁目5番7号"
NOTES = (
    f"株式会社{SHOP}の鷺沼惣一さんが、仕入れの値上がりで昼の定食の採算が合わないと窓口に来た。",
    f"住所は{TOWN}、電話は03-5555-0199。定食3品の原価を量る宿題を決めた。",
    "量ってみると、いちばん売れる定食がいちばん利益を残していなかった。二品を50円上げ、一品をやめた。",
    "三か月後、客数は一割減ったが、限界利益は月に8万円増えた。",
)


@pytest.fixture(scope="module")
def detector() -> Detector:
    """The whole detector with the real recogniser."""
    return Detector(GinzaRecogniser())


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, detector: Detector) -> Iterator[Service]:
    """A hub's service over an empty catalog, with the real gate and the real queue."""
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(range(32))).decode())
    data = tmp_path / "data"
    knowledge, records = KnowledgeBase(data, HashingEmbedder()), Records.at(data)
    knowledge.update()
    settings = Settings(data=data, hub="13", names=("testserver",))
    yield Service(
        settings,
        knowledge,
        Assistant(knowledge, lambda: DAY),
        Conversations(),
        Desk.at(settings, knowledge, detector),
        consultations=Consultations(records, detector.mask, lambda: DAY),
        sharing=Sharing.at(data, knowledge, records, detector, lambda: DAY),
    )
    records.close()
    knowledge.close()


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """A client of that service."""
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def closed(service: Service) -> Consultation:
    """Close a consultation with what an adviser wrote down."""
    made = service.consulting.open("13", "定食の値上げと品数の見直し")
    for text in NOTES:
        made = service.consulting.note("13", made.id, made.version, "adviser", text)
    return service.consulting.advance(
        "13", made.id, made.version, "closed", outcome="success", learnt="売れている品から先に原価を量ると話が早い。"
    )


def approve(service: Service, review_id: str, people: int = 2) -> None:
    """Let that many people accept a held case."""
    queue = service.desk.opened(service.settings)
    for number in range(people):
        queue.decide(review_id, queue.review(review_id).version, f"確認 {'一二三'[number]}子", "accept")
    service.knowledge.update()


def test_an_open_consultation_is_not_shared(client: TestClient, service: Service) -> None:
    opened = service.consulting.open("13", "定食の値上げ")
    answer = client.post("/api/contributions", json={"consultation_id": opened.id})
    assert answer.status_code == 422
    assert "終結" in answer.json()["message"]


def test_a_record_that_tells_too_little_is_refused_in_words(client: TestClient, service: Service) -> None:
    made = service.consulting.open("13", "定食の値上げ")
    service.consulting.advance("13", made.id, made.version, "closed", outcome="failure")
    answer = client.post("/api/contributions/preview", json={"consultation_id": made.id})
    assert answer.status_code == 422
    assert "書き足して" in answer.json()["message"]


def test_a_shared_case_is_found_by_all_hubs_only_after_approval_and_tells_who_gave_it(
    client: TestClient, service: Service
) -> None:
    consultation = closed(service)
    sent = client.post("/api/contributions", json={"consultation_id": consultation.id}).json()
    assert sent["state"] == "waiting"
    assert service.knowledge.catalog.get(sent["entry_id"]) is None
    approve(service, sent["review_id"])
    entry = service.knowledge.catalog.get(sent["entry_id"])
    assert entry is not None
    assert (entry.contributed_by, entry.as_of, entry.visibility) == ("hub:13", DAY, "national")
    [hit, *_] = service.knowledge.search("定食の原価を量って値上げした", limit=3)
    assert hit.entry.id == sent["entry_id"]
    assert client.get("/api/contributions").json()["items"][0]["state"] == "published"


def test_nothing_of_the_client_is_left_in_any_file(client: TestClient, service: Service) -> None:
    sent = client.post("/api/contributions", json={"consultation_id": closed(service).id}).json()
    approve(service, sent["review_id"])
    files = [f for f in service.settings.data.rglob("*") if f.is_file()]
    planted = [text.encode() for text in (SHOP, TOWN, "鷺沼", "惣一", "03-5555-0199")]
    assert files
    assert [f.name for f in files if any(text in f.read_bytes() for text in planted)] == []


def test_a_citation_counts_as_a_use_and_thanks_the_hub(client: TestClient, service: Service) -> None:
    sent = client.post("/api/contributions", json={"consultation_id": closed(service).id}).json()
    approve(service, sent["review_id"])
    asked = {"question": "定食の原価を量って値上げした似た事例はありますか", "intent": "similar"}
    assert sent["entry_id"] in str(client.post("/api/chat", json=asked).json()["sources"])
    assert client.get("/api/contributions").json()["items"][0]["times"] == 1
    trail = client.get(f"/api/contributions/{sent['entry_id']}/thanks").json()["items"]
    assert trail == [{"hub": "13", "day": DAY.isoformat(), "times": 1}]


def test_a_retired_case_is_found_no_more(client: TestClient, service: Service) -> None:
    sent = client.post("/api/contributions", json={"consultation_id": closed(service).id}).json()
    approve(service, sent["review_id"])
    assert client.delete(f"/api/contributions/{sent['entry_id']}").json()["state"] == "retired"
    assert service.knowledge.search("定食の原価を量って値上げした", limit=3) == []


def test_what_waits_is_withdrawn_when_it_is_retired(client: TestClient, service: Service) -> None:
    sent = client.post("/api/contributions", json={"consultation_id": closed(service).id}).json()
    assert client.delete(f"/api/contributions/{sent['entry_id']}").json()["state"] == "retired"
    assert service.desk.opened(service.settings).waiting() == []


def test_a_correction_keeps_the_same_case(client: TestClient, service: Service) -> None:
    consultation = closed(service)
    first = client.post("/api/contributions", json={"consultation_id": consultation.id}).json()
    again = service.consulting.advance(
        "13", consultation.id, consultation.version, "following", reason="結果の数字を直すため"
    )
    noted = service.consulting.note("13", again.id, again.version, "adviser", "半年後には客数も元に戻った。")
    service.consulting.advance("13", noted.id, noted.version, "closed", outcome="success")
    second = client.post("/api/contributions", json={"consultation_id": consultation.id}).json()
    assert (second["entry_id"], second["state"]) == (first["entry_id"], "waiting")
    assert len(client.get("/api/contributions").json()["items"]) == 1


def test_another_hub_cannot_see_or_retire_it(client: TestClient, service: Service) -> None:
    sent = client.post("/api/contributions", json={"consultation_id": closed(service).id}).json()
    other = replace(service, settings=replace(service.settings, hub="47"))
    with TestClient(create_app(other), raise_server_exceptions=False) as elsewhere:
        assert elsewhere.get("/api/contributions").json()["items"] == []
        assert elsewhere.delete(f"/api/contributions/{sent['entry_id']}").status_code == 404
        assert elsewhere.get(f"/api/contributions/{sent['entry_id']}/thanks").status_code == 404


def test_a_question_that_found_nothing_is_a_gap_without_its_words(client: TestClient, service: Service) -> None:
    client.post("/api/chat", json={"question": "旅館の人手不足に似た事例はありますか", "intent": "similar"})
    [gap] = client.get("/api/gaps").json()["unanswered"]
    assert gap["times"] == 1
    assert gap["industry"]["code"] == "75"
    assert "旅館の人手" not in str(gap)


def test_trades_with_one_side_only_are_told(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    records = Records.at(tmp_path)
    found = Gaps(records, knowledge.catalog).one_sided(Viewer(), fewest=2)
    cases = [e for e in knowledge.catalog.entries("case") if isinstance(e, Case)]
    records.close()
    assert found
    for gap in found:
        outcomes = {c.outcome for c in cases if c.industry == gap.industry and gap.topic in c.topics} - {"partial"}
        assert outcomes <= ({"success"} if gap.lacks == "failure" else {"failure", "discontinued"})
