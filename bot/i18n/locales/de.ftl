# German; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = uns
automatic-assistant = Ich bin der automatische Assistent dieses Shops.
welcome =
    Hallo! { automatic-assistant } Schick mir ein Foto von etwas, das dir gefällt, oder beschreib es in Worten, und ich finde die ähnlichsten Stücke bei { $shop }.
    Fotos dienen nur der Antwort und werden nicht gespeichert. /help /forget_me
example-red-boots = rote Stiefel
example-summer-dress = Sommerkleid
try-example = Probier: { $words }
help =
    Schick mir ein Foto von einem Kleidungsstück oder Accessoire oder ein paar Worte wie „blaues T-Shirt ohne Kragen unter 30“. Danach geht es einfach weiter: „so eins, aber grün“, „mit langen Ärmeln“, „günstiger“.
    Eine Nummer öffnet ein Produkt. Fotos dienen nur der Antwort und werden nicht gespeichert.
    ♡ merkt ein Stück für später, und /favourites zeigt, was du dir gemerkt hast. /start zeigt ein Beispiel, /language ändert meine Sprache, /my_data zeigt, was ich über dich gespeichert habe, /forget_me löscht alles davon.
help-add = /add mit einem Foto und „Titel; Preis; Link“ fügt ein Produkt hinzu (Foto und Bildunterschrift allein genügen auch).
help-remove = /remove ID nimmt eines heraus, /stats zählt Produkte und die heutigen Suchen.
help-sync = /sync mit der Adresse eines Feeds, oder die Datei selbst, übernimmt Änderungen und nimmt heraus, was im Feed nicht mehr steht.
language-question = Welche Sprache soll ich sprechen?
language-chosen = Ab jetzt spreche ich Deutsch. Was suchst du?

## Results

looks-like = Sieht aus wie: { $words }
only-nearest = Im Shop finde ich nichts wirklich Ähnliches; das hier kommt am nächsten.
first-photos = { $count ->
    [one] Ich habe mir das erste Foto angesehen.
   *[other] Ich habe mir die ersten { $count } Fotos angesehen.
}
photos-together = Ich habe mir die { $count } Fotos zusammen angesehen.
which-piece = Ich sehe { $count } Teile. Welches meinst du?
similar-to = Ähnlich wie { $title }:
new-in-shop = Neu im Shop:
nothing-has-all = Alles zusammen hat kein Stück; beim besten Treffer fehlt: { $words }.
first-differs = Beim ersten fehlt: { $words }.
also-in = auch in { $colours }
more-variants = { $count ->
    [one] { $count } weitere Variante
   *[other] { $count } weitere Varianten
}
why-same = gleich in { $traits }
trait-category = Art
trait-colours = Farbe
trait-pattern = Muster
trait-neckline = Ausschnitt
trait-sleeve = Ärmellänge
trait-material = Material
trait-style = Stil
trait-gender = Zielgruppe
why-instead = { $there } statt { $asked }
why-darker = { $colour }, nur dunkler
why-lighter = { $colour }, nur heller
why-over = { $amount } darüber
why-more = { $amount } mehr
why-less = { $amount } weniger
nothing-close = Im Shop finde ich nichts Ähnliches. Probier es mit einem Foto von einem einzelnen Kleidungsstück oder Accessoire, oder sag mir in Worten, was du suchst.
nothing-fits = Nichts im Shop erfüllt das alles. Probier es mit einem anderen Preis, einer anderen Größe oder weniger Bedingungen.
no-more = Mehr habe ich dazu nicht. Sag mir, was ich ändern soll, zum Beispiel „in Schwarz“ oder „unter 50“.
empty-catalog = Im Shop gibt es noch keine Produkte. Schau bald wieder vorbei.
empty-message = Schick mir ein Foto von etwas, das dir gefällt, oder ein paar Worte wie „rote Stiefel“.
unsupported-voice = Sprachnachrichten kann ich noch nicht anhören.
unsupported-audio = Audiodateien kann ich noch nicht anhören.
unsupported-video = Videos kann ich mir noch nicht ansehen.
unsupported-animation = GIFs kann ich mir noch nicht ansehen.
unsupported-sticker = Mit Stickern kann ich nicht suchen.
unsupported-place = Mit einem Ort kann ich nichts anfangen.
unsupported-contact = Mit einem Kontakt kann ich nichts anfangen.
unsupported-document = Dokumente wie PDFs kann ich nicht lesen.
unsupported-poll = An Umfragen kann ich nicht teilnehmen.
unsupported-checklist = Mit Checklisten kann ich nicht arbeiten.
unsupported-story = Storys kann ich mir noch nicht ansehen.
unsupported-game = Spielen kann ich nicht.
unsupported-other = Mit dieser Art von Nachricht kann ich noch nichts anfangen.
what-works = Schick mir ein Foto oder einen Screenshot, oder beschreib in Worten, was du suchst.
went-by-the-rest = Ich habe mich nach dem Rest deiner Nachricht gerichtet.
some-photos-large = Nicht alle deine Fotos passen in die 20 MB, die ich auf einmal annehmen kann.
some-photos-gone = Eines deiner Fotos ist unterwegs verloren gegangen.
old-button = Dieser Button ist zu alt. Schick mir die Worte oder das Foto noch einmal, dann suche ich neu.
product-gone = Dieses Stück gibt es im Shop nicht mehr. Sag mir, was du suchst, und ich finde ein anderes.
unknown-command = Diesen Befehl kenne ich nicht. /help zeigt, was ich kann – oder schick mir einfach ein Foto oder ein paar Worte.
forgotten = Erledigt: Alles, was ich über dich gespeichert hatte, ist gelöscht. Schick ein Foto oder ein paar Worte, um neu anzufangen.
my-data =
    Das habe ich über dich gespeichert. In der Datei steht alles.

    { $kept }

    /forget_me löscht alles davon.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, seit { $date }
