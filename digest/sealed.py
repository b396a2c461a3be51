"""The frozen issue: one JSON object that every edition is rendered from, and its hash."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from digest.checking import fault
from digest.errors import BadSnapshot
from digest.shapes import FORMAT, Snapshot


def canonical(snapshot: Snapshot) -> bytes:
    """The bytes that the hash is taken over: sorted keys, no blanks, without the hash itself."""
    bare = {key: value for key, value in snapshot.items() if key != "sha256"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(snapshot: Snapshot) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def seal(bare: dict[str, Any]) -> Snapshot:
    """Give an object its format and hash. Raises BadSnapshot if it has not the shape of a snapshot."""
    snapshot: Snapshot = {**bare, "format": FORMAT, "sha256": ""}  # type: ignore[typeddict-item]
    snapshot["sha256"] = sha256(snapshot)
    return checked(snapshot)


def checked(value: Any) -> Snapshot:
    """Return `value` as a snapshot, or raise BadSnapshot with one sentence that names the fault."""
    if isinstance(value, dict) and value.get("format", FORMAT) != FORMAT:
        raise BadSnapshot(f"快照格式为 {value['format']}，本版程序只读格式 {FORMAT}，请重新生成快照。")
    if wrong := fault(value, Snapshot, "snapshot"):
        raise BadSnapshot(f"快照有误：{wrong}；请重新生成快照，或恢复原文件。")
    snapshot: Snapshot = value
    if snapshot["sha256"] != sha256(snapshot):
        raise BadSnapshot("快照内容与其 SHA-256 不符，定稿后被改动过，请恢复原文件。")
    ids = Counter(item["id"] for section in snapshot["sections"] for item in section["items"])
    if twice := [number for number, count in ids.items() if count > 1]:
        raise BadSnapshot(f"快照中第 {twice[0]} 号文章出现了两次，请从本期中去掉一处后重新生成。")
    return snapshot


def read(path: Path) -> Snapshot:
    """Read NUMBER.json. Raises BadSnapshot."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadSnapshot(f"{path} 不是可读的快照（{error}），请重新生成。") from error
    return checked(value)


def written(snapshot: Snapshot) -> bytes:
    """The bytes of NUMBER.json: for people, one field a line."""
    return (json.dumps(snapshot, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
