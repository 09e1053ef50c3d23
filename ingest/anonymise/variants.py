"""Kanji that names write in several forms (斉 斎 齊 齋, 辺 邊 邉), each read as one, character for character."""

from __future__ import annotations

_FORMS = (
    "斉斎齊齋 辺邊邉 高髙 浜濱濵 沢澤 島嶋嶌 広廣 国國 桜櫻 竜龍 崎﨑嵜埼 吉𠮷 富冨 桧檜 滝瀧 渕淵 関關 塩鹽 恵惠 栄榮 徳德 真眞 実實 寿壽 蔵藏 蒔蒔 "
    "豊豐 鉄鐵銕 万萬 礼禮 亀龜 巌巖 秀秀 弥彌 来來 条條 円圓 与與 会會 学學 宝寶 県縣 桑桒 槙槇 薮藪 頼賴 瀬瀨 籠篭 祢禰 壷壺 釜竈 曽曾 黒黑 黄黃 緑綠 横橫 浅淺 鴎鷗 鴬鶯 莱萊 "
    "芦蘆 葛葛 辻辻 祐祐 神神 福福 郎郞 隆隆 都都 靖靖 柳栁 館舘 穂穗 剣劍 昇曻 慎愼 尚尙 朗朗 晴晴 益益 精精 羽羽"
)
_ONE_FORM = {ord(other): forms[0] for forms in _FORMS.split() for other in forms[1:]}


def one_form(text: str) -> str:
    """Return ``text`` with every variant replaced by the common form; the length stays."""
    return text.translate(_ONE_FORM)