my-data-latest = Von jedem stehen die letzten { $count } in der Datei.
my-data-none = Ich habe nichts über dich gespeichert.
my-data-private = Das zeige ich nur in unserem eigenen Chat, wo sonst niemand mitliest. Schick mir dort /my_data.
kept-answers = Was du gefragt und was ich gezeigt habe
kept-language = Deine Sprache
kept-openings = Chats, in denen ich dir gesagt habe, dass ich ein automatischer Assistent bin
kept-favourites = Was du dir mit ♡ gemerkt hast
kept-letters = Nachrichten, die ich noch beantworte, diese eingeschlossen
kept-posted = Nachrichten, aus denen meine Antworten bestehen, nach ihren Nummern
kept-page = Antworten, die die Seite noch einmal abrufen kann
kept-photos = Fotos, die auf deine Nachricht warten

favourites = Deine Favoriten:
favourites-none = Du hast dir noch nichts gemerkt. Tippe bei einem Stück, das dir gefällt, auf ♡, und /favourites zeigt es.
favourites-gone = Nicht mehr im Shop: { $titles }.
was-when-saved = kostete { $price }, als du es dir gemerkt hast
saved = Gemerkt: /favourites zeigt alle.
not-saved = Nicht mehr gemerkt: /favourites zeigt den Rest.
thumb-noted = Notiert: [{ button-more }] zeigt, was dazu passt.

what-is-wrong = Was stimmt bei { $title } nicht? Tippe es an.
thanks-searching = Danke, ich suche { $value }.
what-is-it = { $trait }: nicht { $seen }? Was ist es dann?
reported = Danke, der Shop weiß Bescheid und sieht es sich an. Was suchst du noch?
put-right = Berichtigt: { $title } ist ab jetzt { $value }.
report-dismissed = In Ordnung, es bleibt, wie es ist.

## Buttons

button-again = Nochmal versuchen
button-new = Neuheiten ansehen
button-similar = Ähnliche
button-shop = Zum Shop
button-more = Mehr
button-piece = { $number } { $kind }
button-whole-picture = Ganzes Bild
button-share = Teilen
button-open = Im Bot öffnen
inline-ask = Nichts dabei? Frag mich in unserem Chat
button-wrong = Stimmt hier etwas nicht?
button-other = andere …
button-filter = Filtern
button-sort = Sortieren
button-back = Zurück
button-done = Fertig
button-any = Alle
button-clear = Alles zurücksetzen
button-remove-part = { $part } entfernen ✕
button-show-again = Noch einmal zeigen
button-forget-gone = Vergriffene entfernen
button-remove = Entfernen
button-undo = Rückgängig
button-stop = Stopp
button-cancel = Abbrechen

## Menus that shape a question

