"""Static files under addresses that change with their content."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from assistant.pages import static_files


def test_a_file_asked_for_by_its_hash_may_be_kept_for_good(client: TestClient) -> None:
    """The hash in the address makes the file immutable; without it, browsers ask again."""
    address = static_files.address("page.css")
    assert re.fullmatch(r"/static/page\.css\?v=[0-9a-f]{12}", address)
    kept = client.get(address)
    assert "immutable" in kept.headers["cache-control"] and kept.headers["etag"]
    assert client.get("/static/page.css").headers["cache-control"] == "no-cache"


def test_style_and_script_have_their_types(client: TestClient) -> None:
    """With nosniff a wrong type would switch them off."""
    assert client.get(static_files.address("page.css")).headers["content-type"].startswith("text/css")
    assert "javascript" in client.get(static_files.address("page.js")).headers["content-type"]
    assert client.get(static_files.address("mark.svg")).headers["content-type"].startswith("image/svg")


def test_nothing_outside_the_folder_is_served(client: TestClient) -> None:
    """A path that climbs out is not found."""
    for path in ("/static/../views.py", "/static/%2e%2e/views.py", "/static/..%2fviews.py"):
        assert client.get(path).status_code == 404


def test_the_script_and_the_style_name_no_other_machine() -> None:
    """No address of another host stands in what we send."""
    folder = static_files._FOLDER
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text and "https://" not in text and "//cdn" not in text
