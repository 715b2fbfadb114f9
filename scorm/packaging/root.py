"""Where the course begins inside its ZIP, or what the ZIP is if it is no SCORM course."""

from scorm.packaging import names
from scorm.packaging.errors import NoManifest
from scorm.packaging.findings import MANIFEST_NAME, Notes, Rule
from scorm.packaging.index import ArchiveIndex, Entry

_AICC = {".au", ".crs", ".cst", ".des"}
_STANDARDS = {"cmi5.xml": "a cmi5 package", "tincan.xml": "an xAPI (Tin Can) package"}
_SOURCES = {
    ".story": "an Articulate Storyline project",
    ".cptx": "an Adobe Captivate project",
    ".awt": "a Lectora project",
    ".elp": "an eXeLearning project",
    ".elpx": "an eXeLearning project",
    ".h5p": "H5P content",
    ".pptx": "a presentation",
}
# Left by operating systems; nobody means to ship them.
_DEBRIS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def find_root(index: ArchiveIndex, notes: Notes) -> tuple[ArchiveIndex, Entry]:
    """The files of the course without a wrapping folder, and its manifest; raises NoManifest."""
    folders = _folders_with_manifest(index)
    if "" not in folders:
        index = _unwrapped(index, folders, notes)
    manifest = index.find(MANIFEST_NAME) or _first_of_many(index)
    if manifest.path != MANIFEST_NAME:
        notes.repair(Rule.MANIFEST_NAME, f'The manifest is named "{manifest.path}".')
    return index, manifest


def _folders_with_manifest(index: ArchiveIndex) -> dict[str, str]:
    folders: dict[str, str] = {}
    for path in index.entries:
        folder, _, file = path.rpartition("/")
        if file.casefold() == MANIFEST_NAME and not path.startswith(_DEBRIS):
            folders[folder] = path
    return folders


def _first_of_many(index: ArchiveIndex) -> Entry:
    """Several spellings stand side by side; the first in the directory is as good as any."""
    return next(entry for path, entry in index.entries.items() if path.casefold() == MANIFEST_NAME)


def _unwrapped(index: ArchiveIndex, folders: dict[str, str], notes: Notes) -> ArchiveIndex:
    wrappers = [folder for folder in folders if "/" not in folder]
    if len(wrappers) > 1:
        raise NoManifest(f"It holds {len(wrappers)} courses in folders; upload each by itself.")
    if not wrappers:
        raise NoManifest(_what_it_is(index, folders))
    start = f"{wrappers[0]}/"
    inside: dict[str, Entry] = {}
    for path, entry in index.entries.items():
        if path.startswith(start):
            shorter = path.removeprefix(start)
            names.refuse_reserved(shorter, entry.name)
            inside[shorter] = entry._replace(path=shorter)
    notes.repair(
        Rule.WRAPPING_FOLDER, f'The course lies in a folder "{wrappers[0]}" inside the ZIP.'
    )
    _mention_rest(index, start, notes)
    return ArchiveIndex(inside, index.directory_offset)


def _mention_rest(index: ArchiveIndex, start: str, notes: Notes) -> None:
    rest = [path for path in index.entries if not path.startswith((start, *_DEBRIS))]
    if rest:
        notes.warning(
            Rule.WRAPPING_FOLDER,
            f'{len(rest):,} files beside the folder are left out, such as "{rest[0]}".',
        )


def _what_it_is(index: ArchiveIndex, folders: dict[str, str]) -> str:
    if folders:
        return f'It was found deeper, as "{next(iter(folders.values()))}"; pack that folder itself.'
    files = {path.rpartition("/")[2].casefold() for path in index.entries}
    endings = {file[file.rfind(".") :] for file in files if "." in file}
    standard = next((said for name, said in _STANDARDS.items() if name in files), "")
    if standard or len(endings & _AICC) > 2:
        return f"It is {standard or 'an AICC package'}."
    source = next((said for ending, said in _SOURCES.items() if ending in endings), "")
    if source:
        return f"It holds {source}, not an exported course."
    if ".zip" in endings:
        return "It holds another ZIP; upload that one if it is the course."
    return "It is a web page without a manifest." if "index.html" in files else ""
