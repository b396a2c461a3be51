"""The book for e-readers: its structure as EPUB 3 asks, and nothing of the issue missing."""

import io
import posixpath
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from digest import view
from digest.build import build
from digest.epub import epub
from tests.digest.material import item, snapshot
from tests.digest.test_phone import everything

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_it_is_a_book_whose_every_part_is_well_formed_and_listed(tmp_path: Path) -> None:
    book = opened(build(everything(), tmp_path).epub.read_bytes())
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, book.read(first)) == ("mimetype", 0, b"application/epub+zip")
    trees = {
        name: ElementTree.fromstring(book.read(name))  # noqa: S314  # ours
        for name in book.namelist()
        if name.endswith(("xml", "html", "opf"))
    }
    listed = {part.attrib["href"] for part in trees["book.opf"].iter(f"{OPF}item")}
    assert listed == set(book.namelist()) - {"mimetype", "META-INF/container.xml", "book.opf"}
    for name, tree in trees.items():
        has = {part.attrib["id"] for part in tree.iter() if "id" in part.attrib}
        assert len(has) == sum("id" in part.attrib for part in tree.iter()), name
        for link in tree.iter(f"{XHTML}a"):
            file, _, anchor = link.attrib["href"].partition("#")
            if "://" in file:
                continue
            target = trees[posixpath.join(posixpath.dirname(name), file) if file else name]
            assert not anchor or any(part.attrib.get("id") == anchor for part in target.iter()), link.attrib["href"]


def test_every_text_is_in_it_and_two_builds_are_the_same() -> None:
    made = snapshot({"policy": [item(1)], "reading": [item(2, title="阅读 <一> & 二")]})
    data = epub(made, view.context(made))
    assert data == epub(made, view.context(made))
    book = opened(data)
    text = "".join(ElementTree.fromstring(book.read("reading.xhtml")).itertext())  # noqa: S314  # ours
    assert "阅读 <一> & 二" in text
    assert "工作人员逐户核对了数量与账户" in text
