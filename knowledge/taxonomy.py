"""The closed vocabularies of the field: every code an entry may carry, its Japanese label and everyday words.

Industries follow the Japan Standard Industrial Classification as revised in July 2023 (in force 2024-04-01); the
sections A–T and the two-digit divisions here are those that hubs meet. Everyday words (``words``) are what owners and
coordinators say; one word may stand for several codes (パン屋 bakes and sells). The file is long because it is a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches


class UnknownCodeError(ValueError):
    """A code that is not in its closed list; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary: a stable code, its label, the words people use, and the group it belongs to."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a vocabulary's word stands: ``text[start:end]`` after NFKC folding."""

    field: str
    code: str
    word: str
    start: int
    end: int


class Vocabulary(Mapping[str, Term]):
    """A closed list of terms under one field name (``industry``, ``topics`` …)."""

    def __init__(self, field: str, label: str, terms: tuple[Term, ...]) -> None:
        self.field = field
        self.label = label
        self._terms = {t.code: t for t in terms}
        if len(self._terms) != len(terms):
            raise ValueError(f"duplicate code in vocabulary {field}")

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def require(self, code: str) -> Term:
        """Return the term of ``code``; raise UnknownCodeError naming the nearest codes."""
        if code in self._terms:
            return self._terms[code]
        near = get_close_matches(code, self._terms, n=3, cutoff=0.4) or list(self._terms)[:5]
        hint = "、".join(f"{c}({self._terms[c].label})" for c in near)
        raise UnknownCodeError(f"{self.label}「{code}」は一覧にない符号です。近いもの: {hint}")

    def label_of(self, code: str) -> str:
        """Return the Japanese label of a known code."""
        return self.require(code).label


def _terms(*rows: str) -> tuple[Term, ...]:
    """Parse rows of ``code label word|word|…`` (the group is left empty)."""
    out = []
    for row in rows:
        code, label, *words = row.split(" ", 2)
        out.append(Term(code, label, tuple(words[0].split("|")) if words else ()))
    return tuple(out)


def _divisions(rows: str) -> tuple[Term, ...]:
    """Parse JSIC divisions, one a line: ``section code label word|word|…``."""
    out = []
    for row in rows.strip().splitlines():
        section, code, label, *words = row.strip().split(" ", 3)
        out.append(Term(code, label, tuple(words[0].split("|")) if words else (), section))
    return tuple(out)


INDUSTRY_SECTIONS = Vocabulary(
    "industry_section",
    "業種(大分類)",
    _terms(
        "A 農業，林業",
        "B 漁業",
        "C 鉱業，採石業，砂利採取業",
        "D 建設業",
        "E 製造業 製造業|メーカー|ものづくり企業",
        "F 電気・ガス・熱供給・水道業",
        "G 情報通信業",
        "H 運輸業，郵便業",
        "I 卸売業，小売業 小売業|小売店|商店",
        "J 金融業，保険業",
        "K 不動産業，物品賃貸業",
        "L 学術研究，専門・技術サービス業",
        "M 宿泊業，飲食サービス業",
        "N 生活関連サービス業，娯楽業",
        "O 教育，学習支援業",
        "P 医療，福祉",
        "Q 複合サービス事業",
        "R サービス業（他に分類されないもの）",
        "S 公務（他に分類されるものを除く）",
        "T 分類不能の産業",
    ),
)

