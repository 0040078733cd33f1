"""The store's tables, by version."""

from __future__ import annotations

from typing import Final

VERSION: Final = 6

_PRODUCTS: Final = """
CREATE TABLE {name} (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    fingerprint  TEXT NOT NULL,
    price        INTEGER,
    available    INTEGER NOT NULL,
    removed_at   TEXT,
    group_key    TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL DEFAULT '',
    row_hash     TEXT NOT NULL DEFAULT '',
    picture      TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    vector       BLOB NOT NULL,
    traits       TEXT NOT NULL,
    product      TEXT NOT NULL
);
"""

_INDEXES: Final = """
CREATE INDEX products_by_picture ON products (picture);
CREATE INDEX products_by_fingerprint ON products (fingerprint, removed_at);
CREATE INDEX products_by_group ON products (group_key);
CREATE INDEX products_by_source ON products (source);
"""

_WORDS_AND_CODES: Final = """
CREATE TABLE product_words (
    product INTEGER PRIMARY KEY REFERENCES products (seq) ON DELETE CASCADE,
    brand   TEXT NOT NULL,
    on_sale INTEGER NOT NULL,
    title   TEXT NOT NULL,
    others  TEXT NOT NULL
);

CREATE TABLE product_codes (
    code    TEXT NOT NULL,
    product INTEGER NOT NULL REFERENCES products (seq) ON DELETE CASCADE,
    PRIMARY KEY (code, product)
) WITHOUT ROWID;
CREATE INDEX codes_by_product ON product_codes (product);
"""

_FEEDS: Final = """
CREATE TABLE feeds (
    source   TEXT PRIMARY KEY,
    etag     TEXT NOT NULL,
    modified TEXT NOT NULL,
    products INTEGER NOT NULL
) WITHOUT ROWID;
"""

_CHANGES: Final = """
CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, product INTEGER NOT NULL);
CREATE TRIGGER product_added AFTER INSERT ON products
    BEGIN INSERT INTO changes (product) VALUES (new.seq); END;
CREATE TRIGGER product_changed AFTER UPDATE OF
    id, fingerprint, price, available, removed_at, group_key, picture, vector, traits, product ON products
    BEGIN INSERT INTO changes (product) VALUES (new.seq); END;
CREATE TRIGGER product_removed AFTER DELETE ON products
    BEGIN INSERT INTO changes (product) VALUES (old.seq); END;
CREATE TRIGGER change_forgotten AFTER INSERT ON changes
    BEGIN DELETE FROM changes WHERE number <= new.number - 100000; END;
"""

_ENCODINGS: Final = """
CREATE TABLE encodings (
    product     INTEGER NOT NULL REFERENCES products (seq) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    indexed     INTEGER NOT NULL DEFAULT 0,
    vector      BLOB NOT NULL,
    traits      TEXT NOT NULL,
    PRIMARY KEY (product, fingerprint)
);
CREATE INDEX encodings_by_model ON encodings (fingerprint, indexed);
CREATE TRIGGER encodings_outdated AFTER UPDATE OF picture, vector, traits, product ON products
    WHEN old.picture <> new.picture
    OR old.fingerprint = new.fingerprint AND (old.vector <> new.vector OR old.traits <> new.traits)
    OR json_extract(old.product, '$.title') <> json_extract(new.product, '$.title')
    BEGIN DELETE FROM encodings WHERE product = new.seq; END;

CREATE TABLE models (
    role        TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    dim         INTEGER NOT NULL
) WITHOUT ROWID;
"""

TABLES: Final = (
    _PRODUCTS.format(name="products")
    + _INDEXES
    + """
CREATE TABLE product_traits (
    product  INTEGER NOT NULL REFERENCES products (seq) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    strength REAL NOT NULL,
    PRIMARY KEY (product, name, value)
) WITHOUT ROWID;
CREATE INDEX traits_by_value ON product_traits (name, value, strength, product);

CREATE TABLE unindexed (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
    + _WORDS_AND_CODES
    + _FEEDS
    + _CHANGES
    + _ENCODINGS
)
"""Small columns first: SQLite walks through everything before a column to reach it.

`removed_at` is NULL for a live product and the time of its going for a tombstone: its feed no longer
has it, nothing shows it, and it comes back without encoding.  `source` names the feed it came from,
`row_hash` covers that feed's row without the picture's bytes, and `group_key` is the variant group.

`price` is what a buyer pays today in ten-thousandths, for finding only: the exact one is in `product`.

`product_traits` holds each value's presence, the sizes under the name "size" and the brand under "brand".
`product_words` has what words are found in, as `catalog.words` joins them: the title's, and `others` from
the brand and the facts; `brand` is as the shop writes it.  `product_codes` has id, SKU and GTIN as
`catalog.words.code_of` writes them.  `unindexed` names the products whose record was committed before
the vector index heard of it, and `changes` the latest to be written or removed, by whichever process.

`encodings` has what other models than the one in `products` made of them, as long as it holds: for a change of
model to come, and for the way back.  `models` names the one that serves, the next and the previous.

`feeds` has what the server of a feed called the version that is here (its ETag and Last-Modified) and how
many products it had then.
"""

_WORDS_AND_CODES_OF_ALL: Final = """
INSERT INTO product_words (product, brand, on_sale, title, others)
SELECT seq, json_extract(product, '$.brand'),
    coalesce(CAST(json_extract(product, '$.sale_price') AS REAL) < CAST(json_extract(product, '$.price') AS REAL), 0),
    joined_words(json_extract(product, '$.title')),
    joined_words(json_extract(product, '$.brand') || ' ' ||
        coalesce((SELECT group_concat(value, ' ') FROM json_each(product, '$.facts')), ''))
FROM products;
INSERT OR IGNORE INTO product_codes (code, product)
SELECT code, seq FROM (
    SELECT code_of(id) AS code, seq FROM products
    UNION SELECT code_of(coalesce(json_extract(product, '$.sku'), '')), seq FROM products
    UNION SELECT code_of(coalesce(json_extract(product, '$.gtin'), '')), seq FROM products
) WHERE code <> '';
INSERT OR IGNORE INTO product_traits (product, name, value, strength)
SELECT seq, 'brand', brand, 1.0 FROM (SELECT seq, joined_words(json_extract(product, '$.brand')) AS brand FROM products)
WHERE brand <> '';
"""

UPGRADES: Final = {
    # A copy and not ADD COLUMN, which puts columns behind the large ones.
    1: _PRODUCTS.format(name="products_2")
    + """
INSERT INTO products_2 (seq, id, fingerprint, price, available, group_key, picture, content_hash, created_at,
    updated_at, vector, traits, product)
SELECT seq, id, fingerprint, price, available, coalesce(json_extract(product, '$.group'), ''), picture, content_hash,
    created_at, updated_at, vector, traits, product FROM products;
DROP TABLE products;
ALTER TABLE products_2 RENAME TO products;
"""
    + _INDEXES,
    2: f"DROP TABLE product_words; {_WORDS_AND_CODES} {_WORDS_AND_CODES_OF_ALL}",
    3: f"DROP INDEX products_by_source; CREATE INDEX products_by_source ON products (source); {_FEEDS}",
    4: _CHANGES,
    5: _ENCODINGS,
}
"""What leads from each version to the next.  Runs with foreign keys off: dropping a table deletes its rows first.

May use `joined_words` and `code_of`, which are the functions of `catalog.words`.
"""
