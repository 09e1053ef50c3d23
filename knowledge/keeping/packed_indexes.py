"""The generation of indexes in use, as a backup takes it along; without it the indexes are built again."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import zipfile
from pathlib import Path

from knowledge.keeping.durable_file import write_durably

_GENERATION = re.compile(r"[a-z0-9-]{1,80}")


def copy_generation(data: Path, room: Path) -> str:
    """Copy the generation in use, which nobody may sweep away meanwhile; return its name, or "" when there is none."""
    folder = data / "projections"
    if not (folder / "current.json").is_file():
        return ""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            name = str(json.loads((folder / "current.json").read_text())["generation"])
            if _GENERATION.fullmatch(name):
                shutil.copytree(folder / name, room / "projections" / name)
                return name
        except (OSError, ValueError, KeyError, TypeError, shutil.Error):  # indexes can be built again
            shutil.rmtree(room / "projections", ignore_errors=True)
    return ""


def unpack_generation(archive: zipfile.ZipFile, name: str, room: Path) -> None:
    """Unpack a generation; nothing outside its folder."""
    if not _GENERATION.fullmatch(name):
        return
    for info in archive.infolist():
        parts = Path(info.filename).parts
        if parts[:2] == ("projections", name) and ".." not in parts:
            target = room.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(info) as packed, target.open("xb") as out:
                shutil.copyfileobj(packed, out)


def place_generation(room: Path, data: Path, name: str) -> None:
    """Put the indexes of the backup beside its catalog."""
    if (room / "projections" / name).is_dir() and name:
        (data / "projections").mkdir(exist_ok=True, mode=0o700)
        (room / "projections" / name).rename(data / "projections" / name)
        write_durably(data / "projections" / "current.json", json.dumps({"generation": name}))