INDUSTRIES = Vocabulary(
    "industry",
    "業種",
    _divisions(
        """
A 01 農業 農家|農業|農園|果樹園|いちご農家|イチゴ農園|米農家|稲作|野菜農家|畜産|酪農|養鶏|茶農家|みかん農家|りんご農家|花農家|バラ園|ぶどう園|観光農園|農業法人
A 02 林業 林業|製材前の山|森林組合|きのこ|しいたけ
B 03 漁業 漁師|漁業|網元|底引き|定置網|遊漁船
B 04 水産養殖業 養殖|牡蠣養殖|カキ養殖|真珠|海苔養殖|ほたて
D 06 総合工事業 工務店|建設会社|建設業|土木|ゼネコン|住宅建築|リフォーム会社|リフォーム|土建
D 07 職別工事業 大工|左官|塗装業|塗装屋|とび|足場|内装工事|内装屋|板金屋|屋根|防水工事|解体|造園|タイル
D 08 設備工事業 電気工事|電気屋さん|管工事|水道屋|設備工事|空調工事|配管|電気設備|設備屋
E 09 食料品製造業 食品製造|食品メーカー|食品加工|菓子製造|和菓子|和菓子店|和菓子屋|洋菓子|ケーキ屋|パン屋|ベーカリー|豆腐|豆腐屋|味噌|味噌蔵|醤油|漬物|水産加工|干物|かまぼこ|練り物|製麺|麺|惣菜|弁当製造|ジャム|はちみつ|食酢|佃煮|菓子|老舗菓子
E 10 飲料・たばこ・飼料製造業 酒蔵|酒造|日本酒|蔵元|焼酎|ワイナリー|ワイン|クラフトビール|ビール醸造|茶製造|製茶|飲料|コーヒー焙煎
E 11 繊維工業 繊維|縫製|縫製工場|織物|染色|染物|ニット|タオル|刺繍|アパレル製造|呉服製造|機屋|靴下
E 12 木材・木製品製造業 製材|製材所|木材|木工|木製品|合板|かご
E 13 家具・装備品製造業 家具|家具製造|家具工房|建具|建具屋|木工家具|仏壇
E 14 パルプ・紙・紙加工品製造業 紙加工|段ボール|和紙|紙器
E 15 印刷・同関連業 印刷|印刷会社|印刷屋|製本|シール印刷|活版
E 16 化学工業 化学|化粧品製造|石鹸|塗料製造
E 18 プラスチック製品製造業 プラスチック|樹脂|樹脂成形|射出成形|成形
E 19 ゴム製品製造業 ゴム
E 20 なめし革・同製品・毛皮製造業 革製品|皮革|鞄製造|かばん製造|靴製造
E 21 窯業・土石製品製造業 窯元|陶器|陶磁器|焼き物|瓦|ガラス工房|生コン|石材
E 22 鉄鋼業 鋳物|鋳造|鉄鋼|鍛造
E 23 非鉄金属製造業 アルミ鋳造|非鉄
E 24 金属製品製造業 金属加工|町工場|板金|溶接|鉄工所|プレス|プレス加工|めっき|メッキ|研磨|バレル研磨|切削|旋盤|機械加工|部品加工|精密加工|金物|刃物|ねじ
E 25 はん用機械器具製造業 ポンプ|はん用機械
E 26 生産用機械器具製造業 金型|治具|機械製造|産業機械|装置メーカー|農機具製造
E 27 業務用機械器具製造業 医療機器製造|計測器|業務用機械
E 28 電子部品・デバイス・電子回路製造業 電子部品|基板|電子回路
E 29 電気機械器具製造業 制御盤|電気機器製造|電気機械
E 31 輸送用機械器具製造業 自動車部品|造船|船舶部品
E 32 その他の製造業 伝統工芸|工芸品|雑貨製造|漆器|楽器製造|玩具|アクセサリー製造|貴金属|畳|仏具|看板製作
G 39 情報サービス業 システム開発|ソフトウェア|ソフト開発|IT会社|IT企業|受託開発|システム会社|プログラマー
G 40 インターネット附随サービス業 ウェブ制作|Web制作|ホームページ制作|アプリ運営|ネットサービス
G 41 映像・音声・文字情報制作業 映像制作|動画制作|出版|出版社|番組制作
H 43 道路旅客運送業 タクシー|バス会社|観光バス|介護タクシー|ハイヤー
H 44 道路貨物運送業 運送|運送会社|運送業|トラック|物流会社|配送|軽貨物|引越|引っ越し
H 47 倉庫業 倉庫|冷蔵倉庫
I 50 各種商品卸売業 総合卸|商社
I 51 繊維・衣服等卸売業 衣料品卸|繊維卸|呉服卸
I 52 飲食料品卸売業 食品卸|青果卸|鮮魚卸|酒卸|米卸|食材卸|仲買|水産卸
I 53 建築材料、鉱物・金属材料等卸売業 建材卸|建材店|鋼材|資材卸
I 54 機械器具卸売業 機械工具商|機械卸|工具商|部品商社
I 55 その他の卸売業 雑貨卸|卸売|卸売業|問屋|医薬品卸|紙卸
I 56 各種商品小売業 スーパー|百貨店|よろず屋|総合スーパー
I 57 織物・衣服・身の回り品小売業 洋品店|婦人服|衣料品店|呉服店|呉服屋|アパレルショップ|靴屋|鞄屋|服屋|セレクトショップ|子供服
I 58 飲食料品小売業 八百屋|青果店|魚屋|鮮魚店|肉屋|精肉店|酒屋|酒販店|米屋|お茶屋|パン屋|ベーカリー|和菓子店|和菓子屋|ケーキ屋|直売所|食料品店|お茶販売|コンビニ
I 59 機械器具小売業 電器店|家電店|街の電気屋|自転車屋|自転車店|中古車販売|バイク店|自動車販売
I 60 その他の小売業 花屋|生花店|本屋|書店|薬局|ドラッグストア|文具店|文房具|家具店|雑貨店|雑貨屋|メガネ店|眼鏡店|時計店|ガソリンスタンド|土産物店|お土産|ペットショップ|スポーツ用品店|仏壇店|金物店|ホームセンター
I 61 無店舗小売業 ネットショップ|通販|ネット通販|EC専業|ECサイト|移動販売|訪問販売
J 67 保険業 保険代理店
K 68 不動産取引業 不動産屋|不動産会社|不動産仲介|宅建業
K 69 不動産賃貸業・管理業 大家|賃貸管理|貸しビル|駐車場経営|不動産賃貸|マンション管理
K 70 物品賃貸業 レンタル|リース|レンタカー|衣装レンタル
L 72 専門サービス業 税理士事務所|行政書士|社労士事務所|司法書士|コンサルタント|デザイン事務所|デザイナー|デザイン会社|経営コンサル|翻訳|士業
L 73 広告業 広告代理店|広告会社|広告
L 74 技術サービス業 設計事務所|建築士|建築設計|測量|写真館|写真スタジオ|フォトスタジオ|カメラマン|機械設計|獣医|動物病院
M 75 宿泊業 旅館|ホテル|民宿|ゲストハウス|ペンション|温泉旅館|温泉宿|宿|簡易宿所|民泊|グランピング|女将
M 76 飲食店 飲食店|食堂|居酒屋|ラーメン屋|ラーメン店|そば屋|うどん屋|寿司屋|すし店|焼肉店|焼肉屋|レストラン|カフェ|喫茶店|定食屋|定食店|バー|スナック|焼鳥|小料理屋|イタリアン|料亭|割烹|中華料理|お好み焼き
M 77 持ち帰り・配達飲食サービス業 弁当屋|仕出し|テイクアウト専門|宅配弁当|キッチンカー|ケータリング|惣菜店|お弁当屋
N 78 洗濯・理容・美容・浴場業 美容室|美容院|ヘアサロン|理容室|床屋|散髪屋|クリーニング|クリーニング店|銭湯|エステ|ネイルサロン|サウナ|美容師|理髪店
N 79 その他の生活関連サービス業 旅行会社|旅行代理店|葬儀|葬儀社|結婚式場|ブライダル|家事代行|ペットサロン|トリミング|写真婚礼|衣服修理|便利屋|着付け|観光ガイド
N 80 娯楽業 フィットネス|スポーツジム|ジム|体験観光|マリンスポーツ|ダイビング|キャンプ場|ゴルフ練習場|遊園地|スキー場|カラオケ|観光施設|釣り堀|体験型
O 81 学校教育 幼稚園|専門学校
O 82 その他の教育，学習支援業 学習塾|塾|ピアノ教室|英会話教室|音楽教室|ヨガ教室|料理教室|書道教室|スクール|習い事|教室|プログラミング教室|自動車教習所|パソコン教室
P 83 医療業 歯科医院|歯医者|クリニック|診療所|医院|整骨院|接骨院|鍼灸院|鍼灸|整体|治療院|訪問看護|歯科技工
P 85 社会保険・社会福祉・介護事業 デイサービス|通所介護|介護|介護事業所|訪問介護|介護施設|老人ホーム|保育園|保育所|放課後デイ|放課後等デイサービス|障害福祉|就労支援|グループホーム|福祉施設
Q 86 郵便局 簡易郵便局
Q 87 協同組合 協同組合|組合
R 88 廃棄物処理業 産廃|廃棄物|産業廃棄物|リサイクル業|不用品回収
R 89 自動車整備業 自動車整備|整備工場|車検|板金塗装|自動車修理|車屋|整備士
R 90 機械等修理業 修理業|機械修理|時計修理|農機修理|家電修理
R 91 職業紹介・労働者派遣業 人材派遣|人材紹介
R 92 その他の事業サービス業 清掃業|ビルメンテナンス|警備|警備会社|コールセンター|ビル清掃|清掃会社
"""
    ),
)

