"""The words the shop assistant knows: kinds of things, colours, patterns, necklines, sleeves …

One table serves four readers: attribute extraction asks the encoder each `prompt`, parsing finds
each `synonyms` entry in what a shopper typed, training writes captions from both, and the demo
catalog draws from it.  `value` is what is stored and shown, so a changed value changes stored data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

RGB = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a trait.  `synonyms` are lower-case singular words a person may type instead."""

    value: str
    synonyms: tuple[str, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of product.

    `family` groups kinds that a shopper accepts for a loose word ("shoes", "bag").  `broader` names
    kinds whose everyday word covers this one too: who asks for a t-shirt may well mean a polo shirt.
    """

    value: str
    family: str
    synonyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour name with the sRGB anchors that are called so on cloth under ordinary light."""

    value: str
    anchors: tuple[RGB, ...]
    synonyms: tuple[str, ...] = ()


FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "top": ("topwear", "upper wear"),
    "bottom": ("bottoms", "bottomwear"),
    "dress": (),
    "outerwear": ("outwear", "overcoat layer"),
    "footwear": ("shoe", "shoes", "footwear"),
    "bag": ("bag", "bags"),
    "headwear": ("headgear", "headwear"),
    "accessory": ("accessory", "accessories"),
    "jewellery": ("jewellery", "jewelry"),
    "underwear": ("underwear", "innerwear"),
    "beauty": ("cosmetics", "make-up", "makeup", "beauty"),
}
"""Families with the loose words that mean "anything of this family"."""

