"""What a Japanese column heading (or a form's label) most likely means: a section of a case, a coded field, or a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge import taxonomy
from knowledge.entries import CASE_SECTIONS

#: Field → the headings people give it (folded, without blanks); the field's own label is known too.
SYNONYMS: Mapping[str, str] = {
    "相談のきっかけ": "相談内容|相談概要|相談の経緯|相談経緯|経緯|きっかけ|来訪の経緯|来訪理由|来所理由|主訴|相談事項|ご相談内容|相談の背景|"
    "相談|最初の相談|どんな相談|相談に来た理由|当初の相談|依頼内容|問い合わせ内容|初回相談",
    "表面の課題": "課題|相談課題|経営課題|顕在課題|表面的な課題|表面課題|困りごと|お困りごと|悩み|問題点|問題|現状の課題|相談者の課題|"
    "認識している課題|要望|ニーズ|相談者の言い分|本人の訴え",
    "本質的課題": "真因|真の課題|本質|本質的な課題|本質課題|根本課題|根本原因|潜在課題|潜在的課題|原因|要因分析|見立て|課題設定|設定した課題|"
    "本当の課題|本当の困りごと|本当の問題|真の原因|分析|診断|気づいた課題|拠点の見立て|coの見立て|核心",
    "前提条件": "前提|背景|企業概要|事業概要|事業内容|会社概要|相談者概要|事業者概要|現状|状況|経営状況|制約|条件|業況|取組前の状況|お店の様子|"
    "会社の様子|事業の状況|支援前の状況|強み|環境",
    "打ち手": "支援内容|支援内容詳細|提案|提案内容|対応|対応内容|対策|施策|実施内容|実施事項|取組|取り組み|取組内容|取り組み内容|助言|助言内容|"
    "アドバイス|アドバイス内容|解決策|行動|アクション|支援の内容|支援経過|支援の経過|やったこと|実行したこと|具体的支援|支援|指導内容|処置|"
    "ソリューション|打ち手・支援",
    "結果": "成果|支援成果|支援結果|効果|その後|経過|実績|変化|支援後の状況|取組後の状況|支援後|成果・効果|どうなったか|どうなった|結末|その後の状況|"
    "現在の状況|到達点|フォロー結果",
    "分かれ目": "成功要因|失敗要因|成否の要因|勝因|敗因|決め手|ポイント|支援のポイント|転機|分岐点|分岐|成功のポイント|要因|分かれ道|"
    "うまくいった理由|うまくいかなかった理由|なぜそうなったか|成否を分けた点|成否を分けたもの",
    "学び": "教訓|所感|気づき|気付き|振り返り|ふりかえり|反省|反省点|得られた知見|知見|ノウハウ|coの所感|担当者所感|コメント|考察|まとめ|"
    "他の支援への示唆|示唆|活かせること",
    "当てはまらない条件": "注意点|留意点|適用できない場合|当てはまらない場合|適用条件|限界|適用範囲|使えない場合|通用しない場合",
    "title": "タイトル|件名|案件名|表題|題名|事例名|事例タイトル|見出し|相談件名|テーマ名|案件",
    "id": "id|事例id",
    "key": "no|no.|番号|管理番号|事例番号|整理番号|受付番号|案件番号|連番|通番|項番|カルテ番号|相談番号|#|№",
    "industry": "業態|業種名|業界|業種・業態|業種分類|産業分類|業種(中分類)|中分類|商売|何屋|職種|事業の種類|業種業態",
    "size": "従業員数|従業員|社員数|人数|従業員規模|企業規模|事業規模|会社規模|人員|従業者数|スタッフ数|働く人数|人員規模",
    "owner_type": "代表者の属性|代表者属性|経営者属性|経営者の属性|社長タイプ|経営者の立場|立場|代表者のタイプ|創業/承継|経営者区分|経営者の種別|"
    "経営者像|社長の属性|相談者属性|相談者の属性|相談者区分|経営者について|社長について|代表者について",
    "owner_traits": "性格|代表者の性格|人柄|経営者の人柄|タイプ|気質|経営者の特徴|社長の性格|社長の人柄|特性|経営者の特性|キャラクター|人となり",
    "stage": "ステージ|企業ステージ|成長段階|ライフステージ|事業ステージ|段階|経営段階|局面|経営ステージ",
    "topics": "テーマ|分類|相談分類|相談区分|相談種別|カテゴリ|カテゴリー|支援テーマ|相談カテゴリ|分野|相談分野|支援分野|課題分類|支援区分|相談の種類|"
    "相談項目|タグ|キーワード|主な相談テーマ",
    "phase": "フェーズ|支援の型|支援種別|支援タイプ|支援類型|支援形態",
    "period": "支援期間|期間|対応期間|実施期間|相談時期|支援時期|時期|年度|実施年度|相談年度|支援年度",
    "start": "相談日|初回相談日|受付日|開始日|支援開始日|初回日|相談年月日|支援開始|開始|初回来訪日|受付年月日|開始年月|面談日|来訪日|日付",
    "end": "終了日|完了日|支援終了日|支援終了|完了|終了|最終相談日|支援完了日|終了年月",
    "outcome": "成否|評価|判定|成果区分|結果区分|達成度|成果判定|成功/失敗|成功・失敗|成否区分|自己評価|解決状況|支援評価|成功失敗|達成状況|○×",
    "tools": "ツール|使用ツール|活用ツール|活用施策|道具|使った道具|使った帳票|帳票|活用した支援策|手法",
    "partners": "連携機関|連携|連携支援機関|協力機関|つなぎ先|紹介先|連携した機関|つないだ先|関係機関|橋渡し先|他機関連携",
    "visibility": "公開範囲|公開区分|公開可否|共有範囲|公開|共有|開示範囲|共有区分|掲載可否|公開の可否|全国共有",
    "person": "相談者名|相談者|相談者氏名|氏名|名前|お名前|代表者名|代表者|代表者氏名|代表|経営者名|社長名|社長|担当者|担当者名|担当|"
    "担当コーディネーター|担当co|担当cco|コーディネーター|コーディネータ|co|cco|対応者|記入者|記入者名|支援担当者|支援者|専門家|専門家名|派遣専門家|"
    "後継者名|記録者|作成者|登録者|報告者|相談対応者|来訪者|来所者|フリガナ|ふりがな|カナ|お客様名|顧客名|店主名|続柄氏名",
    "firm": "会社名|企業名|事業者名|法人名|屋号|店名|店舗名|社名|相談企業|相談企業名|相談事業者|相談事業者名|商号|事業所名|事業者|企業|"
    "会社|取引先|取引先名|支援先|支援先名|支援先企業|支援企業|屋号・商号|会社名・屋号|名称|勤務先|法人|団体名|相談先企業",
    "place": "所在地|住所|市町村|市町村名|市区町村|地域|エリア|所在市町村|店舗所在地|本社所在地|都道府県|県|所在|地区|町名|所在エリア|本社|事業所所在地",
    "other": "電話|電話番号|tel|fax|ファックス|携帯|携帯電話|連絡先|メール|メールアドレス|eメール|e-mail|email|mail|url|hp|ホームページ|"
    "ホームページurl|webサイト|ウェブサイト|sns|sns等|インスタ|法人番号|インボイス番号|登録番号|口座|口座番号|生年月日|誕生日|郵便番号|〒|商品名|"
    "ブランド名|line|lineid|アカウント|許可番号",
}

NAME_ROLES = ("person", "firm", "place", "other")
_LABELS = {
    "title": "題名",
    "id": "事例の番号",
    "key": "管理番号",
    "period": "期間",
    "start": "開始日",
    "end": "終了日",
    "tools": "使った道具",
    "visibility": "公開範囲",
    "person": "人の名前",
    "firm": "会社・店の名前",
    "place": "所在地",
    "other": "連絡先などの名前",
}
_MEASURES = (
    "売上総利益率|営業利益率|限界利益率|粗利益率|粗利率|利益率|原価率|労働分配率|売上総利益|営業利益|経常利益|限界利益|粗利益|粗利|利益|"
    "売上高|売上|年商|月商|客数|来客数|来店数|客単価|単価|会員数|予約数|件数|受注数|受注額|時給|賃金|給与|残業時間|残業|在庫額|在庫|不良率|離職率|離職者数|"
    "離職|稼働率|歩留まり|リードタイム|借入残高|借入金|借入|預金残高|資金残高|現預金|従業員数|フォロワー数|新規客数|リピート率|成約率|取引先数|作業時間"
)
_FIGURE = re.compile(rf"(?:{_MEASURES})")
_BEFORE = re.compile(
    r"(?:before|ビフォー|(?:支援|相談|導入|改善|取組|取り組み|実施|着手|開始)?前(?:期)?|開始時|当初)$", re.I
)
_AFTER = re.compile(
    r"(?:after|アフター|(?:支援|相談|導入|改善|取組|取り組み|実施|着手|終了)?後|終了時|現在|直近)$", re.I
)
_BOTH = re.compile(r"(?:前後|推移|変化|前→後|の変化|before/?after)$", re.I)
_UNIT = re.compile(r"千円|百万円|億円|万円|円|%|％|人|名|件|時間|日|個|回|社|か月|ヶ月")
_BRACKETS = re.compile(r"[(（\[［【<＜「『〔].*?[)）\]］】>＞」』〕]")
_LEAD = re.compile(r"^(?:[①-⑳ⅰ-ⅹⅠ-Ⅹ■●○◆◇□・※*＊]+|[(（]?\d{1,2}[)）.．、:：]?|[q問]\d+[.．、]?)\s*", re.I)
_TAIL = re.compile(
    r"(?:[①-⑳\d]+|その\d+|の?(?:詳細|概要|内訳|記入欄|記載欄)|について|等|など|欄|[:：*＊※?？。]|"
    r"(?:を?(?:記入|入力|選択|お書き)(?:して)?(?:ください|下さい)?))$"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading stands for; ``exact`` is false for a guess that should be told.

    ``measure``, ``side`` (before, after, both) and ``unit`` describe a field of kind "figure"; ``also`` is the section that a
    column of short words fills as well, so that no word is lost.
    """

    field: str
    exact: bool = False
    measure: str = ""
    side: str = ""
    unit: str = ""
    also: str = ""

    @property
    def label(self) -> str:
        """Return what the user is told that the column was taken for."""
        if self.field == "figure":
            return f"数値の変化「{self.measure}」"
        if self.field in taxonomy.VOCABULARIES:
            return taxonomy.VOCABULARIES[self.field].label
        return _LABELS.get(self.field, self.field)

    @property
    def is_section(self) -> bool:
        """Tell whether it is a section of a case."""
        return self.field in CASE_SECTIONS

    @property
    def is_name(self) -> bool:
        """Tell whether its values identify someone and never enter a text."""
        return self.field in NAME_ROLES


