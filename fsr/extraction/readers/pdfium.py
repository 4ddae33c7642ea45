"""Read a page's characters with PDFium, where it is proven to give the same lines.

PDFium is called through cffi's ABI mode: a page needs three calls for each
character, and a call through cffi costs a fifth of one through ctypes.  PDFium
changes some characters on the way (hyphens at line ends, right-to-left runs,
codes without a meaning); a page with any of these is left to pdfminer, as is
turned or mirrored text, and signs of symbol fonts other than Unicode's
dingbats.  tests/extraction/test_reader_equality.py compares both.
"""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cffi
import pypdfium2
import pypdfium2_raw

from fsr.extraction.readers.frame import Frame, Matrix
from fsr.extraction.readers.glyphs import Glyph, is_bold, is_symbol_font, plain
from fsr.extraction.readers.layers import Drawing, Layer, check_glyphs, layer_of
from fsr.extraction.readers.shapes import MOST, Point, Rect, straight
from fsr.extraction.readers.strokes import Stroke, strokes_of

_ffi = cffi.FFI()
_ffi.cdef("""
typedef struct { float left, top, right, bottom; } FS_RECTF;
typedef struct { float a, b, c, d, e, f; } FS_MATRIX;
int FPDFText_CountChars(void *text_page);
unsigned int FPDFText_GetUnicode(void *text_page, int index);
int FPDFText_GetLooseCharBox(void *text_page, int index, FS_RECTF *rect);
int FPDFText_GetCharOrigin(void *text_page, int index, double *x, double *y);
int FPDFText_GetMatrix(void *text_page, int index, FS_MATRIX *matrix);
int FPDFText_HasUnicodeMapError(void *text_page, int index);
double FPDFText_GetFontSize(void *text_page, int index);
void *FPDFText_GetTextObject(void *text_page, int index);
void *FPDFTextObj_GetFont(void *object);
int FPDFFont_GetGlyphWidth(void *font, unsigned int glyph, float size, float *width);
size_t FPDFFont_GetBaseFontName(void *font, char *buffer, size_t length);
int FPDFPage_CountObjects(void *page);
void *FPDFPage_GetObject(void *page, int index);
int FPDFPageObj_GetType(void *object);
int FPDFPageObj_GetMatrix(void *object, FS_MATRIX *matrix);
int FPDFFormObj_CountObjects(void *form);
void *FPDFFormObj_GetObject(void *form, unsigned long index);
int FPDFPath_CountSegments(void *path);
int FPDFPath_GetDrawMode(void *path, int *fill, int *stroke);
void *FPDFPath_GetPathSegment(void *path, int index);
int FPDFPathSegment_GetPoint(void *segment, float *x, float *y);
int FPDFPathSegment_GetType(void *segment);
""")
_lib: Any = _ffi.dlopen(str(Path(pypdfium2_raw.__file__).parent / "libpdfium.so"))

_HYPHEN = 2
"""What PDFium gives for a hyphen at a line's end, soft or hard."""
_PATH, _PICTURE, _FORM = 2, 3, 5
_BEZIER_TO, _MOVE_TO = 1, 2
_DEEPEST_FORM = 12


class UnprovenError(Exception):
    """PDFium may read this page otherwise than pdfminer does; the message says why."""


def read_page(page: pypdfium2.PdfPage, number: int) -> Layer:
    """The text layer of one page; raises `UnprovenError` when pdfminer should read it."""
    if page.get_rotation():
        raise UnprovenError("a turned page")
    frame = Frame.of(page.get_bbox(), 0)
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(_pointer(text_page.raw), frame.matrix, number)
    finally:
        text_page.close()
    drawn = _Drawn()
    drawn.collect(_pointer(page.raw), frame.matrix, _lib.FPDFPage_CountObjects, _lib.FPDFPage_GetObject)
    return layer_of(number, frame, Drawing(glyphs, drawn.rects, drawn.pictures, drawn.paths, drawn.strokes))


def _pointer(handle: Any) -> Any:
    """pypdfium2's ctypes handle as cffi's."""
    return _ffi.cast("void *", ctypes.cast(handle, ctypes.c_void_p).value)


def _glyphs(text_page: Any, frame: Matrix, number: int) -> list[Glyph]:
    """All characters that the file draws; blanks that PDFium adds belong to no text object and are left out."""
    get_unicode, get_origin, get_object = (
        _lib.FPDFText_GetUnicode, _lib.FPDFText_GetCharOrigin, _lib.FPDFText_GetTextObject)
    right, down = frame[4:]
    x, y = _ffi.new("double *"), _ffi.new("double *")
    new = tuple.__new__  # a third of the time of Glyph(…), and there are thousands
    styles = _Styles(text_page)
    glyphs: list[Glyph] = []
    last = last_x = last_y = None
    count = _lib.FPDFText_CountChars(text_page)
    check_glyphs(count, number)
    for index in range(count):
        thing = get_object(text_page, index)
        if not thing:
            continue
        get_origin(text_page, index, x, y)
        x0, base = x[0], y[0]
        if thing != last or base != last_y:
            size, scale, bold, meanings = styles.at(index, thing)
            last, last_y = thing, base
        elif x0 == last_x:
            glyphs[-1] = styles.ligature(index, glyphs[-1], right)
            continue
        last_x = x0
        code = get_unicode(text_page, index)
        text, width = meanings.get(code) or styles.meaning(index, code, thing, meanings)
        x0 += right
        glyphs.append(new(Glyph, (text, x0, x0 + width * scale, down - base, size, bold, 0.0)))
    return glyphs


Meanings = dict[int, tuple[str, float]]
"""A code's plain text and its advance at size 1."""