instead-of = Statt { $part }
filter-title = { $count ->
    [one] Filter · { $count } Stück passt
   *[other] Filter · { $count } Stücke passen
}
facet-category = Art
facet-colours = Farbe
facet-size = Größe
facet-brand = Marke
facet-price = Preis
facet-gender = Für wen
offer-on-sale = Reduziert
offer-in-stock = Lieferbar
sort-title = Sortieren nach
sort-relevance = Beste Treffer
sort-cheapest = Preis aufsteigend
sort-dearest = Preis absteigend
sort-newest = Neueste
everything = Alles im Shop, das Neueste zuerst:
shown-already = Die nächsten stehen schon hier, weiter unten.

## One product

sizes = Größen { $sizes }
sold-out = ausverkauft
sold-out-now = Zurzeit ausverkauft
understood = Verstanden: { $words }

## What was understood, as it is said back

denied-thing = ohne { $word }
denied-quality = nicht { $word }
price-under = unter { $price }
price-over = über { $price }
price-between = { $low } – { $high }
size = Größe { $sizes }

## The web chat

shop-title = Unser Shop
page-description = { $shop }: Finde es mit einem Foto oder ein paar Worten.
page-assistant = Automatischer Assistent
page-state = Suche mit Foto oder Worten
page-offline = Verbindung wird hergestellt …
page-restart = Neu beginnen
page-conversation = Unterhaltung
page-no-script = Dieser Chat braucht JavaScript.
page-attached = Angehängte Fotos
page-add-photo = Foto hinzufügen
page-choose-photos = Fotos auswählen
page-question = Was suchst du?
page-placeholder = Beschreib es oder füge ein Foto hinzu
page-send = Senden
page-drop = Zieh ein Foto hierher, um es im Shop zu finden
page-photo = Foto
page-photo-number = Foto { $number }
page-remove-photo = Foto { $number } entfernen
page-only-pictures = Suchen kann ich nur mit Bildern. Füg ein Foto oder einen Screenshot hinzu, oder beschreib in Worten, was du suchst.
page-too-large = Dieses Bild ist zu groß. Bis zu 20 MB sind möglich.
page-too-many-photos = In eine Nachricht passen bis zu { $count } Fotos.
page-your-photo = Dein Foto
page-numbered-photo = Die Teile mit ihren Nummern
page-you = Du
page-shop = Shop
page-products = Produkte: { $count }
page-understood = Verstanden
page-searching = Ich suche …
page-sizes = Größen
page-details = Details
page-view = Im Shop ansehen
page-download = Herunterladen:
page-sold-out = Ausverkauft
page-before = vorher
page-copied = Link kopiert
page-save = Merken
page-more-such = Mehr davon
page-fewer-such = Weniger davon
page-no-answer = Es gibt noch keine Antwort. Bitte versuch es noch einmal.
page-not-sent = Das Foto konnte nicht gesendet werden. Bitte versuch es noch einmal.
page-many-photos = Gerade sind viele Fotos unterwegs. Bitte versuch es in ein paar Sekunden noch einmal.
page-open = Chat öffnen
page-closed = Geschlossen
page-need-key = Dieser Chat braucht einen Link mit Schlüssel. Bitte frag den Shop danach.
web-failed = Bei uns ist etwas schiefgegangen. Bitte versuch es noch einmal.
web-busy = Einen Moment, deine letzten Nachrichten werden noch beantwortet. Bitte schick diese danach noch einmal.
web-closing = Der Assistent startet gerade neu. Deine Nachricht wird gleich noch einmal gesendet.
web-invalid = Diese Nachricht ist nicht lesbar. Bitte lade die Seite neu.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Automatischer Assistent des Shops: Schick mir ein Foto oder ein paar Worte, und ich finde die ähnlichsten Stücke.
bot-description = { automatic-assistant } Schick mir ein Foto von etwas, das dir gefällt, oder beschreib es in Worten, und ich finde die ähnlichsten Stücke im Shop. Fotos dienen nur der Antwort und werden nicht gespeichert.
command-start = Was ich kann, mit Beispielen
command-favourites = Was du dir gemerkt hast
command-help = So suchst du
command-language = Meine Sprache wählen
command-my-data = Alles sehen, was ich über dich gespeichert habe
command-forget-me = Alles löschen, was ich über dich gespeichert habe
command-add = Produkt hinzufügen: Foto und „Titel; Preis; Link“
command-remove = Ein Produkt herausnehmen
command-sync = Einen Feed übernehmen
command-stats = Produkte und heutige Suchen

## For owners

