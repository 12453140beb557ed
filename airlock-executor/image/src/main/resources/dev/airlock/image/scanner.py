"""Looks at files and reports on them in JSON; executes nothing, unpacks nothing to disk.

What is looked at: the payload on descriptor 0 if it is not empty, and every file below /in. Exit code 0: nothing was found;
1: something was; 2: something could not be looked at. That nothing was found does not mean that a file is harmless.
"""

import sys

sys.path[:] = [folder for folder in sys.path if folder != "/airlock"]

import gc
import json
import math
import os
import re
import stat
import struct
import zlib

try:
    from _sha256 import sha256
except ImportError:
    from _sha2 import sha256

FOLDER = "/in"
FILES_MAX = 256
BYTES_MAX = 16 << 20  # of one file
MEMBERS_MAX = 200  # named in the report, of one archive
UNPACKED_MAX = 8 << 20  # of all members of one archive together
RATIO_MAX = 100  # unpacked to packed, above which a member is called a bomb
FINDINGS_MAX = 50  # of one file

MAGIC = [
    (0, b"\x7fELF", "elf"),
    (0, b"MZ", "pe"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"MSCF", "cab"),
    (257, b"ustar", "tar"),
    (0, b"%PDF-", "pdf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole2"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF8", "gif"),
    (0, b"BM", "bmp"),
    (0, b"RIFF", "riff"),
    (0, b"\x00asm", "wasm"),
    (0, b"\xca\xfe\xba\xbe", "java-class-or-mach-o"),
    (0, b"\xcf\xfa\xed\xfe", "mach-o"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "windows-link"),
    (0, b"#!", "script"),
    (0, b"<?xml", "xml"),
]
PROGRAMS = {"elf", "pe", "mach-o", "java-class-or-mach-o"}

# What is searched for in every file and every member of an archive. No pattern repeats without a bound.
PATTERNS = [
    ("eicar", rb"X5O!P%@AP\[4\\PZX54\(P\^\)7CC\)7\}\$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!\$H\+H\*"),
    ("encoded-powershell", rb"(?i)powershell[^\r\n]{0,200}?\s-e(?:nc|ncodedcommand)?\s"),
    ("download-to-shell", rb"(?:curl|wget)\s[^\r\n|]{0,200}\|\s{0,8}(?:ba|da|z)?sh\b"),
    ("reverse-shell", rb"/dev/(?:tcp|udp)/|(?i:\bnc)\s[^\r\n]{0,80}\s-e\s"),
    ("recursive-deletion", rb"\brm\s{1,8}-[a-zA-Z]{0,8}[rR][a-zA-Z]{0,8}\s{1,8}/(?:\s|\*|$)"),
    ("evaluated-encoding", rb"(?i)\b(?:eval|exec|assert)\s{0,4}\(\s{0,4}(?:gzinflate|base64_decode|atob|unescape|b64decode|zlib\.decompress)"),
    ("office-auto-macro", rb"(?i)\b(?:auto_?open|document_open|workbook_open|autoexec)\b"),
    ("pdf-action", rb"/(?:JavaScript|OpenAction|Launch|EmbeddedFile)\b"),
    ("private-key", rb"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----"),
    ("process-injection", rb"VirtualAllocEx|WriteProcessMemory|CreateRemoteThread|NtUnmapViewOfSection"),
    ("packer", rb"UPX!|\.aspack|\.MPRESS1"),
    ("embedded-program", rb"(?s).{1}MZ.{60,400}?This program (?:cannot|must) be run"),
    ("no-operation-slide", rb"\x90{64}"),
]
COMPILED = [(name, re.compile(pattern)) for name, pattern in PATTERNS]
DOUBLE_ENDING = re.compile(r"(?i)\.(?:pdf|docx?|xlsx?|txt|jpe?g|png|zip)\.(?:exe|scr|js|vbs|bat|cmd|com|lnk|hta|ps1)$")


def entropy(content):
    """Bits per byte, 0 to 8: near 8 is compressed or encrypted."""
    if not content:
        return 0.0
    counts = [0] * 256
    for byte in content:
        counts[byte] += 1
    size = len(content)
    return round(abs(sum(n / size * math.log2(n / size) for n in counts if n)), 3)


def kind_of(content):
    """The type by what stands at its start; text and data if nothing does."""
    if not content:
        return "empty"
    for offset, magic, kind in MAGIC:
        if content.startswith(magic, offset):
            return kind
    head = content[:4096]
    if re.match(rb"(?i)\s{0,64}<(?:!doctype html|html|script)", head):
        return "html"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16 text"
    if b"\x00" in head or any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head):
        return "data"
    try:
        content.decode("utf-8")
        return "text"
    except UnicodeDecodeError:
        return "text of unknown encoding"


