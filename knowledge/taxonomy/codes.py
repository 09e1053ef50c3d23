"""The closed vocabularies of the field: every code an entry may carry, and its Japanese label.

Industries follow the Japan Standard Industrial Classification as revised in July 2023 (in force 2024-04-01); the
sections A–T and the two-digit divisions here are those that hubs meet.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.taxonomy.everyday import EVERYDAY
from knowledge.taxonomy.terms import Term, UnknownCodeError, Vocabulary


def _terms(field: str, rows: str, grouped: bool = False) -> tuple[Term, ...]:
    """Parse ``code label`` a line (``group code label`` when ``grouped``); the everyday words come from their own list."""
    words = EVERYDAY.get(field, {})
    found = []
    for row in rows.strip().splitlines():
        group, _, rest = row.partition(" ") if grouped else ("", "", row)
        code, _, label = rest.partition(" ")
        found.append(Term(code, label, words.get(code, ()), group))
    if unknown := words.keys() - {term.code for term in found}:
        raise ValueError(f"everyday words of codes that {field} does not have: {sorted(unknown)}")
    return tuple(found)


INDUSTRY_SECTIONS = Vocabulary(
    "industry_section",
    "業種(大分類)",
    _terms(
        "industry_section",
        """
A 農業，林業
B 漁業
C 鉱業，採石業，砂利採取業
D 建設業
E 製造業
F 電気・ガス・熱供給・水道業
G 情報通信業
H 運輸業，郵便業
I 卸売業，小売業
J 金融業，保険業
K 不動産業，物品賃貸業
L 学術研究，専門・技術サービス業
M 宿泊業，飲食サービス業
N 生活関連サービス業，娯楽業
O 教育，学習支援業
P 医療，福祉
Q 複合サービス事業
R サービス業（他に分類されないもの）
S 公務（他に分類されるものを除く）
T 分類不能の産業
""",
    ),
)

INDUSTRIES = Vocabulary(
    "industry",
    "業種",
    _terms(
        "industry",
        """
A 01 農業
A 02 林業
B 03 漁業
B 04 水産養殖業
D 06 総合工事業
D 07 職別工事業
D 08 設備工事業
E 09 食料品製造業
E 10 飲料・たばこ・飼料製造業
E 11 繊維工業
E 12 木材・木製品製造業
E 13 家具・装備品製造業
E 14 パルプ・紙・紙加工品製造業
E 15 印刷・同関連業
E 16 化学工業
E 18 プラスチック製品製造業
E 19 ゴム製品製造業
E 20 なめし革・同製品・毛皮製造業
E 21 窯業・土石製品製造業
E 22 鉄鋼業
E 23 非鉄金属製造業
E 24 金属製品製造業
E 25 はん用機械器具製造業
E 26 生産用機械器具製造業
E 27 業務用機械器具製造業
E 28 電子部品・デバイス・電子回路製造業
E 29 電気機械器具製造業
E 31 輸送用機械器具製造業
E 32 その他の製造業
G 39 情報サービス業
G 40 インターネット附随サービス業
G 41 映像・音声・文字情報制作業
H 43 道路旅客運送業
H 44 道路貨物運送業
H 47 倉庫業
I 50 各種商品卸売業
I 51 繊維・衣服等卸売業
I 52 飲食料品卸売業
I 53 建築材料、鉱物・金属材料等卸売業
I 54 機械器具卸売業
I 55 その他の卸売業
I 56 各種商品小売業
I 57 織物・衣服・身の回り品小売業
I 58 飲食料品小売業
I 59 機械器具小売業
I 60 その他の小売業
I 61 無店舗小売業
J 67 保険業
K 68 不動産取引業
K 69 不動産賃貸業・管理業
K 70 物品賃貸業
L 72 専門サービス業
L 73 広告業
L 74 技術サービス業
M 75 宿泊業
M 76 飲食店
M 77 持ち帰り・配達飲食サービス業
N 78 洗濯・理容・美容・浴場業
N 79 その他の生活関連サービス業
N 80 娯楽業
O 81 学校教育
O 82 その他の教育，学習支援業
P 83 医療業
P 85 社会保険・社会福祉・介護事業
Q 86 郵便局
Q 87 協同組合
R 88 廃棄物処理業
R 89 自動車整備業
R 90 機械等修理業
R 91 職業紹介・労働者派遣業
R 92 その他の事業サービス業
""",
        grouped=True,
    ),
)

SIZES = Vocabulary(
    "size",
    "規模",
    _terms(
        "size",
        """
s1 本人のみ
s5 2〜5人
s20 6〜20人
s50 21〜50人
s100 51〜100人
s300 101〜300人
""",
    ),
)

OWNER_TYPES = Vocabulary(
    "owner_type",
    "経営者タイプ",
    _terms(
        "owner_type",
        """