setup-owner = Ab jetzt gehört dieser Shop dir. Sobald ich laufe, schick mir ein Foto mit „Titel; Preis; Link“, um ein Produkt hinzuzufügen. /help zeigt den Rest.
added = Hinzugefügt: { $product }.
added-seen = Hinzugefügt: { $product }. Ich sehe: { $words }.
removed = { $title } ist entfernt. /stats zeigt, was noch da ist.
not-there = Es gibt kein Produkt mit der ID „{ $id }“. Such danach und tippe auf seiner Karte auf [{ button-remove }].
remove-question = { $title } entfernen?
remove-titled = { $title } entfernen
how-to-add = Schick ein Foto mit der Bildunterschrift: Titel; Preis; Link – zum Beispiel: Leinenkleid „Ivy“; 59,00 €; https://…
need-title = Ich brauche einen Titel.
need-price = Ich brauche einen Preis.
how-to-remove = Schick /remove und die ID des Produkts, oder öffne das Produkt und tippe auf [{ button-remove }].
stats-products = { $products ->
    [one] { $products } Produkt
   *[other] { $products } Produkte
}, davon { $gone } ausverkauft.
stats-stale = { $count } wurden von einem anderen Modell erfasst: Importiere sie neu, damit sie gefunden werden.
stats-today = Heute: { $searches ->
    [one] { $searches } Suche
   *[other] { $searches } Suchen
}, davon { $photos } mit Foto, { $nothing } ohne passenden Fund.
stats-repaired = { $count } waren im Index fehlerhaft und sind seit dem Start repariert.

