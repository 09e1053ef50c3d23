"""Bytes become text in the encodings of the trade, or one Japanese sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaders import LOADERS, MAX_BYTES, LoadError, refuse_size
from ingest.loaders.loaded import decode

Refusal = Callable[..., str]
JAPANESE = "小さな店の値上げについて、二代目が話した。\nｶﾅも少し混ざるが、ふつうの文である。\n"


@pytest.mark.parametrize("suffix", sorted(LOADERS))
@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file_is_told(suffix: str, content: bytes, refusal: Refusal) -> None:
    """Nothing in it is nothing to register."""
    assert refusal(f"a{suffix}", content) == "中身が空です。"


def test_a_gigantic_file_is_told() -> None:
    """The bound is named, before the file is read."""
    refuse_size(MAX_BYTES)
    with pytest.raises(LoadError, match="上限 100 MB"):
        refuse_size(MAX_BYTES + 1)


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_any_bytes_give_entries_or_a_sentence(suffix: str, refusal: Refusal) -> None:
    """Pictures and programs under a known name are refused in words."""
    for content in (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 50, b"\x7fELF\x00" * 20, bytes(range(128, 256)) * 4):
        assert refusal(f"a{suffix}", content).endswith("。")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
def test_japanese_text_is_read_in_the_encodings_of_the_trade(encoding: str) -> None:
    """UTF-8 with and without mark, Shift_JIS, EUC-JP and marked UTF-16 give the same text."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + JAPANESE.encode(encoding)) == JAPANESE


@pytest.mark.parametrize("text", ["ｶﾌﾞｼｷｶﾞｲｼｬ ｻﾝﾌﾟﾙ", "顧客一覧,東京都,売上高", "1,2,3\r\nabc"])
def test_short_shift_jis_is_not_taken_for_euc_jp(text: str) -> None:
    """Half-width kana and kanji without kana, as old systems print them, are read as Shift_JIS."""
    assert decode(text.encode("cp932")) == text


def test_utf8_cut_within_a_character_is_told() -> None:
    """A copy that broke off is not registered as mojibake."""
    with pytest.raises(LoadError, match="UTF-8 の文字が途中で壊れています"):
        decode(JAPANESE.encode()[:-2])
    with pytest.raises(LoadError, match="UTF-8 の文字が途中で壊れています"):
        decode(JAPANESE.encode() * 50 + b"\xff\xff")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80\x81\xfd\xfe\xff", b"a\x00b"])
def test_what_is_no_text_is_told(content: bytes) -> None:
    """Half a UTF-16 character, bytes of no encoding, and NULs are no text."""
    with pytest.raises(LoadError):
        decode(content)


@settings(max_examples=150, deadline=None)
@given(
    st.text("あいうアイウ漢字売上店主の、。ー", min_size=6, max_size=60), st.sampled_from(["utf-8", "cp932", "euc_jp"])
)
def test_ordinary_japanese_is_never_mojibake(text: str, encoding: str) -> None:
    """Text with hiragana in any of the three encodings comes back as it was."""
    said = f"この店の{text}"
    assert decode(said.encode(encoding)) == said


def test_mail_of_old_systems_is_read() -> None:
    """ISO-2022-JP is seven-bit and would pass for UTF-8 full of escapes."""
    assert decode("二代目が話した。".encode("iso2022_jp")) == "二代目が話した。"