CATEGORIES: Final[tuple[Category, ...]] = (
    Category("t-shirt", "top", ("tshirt", "tee", "tee shirt", "t shirt", "round neck t-shirt")),
    Category("polo shirt", "top", ("polo", "polo t-shirt", "collared t-shirt"), ("t-shirt", "shirt")),
    Category("shirt", "top", ("button-down", "button down", "button-up", "dress shirt", "oxford shirt")),
    Category("blouse", "top", (), ("shirt", "top")),
    Category("top", "top", ("crop top", "women's top")),
    Category("tank top", "top", ("vest top", "singlet", "camisole", "undershirt", "vest"), ("top",)),
    Category("sweater", "top", ("jumper", "pullover", "knit", "jersey knit")),
    Category("cardigan", "top", (), ("sweater",)),
    Category("sweatshirt", "top", ("crew sweat",), ("sweater",)),
    Category("hoodie", "top", ("hooded sweatshirt", "hoody"), ("sweatshirt",)),
    Category("tunic", "top", (), ("top",)),
    Category("kurta", "top", ("kurti",)),
    Category("bodysuit", "top", ("body", "romper")),
    Category("jacket", "outerwear", ("bomber", "windbreaker", "anorak", "denim jacket", "leather jacket")),
    Category("coat", "outerwear", ("overcoat", "trench coat", "parka", "raincoat"), ("jacket",)),
    Category("blazer", "outerwear", ("suit jacket", "sport coat"), ("jacket",)),
    Category("waistcoat", "outerwear", ("gilet", "nehru jacket", "puffer vest")),
    Category("dress", "dress", ("gown", "frock", "sundress", "maxi dress", "mini dress")),
    Category("jumpsuit", "dress", ("playsuit", "dungarees", "overalls")),
    Category("saree", "dress", ("sari",)),
    Category("jeans", "bottom", ("denims", "denim trousers"), ("trousers",)),
    Category("trousers", "bottom", ("pants", "chinos", "slacks", "pant", "trouser")),
    Category("track pants", "bottom", ("joggers", "sweatpants", "tracksuit bottoms"), ("trousers",)),
    Category("leggings", "bottom", ("tights", "jeggings", "yoga pants"), ("trousers",)),
    Category("capris", "bottom", ("cropped trousers", "three-quarter pants"), ("trousers",)),
    Category("shorts", "bottom", ("bermudas", "short pants")),
    Category("skirt", "bottom", ("mini skirt", "midi skirt", "pleated skirt")),
    Category("sneakers", "footwear", ("trainers", "sports shoes", "running shoes", "tennis shoes", "gym shoes")),
    Category("casual shoes", "footwear", ("loafers", "moccasins", "slip-ons", "canvas shoes", "boat shoes")),
    Category("formal shoes", "footwear", ("oxfords", "brogues", "derby shoes", "dress shoes")),
    Category("boots", "footwear", ("boot", "ankle boots", "chelsea boots", "rain boots", "wellingtons")),
    Category("heels", "footwear", ("high heels", "pumps", "stilettos", "wedges")),
    Category("flats", "footwear", ("ballerinas", "ballet flats")),
    Category("sandals", "footwear", ("sandal",)),
    Category("flip-flops", "footwear", ("flip flops", "slippers", "thongs", "slides"), ("sandals",)),
    Category("handbag", "bag", ("purse", "shoulder bag", "tote", "tote bag", "satchel", "hobo bag")),
    Category("clutch", "bag", ("evening bag",), ("handbag",)),
    Category("backpack", "bag", ("rucksack", "school bag", "daypack")),
    Category("messenger bag", "bag", ("laptop bag", "crossbody bag", "sling bag")),
    Category("duffel bag", "bag", ("travel bag", "gym bag", "holdall", "trolley bag")),
    Category("wallet", "accessory", ("card holder", "billfold")),
    Category("cap", "headwear", ("baseball cap", "snapback")),
    Category("hat", "headwear", ("sun hat", "fedora", "bucket hat"), ()),
    Category("beanie", "headwear", ("woolly hat", "knit cap"), ("hat", "cap")),
    Category("scarf", "accessory", ("stole", "shawl", "muffler", "dupatta")),
    Category("gloves", "accessory", ("mittens",)),
    Category("belt", "accessory", ()),
    Category("tie", "accessory", ("necktie", "bow tie")),
    Category("socks", "accessory", ("stockings",)),
    Category("sunglasses", "accessory", ("shades",)),
    Category("watch", "accessory", ("wristwatch",)),
    Category("umbrella", "accessory", ()),
    Category("necklace", "jewellery", ("pendant", "chain")),
    Category("earrings", "jewellery", ("studs", "ear studs")),
    Category("ring", "jewellery", ()),
    Category("bracelet", "jewellery", ("bangle", "bangles")),
    Category("cufflinks", "jewellery", ()),
    Category("bra", "underwear", ("bralette",)),
    Category("briefs", "underwear", ("boxers", "trunks", "panties", "underpants")),
    Category("nightwear", "underwear", ("pyjamas", "pajamas", "nightdress", "night suit", "nightgown", "lounge pants")),
    Category("perfume", "beauty", ("deodorant", "fragrance", "eau de toilette", "body mist")),
    Category("lipstick", "beauty", ("lip gloss", "lip balm", "lip liner")),
    Category("nail polish", "beauty", ("nail varnish", "nail enamel")),
    Category("make-up", "beauty", ("foundation", "eyeliner", "kajal", "mascara", "eyeshadow", "blush", "compact")),
    Category(
        "skin care", "beauty", ("face wash", "moisturiser", "moisturizer", "sunscreen", "face cream", "body lotion")
    ),
)