stats-words = Von mehreren gesucht: { $words }.
chart-searches = Suchen in { $days } Tagen
chart-nothing-found = ohne Fund
chart-quick = Antwort in 1 s
chart-words = von mehreren gesucht
stats-corrected = Von Kunden berichtigt: { $corrections }.
stats-report = { $place } · { $count }× gemeldet: { $title } ist { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, seit { $minutes } min: { $cause }
alert-over = ✓ { $what }: vorbei nach { $minutes } min.
alert-engine = Das Modell antwortet nicht
alert-catalog = Der Katalog ist nicht erreichbar
alert-index = Der Vektorindex hat Probleme
alert-memory = Unterhaltungen können nicht gespeichert werden
alert-inbox = Nachrichten können nicht aufgeschrieben werden
alert-telegram = Von Telegram kommt nichts an
alert-disk = Die Festplatte ist fast voll
alert-sync = Der letzte Feed wurde nicht übernommen
alert-change = Der Modellwechsel kommt nicht zum Ende
unreadable-update = ⚠ Telegram hat etwas geschickt, das ich nicht lesen kann ({ $kind }). Ich habe es übersprungen, dem Absender gesagt, was geht, und mache weiter. Kommt es wieder vor, aktualisiere shoplens und den Bot-API-Server, falls du einen eigenen betreibst; im Protokoll steht zu jedem eine Zeile.

## Feeds, for owners

sync-reading = Ich lese { $name } …
sync-rows = { $rows ->
    [one] Bisher { $rows } Zeile.
   *[other] Bisher { $rows } Zeilen.
}
sync-plan = { $kind }: neu { $added } · geändert { $changed } · entfallen { $removed } · unverändert { $unchanged }
sync-plan-failed = fehlerhaft { $count }
sync-new = Neu: { $names }
sync-changed = Geändert: { $names }
sync-gone = Entfallen: { $names }
sync-withheld = Nicht im Feed, aber behalten, weil einige seiner Zeilen nicht lesbar sind: { $count }
sync-left-out = Weggelassen, weil nicht lesbar: { $examples }
sync-and-more = und { $count } weitere
sync-speed = { $count }/s
sync-minutes-left = noch { $count } min
sync-seconds-left = noch { $count } s
sync-question = { $removed } von { $live } Produkten stehen nicht mehr im Feed, was ein Versehen sein kann. Soll ich weitermachen und sie herausnehmen?
sync-remove = { $count } entfernen
sync-done = Fertig: { $counts }.
sync-count-new = { $count } neu
sync-count-changed = { $count } geändert
sync-count-removed = { $count } entfernt
sync-count-unchanged = { $count } unverändert
sync-nothing-new = nichts Neues
sync-failed = { $count ->
    [one] { $count } Zeile ist fehlgeschlagen; die Tabelle sagt, warum.
   *[other] { $count } Zeilen sind fehlgeschlagen; die Tabelle sagt, warum.
}
sync-same = Der Feed ist seit dem letzten Mal unverändert. Es gibt nichts zu tun.
sync-stopped = Angehalten. Was schon erledigt ist, bleibt; schick den Feed noch einmal, und ich mache dort weiter.
sync-unconfirmed = Niemand hat es bestätigt, also wurde nichts geändert. Schick den Feed noch einmal, um neu zu beginnen.
sync-all-right = Alles klar.
sync-busy = Ich übernehme noch { $name }; immer nur ein Feed auf einmal. Bitte schick diesen noch einmal, wenn es so weit ist.
sync-how-to = Schick /sync und die Adresse deines Feeds, oder schick mir die Datei: einen Google-Merchant-Feed, einen Export von Shopify oder WooCommerce, CSV oder JSON-Zeilen. Ich zeige, was sich ändert, und nehme nur heraus, was dieser Feed gebracht hat.
sync-broken = Diesen Feed konnte ich nicht übernehmen: { $cause }. Nichts wurde entfernt.

## When something fails

failed-picture = Dieses Bild konnte ich nicht öffnen. JPEG, PNG, WebP und GIF bis 20 MB funktionieren.
failed-picture-heic = HEIC, das Format der Fotos auf manchen Handys, kann ich nicht öffnen. Bitte schick es als Foto statt als Datei, oder als JPEG.
failed-picture-large = Dieses Bild ist mir zu groß. Bitte schick ein kleineres, oder einen Screenshot davon.
failed-picture-gone = Das Foto ist unterwegs verloren gegangen. Bitte schick es noch einmal.
failed-busy = { $seconds ->
    [one] Gerade suchen viele Leute. In etwa { $seconds } Sekunde bin ich frei, bitte schick es dann noch einmal.
   *[other] Gerade suchen viele Leute. In etwa { $seconds } Sekunden bin ich frei, bitte schick es dann noch einmal.
}
failed-late = Diese Suche dauert länger, als ich warten kann. Bitte schick sie gleich noch einmal.
unreadable = Diese Art von Nachricht kann ich nicht lesen. Schreib mir in Worten, was du suchst, oder schick mir ein Foto davon.
failed-crash = Damit konnte ich nichts anfangen. Bitte versuch ein anderes Foto, oder beschreib es in Worten.
failed-closed = Ich starte gerade neu. Bitte schick es in einer Minute noch einmal.
failed-unknown = Bei mir ist etwas schiefgegangen, und der Shop weiß Bescheid. Bitte schick es gleich noch einmal.
failed-cause = Ursache: { $cause }
failed-cause-logged = Ursache: { $cause }; das Protokoll sagt mehr.
slow-down-seconds = { $count ->
    [one] Das war viel auf einmal! Bitte schick mir das in etwa { $count } Sekunde noch einmal.
   *[other] Das war viel auf einmal! Bitte schick mir das in etwa { $count } Sekunden noch einmal.
}
slow-down-minutes = { $count ->
    [one] Das war viel auf einmal! Bitte schick mir das in etwa { $count } Minute noch einmal.
   *[other] Das war viel auf einmal! Bitte schick mir das in etwa { $count } Minuten noch einmal.
}
takes-longer = Die Suche dauert länger als sonst …
group-is-busy = Hier ist gerade viel los, und in einer Gruppe darf ich nur begrenzt senden. Deine Antwort kommt innerhalb einer Minute; im Einzelchat bin ich schneller.
still-working = Ich arbeite noch an deinen früheren Nachrichten. Bitte schick diese gleich noch einmal.
was-away = Ich war eine Weile weg und habe deine Nachricht verpasst. Bitte schick sie noch einmal, jetzt bin ich da.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = T-Shirt
word-polo-shirt = Poloshirt
word-shirt = Hemd
word-blouse = Bluse
word-top = Top
word-tank-top = Tanktop
word-sweater = Pullover
word-cardigan = Strickjacke
word-sweatshirt = Sweatshirt
word-hoodie = Hoodie
word-tunic = Tunika
word-kurta = Kurta
word-bodysuit = Body
word-jacket = Jacke
word-coat = Mantel
word-blazer = Blazer
word-waistcoat = Weste
word-dress = Kleid
word-jumpsuit = Jumpsuit
word-saree = Sari
word-jeans = Jeans
word-trousers = Hose
word-track-pants = Jogginghose
word-leggings = Leggings
word-capris = Caprihose
word-shorts = Shorts
word-skirt = Rock
word-sneakers = Sneaker
word-casual-shoes = Freizeitschuhe
word-formal-shoes = Businessschuhe
word-boots = Stiefel
word-heels = High Heels
word-flats = Ballerinas
word-sandals = Sandalen
word-flip-flops = Zehentrenner
word-handbag = Handtasche
word-clutch = Clutch
word-backpack = Rucksack
word-messenger-bag = Umhängetasche
word-duffel-bag = Reisetasche
word-wallet = Geldbeutel
word-cap = Cap
word-hat = Hut
word-beanie = Mütze
word-scarf = Schal
word-gloves = Handschuhe
word-belt = Gürtel
word-tie = Krawatte
word-socks = Socken
word-sunglasses = Sonnenbrille
word-watch = Uhr
word-umbrella = Regenschirm
word-necklace = Halskette
word-earrings = Ohrringe
word-ring = Ring
word-bracelet = Armband
word-cufflinks = Manschettenknöpfe
word-bra = BH
word-briefs = Slip
word-nightwear = Nachtwäsche
word-perfume = Parfum
word-lipstick = Lippenstift
word-nail-polish = Nagellack
word-make-up = Make-up
word-skin-care = Hautpflege

# Colours
word-black = schwarz
word-white = weiß
word-grey = grau
word-silver = silber
word-beige = beige
word-cream = creme
word-brown = braun
word-tan = hellbraun
word-khaki = khaki
word-olive = oliv
word-green = grün
word-teal = petrol
word-turquoise = türkis
word-blue = blau
word-navy = marineblau
word-purple = lila
word-lavender = lavendel
word-pink = rosa
word-red = rot
word-maroon = weinrot
word-orange = orange
word-coral = koralle
word-yellow = gelb
word-mustard = senfgelb
word-gold = gold
word-multicolour = bunt

# Patterns
word-plain = einfarbig
    .without = nicht einfarbig
word-striped = gestreift
word-checked = kariert
word-dotted = gepunktet
word-floral = geblümt
    .without = ohne Blumen
word-printed = bedruckt
    .without = ohne Aufdruck
word-animal-print = Animal-Print
word-camouflage = Camouflage

# Necklines
word-crew-neck = Rundhals
word-v-neck = V-Ausschnitt
word-polo-collar = Polokragen
word-shirt-collar = Hemdkragen
word-lapels = Revers
word-turtleneck = Rollkragen
word-hood = Kapuze
word-strapless = schulterfrei
    .without = nicht schulterfrei

# Sleeves
word-sleeveless = ärmellos
    .without = mit Ärmeln
word-short-sleeves = kurze Ärmel
word-long-sleeves = lange Ärmel

# Styles
word-casual = leger
word-formal = elegant
word-sporty = sportlich
word-party = festlich
word-ethnic = ethno

# For whom
word-women = Damen
word-men = Herren
word-girls = Mädchen
word-boys = Jungen
word-unisex = unisex

# Materials
word-leather = Leder
word-denim = Denim
word-cotton = Baumwolle
word-linen = Leinen
word-wool = Wolle
word-silk = Seide
word-knitted = Strick
word-canvas = Canvas
word-lace = Spitze
word-velvet = Samt

# Loose words
word-accessories = Accessoires
word-bag = Tasche
word-beauty = Beauty
word-bottoms = Hosen und Röcke
word-bottomwear = Hosen und Röcke
word-collar = Kragen
word-cosmetics = Kosmetik
word-footwear = Schuhe
word-headgear = Kopfbedeckung
word-headwear = Kopfbedeckung
word-innerwear = Unterwäsche
word-jewellery = Schmuck
word-kids = Kinder
word-makeup = Make-up
word-outwear = Jacken und Mäntel
word-overcoat-layer = Jacken und Mäntel
word-pattern = Muster
word-print = Aufdruck
word-shoes = Schuhe
word-sleeves = Ärmel
word-topwear = Oberteile
word-underwear = Unterwäsche
word-upper-wear = Oberteile
word-stripes = Streifen
word-checks = Karos
word-dots = Punkte
    .without = ohne Punkte

# Offers and orders
word-on-sale = reduziert
word-in-stock = lieferbar
word-cheapest-first = günstigste zuerst
word-dearest-first = teuerste zuerst
word-newest-first = neueste zuerst
word-best-match-first = beste Treffer zuerst
