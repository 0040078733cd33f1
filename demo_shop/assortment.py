"""What the demo shop sells, as a table: one line is one style in several colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LETTERS: Final = ("XS", "S", "M", "L", "XL")
DRESSES: Final = ("34", "36", "38", "40", "42", "44")
WOMENS_SHOES: Final = ("36", "37", "38", "39", "40", "41")
MENS_SHOES: Final = ("40", "41", "42", "43", "44", "45", "46")
ALL_SHOES: Final = ("36", "37", "38", "39", "40", "41", "42", "43", "44", "45")
WAISTS: Final = ("28", "30", "32", "34", "36")
BELTS: Final = ("80", "90", "100", "110")
ONE: Final = ("one size",)
HEADS: Final = ("S", "M", "L")
SOCKS: Final = ("36-38", "39-41", "42-44", "45-47")


@dataclass(frozen=True, slots=True)
class Line:
    """One style.  `colours` are separated by blanks: "light-blue" is a shade, "white/navy" a pattern's two."""

    noun: str
    category: str
    colours: str
    price: str
    gender: str
    sizes: tuple[str, ...]
    cut: str = "regular"
    neckline: str = ""
    sleeve: str = ""
    pattern: str = "plain"
    material: str = ""


_SHORT, _LONG, _NONE = "short sleeves", "long sleeves", "sleeveless"
_CREW, _V, _POLO, _COLLAR, _LAPELS = "crew neck", "v-neck", "polo collar", "shirt collar", "lapels"
_MAIN = "black white grey blue navy red green yellow pink beige"

