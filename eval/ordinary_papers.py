"""Sentences and headings as public papers put them to their readers, made up: a thing, what is to be done with it, and a form of asking.

They are what must not be taken for an order to a machine; nothing in them is meant to be true.
"""

from __future__ import annotations

import random
import re

_THINGS = re.split(
    " ",
    "申請書 見積書 請求書 領収書 計画書 報告書 契約書 決算書 確定申告書の控え 登記事項証明書 通帳の写し 写真 図面 仕様書 納品書 誓約書 委任状 名簿 給与台帳 様式 書類 資料 "
    "経費の明細 数字 金額 日付 連絡先 口座の番号 社名 住所 売上の見込み 工程の表 補助事業の内容 目標 期限 条件 要件 対象となる経費 手続き 窓口 担当者 結果 進み具合 賃金の引上げ "
    "設備の状態 在庫 単価 価格 変更の届け 承認 ＧビズID 画面の案内 別紙 参考の様式 チェックの欄 確認の事項 備考の欄 公募要領 手引き よくある質問",
)
_ACTS = re.split(
    " ",
    "提出 添付 確認 入力 記入 記載 保管 用意 準備 申請 登録 選択 参照 作成 印刷 送付 郵送 報告 実施 計算 訂正 更新 押印 連絡 相談 明記 返還 完了 管理 公表 掲示 説明 使用 検討 回答 表示 引用 出力",
)
_VERBS = re.split(
    " ",
    "問い合わせて 届け出て 受け取って 支払って 使って 選んで 読んで 書いて 並べて 見直して 比べて 調べて 示して 返して 伝えて 載せて",
)
_LEADS = re.split(
    " ",
    " 交付申請のときに 実績報告の際は 期日までに 必ず 原則として あらかじめ 契約の前に 電子申請では 補助事業者は 申請者は 下記の 上の表の 該当する場合は 変更がある場合は 不明な点があれば "
    "事前に 十分に 必要に応じて 次の 別に定める 下表の ※ ・ ① （注） ２社以上から 代表者が すべての 提出の前に",
)
_OBJECTS = re.split(
    r"\|", "{a}を|{a}を|{a}及び{b}を|{a}の{b}を|「{a}」を|{a}については{b}を|{a}に{b}を|{a}は|{a}に|{a}で"
)
_OF_ACTS = re.split(
    r"\|",
    "してください。|してください|していただきます。|しておくこと。|すること。|すること|する。|します。|しましょう。|する必要があります。|するものとする。|していただけますか。|"
    "しない場合は対象になりません。|してもよい。|しなければならない。",
)
_OF_VERBS = re.split(r"\|", "ください。|ください|いただきます。|おくこと。|いること。|おきましょう。")
_HEADS = re.split(
    r"\|",
    "{a}と{b}|{a}の{b}|＜{a}の例＞|【{a}の一覧】|{a}について|{a}（一部）|{a} ｜ {b}|• {a}及び{b}|1 {a}等の{b}|第2 {a}の要件",
)


def asking(count: int, seed: int = 11) -> list[str]:
    """Return up to ``count`` different sentences that ask a reader for something, the same for a seed."""
    draw = random.Random(seed)  # noqa: S311
    made = []
    for _ in range(count):
        act = draw.choice(_ACTS) + draw.choice(_OF_ACTS)
        verb = draw.choice(_VERBS) + draw.choice(_OF_VERBS)
        made.append(draw.choice(_LEADS) + _with_things(draw, _OBJECTS) + draw.choice((act, act, verb)))
    return list(dict.fromkeys(made))


def headings(count: int, seed: int = 12) -> list[str]:
    """Return up to ``count`` different headings and cells of tables, the same for a seed."""
    draw = random.Random(seed)  # noqa: S311
    return list(dict.fromkeys(_with_things(draw, _HEADS) for _ in range(count)))


def _with_things(draw: random.Random, forms: list[str]) -> str:
    return draw.choice(forms).format(a=draw.choice(_THINGS), b=draw.choice(_THINGS))