def folded(heading: str) -> str:
    """Return a heading as it is compared: NFKC, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", heading).lower().split())


def _index() -> dict[str, tuple[str, bool]]:
    index: dict[str, tuple[str, bool]] = {}
    for field, words in SYNONYMS.items():
        own = (
            field,
            taxonomy.VOCABULARIES[field].label if field in taxonomy.VOCABULARIES else _LABELS.get(field, field),
        )
        for word in own:
            index.setdefault(folded(word), (field, True))  # 結果 is the section; its contents may make it the outcome
        for word in words.split("|"):
            index.setdefault(folded(word), (field, False))
    return index


_KNOWN = _index()
_LONGEST = max(map(len, _KNOWN))


def meaning_of(heading: str) -> Meaning | None:
    """Return what a column heading or label means, or None.

    The whole heading is looked up first, then without brackets, numbering and tails; then its end (the head of a
    Japanese noun phrase stands last: 担当者の所感 is a 所感), then its beginning.
    """
    whole = folded(heading)
    if not whole or len(whole) > 60:
        return None
    if found := _KNOWN.get(whole):
        return Meaning(*found)
    if figure := _figure(whole):
        return figure
    bare = _bare(whole)
    for text in dict.fromkeys((bare, *re.split(r"[/／・|｜]", bare))):
        if found := _KNOWN.get(text):
            return Meaning(found[0])
    for size in range(min(_LONGEST, len(bare) - 1), 1, -1):
        if found := _KNOWN.get(bare[-size:]):
            return Meaning(found[0])
    for size in range(min(_LONGEST, len(bare) - 1), 2, -1):
        if found := _KNOWN.get(bare[:size]):
            return Meaning(found[0])
    return None


def _bare(text: str) -> str:
    before = ""
    while text and text != before:
        before = text
        text = _TAIL.sub("", _LEAD.sub("", _BRACKETS.sub("", text)))
    return text or before


def _figure(whole: str) -> Meaning | None:
    """Read 売上(支援前), 支援後の粗利率, 客単価before[円] as one side of a measured change."""
    measure = _FIGURE.search(whole)
    if not measure:
        return None
    unit = _UNIT.search(whole.replace(measure[0], " "))
    rest = _UNIT.sub("", whole[: measure.start()] + " " + whole[measure.end() :])
    words = [w for w in re.split(r"[\s()\[\]_・:：/の,、]+", rest) if w]
    for side, pattern in (("both", _BOTH), ("before", _BEFORE), ("after", _AFTER)):
        if (side == "both" and pattern.search(rest.strip("()[] の"))) or any(pattern.fullmatch(w) for w in words):
            return Meaning("figure", measure=measure[0], side=side, unit=(unit[0] if unit else "").replace("％", "%"))
    return None