# fmt: off
LINES: Final[tuple[Line, ...]] = (
    Line("Crew-neck t-shirt", "t-shirt", _MAIN, "14.90", "unisex", LETTERS, "regular", _CREW, _SHORT,
         material="cotton"),
    Line("Slim t-shirt", "t-shirt", "light-blue purple", "17.90", "women", LETTERS, "fitted", _CREW, _SHORT),
    Line("V-neck t-shirt", "t-shirt", "white royal-blue bottle-green grey", "16.90", "men", LETTERS, "regular", _V,
         _SHORT),
    Line("Crew-neck t-shirt", "t-shirt", "blue/white white/navy red/white green/white", "19.90", "unisex", LETTERS,
         "regular", _CREW, _SHORT, "striped", "cotton"),
    Line("V-neck t-shirt", "t-shirt", "blue/white grey/black", "19.90", "women", LETTERS, "fitted", _V, _SHORT,
         "striped"),
    Line("Breton top", "t-shirt", "white/blue navy/white", "24.90", "women", LETTERS, "regular", _CREW, _LONG,
         "striped", "cotton"),
    Line("Long-sleeved t-shirt", "t-shirt", "black olive", "21.90", "men", LETTERS, "regular", _CREW, _LONG),
    Line("Graphic t-shirt", "t-shirt", "white/navy black/white yellow/navy", "22.90", "unisex", LETTERS, "regular",
         _CREW, _SHORT, "printed", "cotton"),
    Line("Camouflage t-shirt", "t-shirt", "olive", "19.90", "men", LETTERS, "regular", _CREW, _SHORT, "camouflage"),
    Line("Leopard t-shirt", "t-shirt", "beige/black", "22.90", "women", LETTERS, "fitted", _CREW, _SHORT,
         "animal print"),
    Line("Polo shirt", "polo shirt", "navy royal-blue light-blue blue black white grey red green yellow pink beige",
         "34.90", "men", LETTERS, "regular", _POLO, _SHORT, material="cotton"),
    Line("Striped polo shirt", "polo shirt", "navy/white blue/white green/white red/navy", "39.90", "men", LETTERS,
         "regular", _POLO, _SHORT, "striped", "cotton"),
    Line("Long-sleeved polo shirt", "polo shirt", "maroon navy", "44.90", "men", LETTERS, "regular", _POLO, _LONG),
    Line("Oxford shirt", "shirt", "white light-blue pink black grey green", "45.00", "men", LETTERS, "regular",
         _COLLAR, _LONG, material="cotton"),
    Line("Shirt", "shirt", "white/navy blue/white pink/white green/white white/red grey/white", "39.00", "men",
         LETTERS, "regular", _COLLAR, _LONG, "striped", "cotton"),
    Line("Checked shirt", "shirt", "red/black blue/navy green/navy", "42.00", "men", LETTERS, "regular", _COLLAR,
         _LONG, "checked"),
    Line("Linen shirt", "shirt", "beige navy yellow", "49.00", "men", LETTERS, "regular", _COLLAR, _SHORT,
         material="linen"),
    Line("Holiday shirt", "shirt", "blue/yellow black/pink", "44.00", "men", LETTERS, "regular", _COLLAR, _SHORT,
         "floral"),
    Line("Bow blouse", "blouse", "white cream red black", "49.00", "women", DRESSES, "bow", _V, _LONG),
    Line("Gathered blouse", "blouse", "blue green pink", "42.00", "women", DRESSES, "gathered", _CREW, _SHORT),
    Line("Dotted blouse", "blouse", "navy/white red/white", "45.00", "women", DRESSES, "gathered", _V, _LONG,
         "dotted"),
    Line("Tank top", "tank top", "white black grey red blue green", "12.90", "unisex", LETTERS, "regular", _CREW,
         _NONE, material="cotton"),
    Line("Camisole", "tank top", "pink yellow", "15.90", "women", LETTERS, "straps", "strapless", _NONE),
    Line("Crew-neck sweater", "sweater", "navy grey red green beige black", "59.00", "unisex", LETTERS, "regular",
         _CREW, _LONG, material="wool"),
    Line("V-neck sweater", "sweater", "blue maroon mustard", "55.00", "men", LETTERS, "regular", _V, _LONG,
         material="wool"),
    Line("Turtleneck sweater", "sweater", "black cream pink", "65.00", "women", LETTERS, "regular", "turtleneck",
         _LONG, material="wool"),
    Line("Cable sweater", "sweater", "cream blue", "79.00", "unisex", LETTERS, "cable", _CREW, _LONG,
         material="wool"),
    Line("Striped sweater", "sweater", "navy/white red/cream", "62.00", "women", LETTERS, "regular", _CREW, _LONG,
         "striped"),
    Line("Sweatshirt", "sweatshirt", "grey navy green yellow", "39.90", "unisex", LETTERS, "regular", _CREW, _LONG,
         material="cotton"),
    Line("Cardigan", "cardigan", "grey navy red green beige", "59.00", "women", LETTERS, "regular", _V, _LONG,
         material="wool"),
    Line("Long cardigan", "cardigan", "pink black", "69.00", "women", LETTERS, "long", _V, _LONG, material="wool"),
    Line("Hoodie", "hoodie", "black grey navy red green", "49.90", "unisex", LETTERS, "pullover", "hood", _LONG,
         material="cotton"),
    Line("Zip hoodie", "hoodie", "blue olive pink", "54.90", "unisex", LETTERS, "zip", "hood", _LONG,
         material="cotton"),
    Line("Graphic hoodie", "hoodie", "white/navy", "56.90", "unisex", LETTERS, "pullover", "hood", _LONG, "printed"),
    Line("Bomber jacket", "jacket", "olive black navy", "89.00", "unisex", LETTERS, "bomber", "", _LONG),
    Line("Denim jacket", "jacket", "blue black", "79.00", "unisex", LETTERS, "denim", _COLLAR, _LONG,
         material="denim"),
    Line("Biker jacket", "jacket", "black red brown", "189.00", "women", LETTERS, "biker", _LAPELS, _LONG,
         material="leather"),
    Line("Quilted jacket", "jacket", "red green blue", "119.00", "unisex", LETTERS, "puffer", "", _LONG),
    Line("Wool coat", "coat", "tan black grey navy", "179.00", "women", DRESSES, "straight", _LAPELS, _LONG,
         material="wool"),
    Line("Trench coat", "coat", "beige navy olive", "159.00", "women", DRESSES, "trench", _LAPELS, _LONG,
         material="cotton"),
    Line("Duffle coat", "coat", "navy red green", "169.00", "men", LETTERS, "duffle", "hood", _LONG, material="wool"),
    Line("Blazer", "blazer", "navy black grey beige green", "129.00", "men", ("46", "48", "50", "52", "54"), "single",
         _LAPELS, _LONG, material="wool"),
    Line("Double-breasted blazer", "blazer", "navy white red", "139.00", "women", DRESSES, "double", _LAPELS, _LONG),
    Line("Checked blazer", "blazer", "grey/black brown/cream", "149.00", "men", ("46", "48", "50", "52", "54"),
         "single", _LAPELS, _LONG, "checked"),
    Line("Summer dress", "dress", "red green yellow white", "49.00", "women", DRESSES, "mini", _CREW, _NONE,
         material="cotton"),
    Line("Midi dress", "dress", "red navy black pink", "69.00", "women", DRESSES, "midi", _V, _SHORT),
    Line("Maxi dress", "dress", "green blue", "89.00", "women", DRESSES, "maxi", "strapless", _NONE),
    Line("Wrap dress", "dress", "red green beige", "79.00", "women", DRESSES, "wrap", _V, _LONG),
    Line("Shirt dress", "dress", "light-blue white", "65.00", "women", DRESSES, "shirt", _COLLAR, _LONG,
         material="cotton"),
    Line("Dotted dress", "dress", "red/white black/white navy/white", "59.00", "women", DRESSES, "midi", _CREW,
         _SHORT, "dotted"),
    Line("Floral dress", "dress", "blue/white green/pink yellow/red", "72.00", "women", DRESSES, "maxi", _V, _NONE,
         "floral"),
    Line("Striped dress", "dress", "navy/white", "52.00", "women", DRESSES, "mini", _CREW, _SHORT, "striped",
         "cotton"),
    Line("Mini skirt", "skirt", "black red blue", "35.00", "women", DRESSES, "mini"),
    Line("Pleated skirt", "skirt", "green grey pink", "49.00", "women", DRESSES, "pleated"),
    Line("Midi skirt", "skirt", "beige navy", "45.00", "women", DRESSES, "midi"),
    Line("Tartan skirt", "skirt", "red/navy", "52.00", "women", DRESSES, "pleated", pattern="checked"),
    Line("Floral skirt", "skirt", "white/pink", "48.00", "women", DRESSES, "maxi", pattern="floral"),
    Line("Slim jeans", "jeans", "blue navy black", "69.00", "women", WAISTS, "slim", material="denim"),
    Line("Straight jeans", "jeans", "blue grey", "75.00", "men", WAISTS, "straight", material="denim"),
    Line("Wide jeans", "jeans", "white", "79.00", "women", WAISTS, "wide", material="denim"),
    Line("Chinos", "trousers", "beige navy olive", "55.00", "men", WAISTS, "slim", material="cotton"),
    Line("Wide trousers", "trousers", "black red", "65.00", "women", DRESSES, "wide"),
    Line("Pinstripe trousers", "trousers", "grey/white", "69.00", "men", WAISTS, "straight", pattern="striped",
         material="wool"),
    Line("Joggers", "track pants", "grey black", "39.90", "unisex", LETTERS),
    Line("Leggings", "leggings", "black purple", "24.90", "women", LETTERS),
    Line("Chino shorts", "shorts", "beige navy green", "35.00", "men", WAISTS, "chino", material="cotton"),
    Line("Denim shorts", "shorts", "blue", "39.00", "women", DRESSES, "denim", material="denim"),
    Line("Sport shorts", "shorts", "black red", "24.90", "men", LETTERS, "sport"),
    Line("Ankle boot", "boots", "red black tan green", "79.00", "women", WOMENS_SHOES, "ankle", material="leather"),
    Line("Chelsea boot", "boots", "cherry black brown navy", "95.00", "unisex", ALL_SHOES, "chelsea",
         material="leather"),
    Line("Rain boot", "boots", "red yellow navy bottle-green", "35.00", "unisex", ALL_SHOES, "rain"),
    Line("Tall boot", "boots", "maroon black red", "139.00", "women", WOMENS_SHOES, "tall", material="leather"),
    Line("Lace-up boot", "boots", "scarlet tan black", "109.00", "men", MENS_SHOES, "work", material="leather"),
    Line("Low sneaker", "sneakers", "white black red", "69.00", "unisex", ALL_SHOES, "low", material="leather"),
    Line("High-top sneaker", "sneakers", "black navy", "59.00", "unisex", ALL_SHOES, "high", material="canvas"),
    Line("Running shoe", "sneakers", "blue pink grey", "89.00", "unisex", ALL_SHOES, "runner"),
    Line("Pump", "heels", "black red beige", "79.00", "women", WOMENS_SHOES, "pump", material="leather"),
    Line("Strap heel", "heels", "gold navy", "85.00", "women", WOMENS_SHOES, "strap", material="leather"),
    Line("Ballerina", "flats", "black pink red", "49.00", "women", WOMENS_SHOES, "ballerina", material="leather"),
    Line("Sandal", "sandals", "tan white", "45.00", "women", WOMENS_SHOES, "flat", material="leather"),
    Line("Trekking sandal", "sandals", "black olive", "55.00", "men", MENS_SHOES, "sport"),
    Line("Loafer", "casual shoes", "brown navy", "89.00", "men", MENS_SHOES, "loafer", material="leather"),
    Line("Slip-on", "casual shoes", "white", "39.00", "unisex", ALL_SHOES, "slip-on", material="canvas"),
    Line("Oxford shoe", "formal shoes", "black brown", "119.00", "men", MENS_SHOES, "oxford", material="leather"),
    Line("Brogue", "formal shoes", "tan maroon", "125.00", "men", MENS_SHOES, "brogue", material="leather"),
    Line("Tote bag", "handbag", "tan black red green", "85.00", "women", ONE, "tote", material="leather"),
    Line("Satchel", "handbag", "brown navy pink", "109.00", "women", ONE, "satchel", material="leather"),
    Line("Shoulder bag", "handbag", "black white red", "95.00", "women", ONE, "shoulder", material="leather"),
    Line("Envelope clutch", "clutch", "maroon gold navy", "45.00", "women", ONE, "envelope", material="leather"),
    Line("Frame clutch", "clutch", "black silver", "55.00", "women", ONE, "frame", material="silk"),
    Line("City backpack", "backpack", "grey blue black red", "59.00", "unisex", ONE, "city", material="canvas"),
    Line("Roll-top backpack", "backpack", "olive yellow", "75.00", "unisex", ONE, "roll", material="canvas"),
    Line("Baseball cap", "cap", "navy red black white", "19.90", "unisex", ONE, "baseball", material="cotton"),
    Line("Camouflage cap", "cap", "olive", "22.90", "unisex", ONE, "baseball", pattern="camouflage"),
    Line("Beanie", "beanie", "grey mustard navy", "17.90", "unisex", ONE, "plain", material="wool"),
    Line("Bobble hat", "beanie", "red pink", "19.90", "unisex", ONE, "pompom", material="wool"),
    Line("Fedora", "hat", "grey brown", "49.00", "men", HEADS, "fedora", material="wool"),
    Line("Sun hat", "hat", "beige white", "35.00", "women", ONE, "sun"),
    Line("Bucket hat", "hat", "black green", "25.00", "unisex", HEADS, "bucket", material="cotton"),
    Line("Scarf", "scarf", "red grey navy", "29.00", "unisex", ONE, "folded", material="wool"),
    Line("Checked scarf", "scarf", "beige/black green/navy", "35.00", "unisex", ONE, "folded", pattern="checked",
         material="wool"),
    Line("Striped scarf", "scarf", "blue/white", "32.00", "unisex", ONE, "folded", pattern="striped"),
    Line("Leather gloves", "gloves", "black brown", "45.00", "women", HEADS, "leather", material="leather"),
    Line("Knitted gloves", "gloves", "grey red", "19.90", "unisex", HEADS, "knit", material="wool"),
    Line("Belt", "belt", "black brown tan", "29.00", "men", BELTS, "square", material="leather"),
    Line("Round-buckle belt", "belt", "red white", "32.00", "women", BELTS, "round", material="leather"),
    Line("Tie", "tie", "navy maroon", "35.00", "men", ONE, "long", material="silk"),
    Line("Striped tie", "tie", "navy/red green/cream", "39.00", "men", ONE, "long", pattern="striped",
         material="silk"),
    Line("Dotted tie", "tie", "blue/white", "39.00", "men", ONE, "long", pattern="dotted", material="silk"),
    Line("Socks", "socks", "black red", "8.90", "unisex", SOCKS, "crew", material="cotton"),
    Line("Striped socks", "socks", "navy/white yellow/blue", "9.90", "unisex", SOCKS, "crew", pattern="striped",
         material="cotton"),
    Line("Dotted socks", "socks", "green/white", "9.90", "unisex", SOCKS, "crew", pattern="dotted",
         material="cotton"),
    Line("Sunglasses", "sunglasses", "black brown", "69.00", "unisex", ONE, "wayfarer"),
    Line("Round sunglasses", "sunglasses", "tan black", "75.00", "women", ONE, "round"),
    Line("Aviator sunglasses", "sunglasses", "gold silver", "85.00", "men", ONE, "aviator"),
    Line("Strap watch", "watch", "brown black red", "119.00", "unisex", ONE, "strap", material="leather"),
    Line("Steel watch", "watch", "silver gold", "149.00", "unisex", ONE, "metal"),
)
# fmt: on

