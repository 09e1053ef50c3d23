"""500 planted identifiers through the real gate, in every format: none is left anywhere, before or after the decisions.

The names, numbers and addresses are made up by this file; phones and mails are from ranges kept for examples.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest import __main__ as ingest_command
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.review.opening import open_queue
from knowledge.catalog import Catalog
from knowledge.keeping import backup

_FIRST = [
    "鷺沼",
    "梶ヶ谷",
    "溝口",
    "登戸",
    "生田",
    "柿生",
    "鶴巻",
    "栢山",
    "蛍田",
    "足柄",
    "谷峨",
    "御厨",
    "杉津",
    "敦賀原",
    "刈安",
    "関鵜",
    "垂井野",
    "醒井",
    "能登谷",
    "篠塚原",
]
_SECOND = ["惣一", "佳乃", "照臣", "まどか", "悠吾"]
_SHOPS = [
    "みのかさ",
    "くるみ坂",
    "とうろう",
    "はしばみ",
    "ゆきげ",
    "あさぎり",
    "かりがね",
    "つばくろ",
    "なぎさや",
    "もえぎ",
]
_TOWNS = ["架空沢", "仮名川", "見本原", "試作野", "雛形浦"]


@dataclass(frozen=True)
class Client:
    """One client's identifiers as the record names them, and the numbers that the notes mention."""

    person: str
    firm: str
    place: str
    phone: str
    mail: str
    address: str
    number: str
    account: str
    born: str
    url: str

    def planted(self) -> list[str]:
        """Return what must be found nowhere: distinctive parts of every identifier."""
        family, given = self.person.split()
        return [family + given, self.firm.removeprefix("株式会社"), self.place, self.phone, self.mail]

    def written(self) -> list[str]:
        """Return the identifiers that stand in free text only."""
        return [self.address, self.number, self.account, self.born, self.url]

    def notes(self) -> dict[str, str]:
        """Return what a coordinator wrote down, in several spellings."""
        family, given = self.person.split()
        shop = self.firm.removeprefix("株式会社")
        return {
            "相談のきっかけ": f"{family}さんから電話({self.phone})。㈱{shop}は{self.place}にある。連絡は{self.mail}へ。",
            "本質的課題": f"{family}{given}氏は原価を測っていなかった。住所は{self.address}。法人番号は{self.number}。",
            "打ち手": f"{shop}(株)の{family}社長と三品を値上げした。振込先は{self.account}。{self.born}の社長が決めた。",
            "結果": f"利益が月に二万円増えた。{self.url} に載せた。",
        }


def corporate_number(body: int) -> str:
    """Return a 法人番号 with its right check digit for a body of 12 digits."""
    digits = f"{body:012d}"
    total = sum(int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits)))
    return f"{9 - total % 9}{digits}"


