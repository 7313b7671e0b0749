# SPDX-License-Identifier: Apache-2.0
"""Files of every kind that the door takes, with somebody's name wherever people and programs write one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import pypdf
from PIL import Image, PngImagePlugin
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

NAME: Final = "Zelmira Quistgaard"
EMAIL: Final = "zelmira.quistgaard@lernort.example"
HANDLE: Final = "zelq77"
TOLD: Final = (NAME, "Zelmira", "Quistgaard", EMAIL, "zelmira.quistgaard", HANDLE)
_WHO: Final = f"{NAME} {EMAIL} {HANDLE}"
_BYTES: Final = _WHO.encode()
_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def layers(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and those that are packed in it, however deep."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield packed.comment
            for info in packed.infolist():
                yield info.filename.encode() + info.comment + info.extra
                yield from layers(packed.read(info))
    elif data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        for number in range(1, int(str(reader.trailer["/Size"]))):
            found = reader.get_object(number)
            yield repr(found).encode()
            if isinstance(found, StreamObject):
                yield from _unpacked(found)


def _unpacked(stream: StreamObject) -> Iterator[bytes]:
    yield stream._data
    if "/FlateDecode" in str(stream.get("/Filter")):
        yield zlib.decompress(stream._data)


def names_in(data: bytes) -> list[str]:
    """Return what tells of the person in a file, in whichever layer and way of writing."""
    found = []
    for layer in layers(data):
        plain = layer.lower()
        found += [
            word for word in TOLD for way in ("utf-8", "utf-16-le", "utf-16-be") if word.lower().encode(way) in plain
        ]
    return sorted(set(found))


def exif(turned: int = 6) -> Image.Exif:
    """Return a camera's notes."""
    notes = Image.Exif()
    notes[0x0112] = turned
    notes[0x010E] = notes[0x013B] = notes[0x8298] = _WHO
    notes[0x9C9D] = _WHO.encode("utf-16-le")
    return notes


def jpeg() -> bytes:
    """Return a JPEG that is to be turned, with Exif, XMP, IPTC, a remark, and words after its end."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif(), comment=_BYTES, xmp=_xmp())
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(_BYTES) + 5) + b"\x1c\x02\x50\0" + _BYTES
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return out.getvalue()[:2] + segment + out.getvalue()[2:] + _BYTES


def png() -> bytes:
    """Return a PNG with words in every chunk that holds words, and Exif."""
    words, out = PngImagePlugin.PngInfo(), io.BytesIO()
    words.add_text("Author", _WHO)
    words.add_text("Copyright", _WHO, zip=True)
    words.add_itxt("Title", _WHO, "en", "Title")
    words.add_itxt("XML:com.adobe.xmp", _xmp().decode())
    Image.new("RGB", (8, 8), "red").save(out, "PNG", pnginfo=words, exif=exif(1))
    return out.getvalue() + _BYTES


def gif() -> bytes:
    """Return a GIF with a remark."""
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF", comment=_BYTES)
    return out.getvalue()


def webp() -> bytes:
    """Return a WebP with Exif and XMP."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "WEBP", exif=exif(), xmp=_xmp())
    return out.getvalue()


def _xmp() -> bytes:
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>" + _BYTES + b"</dc:creator></x:xmpmeta>"


