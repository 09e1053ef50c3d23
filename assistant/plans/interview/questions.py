"""The questions of the interview, worries and reasons first, then numbers; none of them must be answered."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.plans.intake import Intake


@dataclass(frozen=True, slots=True)
class Asking:
    """A question: the field of ``Intake`` that it fills, what is asked, why, and an example of an answer."""

    field: str
    ask: str
    why: str
    example: str


QUESTIONS: tuple[Asking, ...] = (
    Asking(
        "worry",
        "いま、いちばん気になっていることは何ですか。",
        "ご自身の言葉から計画を始めるためです。",
        "忙しいのに、お金が残らない。",
    ),
    Asking(
        "since",
        "それは、いつごろからですか。そのころ、何か変わりましたか。",
        "始まった時期が、原因を考える手がかりになるためです。",
        "2年前に仕入先を変えたころから。",
    ),
    Asking(
        "own_reasons",
        "ご自身では、何が原因だと思われますか。",
        "現場をいちばんよくご存じなのは、ご本人だからです。",
        "材料が上がったのに、値段を変えていない。",
    ),
    Asking(
        "tried",
        "これまでに試したことと、その結果を教えてください。",
        "同じことを繰り返さず、うまくいった点を生かすためです。",
        "割引券を配ったが、来たのはその月だけだった。",
    ),
    Asking(
        "wish",
        "どうなれば、よかったと思えますか。",
        "計画の目標を決めるためです。",
        "家族に毎月の給料を払えるようになりたい。",
    ),
    Asking(
        "will_not",
        "やりたくないこと、変えたくないことはありますか。",
        "続けられない計画にしないためです。",
        "人は減らしたくない。",
    ),
    Asking(
        "numbers",
        "売上、費用、人数など、わかる数字を教えてください。だいたいでかまいません。",
        "行動の効果を計算するためです。わからない数字は、測ることから始めます。",
        "売上高 月200万円、固定費 80万円、変動費率 4割",
    ),
    Asking(
        "lines",
        "主な商品や事業ごとに、値段、原価、販売数を教えてください。3つほどでかまいません。",
        "どの商品で利益が出ているかを確かめるためです。",
        "日替わり弁当 600円、原価 350円、月900個",
    ),
)


def open_questions(told: Intake) -> tuple[Asking, ...]:
    """Return what has not been told yet, in the order in which to ask; empty when everything has been told."""
    return tuple(question for question in QUESTIONS if not getattr(told, question.field))