def clients() -> list[Client]:
    """Return 50 clients with 10 identifiers each."""
    made = []
    for n in range(50):
        family, given = _FIRST[n % 20], _SECOND[n // 10]
        made.append(
            Client(
                person=f"{family} {given}",
                firm=f"株式会社{_SHOPS[n % 10]}{'東西南北中'[n // 10]}屋",
                place=f"{_TOWNS[n % 5]}町{'一二三四五六七八九十'[n // 5]}区",
                phone=f"03-5550-{7000 + n}",
                mail=f"client{n:02d}@kaname-{n:02d}.example",
                address=f"静岡県富士市吉原{n % 7 + 1}丁目{n + 1}-{n % 9 + 3}",
                number=corporate_number(110_000_000_000 + 7_919 * n),
                account=f"富士山信用金庫吉原支店 普通 {7_654_000 + 13 * n}",
                born=f"昭和{30 + n % 33}年{n % 12 + 1}月{n % 27 + 1}日生まれ",
                url=f"https://shop-{n:02d}.example/kaisha",
            )
        )
    return made


def as_markdown(number: int, client: Client) -> str:
    body = "\n".join(f"## {heading}\n{text}" for heading, text in client.notes().items())
    return (
        f"---\nkind: case\nid: canary-{number:02d}\ntitle: {client.firm}の値上げ\norigin: contributed\nvisibility: hub:22\n"
        f"names:\n  person: [{client.person}]\n  firm: [{client.firm}]\n  place: [{client.place}]\n---\n{body}\n"
    )


def as_rows(some: Sequence[Client]) -> list[list[str]]:
    head = ["相談者名", "会社名", "所在地", "相談内容", "本当の課題", "支援内容", "結果"]
    return [head, *([c.person, c.firm, c.place, *c.notes().values()] for c in some)]


def as_csv(some: Sequence[Client]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(as_rows(some))
    return text.getvalue().encode("cp932")


def as_workbook(some: Sequence[Client]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in as_rows(some):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def as_jsonl(start: int, some: Sequence[Client]) -> str:
    lines = []
    for number, client in enumerate(some, start):
        facts = {"kind": "case", "id": f"canary-{number:02d}", "title": "値上げの相談", "origin": "contributed"}
        names = {"person": [client.person], "firm": [client.firm], "place": [client.place]}
        lines.append(json.dumps(facts | {"names": names, "sections": client.notes()}, ensure_ascii=False))
    return "\n".join(lines)


def as_word(client: Client) -> bytes:
    document = docx.Document()
    document.add_heading("相談記録", 0)
    table = document.add_table(rows=0, cols=2)
    for label, value in (("相談者名", client.person), ("会社名", client.firm), ("所在地", client.place)):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    for heading, text in client.notes().items():
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's folder: every format, file names that name clients, a file that fails, and an archive."""
    folder = tmp_path_factory.mktemp("hub") / "相談"
    folder.mkdir()
    some = clients()
    for number, client in enumerate(some[:10]):
        shop = client.firm.removeprefix("株式会社")
        (folder / f"{shop}_{client.person.split()[0]}様.md").write_text(as_markdown(number, client), encoding="utf-8")
    (folder / "一覧.csv").write_bytes(as_csv(some[10:20]))
    (folder / "一覧.xlsx").write_bytes(as_workbook(some[20:30]))
    (folder / "記録.jsonl").write_text(as_jsonl(30, some[30:38]), encoding="utf-8")
    for client in some[38:44]:
        (folder / f"{client.firm}.docx").write_bytes(as_word(client))
    with zipfile.ZipFile(folder / f"{some[44].firm}ほか.zip", "w") as archive:
        for number, client in enumerate(some[44:], 44):
            archive.writestr(f"{client.firm}/記録.md", as_markdown(number, client))
    broken = as_markdown(99, some[0]).replace("kind: case", f"kind: {some[1].firm}")
    (folder / "壊れた記録.md").write_text(broken, encoding="utf-8")
    return folder


def left(places: Sequence[Path], planted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (file, identifier) wherever one is found, in any encoding a file may have."""
    forms = {
        text.encode(encoding) for text in planted for encoding in ("utf-8", "utf-16-le", "cp932", "unicode_escape")
    } | {json.dumps(text).strip('"').encode() for text in planted}
    for place in places:
        for path in [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file()):
            content = path.read_bytes()
            for form in forms:
                if form in content or form in str(path).encode():
                    yield path.name, form.decode("utf-8", "replace")


def test_none_of_500_canaries_is_left_anywhere(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catalog, Chroma, Tantivy, quarantine, stored report, what is printed, and a backup: before and after decisions."""
    data = tmp_path / "data"
    monkeypatch.setenv("YOROZU_HUB", "22")
    planted = [text for client in clients() for text in (*client.planted(), *client.written())]
    assert len(set(planted)) == 500
    planted += _FIRST  # a surname alone says as much
    assert ingest_command.main([str(folder), "--data", str(data), "--json"]) == 1  # the broken file is told
    printed = capfd.readouterr()
    report = json.loads(printed.out)
    failed = [f for f in report["files"] if f["state"] == "failed"]
    assert [f["path"] for f in failed] == ["壊れた記録.md"]
    assert report["entries"] + report["held"] == 50
    said = tmp_path / "said.txt"
    # file names are told to whoever runs the import, who knows them, and are kept nowhere
    said.write_text(
        json.dumps([f["warnings"] + [f["reason"]] for f in report["files"]], ensure_ascii=False) + printed.err
    )
    assert list(left([data, said], planted)) == []
    catalog = Catalog.at(data)
    detector = Detector(GinzaRecogniser())
    queue = open_queue(data, catalog, detector)
    for number, review in enumerate(queue.waiting()):
        queue.decide(review.id, review.version, "浅黄", "reject" if number % 2 else "accept")
    assert queue.waiting() == []
    backup.take(data, tmp_path / "backup.zip")
    catalog.close()
    backup.restore(tmp_path / "backup.zip", tmp_path / "restored")
    assert list(left([data, tmp_path / "backup.zip", tmp_path / "restored"], planted)) == []