def pdf() -> bytes:
    """Return a PDF that names somebody in its properties, remarks, signature, attachment, photo and first revision."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": _WHO, "/Title": f"Essay of {_WHO}"})
    writer.add_attachment(f"{NAME}.txt", _BYTES)
    _set(writer.root_object, "Metadata", writer._add_object(_stream(_xmp(), Type="Metadata", Subtype="XML")))
    remark = DictionaryObject()
    _set(remark, "Type", NameObject("/Annot"))
    _set(remark, "Subtype", NameObject("/Text"))
    _set(remark, "Rect", ArrayObject(NumberObject(side) for side in (0, 0, 9, 9)))
    _set(remark, "T", TextStringObject(_WHO))
    _set(remark, "Contents", TextStringObject("A remark that stays"))
    _set(page, "Annots", ArrayObject([writer._add_object(remark)]))
    _set(page, "PieceInfo", DictionaryObject({NameObject("/Draw"): TextStringObject(_WHO)}))
    photo = _stream(jpeg(), Subtype="Image", Filter="DCTDecode")
    resources = DictionaryObject({NameObject("/XObject"): DictionaryObject()})
    _set(resources["/XObject"], "Photo", writer._add_object(photo))
    _set(page, "Resources", resources)
    out = io.BytesIO()
    writer.write(out)
    return _revised(out.getvalue())


def _revised(data: bytes) -> bytes:
    """Add a revision that takes nothing away, and an object that nothing reaches."""
    out = io.BytesIO(data)
    writer = pypdf.PdfWriter(out, incremental=True)
    writer.add_metadata({"/Keywords": "later"})
    writer._add_object(TextStringObject(_WHO))
    later = io.BytesIO()
    writer.write(later)
    return later.getvalue()


def _set(holder: Any, key: str, value: object) -> None:
    holder[NameObject(f"/{key}")] = value


def _stream(data: bytes, **names: str) -> StreamObject:
    stream = StreamObject()
    stream._data = data
    stream.update({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in names.items()})
    return stream


def packed(parts: dict[str, bytes | str]) -> bytes:
    """Pack parts, with a remark about the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = _BYTES
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _ooxml(main: str, parts: dict[str, bytes | str]) -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/x" ContentType="{main}"/></Types>',
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{_WHO}</dc:creator></cp:coreProperties>",
            "docProps/app.xml": f"<Properties><Manager>{_WHO}</Manager><Company>{_WHO}</Company></Properties>",
            "docProps/custom.xml": f'<Properties><property name="Learner"><v>{_WHO}</v></property></Properties>',
            "docProps/thumbnail.jpeg": jpeg(),
            **parts,
        }
    )


def docx() -> bytes:
    """Return a document with remarks, tracked changes, people, a photo and a drawing."""
    by = f'w:id="1" w:author="{_WHO}" w:initials="{HANDLE}" w:date="2026-01-01T00:00:00Z"'
    body = (
        f'<?xml version="1.0"?><w:document xmlns:w="{_W}" xmlns:w14="x" mc:Ignorable="w14"><w:body><w:p>'
        f"<w:ins {by}><w:r><w:t>Added</w:t></w:r></w:ins><w:del {by}><w:r><w:delText>Gone</w:delText></w:r></w:del>"
        f'<w:r><w:t>author="Shakespeare" &lt;here&gt;</w:t></w:r></w:p><!-- {_WHO} --></w:body></w:document>'
    )
    return _ooxml(
        f"{_OOXML}.wordprocessingml.document.main+xml",
        {
            "word/document.xml": body,
            "word/comments.xml": (
                f'<w:comments xmlns:w="{_W}"><w:comment {by}><w:t>A remark</w:t></w:comment></w:comments>'
            ),
            "word/people.xml": (
                f'<w15:people><w15:person w15:author="{_WHO}"><w15:presenceInfo w15:providerId="AD" '
                f'w15:userId="S::{EMAIL}::1"/></w15:person></w15:people>'
            ),
            "word/media/image1.jpeg": jpeg(),
            "word/media/image2.png": png(),
            "word/media/image3.gif": gif(),
            "word/media/image4.webp": webp(),
            "word/media/image5.svg": svg(),
            "customXml/item1.xml": f"<properties><UserInfo><DisplayName>{_WHO}</DisplayName></UserInfo></properties>",
        },
    )


def xlsx() -> bytes:
    """Return a workbook with remarks, threads, a place on a disk, a printer, and shared editing."""
    return _ooxml(
        f"{_OOXML}.spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": (
                f'<workbook><fileSharing userName="{_WHO}"/><x15ac:absPath url="C:\\Users\\{HANDLE}\\"/></workbook>'
            ),
            "xl/comments1.xml": f"<comments><authors><author>{_WHO}</author></authors><text>Stays</text></comments>",
            "xl/persons/person.xml": (
                f'<personList><person displayName="{_WHO}" userId="{EMAIL}" providerId="AD"/></personList>'
            ),
            "xl/revisions/userNames.xml": f'<users><userInfo name="{_WHO}"/></users>',
            "xl/printerSettings/printerSettings1.bin": HANDLE.encode("utf-16-le") + bytes(200),
        },
    )


def pptx() -> bytes:
    """Return slides with the authors of remarks, old and new, a sheet behind a chart, and a sound."""
    return _ooxml(
        f"{_OOXML}.presentationml.presentation.main+xml",
        {
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst><p:cmAuthor name="{_WHO}" initials="ZQ"/></p:cmAuthorLst>',
            "ppt/authors.xml": f'<p188:authorLst><p188:author name="{_WHO}" userId="{EMAIL}"/></p188:authorLst>',
            "ppt/embeddings/sheet1.xlsx": xlsx(),
            "ppt/media/media1.mp3": mp3(),
            "ppt/media/media2.mp4": mp4(),
        },
    )