class _Styles:
    """Sizes and fonts of text objects, and the meaning of the codes met in each font."""

    def __init__(self, text_page: Any) -> None:
        self._text_page = text_page
        self._fonts: dict[Any, tuple[bool, Meanings]] = {}
        self._symbolic: set[Any] = set()
        self._matrix, self._rect, self._width = _ffi.new("FS_MATRIX *"), _ffi.new("FS_RECTF *"), _ffi.new("float *")

    def at(self, index: int, thing: Any) -> tuple[float, float, bool, Meanings]:
        """`(size, scale of advances, bold, known meanings)` of the character's text object."""
        matrix = self._matrix
        _lib.FPDFText_GetMatrix(self._text_page, index, matrix)
        if abs(matrix.b) > 1e-6 or abs(matrix.c) > 1e-6 or matrix.a <= 0 or matrix.d <= 0:
            raise UnprovenError("turned, slanted or mirrored text")
        size = abs(_lib.FPDFText_GetFontSize(self._text_page, index))
        bold, meanings = self._font(_lib.FPDFTextObj_GetFont(thing))
        return size * matrix.d, size * matrix.a, bold, meanings

    def meaning(self, index: int, code: int, thing: Any, meanings: Meanings) -> tuple[str, float]:
        """The plain text and advance of a code met for the first time in its font."""
        font = _lib.FPDFTextObj_GetFont(thing)
        if (_is_doubtful(code) or _lib.FPDFText_HasUnicodeMapError(self._text_page, index)
                or (font in self._symbolic and not 0x2701 <= code <= 0x27BE)):
            raise UnprovenError(f"the character U+{code:04X}")
        _lib.FPDFFont_GetGlyphWidth(font, code, 1.0, self._width)
        if self._width[0] <= 0:
            raise UnprovenError(f"no width for U+{code:04X}")
        entry = meanings[code] = (plain(chr(code)), self._width[0])
        return entry

    def ligature(self, index: int, glyph: Glyph, right: float) -> Glyph:
        """The glyph with one more of the letters that PDFium made of it."""
        code = _lib.FPDFText_GetUnicode(self._text_page, index)
        if _is_doubtful(code) or not (chr(code) + glyph.text).isalpha():
            raise UnprovenError(f"the character U+{code:04X} over another")
        _lib.FPDFText_GetLooseCharBox(self._text_page, index, self._rect)
        return glyph._replace(text=glyph.text + plain(chr(code)), x1=self._rect.right + right)

    def _font(self, font: Any) -> tuple[bool, Meanings]:
        known = self._fonts.get(font)
        if known is None:
            buffer = _ffi.new("char[]", 256)
            _lib.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = _ffi.string(buffer).decode("utf-8", "replace")
            if is_symbol_font(name):
                self._symbolic.add(font)
            known = self._fonts[font] = (is_bold(name), {})
        return known


def _is_doubtful(code: int) -> bool:
    """Codes that PDFium makes up, reorders or passes on unmapped: controls, right-to-left, private use, surrogates."""
    return code < 0x20 or 0x590 <= code < 0x900 or 0xD800 <= code < 0xFB00 or code >= 0xFB07


class _Drawn:
    """The straight shapes and pictures of a page and its forms."""

    def __init__(self) -> None:
        self.rects: list[Rect] = []
        self.strokes: list[Stroke] = []
        self.pictures: list[float] = []
        self.paths = 0

    def collect(self, holder: Any, outer: Matrix, count: Any, get: Any, depth: int = 0) -> None:
        """Add what the page or form `holder` draws; `outer` maps its space to the page's frame."""
        if depth > _DEEPEST_FORM:
            raise UnprovenError("forms within forms")
        for index in range(count(holder)):
            thing = get(holder, index)
            kind = _lib.FPDFPageObj_GetType(thing)
            if kind == _FORM:
                self.collect(thing, _times(_matrix(thing), outer), _lib.FPDFFormObj_CountObjects,
                             _lib.FPDFFormObj_GetObject, depth + 1)
            elif kind == _PICTURE:
                a, b, c, d, _, _ = _times(_matrix(thing), outer)
                self.pictures.append(abs(a * d - b * c))
            elif kind == _PATH and len(self.rects) < MOST and _is_painted(thing):
                self.paths += 1
                self._keep(_subpaths(thing, _times(_matrix(thing), outer)))

    def _keep(self, subpaths: Iterator[list[Point]]) -> None:
        for points in subpaths:
            rect = straight(points)
            if rect:
                self.rects.append(rect)
            elif len(self.strokes) < MOST:
                self.strokes += strokes_of(points)


def _is_painted(path: Any) -> bool:
    fill, stroke = _ffi.new("int *"), _ffi.new("int *")
    _lib.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill[0] or stroke[0])


def _matrix(thing: Any) -> Matrix:
    matrix = _ffi.new("FS_MATRIX *")
    _lib.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
            e * oa + f * oc + oe, e * ob + f * od + of)


def _subpaths(path: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """The corner points of each subpath made of straight lines only, on the page."""
    a, b, c, d, e, f = matrix
    x, y = _ffi.new("float *"), _ffi.new("float *")
    points: list[Point] = []
    for index in range(_lib.FPDFPath_CountSegments(path)):
        segment = _lib.FPDFPath_GetPathSegment(path, index)
        kind = _lib.FPDFPathSegment_GetType(segment)
        if kind == _BEZIER_TO:
            return
        if kind == _MOVE_TO and points:
            yield points
            points = []
        _lib.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x[0] + c * y[0] + e, b * x[0] + d * y[0] + f))
    if points:
        yield points