BRANDS: Final = ("Fjordlund", "Alder & Oak", "Corvina", "Petit Nord", "Maren Voss", "Tarn", "Lumo Studio", "Halden")

NAMES: Final = (
    "Ada", "Nora", "Brick", "Puddle", "Marina", "Hal", "Ivy", "Henley", "Juno", "Otto", "Mila", "Finn", "Clara",
    "Bruno", "Elsa", "Theo", "Greta", "Hugo", "Wren", "Felix", "Iris", "Jasper", "Luna", "Anton", "Pearl",
    "Rowan", "Stella", "Emil", "Willow", "Leo", "Flora", "Magnus", "Hazel", "Oscar", "Alma", "Silas", "Vera",
    "Kasper", "Olive", "Arlo", "Thea", "Edgar", "Maeve", "Gustav", "Dahlia", "Ruben", "Selma", "Elio", "Linnea",
    "Casper", "Romy", "Ivo", "Tilda", "Noel", "Saga", "Milan", "Ottilie", "Bastian", "Freya", "Laszlo", "Cleo",
    "Joris", "Nell", "Matteo", "Signe", "Aldo", "Isla", "Florin", "Bea", "Cosmo", "Hedda", "Rafe", "Lotte",
    "Enzo", "Mabel", "Tobias", "Astrid", "Quentin", "Ronja", "Levi", "Philippa", "Sander", "Odette", "Niko",
    "Viola", "Jens", "Amelie", "Marlon", "Ines", "Piet", "Coco", "Dario", "Edda", "Flynn", "Gaia", "Harper",
    "Ilse", "Jonah", "Kaia", "Lars", "Mina", "Nils", "Orla", "Pascal", "Rosa", "Soren", "Tess", "Ugo", "Vida",
    "Wilma", "Xaver", "Yara", "Zeno", "Birk", "Carla", "Dune",
)  # fmt: skip
