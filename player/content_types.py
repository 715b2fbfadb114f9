"""The content type of a course file by its extension, and how a browser may treat it."""

from enum import Enum

UNKNOWN = "application/octet-stream"

# HTML and scripts carry no charset: old courses declare windows-1252 or Shift_JIS in the page,
# and a header would overrule them.
TYPES = {
    # Pages
    "htm": "text/html",
    "html": "text/html",
    "shtml": "text/html",
    "xht": "application/xhtml+xml",
    "xhtml": "application/xhtml+xml",
    # Code and data
    "css": "text/css",
    "csv": "text/csv",
    "dtd": "application/xml-dtd",
    "geojson": "application/geo+json",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "map": "application/json",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "rtf": "application/rtf",
    "srt": "text/plain",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "xaml": "application/xml",
    "xml": "application/xml",
    "xsd": "application/xml",
    "xsl": "application/xml",
    "xslt": "application/xml",
    # Images
    "apng": "image/apng",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "cur": "image/x-icon",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "jfif": "image/jpeg",
    "jpe": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    # Fonts
    "eot": "application/vnd.ms-fontobject",
    "otf": "font/otf",
    "ttc": "font/collection",
    "ttf": "font/ttf",
    "woff": "font/woff",
    "woff2": "font/woff2",
    # Sound
    "aac": "audio/aac",
    "aif": "audio/aiff",
    "aiff": "audio/aiff",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "mid": "audio/midi",
    "midi": "audio/midi",
    "mka": "audio/x-matroska",
    "mp3": "audio/mpeg",
    "mpga": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "wma": "audio/x-ms-wma",
    # Film
    "3gp": "video/3gpp",
    "avi": "video/x-msvideo",
    "f4v": "video/mp4",
    "flv": "video/x-flv",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "m4v": "video/mp4",
    "mkv": "video/x-matroska",
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "mpd": "application/dash+xml",
    "mpeg": "video/mpeg",
    "mpg": "video/mpeg",
    "ogv": "video/ogg",
    "ts": "video/mp2t",
    "webm": "video/webm",
    "wmv": "video/x-ms-wmv",
    # Documents
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pps": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    # Models and animation
    "dae": "model/vnd.collada+xml",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "obj": "model/obj",
    "stl": "model/stl",
    "swf": "application/x-shockwave-flash",
    "usdz": "model/vnd.usdz+zip",
}


class Role(Enum):
    """A page is a document of its own; active files become one when opened by themselves."""

    PAGE = 1
    ACTIVE = 2
    ASSET = 3


_PAGES = {"text/html", "application/xhtml+xml"}
_ACTIVE = {"image/svg+xml", "application/xml", "application/dash+xml"}


def type_of(path: str) -> str:
    """Never taken from the package, and never guessed from the bytes."""
    name = path.rpartition("/")[2]
    return TYPES.get(name.rpartition(".")[2].lower(), UNKNOWN) if "." in name else UNKNOWN


def role_of(content_type: str) -> Role:
    if content_type in _PAGES:
        return Role.PAGE
    return Role.ACTIVE if content_type in _ACTIVE else Role.ASSET
