"""What is known about a picture, and what a caption asks for, in one space.

For each trait a picture has the set of values it may show (one if the label is sure, several if it is
loose: "Pants" may be jeans or chinos, a product filed under "Tshirts" may have a polo collar), and a
caption the set of values it accepts.  A caption is

- true of a picture if, for each trait, all that the picture may show is accepted,
- false if for some trait nothing of it is,
- and undecided otherwise: training then neither pulls nor pushes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.demo import Look
from training.data import CatalogItem, ConsumerItem, OtherItem
from workers import vocabulary

Facts = Mapping[str, frozenset[str]]
"""Trait to possible (picture) or accepted (caption) values.  A trait left out is unknown or not asked for."""

OTHER_KINDS: Final = ("animal", "vehicle", "food", "room", "place", "tool", "face", "thing")
"""Categories of what is no product, in the order of `vocabulary.OTHER_PROMPTS`."""

_COLOURS: Final = (*(colour.value for colour in vocabulary.COLOURS), vocabulary.MULTICOLOUR.value)

# The catalog's own types of article, in the words of the vocabulary.
_CATEGORIES_OF_ARTICLE: Final[Mapping[str, tuple[str, ...]]] = {
    "Tshirts": ("t-shirt", "polo shirt"),
    "Shirts": ("shirt",),
    "Casual Shoes": ("casual shoes",),
    "Watches": ("watch",),
    "Sports Shoes": ("sneakers",),
    "Kurtas": ("kurta",),
    "Kurtis": ("kurta",),
    "Handbags": ("handbag",),
    "Tops": ("top", "blouse"),
    "Heels": ("heels",),
    "Sunglasses": ("sunglasses",),
    "Wallets": ("wallet",),
    "Flip Flops": ("flip-flops",),
    "Sandals": ("sandals",),
    "Sports Sandals": ("sandals",),
    "Briefs": ("briefs",),
    "Trunk": ("briefs",),
    "Boxers": ("briefs",),
    "Belts": ("belt",),
    "Backpacks": ("backpack",),
    "Rucksacks": ("backpack",),
    "Socks": ("socks",),
    "Stockings": ("socks",),
    "Jeans": ("jeans",),
    "Formal Shoes": ("formal shoes",),
    "Perfume and Body Mist": ("perfume",),
    "Deodorant": ("perfume",),
    "Fragrance Gift Set": ("perfume",),
    "Shorts": ("shorts",),
    "Lounge Shorts": ("shorts",),
    "Trousers": ("trousers",),
    "Flats": ("flats",),
    "Bra": ("bra",),
    "Dresses": ("dress",),
    "Earrings": ("earrings",),
    "Sarees": ("saree",),
    "Nail Polish": ("nail polish",),
    "Track Pants": ("track pants",),
    "Lipstick": ("lipstick",),
    "Lip Gloss": ("lipstick",),
    "Lip Liner": ("lipstick",),
    "Lip Care": ("lipstick",),
    "Lip Plumper": ("lipstick",),
    "Clutches": ("clutch",),
    "Sweatshirts": ("sweatshirt", "hoodie"),
    "Sweaters": ("sweater", "cardigan"),
    "Caps": ("cap",),
    "Hat": ("hat",),
    "Ties": ("tie",),
    "Ties and Cufflinks": ("tie",),
    "Jackets": ("jacket",),
    "Rain Jacket": ("jacket",),
    "Blazers": ("blazer",),
    "Waistcoat": ("waistcoat",),
    "Nehru Jackets": ("waistcoat",),
    "Innerwear Vests": ("tank top",),
    "Camisoles": ("tank top",),
    "Tunics": ("tunic",),
    "Nightdress": ("nightwear",),
    "Night suits": ("nightwear",),
    "Baby Dolls": ("nightwear",),
    "Lounge Pants": ("nightwear",),
    "Lounge Tshirts": ("nightwear",),
    "Bath Robe": ("nightwear",),
    "Robe": ("nightwear",),
    "Leggings": ("leggings",),
    "Jeggings": ("leggings",),
    "Tights": ("leggings",),
    "Capris": ("capris",),
    "Pendant": ("necklace",),
    "Necklace and Chains": ("necklace",),
    "Ring": ("ring",),
    "Bangle": ("bracelet",),
    "Bracelet": ("bracelet",),
    "Skirts": ("skirt",),
    "Scarves": ("scarf",),
    "Stoles": ("scarf",),
    "Mufflers": ("scarf",),
    "Dupatta": ("scarf",),
    "Cufflinks": ("cufflinks",),
    "Duffel Bag": ("duffel bag",),
    "Trolley Bag": ("duffel bag",),
    "Laptop Bag": ("messenger bag",),
    "Messenger Bag": ("messenger bag",),
    "Booties": ("boots",),
    "Jumpsuit": ("jumpsuit",),
    "Umbrellas": ("umbrella",),
    "Gloves": ("gloves",),
    "Foundation and Primer": ("make-up",),
    "Kajal and Eyeliner": ("make-up",),
    "Compact": ("make-up",),
    "Highlighter and Blush": ("make-up",),
    "Eyeshadow": ("make-up",),
    "Mascara": ("make-up",),
    "Concealer": ("make-up",),
    "Face Moisturisers": ("skin care",),
    "Face Wash and Cleanser": ("skin care",),
    "Sunscreen": ("skin care",),
    "Mask and Peel": ("skin care",),
    "Eye Cream": ("skin care",),
    "Body Lotion": ("skin care",),
    "Toner": ("skin care",),
    "Face Scrub and Exfoliator": ("skin care",),
    "Face Serum and Gel": ("skin care",),
    "Body Wash and Scrub": ("skin care",),
}

_SHADES_BESIDE_VOCABULARY: Final = {"Mushroom Brown": "brown", "Fluorescent Green": "green"}
_STYLE_OF_USAGE: Final = {
    "Casual": "casual",
    "Formal": "formal",
    "Sports": "sporty",
    "Ethnic": "ethnic",
    "Party": "party",
}
_GENDERS: Final = {"Men": "men", "Women": "women", "Boys": "boys", "Girls": "girls", "Unisex": "unisex"}

_BRANDS_WITH_TELLING_NAMES: Final = re.compile(r"u\.?s\.? polo assn\.?|polo assn\.?|flying machine", re.IGNORECASE)
_WORDS_IN_TITLES: Final = {
    "pattern": (
        ("plain", r"solid|plain"),
        ("striped", r"strip(?:e|es|ed|er)|pinstripes?"),
        ("checked", r"checks?|checked|checkered|plaid|tartan"),
        ("dotted", r"polka|dots?|dotted"),
        ("floral", r"floral|flowers?|flowery"),
        ("animal print", r"leopard|zebra|animal print|snake print"),
        ("camouflage", r"camo|camouflage"),
        ("printed", r"printed|print|graphic"),
    ),
    "neckline": (
        ("crew neck", r"round[ -]neck|crew[ -]?neck"),
        ("v-neck", r"v[ -]?neck"),
        ("turtleneck", r"turtle[ -]?neck|high[ -]neck"),
        ("hood", r"hood|hooded|hoodie"),
        ("polo collar", r"polo"),
    ),
    "sleeve": (
        ("sleeveless", r"sleeveless"),
        ("short sleeves", r"(?:short|half)[ -]sleeved?s?"),
        ("long sleeves", r"(?:long|full)[ -]sleeved?s?"),
    ),
}
_TITLE_PATTERNS: Final = {
    trait: tuple((value, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for value, words in rows)
    for trait, rows in _WORDS_IN_TITLES.items()
}
_NECK_AND_SLEEVE_OF_CATEGORY: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "polo shirt": {"neckline": ("polo collar",)},
    "shirt": {"neckline": ("shirt collar",)},
    "blazer": {"neckline": ("lapels",), "sleeve": ("long sleeves",)},
    "hoodie": {"neckline": ("hood",), "sleeve": ("long sleeves",)},
    "sweatshirt": {"sleeve": ("long sleeves",)},
    "sweater": {"sleeve": ("long sleeves",)},
    "jacket": {"sleeve": ("long sleeves",)},
    "tank top": {"neckline": ("crew neck", "v-neck", "strapless"), "sleeve": ("sleeveless",)},
}

_PANTS: Final = ("trousers", "jeans", "track pants", "leggings", "capris")
_OUTERWEAR: Final = vocabulary.categories_of_family("outerwear")
_COLLARLESS: Final = vocabulary.NECKLINE_GROUPS["collarless"]
_CONSUMER: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "T-Shirt": {"category": ("t-shirt",), "neckline": _COLLARLESS, "sleeve": ("short sleeves",)},
    "Longsleeve": {"category": ("t-shirt", "sweater", "sweatshirt", "top"), "sleeve": ("long sleeves",)},
    "Pants": {"category": _PANTS},
    "Shoes": {"category": vocabulary.categories_of_family("footwear")},
    "Shirt": {"category": ("shirt",), "neckline": ("shirt collar",)},
    "Dress": {"category": ("dress",)},
    "Outwear": {"category": _OUTERWEAR, "sleeve": ("sleeveless", "long sleeves")},
    "Shorts": {"category": ("shorts",)},
    "Hat": {"category": vocabulary.categories_of_family("headwear")},
    "Skirt": {"category": ("skirt",)},
    "Polo": {"category": ("polo shirt",), "neckline": ("polo collar",)},
    "Undershirt": {"category": ("tank top",), "neckline": _COLLARLESS, "sleeve": ("sleeveless",)},
    "Blazer": {"category": ("blazer",), "neckline": ("lapels",), "sleeve": ("long sleeves",)},
    "Hoodie": {"category": ("hoodie",), "neckline": ("hood",), "sleeve": ("long sleeves",)},
    "Body": {"category": ("bodysuit",)},
    "Top": {"category": ("top", "tank top")},
    "Blouse": {"category": ("blouse", "top")},
}

_OTHER_WORDS: Final = {
    "vehicle": (
        "cab|train|van|car|bus|jeep|limousine|convertible|wagon|moped|bike|bicycle|tricycle|unicycle|truck|tractor|"
        "streetcar|trolleybus|locomotive|minibus|minivan|model t|racer|boat|liner|catamaran|trimaran|schooner|gondola|"
        "canoe|fireboat|airliner|airship|warplane|snowmobile|golfcart|ambulance|forklift|half track|harvester|thresher|"
        "dogsled|oxcart|go-kart|tank|yawl|submarine|aircraft carrier|balloon|fire engine|engine|pickup|scooter|mower|"
        "plow|bobsled|amphibian|space shuttle|missile|motor scooter"
    ),
    "room": (
        "chair|table|desk|couch|bed|bookcase|cabinet|chiffonier|wardrobe|cradle|crib|bassinet|theater|cinema|restaurant|"
        "shop|library|patio|toilet seat|bathtub|tub|washbasin|stove|refrigerator|dishwasher|lamp|lampshade|shade|"
        "entertainment center|home theater|shoji|quilt|pillow|rug|door|screen|china cabinet|bannister|altar|throne|"
        "shower curtain|theater curtain|grocery store|confectionery|barbershop|bakery|plate rack|medicine chest|file"
    ),
    "place": (
        "alp|reef|geyser|lakeside|promontory|sandbar|cliff|valley|volcano|seashore|church|mosque|castle|palace|monastery|"
        "barn|beacon|bridge|viaduct|dam|dome|pier|dock|obelisk|stupa|megalith|greenhouse|boathouse|breakwater|prison|"
        "roof|thatch|water tower|totem pole|fence|wall|arch|fountain|steel arch bridge|carousel|mobile home|tent|vault|"
        "lumbermill|triumphal arch|planetarium|apiary|cinema|tile roof|yurt|flagpole|maypole"
    ),
}
_OTHER_PATTERNS: Final = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _OTHER_WORDS.items()}


class FactSpace:
    """Facts as rows of booleans: one column for each value of each trait, equal traits side by side."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self.values = {trait: tuple(names) for trait, names in values.items()}
        self.slices: dict[str, slice] = {}
        self._columns: dict[tuple[str, str], int] = {}
        start = 0
        for trait, names in self.values.items():
            self.slices[trait] = slice(start, start + len(names))
            self._columns |= {(trait, name): start + index for index, name in enumerate(names)}
            start += len(names)
        self.width = start

    @classmethod
    def of(cls, catalog: Iterable[CatalogItem]) -> FactSpace:
        """The vocabulary's traits and the catalog's own labels."""
        rows = list(catalog)
        return cls(
            {
                "category": (*(c.value for c in vocabulary.CATEGORIES), *OTHER_KINDS),
                "colour": _COLOURS,
                **{
                    trait: tuple(term.value for term in terms)
                    for trait, terms in vocabulary.TRAITS.items()
                    if trait != "material"
                },
                "article": sorted({row.article_type for row in rows}),
                "group": sorted({row.sub_category for row in rows}),
                "shade": sorted({row.colour for row in rows}),
            }
        )

    def encode(self, facts: Facts) -> NDArray[np.bool_]:
        """One row, shape (width,).  All values of an unknown trait are possible."""
        row = np.ones(self.width, dtype=np.bool_)
        for trait, names in facts.items():
            row[self.slices[trait]] = False
            row[[self._columns[trait, name] for name in names]] = True
        return row