SIZES = Vocabulary(
    "size",
    "規模",
    _terms(
        "s1 本人のみ ひとり|一人で|1人で|一人親方|ひとりで|個人でやって|フリーランス",
        "s5 2〜5人 家族経営|夫婦で|家族だけ|小さな店|パート2人|従業員2人|従業員3人|従業員4人|従業員5人|数人",
        "s20 6〜20人 従業員8人|従業員10人|従業員12人|従業員15人|従業員20人|十数人",
        "s50 21〜50人 従業員25人|従業員30人|従業員40人|従業員50人",
        "s100 51〜100人 従業員60人|従業員80人|従業員100人",
        "s300 101〜300人 従業員120人|従業員150人|従業員200人|従業員300人",
    ),
)

OWNER_TYPES = Vocabulary(
    "owner_type",
    "経営者タイプ",
    _terms(
        "founder 創業者 創業者|創業社長|自分で立ち上げ|一代で|起業した|脱サラ|初代|創業した",
        "successor 後継者（二代目・三代目） 後継者|跡取り|跡継ぎ|後継ぎ|二代目|2代目|三代目|3代目|四代目|4代目|跡取り息子|息子が継|娘が継|"
        "家業を継|父から継|親から継|先代|若社長|代替わりした",
        "son-in-law 娘婿 娘婿|婿養子|義父の会社|婿",
        "couple 夫婦経営 夫婦|夫婦経営|妻と二人|夫と二人|夫婦二人|ご夫婦|奥さんと",
        "turnaround 外部から来た再建役 再建役|外部から来た社長|雇われ社長|銀行から来た|社外から来た|再建のため",
        "third-party 第三者承継した若手 第三者承継|他人から引き継|居抜きで引き継|事業を買って|M&Aで引き継|後継者人材バンク|血縁のない",
        "craftsman 職人・下請け一筋 下請け一筋|職人一筋|職人上がり|下請け専門|現場一筋|職人社長|下請けばかり",
        "elder-no-successor 高齢で後継者未定 後継者がいない|後継者不在|継ぐ人がいない|跡継ぎがいない|高齢の社長|高齢で|引退を考え|70代|"
        "80代|後継者未定|継ぎ手がいない",
        "newcomer 移住者・女性創業 移住者|移住して|Uターン|Iターン|女性起業|女性創業|女性経営者|主婦から起業|子育てしながら",
        "sole 兼業・個人事業主 個人事業主|副業|兼業|フリーランス|個人事業|会社勤めをしながら|一人親方",
        "professional 専門職の経営者（医師・士業など） 院長|所長|歯科医師|専門職|国家資格者|資格者",
    ),
)

