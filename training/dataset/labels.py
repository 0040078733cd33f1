"""What the collections' labels and titles mean in the words of `workers.vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from workers import vocabulary

# The catalog's own types of article, in the words of the vocabulary.
CATEGORIES_OF_ARTICLE: Final[Mapping[str, tuple[str, ...]]] = {
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

SHADES_BESIDE_VOCABULARY: Final = {"Mushroom Brown": "brown", "Fluorescent Green": "green"}
STYLE_OF_USAGE: Final = {
    "Casual": "casual",
    "Formal": "formal",
    "Sports": "sporty",
    "Ethnic": "ethnic",
    "Party": "party",
}
GENDERS: Final = {"Men": "men", "Women": "women", "Boys": "boys", "Girls": "girls", "Unisex": "unisex"}

BRANDS_WITH_TELLING_NAMES: Final = re.compile(r"u\.?s\.? polo assn\.?|polo assn\.?|flying machine", re.IGNORECASE)
WORDS_IN_TITLES: Final = {
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
TITLE_PATTERNS: Final = {
    trait: tuple((value, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for value, words in rows)
    for trait, rows in WORDS_IN_TITLES.items()
}
NECK_AND_SLEEVE_OF_CATEGORY: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "polo shirt": {"neckline": ("polo collar",)},
    "shirt": {"neckline": ("shirt collar",)},
    "blazer": {"neckline": ("lapels",), "sleeve": ("long sleeves",)},
    "hoodie": {"neckline": ("hood",), "sleeve": ("long sleeves",)},
    "sweatshirt": {"sleeve": ("long sleeves",)},
    "sweater": {"sleeve": ("long sleeves",)},
    "jacket": {"sleeve": ("long sleeves",)},
    "tank top": {"neckline": ("crew neck", "v-neck", "strapless"), "sleeve": ("sleeveless",)},
}

PANTS: Final = ("trousers", "jeans", "track pants", "leggings", "capris")
OUTERWEAR: Final = vocabulary.categories_of_family("outerwear")
COLLARLESS: Final = vocabulary.NECKLINE_GROUPS["collarless"]
CONSUMER: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "T-Shirt": {"category": ("t-shirt",), "neckline": COLLARLESS, "sleeve": ("short sleeves",)},
    "Longsleeve": {"category": ("t-shirt", "sweater", "sweatshirt", "top"), "sleeve": ("long sleeves",)},
    "Pants": {"category": PANTS},
    "Shoes": {"category": vocabulary.categories_of_family("footwear")},
    "Shirt": {"category": ("shirt",), "neckline": ("shirt collar",)},
    "Dress": {"category": ("dress",)},
    "Outwear": {"category": OUTERWEAR, "sleeve": ("sleeveless", "long sleeves")},
    "Shorts": {"category": ("shorts",)},
    "Hat": {"category": vocabulary.categories_of_family("headwear")},
    "Skirt": {"category": ("skirt",)},
    "Polo": {"category": ("polo shirt",), "neckline": ("polo collar",)},
    "Undershirt": {"category": ("tank top",), "neckline": COLLARLESS, "sleeve": ("sleeveless",)},
    "Blazer": {"category": ("blazer",), "neckline": ("lapels",), "sleeve": ("long sleeves",)},
    "Hoodie": {"category": ("hoodie",), "neckline": ("hood",), "sleeve": ("long sleeves",)},
    "Body": {"category": ("bodysuit",)},
    "Top": {"category": ("top", "tank top")},
    "Blouse": {"category": ("blouse", "top")},
}

OTHER_WORDS: Final = {
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
OTHER_PATTERNS: Final = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in OTHER_WORDS.items()}