@cache
def colour_of_word(word: str) -> str | None:
    """The vocabulary's colour for a colour's name or synonym."""
    known = {colour.value: colour.synonyms for colour in vocabulary.COLOURS}
    known[vocabulary.MULTICOLOUR.value] = vocabulary.MULTICOLOUR.synonyms
    return next((value for value, synonyms in known.items() if word == value or word in synonyms), None)


def facts_of_catalog(item: CatalogItem) -> Facts:
    """Labels of a product, and what its title says beside them."""
    facts = {"article": {item.article_type}, "group": {item.sub_category}}
    if item.colour and item.colour != "NA":
        facts["shade"] = {item.colour}
        colour = _SHADES_BESIDE_VOCABULARY.get(item.colour) or colour_of_word(item.colour.lower())
        facts["colour"] = {colour} if colour else set()
    facts["style"] = {_STYLE_OF_USAGE[item.usage]} if item.usage in _STYLE_OF_USAGE else set()
    facts["gender"] = {_GENDERS[item.gender]}
    title = _BRANDS_WITH_TELLING_NAMES.sub("", item.title)
    for trait, patterns in _TITLE_PATTERNS.items():
        facts[trait] = {next((value for value, pattern in patterns if pattern.search(title)), "")} - {""}
    categories = set(categories_of_article(item.article_type))
    if item.article_type == "Tshirts":
        neck = facts["neckline"]
        categories = {"polo shirt"} if neck == {"polo collar"} else {"t-shirt"} if neck else categories
    elif item.article_type == "Sweatshirts" and facts["neckline"] == {"hood"}:
        categories = {"hoodie"}
    elif item.article_type == "Casual Shoes" and re.search(r"\bboots?\b", title, re.IGNORECASE):
        categories = {"boots"}
    elif facts["neckline"] == {"polo collar"}:  # "Polo" in the title of anything else is a name
        facts["neckline"] = set()
    if len(categories) == 1:
        for trait, values in _NECK_AND_SLEEVE_OF_CATEGORY.get(next(iter(categories)), {}).items():
            facts[trait] = facts[trait] or set(values)
    facts["category"] = categories
    return {trait: frozenset(values) for trait, values in facts.items() if values}


