"""One item as the bulletin will print it, while an editor waits."""

from digest.errors import BuildError
from digest.pdf import render as render_pdf
from digest.shapes import Snapshot
from digest.templating import render
from digest.view import entry


def preview(snapshot: Snapshot, number: int) -> bytes:
    """PDF of the item with that article number alone. Raises BuildError if the issue has it not."""
    for section in snapshot["sections"]:
        for item in section["items"]:
            if item["id"] == number:
                return render_pdf(
                    render("preview.html", {"entry": entry(item), "house": snapshot["house"]}), snapshot, {}, variant=""
                )
    raise BuildError(f"本期没有第 {number} 号文章，请用 tanxun issue show {snapshot['issue']['number']} 查看编号。")
