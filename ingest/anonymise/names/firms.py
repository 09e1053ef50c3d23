"""Names of firms: what stands before or after a legal form, an English form, or a told 屋号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import lexicon

_LONG_FORMS = (
    "社会医療法人|弁護士法人|税理士法人|司法書士法人|社会保険労務士法人|監査法人|特定非営利活動法人|一般社団法人|一般財団法人|社会福祉法人|医療法人社団|医療法人財団|"
    "医療法人|学校法人|宗教法人|農業生産法人|農事組合法人|企業組合|協同組合|株式会社|有限会社|合同会社|合名会社|合資会社|"
    "相互会社|NPO法人"
)
_SHORT_FORMS = r"\((?:株|有|同|名|資|社|一社|福|医|学|特非|N|NPO)\)"
#: A legal form, also with spaces between its letters or inside its brackets.
FORM = re.compile(
    re.sub(r"(?<=[一-龥O])(?=[一-龥])", " ?", _LONG_FORMS)
    + "|"
    + _SHORT_FORMS.replace(r"\(", r"\( ?").replace(r"\)", r" ?\)")
    + r"|(?<![ァ-ヴー])[カユド]\)(?=[ァ-ヴー])"
)
#: What stands beside a form in a list of forms, and public bodies that everyone may name.
_FORMS_ONLY = re.compile(
    rf"(?:{FORM.pattern})|(?:公益|一般|労働組合|組合|連合会|小組合|漁業|農業|森林|商工|水産|事業|企業|協業|生活衛生|社団|財団|常時使用|中小企業投資育成|日本政策|商工組合中央|地方公共)"
)
_KANJI = re.compile(r"[一-龥]")
_SPELT_OUT = re.compile(r"[一-龥ァ-ヴー](?: [一-龥ァ-ヴー]){2,10}(?![一-龥ァ-ヴー])")
_NAME = re.compile(r"[一-龥々ヶァ-ヴー゛゜A-Za-z0-9&'・.\-_𠮷﨑髙]+")
_LATIN_MORE = re.compile(r"(?:(?<=[A-Za-z0-9&]) (?=[A-Za-z0-9&])[A-Za-z0-9&'.\-]+)+")
_QUOTED = re.compile(r"[「『\"“]([^「」『』\"”\n]{1,30})[」』\"”]")
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_PARTICLES = re.compile(
    r"[はがをにへのとでもや]|から|より|まで|など|です|さん|さま|って|だ(?:と|が|っ|け)|という|ください|する|した|しか|だけ|ほど|または|およ|なの|なら|にな"
)
_KANA_NAMES = re.compile(
    r"はなまる|はなぞの|はな(?=[屋園])|とまと|にこにこ|のぞみ|やまと|やまびこ|もりの|もみじ|でんき|はやし|はやぶさ|はまなす|ともしび|とんぼ|やすらぎ|やまぼうし|へいわ|はるか|はーと|とも(?=[えに])|からたち|よりそい|などや"
)
_KANA_NO = re.compile(
    r"(?<=[ぁ-ん])の(?=[木森家里丘街園実空風葉花音虹星海山川手輪会杜泉郷宿村恵道絆]|もり|いえ|おか|はな|たね|ひろば|さと)"
)
_NOT_NAME = re.compile(
    r"(?:設立|化|等|等々|形態|形式|組織|制度|法人|向け|経営|成り|登記|間|名(?:義|称)?(?![一-龥])|以外|移行|変更|解散|代表|社長|社員|役員|取締役|会計|格|法(?![一-龥])|税|"
    r"監査|株主|定款|出資|設置|新設|合併|買収|同士|側|自体|全体|全般|一般|特有|特例|運営|理事|勤務|所有|名(?:で|に|を|が)|数|内|外|又|及|並|若|或|個人|有限|株式|合同|合名|合資|社団|財団|医療|"
    r"特定|非営利|ではな|自身|本体|以上|以下|時代|当時|立ち上げ|創業|起業|開業|転換|成立|清算|倒産|廃業|に|の|を|と|設|へ|っ|みたい|らし|じゃ|なら|では|ゆえ|番号|様|御中|殿|各位|版|用|員|型|債|券)"
)
_TITLE = re.compile(
    r"(?<=.)(?:代表(?:取締役|理事|社員|者)?|取締役|社長|会長|専務|常務|部長|課長|係長|担当者?|御中|社員|従業員|向け|宛て?|社屋|本社|支店|様|殿|氏|先代|先生|及び|又は|並び|等|側|製(?=[のをが])|設立|"
    r"経営|名義|勤務|株式会社|有限会社|合同会社|との|出身|在籍|入社)"
)
_NOT_LEFT = re.compile(
    r"(?:.*(?:元請け?|下請け?|取引先|相手先|得意先|仕入先|発注[元先]|勤務先|個人事業|個人事業主|現在|上場|上場企業|大手|同業|以前|今後|今回|当時|最初|将来|設立後|中小企業|企業|業者|同族|零細|小規模|老舗|"
    r"家族経営|創業|資本金|[0-9](?:年|月|日|円|回|社|人|年前|年後)|県内|市内|町内|近所|的|用|化)"
    r"|特例|新設|普通|非?上場|地元|相手|中小|昔|今|個人|法人|会社|親会社|子会社|新会社|別会社|父|母|夫|妻|親|複数|弊社|当社|自社|他社|御社|貴社|本来|従来|問屋|一人|.)$"
)
_BLANK = re.compile(r"[A-Za-zΑ-Ωα-ω甲乙丙丁○〇△□×●■*_\-.・?X]{1,3}(?:社|商店|工業|製作所|商事)?$")
_ENGLISH = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&'\-]{0,30}(?: [A-Z&][A-Za-z0-9&'\-]{0,30}){0,4},? (?:C[oO]\.?,? ?L(?:td|TD)\.?|I(?:nc|NC)\.?|LLC\.?|L\.L\.C\.|K\.K\.|Corporation|C(?:orp|ORP)\.?|L(?:td|TD)\.?|GmbH|G\.K\.)(?![A-Za-z])"
)
_TOLD = re.compile(
    r"(?:屋号|店名|社名|会社名|商号|店の名前|法人名|屋号名|企業名|団体名)(?:は|が|:|、|の| |である){0,2}[「『\"]([^「」『』\"\n]{1,30})[」』\"]"
)
_TOLD_BARE = re.compile(
    r"(?:屋号|店名|社名|会社名|商号|法人名)(?:は|:) ?([一-龥々ァ-ヴーA-Za-z0-9・&]{2,20})(?=です|と(?:いい|申|言)|\n|。|、|$)"
)
_HOUSE = re.compile(
    r"(?:製作所|工業所?|商店|商会|商事|工務店|建設|鉄工所?|酒造場?|製菓|製麺所?|食品|水産|農園|印刷所?|運輸|運送|塗装店?|電機|精機|精工|製茶|木工所?|金属|産業|旅館|医院|歯科|薬局|美容室|理容室?|"
    r"自動車|石材店?|園芸|造園|畳店|酒店|書店|米店|精肉店|青果店?|鮮魚店|製紙|設備|電気|電設|鍼灸院|接骨院|クリニック|写真館|時計店|呉服店|家具店?|組)(?![一-龥々ァ-ヴー])"
)
_PLAIN_WORDS = re.compile(
    r"(?:未定|変更|検討中?|同じ|特に|重要|大事|大切|なし|無し|まだ|自由|別|非公開|秘密|匿名|不明|後日|任意|必須|必要).*"
)


def find_firms(folded: Folded) -> Iterator[Hit]:
    """Yield firms with their legal form."""
    text = folded.text
    surnames = lexicon().surnames
    for form in FORM.finditer(text):
        right = _right_of(text, form.end())
        left = None
        if right is None or (
            text[form.end() : form.end() + 1] == " " and text[form.start() - 1 : form.start()] not in " \n"
        ):
            left = _left_of(text, form.start())
        if right and left is None:
            yield Hit("firm", form.start(), right, 0.95)
            continue
        if left is not None:
            yield Hit("firm", left, form.end(), 0.93)
    for house in _HOUSE.finditer(text):
        for size in (4, 3, 2):
            at = house.start() - size
            if at >= 0 and text[at : house.start()] in surnames and not _NAME.match(text[at - 1 : at]):
                yield Hit("firm", at, house.end(), 0.8)
    for match in _ENGLISH.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.9)
    for pattern in (_TOLD, _TOLD_BARE):
        for match in pattern.finditer(text):
            if not _BLANK.match(match.group(1)) and not _PLAIN_WORDS.match(match.group(1)):
                yield Hit("firm", match.start(1), match.end(1), 0.8)


def _right_of(text: str, at: int) -> int | None:
    """Return where the name that begins at ``at`` ends, or None when what follows is a particle or a plain word."""
    start = at + 1 if text[at : at + 1] == " " else at
    quoted = _QUOTED.match(text, start)
    if quoted:
        return None if _BLANK.match(quoted.group(1)) else quoted.end()
    spelt = _SPELT_OUT.match(text, start)
    if spelt:
        return spelt.end()
    end = _end_of_name(text, start)
    name = text[start:end]
    if len(name) == 1 and start > at and _KANJI.match(name) and text[end : end + 1] in "はのがを":
        return end
    if _FORMS_ONLY.match(name):
        return None
    if len(name) < 2 or _NOT_NAME.match(name) or _BLANK.match(name) or name.isdigit():
        return None
    return end


def _end_of_name(text: str, start: int) -> int:
    end = start
    limit = start + 30
    while end < min(limit, len(text)):
        plain = _NAME.match(text, end, limit)
        if plain:
            title = _TITLE.search(text, end + (end == start), plain.end())
            if title and title.start() > start:
                return title.start()
            end = plain.end()
            more = _LATIN_MORE.match(text, end, limit)
            end = more.end() if more else end
        kana = _HIRAGANA.match(text, end, limit)
        if not kana:
            break
        known = _KANA_NAMES.match(text, end)
        skip = known.end() if known else end
        particle = _PARTICLES.search(text, skip, kana.end())
        while particle and _KANA_NO.match(text, particle.start()):
            particle = _PARTICLES.search(text, particle.end(), kana.end())
        stop = particle.start() if particle else kana.end()
        if stop == end or (end > start and stop - end < 2 and not (particle is None and _NAME.match(text, stop))):
            break
        end = stop
        if particle:
            break
    return len(text[:end].rstrip("・.-_ ")) if end - start < 40 and text[end - 1 : end] in "・.-_ " else end


def _left_of(text: str, at: int) -> int | None:
    """Return where the name that ends at ``at`` begins, or None when there is none."""
    end = at - 1 if text[at - 1 : at] == " " else at
    quoted = re.search(r"[「『\"]([^「」『』\"\n]{1,30})[」』\"]$", text[max(0, end - 32) : end])
    if quoted and not _BLANK.match(quoted.group(1)):
        return end - len(quoted.group())
    start = end
    while start > 0 and end - start < 25 and _NAME.match(text[start - 1]):
        start -= 1
    begin = kana_end = start
    while begin > 0 and kana_end - begin < 12 and _HIRAGANA.match(text[begin - 1]):
        begin -= 1
    run = text[begin:kana_end]
    particles = list(_PARTICLES.finditer(run))
    named = next((n.group() for n in _KANA_NAMES.finditer(run) if n.end() == len(run)), "")
    kana = named or (run[particles[-1].end() :] if particles else run)
    if (
        len(kana) >= 2
        and (start < end or len(kana) >= 3)
        and not kana.endswith(
            (
                "した",
                "する",
                "いる",
                "ある",
                "った",
                "いた",
                "たい",
                "ない",
                "よう",
                "こと",
                "もの",
                "その",
                "この",
                "あの",
                "だし",
            )
        )
    ):
        start = kana_end - len(kana)
    name = text[start:end]
    if _FORMS_ONLY.search(name):
        return None
    split = re.search(
        r"(?:元請け?|下請け?|取引先|得意先|仕入先|発注元|納入先|勤務先|弊社|当社|相手|親会社|子会社|社名)(?=[一-龥ァ-ヴA-Za-z]{2,})",
        name,
    )
    if split:
        start += split.end()
        name = name[split.end() :]
    return None if len(name) < 2 or _NOT_LEFT.match(name) or _BLANK.match(name) or name.isdigit() else start


def firm_core(name: str) -> str:
    """Return a firm's name without legal form, spaces, quotes and case: what makes two spellings the same firm."""
    return re.sub(r"[\s「」『』\"・]", "", FORM.sub("", name)).lower()