OWNER_TRAITS = Vocabulary(
    "owner_traits",
    "経営者の性格",
    _terms(
        "intuition 勘と経験 勘と経験|勘に頼|経験と勘|感覚で経営|長年の勘|肌感覚",
        "rough-accounts どんぶり勘定 どんぶり勘定|ざっくり|原価を計算していない|原価がわからない|原価が分からない|いくら儲かって|"
        "儲かっているのかわからない|儲かっているか分からない|帳簿を見ない|数字を見ない|数字が苦手|計算したことがない|税理士任せ",
        "cautious 慎重 慎重|踏み切れない|踏み切れず|決断できない|怖くて|不安で|迷って|石橋|二の足|ためら|心配性|上げたがらない|"
        "離れるのが怖|客離れが怖|言い出せない",
        "quick 即断 即断|すぐ決める|決断が早い|行動が早い|せっかち|思い切りがいい|勢いで",
        "stubborn 頑固 頑固|聞く耳を持たない|聞いてくれない|話を聞かない|変えたがらない|譲らない|意固地|昔のやり方|こだわりが強い|反対して",
        "artisan 職人気質 職人気質|技術には自信|腕はいい|品質にこだわ|良いものを作れば|いいものを作れば|作ることが好き",
        "numerate 数字に強い 数字に強い|数字が好き|経理出身|銀行出身|データで|数字で判断",
        "hands-off 人任せ 人任せ|任せきり|丸投げ|番頭任せ|現場任せ|従業員任せ|お任せ",
        "novelty 新しい物好き 新しい物好き|新しいもの好き|流行に|次々と新しい|すぐ飛びつ|飛びつく|アイデアマン",
        "isolated 孤立 孤立|相談相手がいない|相談できる人がいない|誰にも相談|一人で抱え|孤独|抱え込",
        "family-pressure 家族に頭が上がらない 家族に頭が上がらない|父に逆らえない|親に言えない|妻に言えない|先代が口を出|会長が口|"
        "父が反対|親が反対|先代に遠慮|母が反対|先代が反対",
        "passive 受け身 受け身|言われたまま|言いなり|待っているだけ|注文を待つ|取引先の言うまま|指示待ち",
        "optimistic 楽観的 楽観的|なんとかなる|何とかなる|強気|見通しが甘い|そのうち戻る",
        "pleaser 断れない 断れない|お人好し|頼まれると|頼まれたら|値引きに応じ|つい安く|つい値引き|情に厚い|遠慮して請求",
        "perfectionist 完璧主義 完璧主義|納得いくまで|細部まで|全部自分で|自分でやらないと",
        "secretive 抱え込む・明かさない 隠して|明かさない|見せたがらない|借金を隠|話したがらない|秘密主義",
    ),
)