def categories_of_article(article: str) -> tuple[str, ...]:
    """The vocabulary's categories that the catalog files under `article`; none where it knows no word."""
    return _CATEGORIES_OF_ARTICLE.get(article, ())


def facts_of_consumer(item: ConsumerItem) -> Facts:
    """What a shopper's label says, in the vocabulary's words; colours are not labelled."""
    return {trait: frozenset(values) for trait, values in _CONSUMER[item.label].items()}


def facts_of_other(item: OtherItem) -> Facts:
    """Which kind of thing that is not worn."""
    return {"category": frozenset({kind_of_other(item)})}


def facts_of_drawing(look: Look) -> Facts:
    """All that decides a drawing; what a kind of thing does not have is left out."""
    facts = {
        "category": look.category,
        "colour": look.colour,
        "pattern": look.pattern,
        "neckline": look.neckline,
        "sleeve": look.sleeve,
    }
    return {trait: frozenset({value}) for trait, value in facts.items() if value}


def kind_of_other(item: OtherItem) -> str:
    """One of `OTHER_KINDS`, from WordNet's numbering and the class's name."""
    number = int(item.wnid[1:])
    if number < 2_660_000:
        return "animal"
    if 7_560_000 <= number < 8_000_000 or 11_000_000 <= number < 14_000_000:
        return "food" if number < 8_000_000 else "place"
    return next((kind for kind, pattern in _OTHER_PATTERNS.items() if pattern.search(item.name)), "tool")
