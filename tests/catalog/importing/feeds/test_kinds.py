"""What shops really bring, a kind of trouble at a time: small files, and what has to become of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from catalog.importing.check import check_object
from catalog.importing.feeds import open_source
from tests.catalog.importing.feeds.feed_files import WOOCOMMERCE

HOST = "https://cdn.example"
OWN = "id,title,image"
RSS = '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
RSS_END = "</channel></rss>"
Products = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """A file, the parts of its products that matter, and (row, field) of what has to be reported as an error."""

    kind: str
    content: str | bytes
    products: Products
    errors: set[tuple[int, str]] = field(default_factory=set)
    warned: set[tuple[int, str]] = field(default_factory=set)
    encoding: str = ""


def own(columns: str, *rows: str, delimiter: str = ",") -> str:
    """A table of our own: id, title and picture are filled in."""
    lines = [delimiter.join([*OWN.split(","), columns])]
    for number, row in enumerate(rows, 1):
        lines.append(delimiter.join([str(number), f"Boot {number}", f"{HOST}/{number}.jpg", row]))
    return "\n".join(lines) + "\n"


def column(name: str, *values: Any) -> Products:
    """What products 1, 2, 3 … have there."""
    return {str(number): {name: value} for number, value in enumerate(values, 1)}


def item(product_id: str, more: str = "", title: str = "Boot") -> str:
    return (
        f"<item><g:id>{product_id}</g:id><title>{title}</title>"
        f"<g:image_link>{HOST}/{product_id}.jpg</g:image_link>{more}</item>\n"
    )


def woo(*rows: Mapping[str, str]) -> str:
    lines = [",".join(f'"{name}"' for name in WOOCOMMERCE)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in WOOCOMMERCE) for row in rows]
    return "\n".join(lines)


PLAIN_ENTITIES = "Tom &amp; Jerry&#8217;s &eacute;tui"
CASES = [
    Case(
        "availability",
        own("available", "Lieferbar", "non disponible", "Sin existencias", "esaurita", "em estoque", "tükendi"),
        column("available", True, False, False, False, True, False),
    ),
    Case(
        "availability",
        own(
            "availability", "schema.org/InStock", "SOLD_OUT", "есть в наличии", "немає", "متاح", "अनुपलब्ध", "Ready Stock"
        ),
        column("available", True, False, True, False, True, False, True),
    ),
    Case(
        "availability",
        own("stock", "12", "0", "-1", "In stock (3)", "0 left", ">10", "onbackorder"),
        column("available", True, False, False, True, False, True, True),
    ),
    Case("availability", own("available", "who knows"), column("available", True), warned={(2, "available")}),
    Case(
        "currency",
        own("price", "20 درهم", "Rp 150000", "S/ 99", "₩ 15000", "10 lei", "95 ₪"),
        column("currency", "AED", "IDR", "PEN", "KRW", "RON", "ILS"),
    ),
    Case(
        "currency",
        own("price,currency", "10,Pounds", "10,kr", "10,Złoty", "10,гривень", "10,bananas"),
        column("currency", "GBP", "SEK", "PLN", "UAH", ""),
        warned={(6, "currency")},
    ),
    Case("currency", own("price", "C$12.50", "12.50AUD", "NZ$ 3"), column("currency", "CAD", "AUD", "NZD")),
    Case(
        "dates",
        own("price,sale_price,sale_end", "9,5,31/12/2019", "9,5,2019/12/31 10:00", "9,5,31 Dec 2019", "9,5,12/31/2999"),
        column("sale_price", None, None, None, "5"),
    ),
    Case(
        "dates",
        own(
            "price,sale_price,sale_price_effective_date",
            "9,5,2020-01-01 – 2999-01-01",
            "9,5,1/2/2020 - 3/4/2020",
            "9,5,–",
        ),
        column("sale_price", "5", None, "5"),
    ),
    Case(
        "dates",
        own("price,sale_price,sale_start", "9,5,soon", "9,5,1577836800", "9,5,32.13.2020"),
        column("sale_price", None, "5", None),
        warned={(2, "sale_price"), (4, "sale_price")},
    ),
    Case("decimals", own("price", "BHD 5.500", "5.500 EUR", "0.5 KWD"), column("price", "5.500", "5500", "0.5")),
    Case(
        "decimals",
        own("price;currency", "12,345;TND", "1.234,500;TND", delimiter=";"),
        column("price", "12.345", "1234.500"),
    ),
    Case("decimals", own("price,currency", '"1,234",OMR', '"12,345.678",JOD'), column("price", "1234", "12345.678")),
    Case("encoding", own("brand", "Ёлочка и Ко").encode("cp1251"), column("brand", "Ёлочка и Ко")),
    Case("encoding", own("brand", "متجر الأزياء").encode("cp1256"), column("brand", "متجر الأزياء")),
    Case(
        "encoding",
        own("brand", "羊毛大衣专卖店", "红色连衣裙").encode("gb18030"),
        column("brand", "羊毛大衣专卖店", "红色连衣裙"),
    ),
    Case("encoding", own("brand", "Łódź").encode("cp1250"), column("brand", "Łódź"), encoding="windows-1250"),
    Case(
        "encoding", own("brand", "Crème brûlée", "Señora").encode("cp1252"), column("brand", "Crème brûlée", "Señora")
    ),
    Case("encoding", own("brand", "Größe").encode("utf-16-be"), column("brand", "Größe")),
    Case("entities", own("brand", PLAIN_ENTITIES), column("brand", "Tom & Jerry’s étui")),
    Case("entities", own("url", "https://s.example/?a=1&amp;amp;lt=2"), column("url", "https://s.example/?a=1&lt=2")),
    Case("entities", RSS + item("1", title="A &amp;amp; B &amp;euro;") + RSS_END, {"1": {"title": "A & B €"}}),
    Case("escapes", 'id,title,image\n1,"12\\" pan, red",a.jpg\n', {"1": {"title": '12" pan, red'}}),
    Case(
        "escapes",
        'id\ttitle\timage\n1\t"A \\"B\\"\tC"\ta.jpg\n2\tD \\" E\tb.jpg\n',
        {"1": {"title": 'A "B" C'}, "2": {"title": 'D \\" E'}},
    ),
    Case(
        "escapes",
        'id,title,image,description\n1,Boot,a.jpg,"C:\\temp\\"\n2,Shoe,b.jpg,"a ""b"" \\ c"\n',
        {"1": {"description": "C:\\temp\\"}, "2": {"description": 'a "b" \\ c'}},
    ),
    Case("excel", own("gtin", '"=""4006381333931"""'), column("gtin", "4006381333931")),
    Case("excel", own("gtin", "4.00638E+12"), column("gtin", ""), warned={(2, "gtin")}),
    Case("excel", f"{OWN}\n4,5E+09,x,y\n9.1E+10,Boot,a.jpg\nE10,Boot,a.jpg\n", {"E10": {}}, {(2, ""), (3, "id")}),
    Case("header", "sep=,\nid,title,image\n1,Boot,a.jpg\n", {"1": {"title": "Boot"}}),
    Case("header", "Our products of May\n\n# made by hand\nid;title;image\n1;Boot;a.jpg\n", {"1": {"title": "Boot"}}),
    Case(
        "header",
        "g:id\tg:title\tg:image_link\tg:price\n1\tBoot\thttps://s.example/1.jpg\t5 EUR\n",
        {"1": {"price": "5"}},
    ),
    Case("hostile", f"id,title,image,{','.join(f'c{number}' for number in range(4000))}\n1,Boot,a.jpg\n", {"1": {}}),
    Case(
        "hostile", '{"id": "1", "title": "Boot", "image": "a.jpg"}\n{"id": ' + "[" * 9000 + "\n", {"1": {}}, {(2, "")}
    ),
    Case(
        "hostile",
        "id,title,image\n1,Bo\0ot,a.jpg\n\0,,\n2,Shoe,b.jpg\n",
        {"1": {"title": "Boot"}, "2": {}},
        {(3, "id")},
    ),
    Case("html", own("description", "<ul><li>One<li>Two</ul>"), column("description", "One\nTwo")),
    Case("html", own("description", "&lt;p&gt;Warm &amp;amp; soft&lt;/p&gt;"), column("description", "Warm & soft")),
    Case("html", own("brand", "<a href='x'>North</a> &lt; South"), column("brand", "North < South")),
    Case("json", '{"shop": "x", "products": [{"id": 1, "title": "A", "image": "a.jpg"}]}', {"1": {"title": "A"}}),
    Case(
        "json",
        '[{"id": 1, "title": "A", "image": "a.jpg"},\n {"id": 2, "title": oops},\n'
        ' {"id": 3, "title": "C", "image": "c"}]',
        {"1": {}, "3": {"title": "C"}},
        {(2, "")},
    ),
    Case("json", '[{"id": 1, "title": "A", "image": "a.jpg"},\n', {"1": {}}, {(2, "")}),
    Case("limits", own("brand", "b" * 300), column("brand", "b" * 200)),
    Case("limits", f"id,title,image\n1,{'word ' * 200},a.jpg\n", {"1": {}}, warned={(2, "title")}),
    Case("limits", own("sizes", f"S|{'x' * 60}|M"), column("sizes", ["S", "M"]), warned={(2, "sizes")}),
    Case(
        "links",
        own("link", "//s.example/a b", "s.example/ü"),
        column("url", "https://s.example/a%20b", "https://s.example/%C3%BC"),
    ),
    Case(
        "links",
        own("url", "ftp://s.example/1", "mailto:a@b.example"),
        column("url", "", ""),
        warned={(2, "url"), (3, "url")},
    ),
    Case(
        "links",
        own("url", "-", "NULL", f"https://s.example/{'x' * 3000}"),
        column("url", "", "", ""),
        warned={(4, "url")},
    ),
    Case(
        "pictures",
        f'{OWN}\n1,A,"{HOST}/1.jpg;{HOST}/2.jpg"\n',
        {"1": {"image": f"{HOST}/1.jpg", "more_images": [f"{HOST}/2.jpg"]}},
    ),
    Case(
        "pictures",
        own("more_images", f"{HOST}/x.jpg {HOST}/y.jpg", "javascript:x"),
        column("more_images", [f"{HOST}/x.jpg", f"{HOST}/y.jpg"], []),
        warned={(3, "more_images")},
    ),
    Case("pictures", f"{OWN},images\n1,A,,{HOST}/1.jpg\n2,B,N/A,\n", {"1": {"image": f"{HOST}/1.jpg"}}, {(3, "image")}),
    Case("plain", own("price", "5", "6"), column("price", "5", "6")),
    Case("plain", RSS + item("1") + item("2", "<g:size>S</g:size>") + RSS_END, {"1": {}, "2": {"sizes": ["S"]}}),
    Case(
        "plain", woo({"ID": "1", "Name": "A", "Images": f"{HOST}/1.jpg", "Regular price": "5"}), {"1": {"price": "5"}}
    ),
    Case(
        "price", own("price", '"1,00,000"', "1 299 kr.", "USD 1'000.50"), column("price", "100000", "1299", "1000.50")
    ),
    Case(
        "price",
        own("price", "0", "0.00 EUR", "n/a"),
        column("price", None, None, None),
        warned={(2, "price"), (3, "price")},
    ),
    Case(
        "price",
        own("price", "-", "from 20", "19.99 - 29.99", "1e9"),
        {"1": {"price": None}},
        {(3, "price"), (4, "price"), (5, "price")},
    ),
    Case(
        "quotes",
        'id\ttitle\timage\n1\t"Tall" boot\ta.jpg\n2\t"Max\tb.jpg\n3\tMoritz"\tc.jpg\n',
        {"1": {"title": '"Tall" boot'}, "2": {"title": '"Max'}, "3": {"title": 'Moritz"'}},
    ),
    Case(
        "quotes",
        'id,title,image,description\n1,A,a.jpg,"One\n\ntwo, three\nfour"\n2,B,b.jpg,"x"\n',
        {"1": {"description": "One\ntwo, three\nfour"}, "2": {}},
    ),
    Case("quotes", 'id;title;image\n1;"A;a.jpg\n2;B";b.jpg\n3;C;c.jpg\n', {"1": {}, "2": {"title": 'B"'}, "3": {}}),
    Case("sale", own("price,sale_price", "9,0", "9,9", "9,8.99"), column("sale_price", None, None, "8.99")),
    Case(
        "sale",
        own("price,sale_price", "9,oops", ",5"),
        {"1": {"price": "9", "sale_price": None}, "2": {"price": "5"}},
        warned={(2, "sale_price")},
    ),
    Case(
        "sale",
        own("price,sale_price", "9 EUR,5 USD", "9 EUR,12 EUR"),
        column("sale_price", None, None),
        warned={(2, "sale_price"), (3, "sale_price")},
    ),
    Case(
        "sizes",
        own("sizes", '"7,5"', '"4,5,6"', '"38,38,5,39"'),
        column("sizes", ["7.5"], ["4", "5", "6"], ["38", "38.5", "39"]),
    ),
    Case(
        "sizes",
        own("size", "W32 L34", "EU42", "12-18 months", "S/M"),
        column("sizes", ["W32/L34"], ["EU 42"], ["12-18 months"], ["S/M"]),
    ),
    Case(
        "sizes",
        '{"id": 1, "title": "A", "image": "a.jpg", "sizes": ["36,5", 37, null]}\n',
        {"1": {"sizes": ["36.5", "37"]}},
    ),
    Case("sync", RSS + item("1") + "<item><g:id>2</g:id>", {"1": {}}, {(4, "")}),
    Case("sync", "id,title,image,price\n1,A,a.jpg,5\n2,B,b.jpg,5\n3,C", {"1": {}, "2": {}}, {(4, "image"), (4, "")}),
    Case(
        "sync",
        "\n".join(["id\ttitle\timage", '1\t"A\ta.jpg', "2\tB\tb.jpg", '3\t"C"\tc.jpg']),
        {"1": {}, "2": {}, "3": {"title": "C"}},
    ),
    Case(
        "variants",
        f"{OWN},group,size,available\n1,A - S,{HOST}/1.jpg,g,S,no\n2,A - M,{HOST}/1.jpg,g,M,yes\n",
        {"1": {"title": "A", "sizes": ["M"], "available": True}},
    ),
    Case(
        "variants",
        f"{OWN},group,color\n1,A,{HOST}/1.jpg,g,red\n2,A,{HOST}/1.jpg,g,blue\n",
        {"1": {"facts": {"colour": "red"}}, "2": {"facts": {"colour": "blue"}}},
    ),
    Case(
        "variants",
        f"{OWN},group,size,price\n1,A,{HOST}/1.jpg,g,S,0\n2,A,{HOST}/1.jpg,g,M,9\n",
        {"1": {"sizes": ["S", "M"], "price": "9"}},
        warned={(2, "price")},
    ),
    Case(
        "xml",
        RSS + item("1", title="Salt & <Pepper & 5 < 6".replace("<P", "P")) + RSS_END,
        {"1": {"title": "Salt & Pepper & 5 < 6"}},
    ),
    Case(
        "xml",
        "<products>\n<product><id>1</id><name>A</name><image>a.jpg</image></product>\n</products>",
        {"1": {"title": "A"}},
    ),
    Case(
        "xml",
        RSS + item("1") + "<item><g:id>2</g:id><title>B</item>\n" + item("3") + RSS_END,
        {"1": {}, "3": {}},
        {(4, "")},
    ),
    Case(
        "xml",
        RSS + item("1", "<g:description>x ]]></g:description>") + RSS_END,
        {"1": {"description": "x"}},
        warned={(3, "description")},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{one.kind}-{number}" for number, one in enumerate(CASES)])
def test_a_file_of_this_kind_is_read(case: Case, tmp_path: Path) -> None:
    """All its products and no others; what is wrong is reported with its row, and nothing else is an error."""
    file = tmp_path / "feed"
    file.write_bytes(case.content if isinstance(case.content, bytes) else case.content.encode())
    found = check_object(open_source(file, encoding=case.encoding))
    products = {one["id"]: one for one in found["products"]}
    seen = {
        one: {name: products[one][name] for name in wanted} for one, wanted in case.products.items() if one in products
    }
    assert (seen, products.keys()) == (case.products, case.products.keys())
    said = {(one["row"], one["field"], one["severity"]) for one in found["problems"]}
    assert {(row, name) for row, name, severity in said if severity == "error"} == case.errors
    assert {(row, name) for row, name, severity in said if severity == "warning"} == case.warned
