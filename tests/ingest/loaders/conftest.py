"""Small Office files made on the spot, and what becomes of a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
import pytest

from ingest.loaders import Loaded, LoadError, RawFile, load
from knowledge.entries import Policy

#: A hub's own list, written by hand for these tests; the people, firms and places in it do not exist.
HUB_HEADER = [
    "No.", "相談日", "会社名・屋号", "相談者名", "担当CO", "市町村", "何屋", "従業員数", "社長について", "人柄", "相談区分",
    "来訪の経緯", "困りごと", "見立て", "具体的支援（時系列で）", "その後どうなったか", "売上（支援前）", "売上（支援後）", "評価",
    "所感・気づき", "公開範囲", "備考",
]  # fmt: skip
HUB_ROWS: list[list[Any]] = [
    [1, "R5.4.12", "㈱見本板金", "試山 一郎", "例田", "架空市", "板金加工", "8名", "二代目", "慎重", "価格転嫁、採算",
     "主な取引先から単価の引き下げを求められ、断り方を聞きに来た。", "断れば仕事がなくなるのではと恐れていた。",
     "品番ごとの原価を誰も知らず、どの仕事で損をしているか分からなかった。",
     "4月に12品番の段取り時間を測り、5月に原価表を作り、6月に改定を申し入れた。", "9品番で平均6%の改定が通った。",
     "4,200万円", "4,450万円", "○", "数字を持つと話し方が変わる。", "全国", "電話にて報告あり"],
    [2, "2023/5/8", "そば処架空庵", "", "例田", "架空市", "そば屋", "夫婦2人", "夫婦経営", "職人気質", "集客",
     "昼の客が二年で三割減った。", "看板を新しくしたい。", "席が空くまでの待ち時間が長く、常連が別の店へ移っていた。",
     "券売機を借り、注文から提供までを一週間測った。", "昼の回転が1.4回から1.9回に増えた。", "", "", "△", "", "", ""],
    [3, "令和5年6月", "架空製菓", "試川 花", "見本", "架空町", "和菓子の製造・販売", "12", "三代目", "頑固", "商品開発",
     "夏の売上が冬の半分しかない。", "新商品を一緒に考えてほしい。", "", "試作を7品つくり、直売所で3品を試し売りした。",
     "1品が残った。", "", "", "一部成功", "", "自拠点のみ", ""],
    [4, "2023年7月～12月", "", "試本 次郎", "見本", "", "電気工事", "0", "一人親方", "断れない", "資金繰り",
     "元請の支払いが90日後で、材料代が先に出る。", "つなぎの融資を受けたい。", "見積に材料の前金を入れていなかった。",
     "見積書に前金の欄を設け、公庫の窓口へ同行した。", "3現場で前金が通り、借入は要らなくなった。", "", "", "成功", "", "national", ""],
    [5, "2023-08-01", "hair 架空", "試野", "例田", "架空区", "美容室", "3人", "創業者", "新しい物好き", "広報・SNS",
     "写真の投稿は多いが新規が来ない。", "", "検索で店名しか出ず、駅名と髪質では見つからなかった。",
     "予約ページの説明を髪質別に書き直した。", "新規が月4人から11人に増えた。", "", "", "◎", "", "", ""],
    [6, "2023/9/4", "架空運送㈲", "", "見本", "", "運送会社", "26名", "娘婿", "受け身", "人材・労務",
     "運転手が半年で4人辞めた。", "求人票の書き方を知りたい。", "待機の長い荷主の便に若手が偏っていた。",
     "便ごとの待機を3週間記録し、荷主2社と時間の枠を決めた。", "翌年の離職は1人だった。", "", "", "解決", "", "", ""],
    [7, "2023/10/2", "", "", "例田", "", "旅館", "15〜18人", "後継予定", "完璧主義", "IT・DX・AI",
     "予約台帳が三冊あり二重予約が続く。", "", "電話の予約を書き写す人が決まっていなかった。",
     "台帳を一冊にし、電話は帳場だけで受けることにした。", "二重予約はなくなったが、入力を続ける人が退職し元に戻った。", "", "",
     "失敗", "道具より先に係を決める。", "", ""],
    [8, "", "架空農園", "", "", "", "いちご農家", "家族だけ", "Uターン", "楽観的", "販路開拓",
     "加工用に回る実が三割ある。", "ジャムを百貨店に置きたい。", "卸の条件では1瓶42円の赤字になる計算だった。",
     "直売と予約販売に絞り、瓶を小さくした。", "", "", "", "継続中", "", "", ""],
    [9, "2024/1/15", "", "", "", "", "介護事業所", "48人", "院長", "数字に強い", "省力化", "記録に毎日2時間かかる。", "",
     "同じ内容を三つの帳票に書いていた。", "帳票を一つにまとめ、音声入力を二人で試した。", "記録は1日70分になった。", "", "", "改善", "", "", ""],
    [10, "2024/2/1", "架空書店", "", "", "", "本屋", "1", "高齢で後継者未定", "孤立", "廃業", "閉めたいが在庫と借入が残る。", "", "",
     "返品できる在庫を調べ、保証協会に相談する順番を決めた。", "途中で連絡が取れなくなった。", "", "", "中断", "", "", ""],
    [11, "2024/2/20", "", "", "", "", "ソフト開発", "6", "創業社長", "即断", "契約", "仕様の追加が無償で続く。", "", "",
     "追加は見積を出してから着手すると契約書に書いた。", "2件で追加の代金を受け取った。", "", "", "", "", "", ""],
    [12, "2024/3/5", "架空商店", "", "", "", "何でも屋", "", "", "", "", "売上が落ちたという相談。", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip


@pytest.fixture(scope="session")
def hub_rows() -> list[list[Any]]:
    """Return a hub's list of twelve consultations under odd headings, below a title and an empty row; the last is bare."""
    return [["令和5年度 相談事例一覧(創作)"], [], HUB_HEADER, *HUB_ROWS]


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Return a function that makes an XLSX of sheets of rows; ``change`` may alter the workbook before it is saved."""

    def make(change: Callable[[Any], None] | None = None, **sheets: Sequence[Sequence[Any]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
        if change:
            change(book)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Return a function that makes a DOCX by calling ``write`` with an empty document."""

    def make(write: Callable[[Any], None]) -> bytes:
        made = docx.Document()
        write(made)
        buffer = io.BytesIO()
        made.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def refusal() -> Callable[..., str]:
    """Return a function that gives the sentence with which a file is refused."""

    def refused_with(name: str, content: bytes, sidecar: str = "", hub: str = "") -> str:
        with pytest.raises(LoadError) as refused:
            load(RawFile(name, content, sidecar, hub))
        return str(refused.value)

    return refused_with


@pytest.fixture(scope="session")
def document() -> Callable[..., tuple[Policy, Loaded]]:
    """Return a function that gives the one document of a file, and all that was loaded."""

    def only(name: str, content: bytes, sidecar: str = "") -> tuple[Policy, Loaded]:
        loaded = load(RawFile(name, content, sidecar))
        (entry,) = loaded.entries
        assert isinstance(entry, Policy)
        return entry, loaded

    return only