STAGES = Vocabulary(
    "stage",
    "事業段階",
    _terms(
        "pre-start 創業前 創業前|開業前|これから開業|開業したい|起業したい|独立したい|開業準備|創業したい|出店準備|お店を出したい|店を持ちたい",
        "start-up 創業期（〜3年） 創業期|開業したばかり|開業1年|開業2年|創業1年|創業2年|起業して間もない|オープンして半年|開業半年|始めたばかり",
        "growth 成長期 成長期|売上が伸びて|事業拡大|店舗を増や|2店舗目|二店舗目|急に忙しく|受注が増え|拡大中",
        "mature 成熟期 成熟期|頭打ち|横ばい|マンネリ|安定している|変わり映え",
        "decline 業績低下期 業績低下|売上が減|売上が落ち|売上減|客が減|客足が|じり貧|右肩下がり|赤字が続|赤字続き|減収|低迷",
        "distress 危機・再生期 倒産|資金ショート|支払いができない|返済できない|リスケ|債務超過|民事再生|差し押さえ|税金を滞納|危機|再生",
        "succession 承継期 承継期|事業承継|代替わり|引き継ぐ|引き継ぎ|バトンタッチ|継ぐこと|継がせ|世代交代|承継",
        "closing 廃業準備期 廃業|店じまい|閉店|畳みたい|たたみたい|やめたい|店を閉め|会社を閉じ|会社をたたむ|事業をやめ",
    ),
)