COLOURS: Final[tuple[Colour, ...]] = (
    Colour("black", ((22, 22, 24), (40, 40, 42)), ("jet", "ebony", "onyx")),
    Colour("white", ((245, 245, 243), (232, 232, 230)), ("off-white", "off white", "snow")),
    Colour(
        "grey",
        ((128, 128, 130), (90, 92, 95), (170, 171, 173)),
        ("gray", "charcoal", "slate", "ash", "grey melange", "steel"),
    ),
    Colour("silver", ((192, 194, 198),), ("metallic", "chrome")),
    Colour("beige", ((222, 205, 175), (200, 180, 150)), ("sand", "nude", "skin", "ecru", "taupe", "stone")),
    Colour("cream", ((250, 240, 215),), ("ivory", "vanilla", "champagne")),
    Colour(
        "brown",
        ((101, 67, 40), (130, 85, 50), (75, 50, 35)),
        ("chocolate", "coffee", "coffee brown", "chestnut", "bronze", "copper", "mocha"),
    ),
    Colour("tan", ((190, 140, 90),), ("camel", "cognac", "caramel")),
    Colour("khaki", ((160, 145, 100),), ()),
    Colour("olive", ((96, 100, 45), (110, 110, 60)), ("army green", "military green")),
    Colour(
        "green",
        ((40, 130, 60), (20, 95, 50), (90, 170, 90)),
        ("emerald", "forest green", "lime", "mint", "bottle green", "sea green", "lime green"),
    ),
    Colour("teal", ((0, 125, 125),), ("petrol",)),
    Colour("turquoise", ((64, 200, 200),), ("aqua", "cyan", "turquoise blue")),
    Colour(
        "blue",
        ((40, 90, 180), (80, 130, 210), (30, 70, 150), (120, 165, 220)),
        ("royal blue", "sky blue", "light blue", "cobalt", "azure", "denim blue"),
    ),
    Colour("navy", ((25, 35, 75), (35, 45, 90)), ("navy blue", "dark blue", "midnight blue", "indigo")),
    Colour("purple", ((110, 60, 140), (90, 45, 110)), ("violet", "plum", "aubergine")),
    Colour("lavender", ((185, 165, 215),), ("lilac", "mauve")),
    Colour(
        "pink",
        ((235, 150, 180), (230, 90, 140), (245, 190, 205)),
        ("rose", "fuchsia", "magenta", "blush pink", "hot pink"),
    ),
    Colour("red", ((195, 30, 40), (220, 50, 50)), ("crimson", "scarlet", "cherry", "ruby")),
    Colour("maroon", ((110, 25, 40),), ("burgundy", "wine", "bordeaux", "oxblood")),
    Colour("orange", ((235, 125, 40),), ("rust", "tangerine", "coral orange")),
    Colour("coral", ((240, 130, 110),), ("salmon", "peach", "apricot")),
    Colour("yellow", ((245, 215, 60),), ("lemon", "canary")),
    Colour("mustard", ((205, 155, 45),), ("ochre",)),
    Colour("gold", ((205, 170, 90),), ("golden",)),
)

MULTICOLOUR: Final = Term("multicolour", ("multi", "multicolor", "multicoloured", "colourful", "colorful", "rainbow"))

PATTERNS: Final[tuple[Term, ...]] = (
    Term("plain", ("solid", "plain coloured", "unicolour"), "plain, without any pattern"),
    Term("striped", ("stripe", "stripes", "stripy", "pinstripe", "breton"), "with stripes"),
    Term("checked", ("check", "checks", "checkered", "plaid", "tartan", "gingham"), "with checks, plaid"),
    Term("dotted", ("dot", "dots", "polka dot", "polka dots", "spotted"), "with polka dots"),
    Term("floral", ("flower", "flowers", "flowery", "botanical"), "with a floral print"),
    Term("printed", ("print", "graphic", "slogan", "logo print", "motif"), "with a printed graphic"),
    Term("animal print", ("leopard", "zebra", "snake print", "leopard print"), "with an animal print"),
    Term("camouflage", ("camo",), "with a camouflage pattern"),
)

NECKLINES: Final[tuple[Term, ...]] = (
    Term("crew neck", ("round neck", "crewneck", "round-neck"), "with a round crew neck, without collar"),
    Term("v-neck", ("v neck", "vneck"), "with a v-neck, without collar"),
    Term("polo collar", ("polo neck collar",), "with a polo collar"),
    Term("shirt collar", ("button-down collar", "spread collar", "mandarin collar"), "with a shirt collar"),
    Term("lapels", ("lapel", "notch lapel", "revers"), "with lapels"),
    Term("turtleneck", ("roll neck", "high neck", "rollneck"), "with a turtleneck"),
    Term("hood", ("hooded",), "with a hood"),
    Term(
        "strapless",
        ("off-shoulder", "off shoulder", "bardot", "halter", "spaghetti strap"),
        "strapless or with thin straps",
    ),
)

NECKLINE_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "collar": ("polo collar", "shirt collar", "lapels"),
    "collared": ("polo collar", "shirt collar", "lapels"),
    "collarless": ("crew neck", "v-neck", "strapless"),
}
"""Loose words that stand for several necklines: "with a collar", "collarless"."""

SLEEVES: Final[tuple[Term, ...]] = (
    Term("sleeveless", ("no sleeves", "without sleeves"), "sleeveless"),
    Term("short sleeves", ("short sleeve", "short-sleeved", "half sleeve", "half sleeves"), "with short sleeves"),
    Term(
        "long sleeves",
        ("long sleeve", "long-sleeved", "full sleeve", "full sleeves", "longsleeve"),
        "with long sleeves",
    ),
)

