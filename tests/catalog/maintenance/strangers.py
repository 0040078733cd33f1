"""Backups as somebody would make them who means harm, or a disk that is ill: each in its own way.

`python -m tests.catalog.strangers FOLDER` restores every archive of a folder into a shop that is there, and prints what
was said of each and how much memory it took at most.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import struct
import sys
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np

from catalog.errors import BackupError
from catalog.maintenance.restore import restore

Members = dict[str, bytes]
Damage = Callable[[Path], None]


def rewritten(change: Callable[[Members, dict[str, Any]], None], **how: int) -> Damage:
    """Other files or another manifest, which is left as it is made."""

    def damage(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(members.pop("manifest.json"))
        change(members, manifest)
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data, how.get(name.split("/", 1)[0].partition(".")[0], zipfile.ZIP_STORED))
            if "manifest.json" not in members:
                archive.writestr("manifest.json", json.dumps(manifest), how.get("manifest", zipfile.ZIP_STORED))

    return damage


def fitting(members: Members, manifest: dict[str, Any]) -> None:
    """Sizes and sums of the manifest are made to be those of the files."""
    manifest["files"] = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in members.items()
    }


def with_records(change: Callable[[bytes], bytes]) -> Damage:
    """Another database, and a manifest that fits."""

    def work(members: Members, manifest: dict[str, Any]) -> None:
        members["products.sqlite3"] = change(members["products.sqlite3"])
        fitting(members, manifest)

    return rewritten(work)


def sql(script: str, **values: object) -> Damage:
    """A database in which somebody did this; `values` are its parameters, for one statement."""

    def change(data: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "products.sqlite3"
            path.write_bytes(data)
            with closing(sqlite3.connect(path)) as database:
                if values:
                    database.execute(script, values)
                    database.commit()
                else:
                    database.executescript(script)
            return path.read_bytes()

    return with_records(change)


def vector(*numbers: float) -> Damage:
    """The first product has this vector."""
    return sql("UPDATE products SET vector = :blob WHERE seq = 1", blob=np.array(numbers, dtype="<f4").tobytes())


def product(**fields: object) -> Damage:
    """The first product says this of itself."""
    return sql("UPDATE products SET product = json_patch(product, :patch) WHERE seq = 1", patch=json.dumps(fields))


def instead_of(table: str, create: str) -> Damage:
    """Something else has the name of a table."""
    return sql(f"ALTER TABLE {table} RENAME TO real_{table}; {create}")


def _first_picture(members: Members) -> str:
    return min(name for name in members if name.startswith("pictures/"))


def _other_picture(members: Members, manifest: dict[str, Any]) -> None:
    members[_first_picture(members)] = b"another one"
    fitting(members, manifest)


def _sum_of_another(members: Members, manifest: dict[str, Any]) -> None:
    name = _first_picture(members)
    members[name] = b"another one"
    manifest["files"][name]["size"] = len(b"another one")


def _no_records(members: Members, manifest: dict[str, Any]) -> None:
    del members["products.sqlite3"], manifest["files"]["products.sqlite3"]


def _set(*path: str, value: object) -> Callable[[Members, dict[str, Any]], None]:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        place = manifest
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value

    return change


def _manifest_of(text: bytes) -> Damage:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        members["manifest.json"] = text

    return rewritten(change, manifest=zipfile.ZIP_DEFLATED)


def _bomb(name: str, claimed: int) -> Damage:
    """A file that unpacks to 4 GB, and is said to be of another size."""

    def damage(file: Path) -> None:
        def change(members: Members, manifest: dict[str, Any]) -> None:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
            members[name] = block * 4096 + packer.flush()
            if name != "manifest.json":
                fitting(members, manifest)
                manifest["files"][name]["size"] = claimed
            if name.startswith("pictures/"):
                manifest["files"][name]["sha256"] = Path(name).stem

        rewritten(change)(file)
        data = bytearray(file.read_bytes())
        # In both headers the name comes last: method 8 is deflate, and the size is the one before the two lengths.
        for before, behind in ((22, 4), (36, 18)):
            at = data.index(name.encode(), 0 if behind == 4 else data.index(b"PK\x01\x02"))
            data[at - before : at - before + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
            data[at - behind - 4 : at - behind] = struct.pack("<L", claimed)
        file.write_bytes(data)

    return damage


def _large_manifest(file: Path) -> None:
    """Not too much for the archive, but for a list of so few files."""
    _manifest_of(b" " * 100_000 + b"{}")(file)


def _huge_picture(file: Path) -> None:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        data = bytes(33 << 20)
        key = hashlib.sha256(data).hexdigest()
        members[f"pictures/{key[:2]}/{key}.jpg"] = data
        fitting(members, manifest)

    rewritten(change)(file)


def _packed(how: int) -> Damage:
    return rewritten(lambda members, manifest: None, products=how)


def _damaged_lzma(file: Path) -> None:
    _packed(zipfile.ZIP_LZMA)(file)
    data = bytearray(file.read_bytes())
    start = data.index(b"products.sqlite3") + len("products.sqlite3") + 20
    data[start : start + 64] = bytes(64)
    file.write_bytes(data)


def _encrypted(file: Path) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    file.write_bytes(data)


def _twice(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("products.sqlite3", b"another one")


def _more(name: str) -> Damage:
    def damage(file: Path) -> None:
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr(name, b"more")

    return damage


def _a_zero_in_a_name(file: Path) -> None:
    _more("manifest.json_and_more")(file)
    file.write_bytes(file.read_bytes().replace(b"manifest.json_and_more", b"manifest.json\0and_more"))


def _too_many_files(file: Path) -> None:
    """A directory of a hundred thousand files that are not there, in an archive that could not hold them."""
    data = file.read_bytes()
    entries = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0)
        + b"%064d" % number
        for number in range(100_000)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), len(data), 0)
    file.write_bytes(data + entries + end)


def _flipped_pages(data: bytes) -> bytes:
    """Everything behind the first page, where the schema is."""
    return data[:4096] + bytes(byte ^ 0x55 for byte in data[4096:])


_RECURSIVE: Final = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_COLUMNS: Final = (
    "seq, id, fingerprint, removed_at, source, row_hash, picture, content_hash, created_at, updated_at, traits, product"
)
_SCHEMA: Final = "PRAGMA writable_schema = ON; "
_MORE: Final = hashlib.sha256(b"more").hexdigest()

KINDS: Final[Mapping[str, Damage]] = {
    # the archive
    "a manifest that unpacks to 4 GB": _bomb("manifest.json", 0xFFFFFFF0),
    "a manifest that unpacks to 4 GB, says 300 MB": _bomb("manifest.json", 300_000_000),
    "a manifest that unpacks to 4 GB, says 700 bytes": _bomb("manifest.json", 700),
    "a manifest too long for its files": _large_manifest,
    "a manifest of lists in lists": _manifest_of(b"[" * 500 + b"]" * 500),
    "a manifest of objects in objects": _manifest_of(b'{"a":' * 300 + b"{}" + b"}" * 300),
    "a manifest of many small values": _manifest_of(b"{" + b",".join(b'"%d":1' % n for n in range(120)) + b"}"),
    "a manifest with a negative size": rewritten(_set("files", "products.sqlite3", "size", value=-1)),
    "a manifest with another size": rewritten(_set("files", "products.sqlite3", "size", value=1)),
    "a manifest with another sum": rewritten(_set("files", "products.sqlite3", "sha256", value="0" * 64)),
    "a manifest that counts more products": rewritten(_set("products", value=4)),
    "a manifest of another version": rewritten(_set("format", value="shoplens backup 99")),
    "a manifest without records": rewritten(lambda members, manifest: manifest["files"].pop("products.sqlite3")),
    "neither manifest nor archive has records": rewritten(_no_records),
    "records that unpack to 4 GB": _bomb("products.sqlite3", 0xFFFFFFF0),
    "records that unpack to 4 GB, say 30 MB": _bomb("products.sqlite3", 30_000_000),
    "a picture of 33 MB": _huge_picture,
    "a picture that unpacks to 4 GB, says 700 bytes": _bomb(f"pictures/{_MORE[:2]}/{_MORE}.jpg", 700),
    "a picture that is not what its name says": rewritten(_other_picture),
    "a picture exchanged": rewritten(_sum_of_another),
    "records packed by LZMA, damaged": _damaged_lzma,
    "records packed by bzip2": _packed(zipfile.ZIP_BZIP2),
    "records encrypted": _encrypted,
    "records twice": _twice,
    "a file more than the manifest has": _more(f"pictures/00/{'0' * 64}.jpg"),
    "a picture more than the manifest has": _more(f"pictures/{_MORE[:2]}/{_MORE}.jpg"),
    "a file that leads out": _more("../evil"),
    "a name with a zero byte": _a_zero_in_a_name,
    "a directory of 100 000 files": _too_many_files,
    # the database
    "records that are no database": with_records(lambda data: b"no database" * 1000),
    "records cut short": with_records(lambda data: data[: len(data) // 2]),
    "records with other pages": with_records(_flipped_pages),
    "records without products": sql("DROP TABLE products"),
    "a view in place of products": instead_of("products", "CREATE VIEW products AS SELECT * FROM real_products"),
    "a view that never ends": instead_of(
        "products",
        f"CREATE VIEW products AS {_RECURSIVE} SELECT p.* FROM n, real_products p ORDER BY id",  # noqa: S608 - a stranger's
    ),
    "a view under the name of a table": sql(
        f"{_SCHEMA} CREATE VIEW endless AS {_RECURSIVE} SELECT i AS source FROM n;"  # noqa: S608 - a stranger's
        "UPDATE sqlite_master SET type = 'table', rootpage = 2, name = 'x' WHERE name = 'endless';"
    ),
    "a virtual table in place of feeds": instead_of(
        "feeds", "CREATE VIRTUAL TABLE feeds USING fts5 (source, etag, modified, products)"
    ),
    "a thousand tables": sql("BEGIN;" + "".join(f"CREATE TABLE t{n} (a);" for n in range(1000)) + "COMMIT"),
    "a table with endless SQL": sql(f"CREATE TABLE endless (a CHECK (a <> '{'x' * 20_000}'))"),
    "a generated column": instead_of(
        "products",
        f"CREATE TABLE products ({_COLUMNS}, vector AS (zeroblob(64)));"  # noqa: S608 - a stranger's
        f"INSERT INTO products ({_COLUMNS}) SELECT {_COLUMNS} FROM real_products;",
    ),
    "a column missing": sql("ALTER TABLE products DROP COLUMN content_hash"),
    "a vector of one byte": sql("UPDATE products SET vector = x'00' WHERE seq = 2"),
    "a vector of no bytes": sql("UPDATE products SET vector = x'' WHERE seq = 2"),
    "a vector of words": sql("UPDATE products SET vector = 'north' WHERE seq = 2"),
    "a vector with NaN": vector(float("nan"), *[0.0] * 15),
    "a vector of zeros": vector(*[0.0] * 16),
    "a vector that is too long": vector(*[0.5] * 16),
    "a vector of another length": vector(1.0, 0.0),
    "a vector of a million numbers": vector(*[1.0, *[0.0] * 999_999]),
    "vectors that are not their model's": sql("UPDATE models SET dim = 17"),
    "a model of no length": sql("UPDATE models SET dim = 0"),
    "a model in a part that is none": sql("UPDATE models SET role = 'king'"),
    "a thousand models": sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        "INSERT INTO encodings SELECT 1, 'm' || i, 0, vector, traits FROM n, products WHERE seq = 1"
    ),
    "another model's vector of another length": sql(
        "INSERT INTO encodings SELECT seq, fingerprint, 0, x'0000803f', traits FROM products"
    ),
    "encodings of no product": sql(
        "INSERT INTO encodings SELECT 99, 'model-b', 0, vector, traits FROM products WHERE seq = 1"
    ),
    "encodings twice": instead_of(
        "encodings",
        "CREATE TABLE encodings (product, fingerprint, vector, traits); INSERT INTO encodings"
        " SELECT 1, 'b', p.vector, p.traits FROM products p;",
    ),
    "a feed of negative size": sql("INSERT INTO feeds VALUES ('feed', '', '', -1)"),
    "an id twice": instead_of(
        "products", "CREATE TABLE products AS SELECT * FROM real_products; UPDATE products SET id = 'a';"
    ),
    "products out of order": instead_of(
        "products", "CREATE TABLE products AS SELECT * FROM real_products ORDER BY seq DESC;"
    ),
    "a product under another's id": product(id="another"),
    "a product that is no JSON": sql("DROP TRIGGER encodings_outdated; UPDATE products SET product = 'boots'"),
    "a product that is a list": sql("UPDATE products SET product = '[]'"),
    "a product deep in itself": sql(
        f"DROP TRIGGER encodings_outdated; UPDATE products SET product = '{'[' * 5000}{']' * 5000}'"  # noqa: S608 - a stranger's
    ),
    "a product of 5 MB": sql("UPDATE products SET product = :long", long=json.dumps({"title": "x" * 5_000_000})),
    "a title that is a number": product(title=7),
    "no title": product(title=None),
    "a price that is no number": product(price="NaN"),
    "a price without end": product(price="1e999999"),
    "a price of a hundred zeros": product(price="1e100"),
    "a price of a thousand digits": product(price="1." + "1" * 1000),
    "a price far below nothing": product(sale_price="-1e15"),
    "a link that is a script": product(url="javascript:alert(1)"),
    "a picture that leads out": sql("UPDATE products SET picture = '../../../evil'"),
    "traits that are none": sql("UPDATE products SET traits = '{\"category\": 1}'"),
    "a confidence beyond all": sql('UPDATE products SET traits = \'{"category": [["boots", 1e300, false, null]]}\''),
    "a time that is none": sql("UPDATE products SET created_at = 'then'"),
    "a time far off": sql("UPDATE products SET removed_at = '9999-01-01T00:00:00+00:00'"),
    "a time of nowhere": sql("UPDATE products SET updated_at = '2026-01-01T00:00:00'"),
    "an id of no letters": sql("UPDATE products SET id = '' WHERE seq = 1"),
    "words that are no UTF-8": sql("UPDATE products SET source = CAST(x'ff' AS TEXT)"),
    "sizes that need far more room than it has": product(sizes=[f"{n}" for n in range(40_000)]),
}

SAYS: Final[Mapping[str, str]] = {
    "a manifest that unpacks to 4 GB": "would unpack to more than 100 times its size",
    "a manifest that unpacks to 4 GB, says 300 MB": "its manifest is no list of its files",
    "a manifest too long for its files": "its manifest is no list of its files",
    "a manifest of lists in lists": "its manifest is no list of its files",
    "a manifest of many small values": "its manifest is no list of its files",
    "a manifest with a negative size": "its manifest: files.products.sqlite3.size: ",
    "a manifest with another size": "is damaged: products.sqlite3 is not as it was",
    "a manifest with another sum": "is damaged: products.sqlite3 is not as it was",
    "a manifest that counts more products": "3 products where its manifest says 4",
    "a manifest of another version": "made by another version of shoplens: 'shoplens backup 99'",
    "a manifest without records": "it has no records",
    "neither manifest nor archive has records": "it has no records",
    "records that unpack to 4 GB": "would unpack to more than 100 times its size",
    "a picture of 33 MB": "is too large for a picture",
    "a picture that unpacks to 4 GB, says 700 bytes": "is damaged",
    "a picture that is not what its name says": ".jpg is not as it was",
    "records packed by bzip2": "products.sqlite3 is packed in a way that backups are not",
    "records encrypted": "is packed in a way that backups are not",
    "records twice": "products.sqlite3 is in it twice",
    "a file more than the manifest has": ".jpg is not as it was",
    "a picture more than the manifest has": ".jpg is not as it was",
    "a file that leads out": "'../evil' does not belong into one",
    "a directory of 100 000 files": "more files than its size allows",
    "records that are no database": "its schema cannot be read: ",
    "records with other pages": "its schema cannot be read: ",
    "a view in place of products": "a view or a virtual table, which backups have not",
    "a view that never ends": "a view or a virtual table, which backups have not",
    "a thousand tables": "its schema cannot be read: interrupted",
    "a table with endless SQL": "string or blob too big",
    "a column missing": "its products: content_hash: ",
    "a vector of no bytes": "0 bytes are no vector",
    "a vector of zeros": "a vector of length 0 instead of 1",
    "a vector of another length": "a vector of 2 values among others of 16",
    "a vector of a million numbers": "4000000 bytes are no vector",
    "vectors that are not their model's": "a vector of 16 values among others of 17",
    "a thousand models": "more than 100 models",
    "another model's vector of another length": "a vector of 1 values among others of 16",
    "encodings of no product": "its encodings are of no product",
    "encodings twice": "its records: ",
    "products out of order": "its products are out of order",
    "a product under another's id": "a product under the id of another",
    "a product of 5 MB": "its products cannot be read: string or blob too big",
    "a price without end": "a price that is none",
    "a price of a hundred zeros": "a price that is none",
    "a price of a thousand digits": "a price that is none",
    "a link that is a script": "a link that is no http(s) address",
    "a time far off": "no moment of a shop's life",
    "words that are no UTF-8": "its products cannot be read: ",
    "sizes that need far more room than it has": "its records take more room than there is",
}
"""What the owner reads of some of them."""


def _restore_all(folder: Path) -> dict[str, str]:
    said = {}
    for file in sorted(folder.glob("*.zip")):
        try:
            asyncio.run(restore(folder / "shop", file, lambda *_: None, replace=True))
        except BackupError as error:
            said[file.name] = str(error)
    return said


def _peak_kb() -> int:
    """Of this program alone: `getrusage` counts the memory of whoever started it, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0])


if __name__ == "__main__":
    SAID = _restore_all(Path(sys.argv[1]))
    print(json.dumps({"said": SAID, "peak_kb": _peak_kb()}))  # noqa: T201 - how the test is told
