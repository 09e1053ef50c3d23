"""Wording that talks down to an owner: a short list of its own, so that the guideline check is not its own judge."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
_WORDS = re.compile(
    r"(?:考え|見通し|認識|覚悟|詰め)が(?:甘|足りな)|努力(?:が足り|不足)|勉強不足|不勉強|"
    r"常識(?:です|でしょう|的に考え)|当たり前(?:です|でしょう|のことです)|言うまでもな|"
    r"(?:わか|分か)って(?:いない|おられない)|ご存じない(?:の|と)|素人(?:考え|判断|だから|なので|には(?:わか|分か|無理|難し)|の(?:あなた|社長|経営))|"
    r"なぜ[^。]{0,12}(?:しなかった|やらなかった|放って(?:おいた|いた))のです?か|"
    r"(?:だから|それでは|これでは)(?:だめ|ダメ|駄目)|自業自得|自己責任|経営者(?:失格|として失格)|"
    r"(?:教えて|直して|助けて|手伝って|考えて)あげ(?:ます|る|ましょう)|(?:し|やり|見直し|考え|出し)なさい|"
    r"(?:もっと|きちんと|ちゃんと|しっかり)(?:して|やって|考えて|勉強して|反省して)ください|"
    r"情けな|みっともな|言い訳(?:です|に過ぎ|ばかり)|反省して(?:ください|もらい)|甘えて|"
    r"(?:あなた|御社|そちら)(?:が悪い|に問題がある|の責任です)|べきでした"
)


def belittles(text: str) -> list[str]:
    """Return the wording in ``text`` that talks down; what stands in quotation marks is somebody's speech and not counted."""
    return _WORDS.findall(_QUOTED.sub("", text))