STYLES: Final[tuple[Term, ...]] = (
    Term("casual", ("everyday", "relaxed"), "casual everyday"),
    Term("formal", ("office", "business", "smart", "work"), "formal office"),
    Term("sporty", ("sports", "sport", "gym", "athletic", "running", "training"), "sports"),
    Term("party", ("evening", "cocktail", "festive", "night out"), "party evening"),
    Term("ethnic", ("traditional", "indian"), "traditional ethnic"),
)

GENDERS: Final[tuple[Term, ...]] = (
    Term("women", ("woman", "women's", "womens", "ladies", "lady", "female", "her"), "for women"),
    Term("men", ("man", "men's", "mens", "gents", "male", "him"), "for men"),
    Term("girls", ("girl", "girl's", "daughter"), "for girls"),
    Term("boys", ("boy", "boy's", "son"), "for boys"),
    Term("unisex", (), "unisex"),
)

MATERIALS: Final[tuple[Term, ...]] = tuple(
    Term(value, synonyms)
    for value, synonyms in (
        ("leather", ("suede", "faux leather")),
        ("denim", ()),
        ("cotton", ()),
        ("linen", ()),
        ("wool", ("woollen", "woolen", "merino", "cashmere")),
        ("silk", ("satin",)),
        ("knitted", ("knitwear",)),
        ("canvas", ()),
        ("lace", ()),
        ("velvet", ()),
    )
)
"""Read from words only: a small picture does not show what a thing is made of."""

TRAITS: Final[Mapping[str, tuple[Term, ...]]] = {
    "pattern": PATTERNS,
    "neckline": NECKLINES,
    "sleeve": SLEEVES,
    "style": STYLES,
    "gender": GENDERS,
    "material": MATERIALS,
}
"""Traits beside `category` and `colours`, by the name they have in JSON and in stored records."""

_APPLICABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "top": ("pattern", "neckline", "sleeve", "style", "gender"),
    "outerwear": ("pattern", "neckline", "sleeve", "style", "gender"),
    "dress": ("pattern", "neckline", "sleeve", "style", "gender"),
    "bottom": ("pattern", "style", "gender"),
    "footwear": ("style", "gender"),
    "bag": ("pattern", "style", "gender"),
    "headwear": ("pattern", "gender"),
    "accessory": ("pattern", "gender"),
    "jewellery": ("gender",),
    "underwear": ("pattern", "gender"),
    "beauty": (),
}

OTHER_PROMPTS: Final[tuple[str, ...]] = (
    "a photo of an animal",
    "a photo of a car or another vehicle",
    "a photo of food",
    "a photo of a room or furniture",
    "a photo of a building or a landscape",
    "a photo of a tool or a machine",
    "a photo of a face",
    "a photo of something that is not worn",
)
"""What a picture may show instead of a product: the answer "nothing close" starts here."""

CATEGORY_BY_VALUE: Final[Mapping[str, Category]] = {c.value: c for c in CATEGORIES}
COLOUR_BY_VALUE: Final[Mapping[str, Colour]] = {c.value: c for c in COLOURS}


def applicable_traits(category: str) -> tuple[str, ...]:
    """Names of the visual traits that make sense for `category`: boots have no neckline."""
    return _APPLICABLE[CATEGORY_BY_VALUE[category].family]


def accepted_categories(wanted: str) -> tuple[str, ...]:
    """`wanted` itself first, then every kind whose everyday word it covers."""
    return (wanted, *(c.value for c in CATEGORIES if wanted in c.broader))


def categories_of_family(family: str) -> tuple[str, ...]:
    """All kinds of a family, for loose words such as "shoes"."""
    return tuple(c.value for c in CATEGORIES if c.family == family)


def category_prompt(category: Category) -> str:
    """What the encoder is asked to recognise this kind of product."""
    if category.prompt:
        return category.prompt
    plural = category.value.endswith("s") and category.value not in {"dress"}
    article = "" if plural else ("an " if category.value[0] in "aeiou" else "a ")
    return f"a photo of {article}{category.value}"


KIND_PROMPTS: Final = (*map(category_prompt, CATEGORIES), *OTHER_PROMPTS)
"""What the encoder is asked about the kind of thing: products in the order of `CATEGORIES`, then what is none."""


def trait_prompt(category: str, term: Term) -> str:
    """What the encoder is asked about a trait of a thing known to be of `category`."""
    return f"a photo of a {category} {term.prompt}"
