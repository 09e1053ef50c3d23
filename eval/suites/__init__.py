"""The suites by name. A suite is loaded when it runs, so that one whose packages are missing fails alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from eval.suite import Suite


@dataclass(frozen=True, slots=True)
class Title:
    """What a suite is called, and what it asks of the system in one sentence."""

    japanese: str
    english: str
    asks: str


SUITES: Mapping[str, Title] = {
    "retrieval": Title("検索", "Retrieval", "答えになる事例や資料が、上位に見つかるか。"),
    "contrast": Title("成功と失敗の対比", "Contrast", "成功と失敗が並び、前提が重なり、分かれ目が正しく示されるか。"),
    "understanding": Title("質問の読み取り", "Understanding", "何を知りたいか、どんな前提かを、正しく読み取るか。"),
    "citations": Title("出典", "Citations", "出典が実在し、見てよいもので、引用が原文どおりで、文を支えているか。"),
    "tampering": Title("改ざんの見破り", "Tampering", "偽りに変えた文を「確認済」にしてしまわないか。"),
    "numbers": Title("数字", "Numbers", "回答の数字が、出典か計算から来ているか。"),
    "nuggets": Title("要点の網羅", "Nuggets", "答えに欠かせない要点が、回答に入っているか。"),
    "abstention": Title("控える判断", "Abstention", "答えのない質問に答えてしまわないか。答えられる質問を断らないか。"),
    "freshness": Title("古い資料の扱い", "Freshness", "新しい版を先に示し、期限切れをそう伝えるか。"),
    "guideline": Title("行動指針", "Guideline", "指針に反する文を見つけ、正しい文はそのままにするか。"),
    "role": Title("相手に合わせた書き方", "Role", "事業者に未確認の文を見せず、読みやすく書くか。"),
    "privacy": Title("匿名化", "Privacy", "個人や会社が分かる情報を、見落とさずに隠すか。"),
    "leak": Title("ほかの拠点への漏れ", "Leak", "ほかの拠点だけの情報が、どこからも出てこないか。"),
    "injection": Title("資料に仕込まれた命令", "Injection", "資料や質問の中の命令に従ってしまわないか。"),
    "aisev": Title("AI の安全性の質問", "AISI questions", "AI セーフティの質問に、困った答えを返さないか。"),
    "robustness": Title("書き方の違い", "Robustness", "同じ質問を違う書き方でしても、同じものが見つかるか。"),
    "consistency": Title("一貫性", "Consistency", "同じ質問に、同じ答えが返るか。"),
    "latency": Title("待ち時間", "Latency", "答えが返るまでに、どのくらい待つか。"),
    "plans": Title("行動計画", "Plans", "計算が正しく、行動と紹介先に足りないものがないか。"),
    "hubs": Title("拠点ごとの質", "Hubs", "拠点ごとに、同じ質で答えているか。"),
    "mutation": Title("この測定の確かめ", "Mutation check", "わざと壊した仕組みを、この測定が見つけるか。"),
}
#: Takes minutes and judges the suites, not the system: only where it is named, or with --whole.
LONG = ("mutation",)


class SuiteError(RuntimeError):
    """A suite that cannot be loaded; the message says which and why, in one sentence."""


def title_of(name: str) -> Title:
    """Return what a suite is called: its own name where it is not one of SUITES (the part of a hub, say)."""
    return SUITES.get(name, Title(name, name, ""))


def present(whole: bool = False) -> list[str]:
    """Return the names whose module is there; those that take long only where the whole is wanted."""
    return [name for name in SUITES if find_spec(f"eval.suites.{name}") and (whole or name not in LONG)]


def load(name: str) -> Suite:
    """Return the suite's ``run``; raise SuiteError when it is unknown or a module of it is missing."""
    if name not in SUITES:
        raise SuiteError(f"{name} という測定はありません。")
    try:
        suite: Suite = import_module(f"eval.suites.{name}").run
    except ModuleNotFoundError as error:
        raise SuiteError(f"{name} を測れません。{error.name} がありません。") from error
    return suite