TOPICS = Vocabulary(
    "topics",
    "相談テーマ",
    _terms(
        "sales 売上拡大 売上拡大|売上を伸ばし|売上を上げ|売上アップ|売上を増やし|売上が減|売上が落ち|客が減|集客|お客が来ない|客足|客単価|"
        "リピーター|売上が伸び|お客さんを増や|常連|客数",
        "channel 販路開拓 販路開拓|販路|新規取引先|新しい取引先|取引先を増や|取引先が1社|一社依存|1社依存|2社依存|展示会|商談会|卸先|"
        "ふるさと納税|直販|新規開拓|BtoB|売り先|元請けに頼|下請けから脱|下請け脱却|EC出店|百貨店|バイヤー",
        "product 商品開発 商品開発|新商品|新メニュー|試作|商品づくり|ブランド|新サービス|パッケージ|看板商品|商品化|土産品|メニュー開発",
        "promotion 広報・SNS 広報|SNS|インスタ|Instagram|チラシ|ホームページ|看板|口コミ|宣伝|PR|Googleマップ|LINE公式|動画配信|フォロワー|"
        "広告|YouTube|発信|プレスリリース|知ってもらえない|認知度",
        "pricing 値付け・価格転嫁 値上げ|価格転嫁|値付け|値段を上げ|価格を上げ|価格交渉|単価を上げ|値段をつけ|料金改定|値決め|値引き|"
        "原価が上が|原材料高|材料費が上が|仕入れ値が上が|燃料費|電気代が上が|値段が上げ|値段|安売り|単価|見積もり|料金を上げ|価格改定|転嫁",
        "margin 採算の可視化 採算|原価計算|原価|粗利|限界利益|損益分岐|どんぶり勘定|利益が残らない|利益が出ない|儲からない|忙しいのに|"
        "儲かって|お金が残らない|商品別|赤字商品|利益率|どの商品が|部門別|手元に残らない|作るほど",
        "turnaround 経営改善・事業再生 経営改善|事業再生|赤字|債務超過|リスケ|立て直し|再建|経営が苦し|V字回復|改善計画|経営を立て直|黒字化|"
        "民事再生|経営難|業績不振",
        "cash 資金繰り 資金繰り|資金調達|借入|融資|返済|運転資金|お金が足りない|支払いが|キャッシュ|銀行に断|資金ショート|つなぎ資金|"
        "売掛|入金が遅|手元資金|リスケ|コロナ融資|ゼロゼロ融資|借金|お金を借り|黒字倒産",
        "startup 創業 創業|開業|起業|独立|お店を出し|店を持ち|事業計画を作りたい|開店|出店したい|脱サラ|開業資金",
        "succession 事業承継・M&A 事業承継|承継|跡継ぎ|後継者|跡取り|M&A|引き継|継いだ|継ぐ|代替わり|株を渡|譲渡|世代交代|引退|"
        "第三者承継|会社を売|後継ぎ|先代",
        "people 人材・労務 人材|採用|求人|人手不足|離職|辞め|退職|社員教育|賃上げ|最低賃金|給料|シフト|残業|労務|従業員が|若手が|定着|"
        "評価制度|人間関係|育成|パートさん|外国人材|技能実習|働き方|右腕|幹部|人が来ない|人が足りない|就業規則|ハラスメント",
        "digital IT・DX・AI IT|DX|AI|デジタル|システム導入|ソフトを入れ|POS|レジ|クラウド|在庫管理システム|予約システム|キャッシュレス|ChatGPT|"
        "生成AI|紙とFAX|FAX|Excel|エクセル|ペーパーレス|アプリ|会計ソフト|パソコンが苦手|自動化|電子化|勤怠",
        "productivity 省力化・生産性 省力化|生産性|効率化|段取り|5S|動線|ムダ|無駄|時短|機械化|設備投資|残業が減らない|手間|工程|"
        "リードタイム|不良率|歩留まり|作業時間|設備の更新|設備を入れ|2024年問題|待ち時間|多能工",
        "ip 知財 知財|商標|特許|意匠|著作権|模倣|真似され|まねされ|ロゴを|営業秘密|ライセンス|商標登録|パクられ",
        "overseas 海外展開 海外|輸出|越境EC|インバウンド|外国人観光客|海外展開|訪日|関税|英語対応|外国人のお客|台湾|アメリカ向け",
        "legal 法務・契約 契約|契約書|法務|トラブル|クレーム|訴え|未払い|下請法|取適法|損害賠償|賃貸借|立ち退き|支払ってくれない|代金を払|"
        "キャンセル料|口約束|優越的地位|カスハラ|苦情",
        "policy 補助金・制度 補助金|助成金|制度|公募|申請|持続化補助金|ものづくり補助金|IT導入補助金|支援策|認定|税制|給付金|省力化補助金|"
        "業務改善助成金|交付決定|セーフティネット|マル経|インボイス|経営革新計画",
        "crisis 災害・有事 災害|地震|震災|水害|豪雨|洪水|台風|浸水|コロナ|感染症|火事|火災|停電|被災|関税|BCP|事業継続|サイバー攻撃|ランサム|断水|"
        "山火事|豪雪|大雪|円安|物価高|エネルギー高騰|電気代の高騰|燃料高騰|有事",
        "closing 廃業・再チャレンジ 廃業|店じまい|閉店|たたみたい|畳みたい|やめたい|清算|破産|再チャレンジ|再起|自己破産|会社を閉じ|会社をたたむ|"
        "店を閉め|事業をやめ|撤退",
        "other その他",
    ),
)

