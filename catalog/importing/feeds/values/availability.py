"""Pure: how shops of many languages write whether something can be bought."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_YES: Final = """
    true|yes|y|on|in stock|available|preorder|pre order|presale|backorder|back order|on backorder|onbackorder
    available for order|    limited availability|limited stock|low stock|in store only|online only
    made to order|ready to ship|special order
    auf lager|lagernd|verfügbar|lieferbar|sofort lieferbar|sofort verfügbar|vorrätig|vorbestellbar|bestellbar|ja
    en stock|disponible|oui|précommande|en précommande|sur commande|en réassort
    en existencia|en existencias|hay existencias|bajo pedido|reserva|sí|si
    disponibile|in magazzino|preordine|su ordinazione|disponibilità immediata
    disponível|em estoque|em stock|sim|pré venda|encomenda|sob encomenda
    в наличии|есть в наличии|есть|да|доступно|доступен|предзаказ|под заказ|на складе|в продаже
    в наявності|є в наявності|є|так|доступний|передзамовлення|під замовлення|на складі
    stokta|stokta var|var|mevcut|evet|ön sipariş|satışta
    متوفر|متاح|نعم|في المخزون|متوفر في المخزون|موجود|طلب مسبق
    उपलब्ध|उपलब्ध है|स्टॉक में|स्टॉक में है|हाँ|हां
    tersedia|ada|ada stok|stok ada|stok tersedia|ready stock|ready|ya
    op voorraad|leverbaar|beschikbaar|dostępny|na stanie|w magazynie|tak|i lager|på lager|skladem
"""
_NO: Final = """
    false|no|n|off|out of stock|sold out|unavailable|not available|not in stock|discontinued|temporarily out of stock|
    temporarily unavailable|currently unavailable|no stock|archived|stockout
    ausverkauft|nicht verfügbar|nicht auf lager|nicht vorrätig|nicht lieferbar|vergriffen|nein|derzeit nicht verfügbar
    rupture de stock|en rupture de stock|en rupture|rupture|épuisé|indisponible|non disponible|non|hors stock
    agotado|sin existencias|sin stock|no disponible|fuera de stock|no hay existencias
    esaurito|non disponibile|terminato|fuori stock
    esgotado|indisponível|não disponível|sem estoque|sem stock|fora de estoque|não
    нет в наличии|нет|отсутствует|распродано|недоступно|недоступен|закончился|нет на складе|снято с производства
    немає в наявності|немає|ні|відсутній|відсутнє|розпродано|закінчився|недоступно|недоступний
    stokta yok|yok|tükendi|mevcut değil|hayır|stok yok|satışta değil
    غير متوفر|غير متاح|نفد|نفذ|نفدت الكمية|نفذت الكمية|لا|نفد من المخزون|غير موجود
    स्टॉक में नहीं|स्टॉक में नहीं है|अनुपलब्ध|उपलब्ध नहीं|उपलब्ध नहीं है|नहीं|स्टॉक समाप्त|बिक गया
    stok habis|habis|tidak tersedia|kosong|stok kosong|tidak ada|tidak
    niet op voorraad|uitverkocht|niet leverbaar|niedostępny|brak|brak w magazynie|wyprzedany|nie
    slutsåld|udsolgt|vyprodáno
"""
_DENIES: Final = "not|no|out|sold|un|nicht|aus|non|plus|sin|sem|não|нет|не|немає|yok|değil|غير|नहीं|tidak|habis"
_SCHEMA: Final = re.compile(r"(?:https?://)?(?:www\.)?schema\.org/", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER: Final = re.compile(r"[<>~≥≤]?\s*(-?\d+(?:[.,]\d+)?)\s*\+?")
_PIECES: Final = frozenset(
    {"", "left", "item", "pc", "pcs", "piece", "pieces", "stk", "stück", "only left", "stock", "шт", "stok"}
)


def _folded(text: str) -> str:
    """Without case, accents, signs, and the endings of gender and number: "Épuisées" and "épuisé" are one."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    words = re.sub(r"[\s_/.:;,!()-]+", " ", plain).split()
    return " ".join(re.sub(r"[aeo]{0,2}s?$", "", word) if len(word) > 5 and word.isascii() else word for word in words)


def _words(table: str) -> frozenset[str]:
    return frozenset(_folded(word) for word in re.split(r"[|\n]", table) if word.strip())


_CAN: Final = _words(_YES)
_CANNOT: Final = _words(_NO)
_COUNTED: Final = frozenset(map(_folded, _PIECES))
_DENIED: Final = _words(_DENIES)


@lru_cache(maxsize=1024)
def is_available(written: str) -> bool:
    """Whether that says so; a blank does, and a number above nothing.

    Raises `ValueError` with a sentence for what says neither.
    """
    text = _SCHEMA.sub("", written.strip())
    if match := _NUMBER.fullmatch(text):
        return _is_some(match[1])
    word = _folded(_CAMEL.sub(" ", text))
    if not word or word in _CAN:
        return True
    if word in _CANNOT:
        return False
    if match := _NUMBER.search(text):
        rest = _folded(f"{text[: match.start()]} {text[match.end() :]}")
        if rest in _CANNOT:
            return False
        if rest in _COUNTED or rest in _CAN:
            return _is_some(match[1])
    if _DENIED.intersection(word.split()):
        return False
    raise ValueError(f"{written[:80]!r} is neither yes nor no")


def _is_some(quantity: str) -> bool:
    return float(quantity.replace(",", ".")) > 0