founder 創業者
successor 後継者（二代目・三代目）
son-in-law 娘婿
couple 夫婦経営
turnaround 外部から来た再建役
third-party 第三者承継した若手
craftsman 職人・下請け一筋
elder-no-successor 高齢で後継者未定
newcomer 移住者・女性創業
sole 兼業・個人事業主
professional 専門職の経営者（医師・士業など）
""",
    ),
)

OWNER_TRAITS = Vocabulary(
    "owner_traits",
    "経営者の性格",
    _terms(
        "owner_traits",
        """
intuition 勘と経験
rough-accounts どんぶり勘定
cautious 慎重
quick 即断
stubborn 頑固
artisan 職人気質
numerate 数字に強い
hands-off 人任せ
novelty 新しい物好き
isolated 孤立
family-pressure 家族に頭が上がらない
passive 受け身
optimistic 楽観的
pleaser 断れない
perfectionist 完璧主義
secretive 抱え込む・明かさない
""",
    ),
)

STAGES = Vocabulary(
    "stage",
    "事業段階",
    _terms(
        "stage",
        """
pre-start 創業前
start-up 創業期（〜3年）
growth 成長期
mature 成熟期
decline 業績低下期
distress 危機・再生期
succession 承継期
closing 廃業準備期
""",
    ),
)

TOPICS = Vocabulary(
    "topics",
    "相談テーマ",
    _terms(
        "topics",
        """
sales 売上拡大
channel 販路開拓
product 商品開発
promotion 広報・SNS
pricing 値付け・価格転嫁
margin 採算の可視化
turnaround 経営改善・事業再生
cash 資金繰り
startup 創業
succession 事業承継・M&A
people 人材・労務
digital IT・DX・AI
productivity 省力化・生産性
ip 知財
overseas 海外展開
legal 法務・契約
policy 補助金・制度
crisis 災害・有事
closing 廃業・再チャレンジ
other その他
""",
    ),
)

OUTCOMES = Vocabulary(
    "outcome",
    "結果",
    _terms(
        "outcome",
        """
success 成功
partial 一部成功
failure 失敗
discontinued 中断
""",
    ),
)

PHASES = Vocabulary(
    "phase",
    "支援フェーズ",
    _terms(
        "phase",
        """
1 課題解決型（フェーズ1）
2 課題設定型・伴走（フェーズ2）
""",
    ),
)

ORIGINS = Vocabulary(
    "origin",
    "出典区分",
    _terms(
        "origin",
        """
synthetic 合成（創作）
contributed 拠点からの提供
published 公開資料
""",
    ),
)

POLICY_CATEGORIES = Vocabulary(
    "category",
    "資料の種類",
    _terms(
        "category",
        """
law 法令・指針
subsidy 補助金・助成金
finance 融資・保証
tool 診断・計画の道具
institution 支援機関
playbook 進め方（行動の型）
formula 計算式
privacy 守秘・個人情報
emergency 有事対応
glossary 用語集
document 資料
""",
    ),
)

MISSIONS = Vocabulary(
    "mission",
    "行動指針の区分",
    _terms(
        "mission",
        """
listening 傾聴と信頼
issue-setting 課題設定
numbers 採算と数字
planning 計画と実行
referral つなぐとフォロー
accompany 伴走と自走化
chief CCOの役割と育成
network 支援機関との連携
confidentiality 守秘とAIの使い方
emergency 有事の初動
""",
    ),
)

PARTNERS = Vocabulary(
    "partners",
    "連携先",
    _terms(
        "partners",
        """
yorozu よろず支援拠点
shokokai 商工会
cci 商工会議所
chuokai 中小企業団体中央会
jfc 日本政策金融公庫
shoko-chukin 商工組合中央金庫
guarantee 信用保証協会
shinkin 信用金庫・信用組合
bank 銀行（メインバンク）
kasseika 中小企業活性化協議会
hikitsugi 事業承継・引継ぎ支援センター
smrj 中小企業基盤整備機構
meti-bureau 経済産業局
prefecture 都道府県
municipality 市区町村
labour-bureau 労働局
hellowork ハローワーク
workstyle 働き方改革推進支援センター
inpit INPIT知財総合支援窓口
jetro 日本貿易振興機構（ジェトロ）
kakekomi 取引かけこみ寺
jftc 公正取引委員会
agri-innovation 農山漁村発イノベーションサポートセンター
ja 農業協同組合
fishery-coop 漁業協同組合
tourism 観光協会・DMO
testing-lab 公設試験研究機関
pro-hr プロフェッショナル人材戦略拠点
tax-accountant 税理士
consultant 中小企業診断士
lawyer 弁護士
labour-consultant 社会保険労務士
patent-attorney 弁理士
judicial-scrivener 司法書士・行政書士
designer デザイナー・専門家
welfare-council 社会福祉協議会
health-line こころの健康相談窓口
""",
    ),
)

_PREFECTURES = """
北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県
栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県
石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県
滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県
岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県
佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県
"""

HUBS = Vocabulary(
    "hub",
    "拠点",
    tuple(Term(f"{n:02d}", f"{name}よろず支援拠点", (name,)) for n, name in enumerate(_PREFECTURES.split(), 1)),
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