OUTCOMES = Vocabulary(
    "outcome",
    "結果",
    _terms(
        "success 成功 成功|うまくいった|うまく行った|成功例|成功事例|良かった例",
        "partial 一部成功 一部成功|途中まで|部分的に",
        "failure 失敗 失敗|失敗例|失敗事例|うまくいかなかった|うまく行かなかった|しくじり|だめだった|ダメだった|反面教師",
        "discontinued 中断 中断|途中で終わった|来なくなった|途切れた",
    ),
)

PHASES = Vocabulary(
    "phase",
    "支援フェーズ",
    _terms("1 課題解決型（フェーズ1）", "2 課題設定型・伴走（フェーズ2） 伴走支援|伴走|フェーズ2|課題設定"),
)

ORIGINS = Vocabulary(
    "origin",
    "出典区分",
    _terms("synthetic 合成（創作）", "contributed 拠点からの提供", "published 公開資料"),
)

POLICY_CATEGORIES = Vocabulary(
    "category",
    "資料の種類",
    _terms(
        "law 法令・指針",
        "subsidy 補助金・助成金",
        "finance 融資・保証",
        "tool 診断・計画の道具",
        "institution 支援機関",
        "playbook 進め方（行動の型）",
        "formula 計算式",
        "privacy 守秘・個人情報",
        "emergency 有事対応",
        "glossary 用語集",
        "document 資料",
    ),
)

MISSIONS = Vocabulary(
    "mission",
    "行動指針の区分",
    _terms(
        "listening 傾聴と信頼",
        "issue-setting 課題設定",
        "numbers 採算と数字",
        "planning 計画と実行",
        "referral つなぐとフォロー",
        "accompany 伴走と自走化",
        "chief CCOの役割と育成",
        "network 支援機関との連携",
        "confidentiality 守秘とAIの使い方",
        "emergency 有事の初動",
    ),
)

PARTNERS = Vocabulary(
    "partners",
    "連携先",
    _terms(
        "yorozu よろず支援拠点 よろず支援拠点|よろず",
        "shokokai 商工会 商工会",
        "cci 商工会議所 商工会議所|会議所",
        "chuokai 中小企業団体中央会 中央会",
        "jfc 日本政策金融公庫 公庫|日本政策金融公庫|日本公庫",
        "shoko-chukin 商工組合中央金庫 商工中金",
        "guarantee 信用保証協会 保証協会|信用保証協会",
        "shinkin 信用金庫・信用組合 信金|信用金庫|信用組合",
        "bank 銀行（メインバンク） 銀行|メインバンク|地銀|取引銀行",
        "kasseika 中小企業活性化協議会 活性化協議会|再生支援協議会",
        "hikitsugi 事業承継・引継ぎ支援センター 引継ぎ支援センター|事業承継センター|後継者人材バンク",
        "smrj 中小企業基盤整備機構 中小機構",
        "meti-bureau 経済産業局 経産局",
        "prefecture 都道府県 県庁|県の窓口",
        "municipality 市区町村 市役所|役場|市町村|区役所",
        "labour-bureau 労働局 労働局|労基署|労働基準監督署",
        "hellowork ハローワーク ハローワーク|職安",
        "workstyle 働き方改革推進支援センター 働き方改革推進支援センター",
        "inpit INPIT知財総合支援窓口 知財総合支援窓口|INPIT",
        "jetro 日本貿易振興機構（ジェトロ） ジェトロ|JETRO",
        "kakekomi 取引かけこみ寺 取引かけこみ寺|かけこみ寺",
        "jftc 公正取引委員会 公正取引委員会|公取",
        "agri-innovation 農山漁村発イノベーションサポートセンター 6次産業化センター|六次産業化",
        "ja 農業協同組合 農協|JA",
        "fishery-coop 漁業協同組合 漁協",
        "tourism 観光協会・DMO 観光協会|DMO",
        "testing-lab 公設試験研究機関 公設試|工業試験場|産業技術センター",
        "pro-hr プロフェッショナル人材戦略拠点 プロ人材拠点",
        "tax-accountant 税理士 税理士|会計士|顧問税理士",
        "consultant 中小企業診断士 診断士",
        "lawyer 弁護士 弁護士|ひまわりほっとダイヤル",
        "labour-consultant 社会保険労務士 社労士",
        "patent-attorney 弁理士 弁理士",
        "judicial-scrivener 司法書士・行政書士 司法書士|行政書士",
        "designer デザイナー・専門家 デザイナー",
        "welfare-council 社会福祉協議会 社協|社会福祉協議会",
        "health-line こころの健康相談窓口 いのちの電話|こころの健康相談",
    ),
)