def odt() -> bytes:
    """Return an open document with a writer, remarks, changes, a printer and a picture of its first page."""
    words = f"<dc:creator>{_WHO}</dc:creator><meta:creator-initials>{HANDLE}</meta:creator-initials>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content><office:change-info>{words}</office:change-info><office:annotation>{words}"
                f"<text:p>A remark</text:p></office:annotation><text:author-name>{_WHO}</text:author-name>"
                "</office:document-content>"
            ),
            "meta.xml": f"<office:meta><meta:initial-creator>{_WHO}</meta:initial-creator></office:meta>",
            "settings.xml": (
                f'<config:config-item config:name="PrinterName" config:type="string">{_WHO}</config:config-item>'
            ),
            "Thumbnails/thumbnail.png": png(),
        }
    )


def svg() -> bytes:
    """Return a drawing in which an editor has noted its writer and where it was saved."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f's:docname="{NAME}.svg"><!-- {_WHO} --><metadata>{_WHO}</metadata><path d="M0 0h9"/></svg>'
    ).encode()


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def mp4(brand: bytes = b"isom") -> bytes:
    """Return a video of no pictures with user data, metadata, a named handler, and boxes that nobody knows."""
    notes = _box(b"udta", _box(b"\xa9ART", _BYTES), _box(b"meta", bytes(4), _BYTES))
    handler = _box(b"hdlr", bytes(8) + b"vide" + bytes(12) + _BYTES + b"\0")
    track = _box(b"trak", _box(b"tkhd", bytes(84)), _box(b"mdia", _box(b"mdhd", bytes(24)), handler), notes)
    return b"".join(
        [
            _box(b"ftyp", brand, bytes(4), brand),
            _box(b"moov", _box(b"mvhd", bytes(100)), track, notes),
            _box(b"uuid", bytes(16), _BYTES),
            _box(b"free", _BYTES),
            _box(b"mdat", b"pictures"),
            _box(b"meta", bytes(4), _BYTES),
        ]
    )


def mp3() -> bytes:
    """Return a sound with ID3 at both ends and APE tags."""
    tag = b"TPE1" + (len(_BYTES) + 1).to_bytes(4, "big") + b"\0\0\x03" + _BYTES
    front = b"ID3\x04\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F]) + tag
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, len(_BYTES) + 32, 1, 0) + bytes(8)
    end = b"TAG" + _BYTES[:125].ljust(125, b"\0")
    return front + b"\xff\xfb\x90\x64" + bytes(413) + _BYTES + ape + end


def wav() -> bytes:
    """Return a sound with a list of information and ID3 in it."""
    sound = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data\4\0\0\0\1\2\3\4"
    notes = b"LIST" + struct.pack("<I", len(_BYTES) + 4) + b"INFO" + _BYTES + bytes(len(_BYTES) % 2)
    chunks = b"WAVE" + notes + sound + b"id3 " + struct.pack("<I", len(_BYTES)) + _BYTES
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _element(identity: bytes, content: bytes) -> bytes:
    return identity + (len(content) | 1 << 56).to_bytes(8, "big") + content


def webm() -> bytes:
    """Return a recording whose cluster has no length, as browsers write it, with a title, tags and an attachment."""
    about = _element(b"\x15\x49\xa9\x66", _element(b"\x7b\xa9", _BYTES) + _element(b"\x57\x41", _BYTES))
    tracks = _element(b"\x16\x54\xae\x6b", _element(b"\xae", _element(b"\x53\x6e", _BYTES)))
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + _element(b"\xe7", b"\0") + _element(b"\xa3", b"frame")
    tail = _element(b"\x12\x54\xc3\x67", _BYTES) + _element(b"\x19\x41\xa4\x69", _BYTES)
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm"))
    return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + about + tracks + cluster + tail


PLANTED: Final[dict[str, Callable[[], bytes]]] = {
    "jpg": jpeg,
    "png": png,
    "gif": gif,
    "webp": webp,
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": odt,
    "mp4": mp4,
    "m4a": lambda: mp4(b"M4A "),
    "mov": lambda: mp4(b"qt  "),
    "mp3": mp3,
    "wav": wav,
    "webm": webm,
}
