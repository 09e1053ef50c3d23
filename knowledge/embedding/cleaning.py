"""Clean text: what every embedder does to a text before it looks at it."""

import re
import unicodedata

# The Japanese range sign: NFKC would fold it to the ASCII tilde, but SentencePiece's nmt_nfkc, with which E5, BGE-M3
# and other multilingual models were trained, keeps it.
_RANGE_SIGN = "\uff5e"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text in NFKC, fit for any tokenizer: encodable as UTF-8 and free of control characters.

    Control characters (line ends and NUL included) become spaces, lone surrogates U+FFFD. Texts that differ only in
    Unicode normalisation (half-width kana, decomposed kana as macOS writes them) become equal. May return "".
    """
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    return _RANGE_SIGN.join(unicodedata.normalize("NFKC", part) for part in text.split(_RANGE_SIGN))