def patterns_in(content, where):
    """The first place of each pattern."""
    found = []
    for name, pattern in COMPILED:
        match = pattern.search(content)
        if match:
            found.append({"what": name, "where": where, "offset": match.start()})
    return found


def inflated(packed, wbits, limit):
    """At most `limit` bytes of a deflate stream, and whether there was more."""
    machine = zlib.decompressobj(wbits)
    return machine.decompress(packed, limit), not machine.eof


def zip_members(content):
    """Name, packed size, size, method and place of each member, from the central directory."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65557))
    if end < 0:
        raise ValueError("a zip without an end")
    count, at = struct.unpack_from("<H4xI", content, end + 10)[0], struct.unpack_from("<I", content, end + 16)[0]
    for _ in range(count):
        signature, method, packed, size, name, extra, comment, place = struct.unpack_from(
            "<I6xH8xIIHHH8xI", content, at
        )
        if signature != 0x02014B50:
            raise ValueError("a zip with a broken directory")
        text = content[at + 46 : at + 46 + name].decode("utf-8", "replace")
        yield text, packed, size, method, place
        at += 46 + name + extra + comment


def zip_content(content, member, limit):
    """The first bytes of a member, unpacked; None if it is packed in a way that is not read here."""
    _, packed, _, method, place = member
    name, extra = struct.unpack_from("<HH", content, place + 26)
    start = place + 30 + name + extra
    body = content[start : start + packed]
    if method == 0:
        return body[:limit]
    return inflated(body, -15, limit)[0] if method == 8 else None


def tar_members(content):
    """Name, size and place of each member."""
    at = 0
    while at + 512 <= len(content) and content[at] != 0:
        header = content[at : at + 512]
        if header[257:262] != b"ustar":
            raise ValueError("a tar with a broken header")
        size = int(header[124:136].strip(b" \x00") or b"0", 8)
        if size < 0:
            raise ValueError("a tar with a negative size")
        prefix = header[345:500].split(b"\x00")[0]
        name = (prefix + b"/" if prefix else b"") + header[:100].split(b"\x00")[0]
        yield name.decode("utf-8", "replace"), size, at + 512
        at += 512 + (size + 511) // 512 * 512


def unsafe(name):
    """Whether a member would leave the folder that it is unpacked into."""
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or bool(re.match(r"[A-Za-z]:", name))


class Archive:
    """What is in an archive, and what was found in it, within bounds."""

    def __init__(self, kind):
        self.kind, self.count, self.entries, self.findings = kind, 0, [], []
        self.room = UNPACKED_MAX
        self.complete = True

    def add(self, name, size, packed, content):
        self.count += 1
        shown = name[:200]
        if len(self.entries) < MEMBERS_MAX:
            self.entries.append({"name": shown, "bytes": size})
        if unsafe(name):
            self.findings.append({"what": "path-outside", "where": shown, "offset": 0})
        if DOUBLE_ENDING.search(name):
            self.findings.append({"what": "double-ending", "where": shown, "offset": 0})
        if packed and size > RATIO_MAX * packed and size > 1 << 20:
            self.findings.append({"what": "bomb", "where": shown, "offset": 0})
        if content is None or len(content) < size:
            self.complete = False
        if content:
            self.room -= len(content)
            self.findings.extend(patterns_in(content, shown))

    def report(self):
        return {
            "kind": self.kind,
            "members": self.count,
            "entries": self.entries,
            "all_entries": len(self.entries) == self.count,
            "all_contents_seen": self.complete,
        }


def archive_of(kind, content):
    archive = Archive(kind)
    if kind == "zip":
        for member in zip_members(content):
            archive.add(member[0], member[2], member[1], zip_content(content, member, max(archive.room, 1)))
    elif kind == "tar":
        for name, size, place in tar_members(content):
            archive.add(name, size, 0, content[place : place + min(size, max(archive.room, 0))])
    elif kind == "gzip":
        body, more = inflated(content, 31, UNPACKED_MAX)
        size = max(len(body) + more, struct.unpack_from("<I", content, len(content) - 4)[0])
        archive.add("(content)", size, len(content), body)
        if kind_of(body) == "tar":
            for name, size, place in tar_members(body):
                archive.add(name, size, 0, body[place : place + size])
    return archive


def looked_at(name, content):
    """The report on one file."""
    kind = kind_of(content)
    report = {
        "name": name,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "type": kind,
        "entropy": entropy(content),
    }
    findings = patterns_in(content, "")
    if DOUBLE_ENDING.search(name):
        findings.append({"what": "double-ending", "where": "", "offset": 0})
    if kind in PROGRAMS and len(content) >= 4096 and report["entropy"] > 7.2:
        findings.append({"what": "packed-program", "where": "", "offset": 0})
    if kind in ("zip", "tar", "gzip"):
        try:
            archive = archive_of(kind, content)
            report["archive"] = archive.report()
            findings.extend(archive.findings)
        except (ValueError, struct.error, zlib.error, IndexError) as error:
            findings.append({"what": "damaged-archive", "where": str(error)[:200], "offset": 0})
    report["findings"] = findings[:FINDINGS_MAX]
    return report


def read_all(descriptor, limit):
    chunks = []
    while limit > 0 and (chunk := os.read(descriptor, min(limit, 1 << 16))):
        chunks.append(chunk)
        limit -= len(chunk)
    return b"".join(chunks)


def files_below(folder):
    """The paths of the files below a folder, sorted; links are not followed."""
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return
    for name in names:
        path = folder + "/" + name
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            yield from files_below(path)
        elif stat.S_ISREG(mode):
            yield path


def content_of(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return read_all(descriptor, BYTES_MAX + 1)
    finally:
        os.close(descriptor)


def scanned(payload):
    """All reports, and what could not be looked at."""
    reports, failed = [], []
    if payload:
        reports.append(looked_at("(payload)", payload))
    for path in files_below(FOLDER):
        name = path[len(FOLDER) + 1 :]
        if len(reports) >= FILES_MAX:
            failed.append({"name": name, "why": "more than %d files" % FILES_MAX})
            break
        content = content_of(path)
        if len(content) > BYTES_MAX:
            failed.append({"name": name, "why": "more than %d bytes" % BYTES_MAX})
        else:
            reports.append(looked_at(name, content))
    return reports, failed


def write(descriptor, text):
    rest = text.encode()
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def run(payload):
    """Prints the report; the exit code."""
    reports, failed = scanned(payload)
    if not reports and not failed:
        write(2, "nothing to look at: give a payload or input files\n")
        return 2
    found = sum(len(report["findings"]) for report in reports)
    write(1, json.dumps({"scanner": 1, "findings": found, "files": reports, "not_looked_at": failed}, indent=1) + "\n")
    return 2 if failed else 1 if found else 0


json.dumps({"warm": [looked_at("warm", b"#!/bin/sh\n"), 1.5, None, True]}, indent=1)
gc.collect()
gc.freeze()

os._exit(run(read_all(0, BYTES_MAX)))
