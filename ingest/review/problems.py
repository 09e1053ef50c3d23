"""Why a decision cannot be taken; each message is the Japanese sentence the reviewer sees.

ReviewError: what was sent cannot be used · UnknownReviewError: no such case · StaleReviewError: it changed in between ·
DecidedReviewError: it is decided already.
"""


class ReviewError(ValueError):
    """A decision that cannot be taken as it was sent."""


class UnknownReviewError(ReviewError):
    """There is no such held case."""

    def __init__(self) -> None:
        super().__init__("この番号の確認待ちはありません。一覧から選び直してください。")


class StaleReviewError(ReviewError):
    """The case is no longer as the reviewer saw it."""

    def __init__(self) -> None:
        super().__init__("見ている間に内容が変わりました。開き直して、いまの内容を確かめてから決めてください。")


class DecidedReviewError(ReviewError):
    """The case is decided; its original is gone."""

    def __init__(self) -> None:
        super().__init__("この件はすでに決まっています。原文は消去済みです。")
