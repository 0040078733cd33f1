"""The store's tables, by version."""

from __future__ import annotations

from typing import Final

VERSION: Final = 1

TABLES: Final = """
CREATE TABLE products (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    fingerprint  TEXT NOT NULL,
    price        INTEGER,
    available    INTEGER NOT NULL,
    picture      TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    vector       BLOB NOT NULL,
    traits       TEXT NOT NULL,
    product      TEXT NOT NULL
);
CREATE INDEX products_by_picture ON products (picture);
CREATE INDEX products_by_fingerprint ON products (fingerprint);

CREATE TABLE product_traits (
    product  INTEGER NOT NULL REFERENCES products (seq) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    strength REAL NOT NULL,
    PRIMARY KEY (product, name, value)
) WITHOUT ROWID;
CREATE INDEX traits_by_value ON product_traits (name, value, strength, product);

CREATE TABLE unindexed (id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE VIRTUAL TABLE product_words USING fts5 (id, title, brand, tokenize = 'unicode61 remove_diacritics 2');
"""
"""Small columns first: SQLite walks through everything before a column to reach it.

`price` is what a buyer pays today in ten-thousandths, for finding only: the exact one is in `product`.

`product_traits` holds each value's presence, and the sizes under the name "size".  `unindexed` names
the products whose record was committed before the vector index heard of it.
"""