_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()

HUBS = Vocabulary(
    "hub",
    "拠点",
    tuple(Term(f"{n:02d}", f"{name}よろず支援拠点", (name,)) for n, name in enumerate(_PREFECTURES, 1)),
)

#: The vocabularies whose words are looked for in a question, in the order in which premises are shown.
SEARCHED = (INDUSTRIES, OWNER_TYPES, OWNER_TRAITS, SIZES, STAGES, TOPICS, OUTCOMES)

#: Every vocabulary by field name.
VOCABULARIES: Mapping[str, Vocabulary] = {
    v.field: v
    for v in (
        INDUSTRY_SECTIONS,
        INDUSTRIES,
        SIZES,
        OWNER_TYPES,
        OWNER_TRAITS,
        STAGES,
        TOPICS,
        OUTCOMES,
        PHASES,
        ORIGINS,
        POLICY_CATEGORIES,
        MISSIONS,
        PARTNERS,
        HUBS,
    )
}


def check_visibility(value: str) -> str:
    """Return ``value`` if it is ``national`` or ``hub:NN`` with a known hub; raise UnknownCodeError otherwise."""
    if value == "national":
        return value
    if value.startswith("hub:"):
        HUBS.require(value.removeprefix("hub:"))
        return value
    raise UnknownCodeError(f"公開範囲「{value}」は national か hub:NN(拠点番号01〜47)で書いてください。")


def _word_index() -> dict[str, tuple[tuple[str, str], ...]]:
    """Map every folded word to the (field, code) pairs it stands for."""
    index: dict[str, list[tuple[str, str]]] = {}
    for vocabulary in (*SEARCHED, PARTNERS):
        for term in vocabulary.values():
            for word in (*term.words, term.label):
                key = unicodedata.normalize("NFKC", word).lower()
                pair = (vocabulary.field, term.code)
                if pair not in index.setdefault(key, []):
                    index[key].append(pair)
    return {word: tuple(pairs) for word, pairs in index.items()}


_WORDS = _word_index()
_BY_FIRST: dict[str, list[str]] = {}
for _word in sorted(_WORDS, key=len, reverse=True):
    _BY_FIRST.setdefault(_word[0], []).append(_word)
_ASCII_WORD = re.compile(r"[a-z0-9&]+")


def mentions(text: str) -> list[Mention]:
    """Find the vocabularies' words in ``text``, in order; overlapping words of different fields are all kept.

    Within one field the longest word at a place wins (温泉旅館 before 旅館). ASCII words must stand alone (IT is not
    found in "site"). Cost is linear in the text with a small factor: each place tries only words of its first letter.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    found: list[Mention] = []
    covered: dict[str, int] = {}
    for at, first in enumerate(folded):
        for word in _BY_FIRST.get(first, ()):
            end = at + len(word)
            if not folded.startswith(word, at) or not _stands_alone(folded, at, end, word):
                continue
            for field, code in _WORDS[word]:
                if covered.get(field, -1) > at and not any(
                    m.field == field and m.start == at and m.end == end for m in found
                ):
                    continue
                found.append(Mention(field, code, word, at, end))
                covered[field] = max(covered.get(field, 0), end)
    return found


def _stands_alone(folded: str, start: int, end: int, word: str) -> bool:
    if not _ASCII_WORD.fullmatch(word):
        return True
    before = folded[start - 1] if start else ""
    after = folded[end] if end < len(folded) else ""
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
