# Italian; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = noi
automatic-assistant = Sono l’assistente automatico di questo negozio.
welcome =
    Ciao! { automatic-assistant } Mandami una foto di qualcosa che ti piace, o dimmelo a parole, e cercherò quello che gli somiglia di più da { $shop }.
    Le foto servono solo per risponderti e non vengono conservate. /help /forget_me
example-red-boots = stivali rossi
example-summer-dress = vestito estivo
try-example = Prova: { $words }
help =
    Mandami una foto di un capo o di un accessorio, o poche parole come “maglietta blu senza colletto sotto 30”. Poi continua da lì: “come questo ma verde”, “con maniche lunghe”, “più economico”.
    Un numero apre un prodotto. Le foto servono solo per risponderti e non vengono conservate.
    ♡ mette da parte un capo, e /favourites mostra quelli che hai salvato. /start mostra un esempio, /language cambia la mia lingua, /my_data mostra quello che conservo su di te, /forget_me cancella tutto.
help-add = /add con una foto e “titolo; prezzo; link” aggiunge un prodotto (bastano anche la foto e la didascalia).
help-remove = /remove ID ne toglie uno, /stats conta i prodotti e le ricerche di oggi.
help-sync = /sync con l’indirizzo di un feed, o il suo file, porta le modifiche e toglie quello che nel feed non c’è più.
language-question = In che lingua parliamo?
language-chosen = D’ora in poi parlo italiano. Che cosa cerchi?

## Results

looks-like = Sembra: { $words }
only-nearest = Nel negozio non trovo nulla di davvero simile; questi ci si avvicinano di più.
first-photos = { $count ->
    [one] Ho guardato la prima foto.
   *[other] Ho guardato le prime { $count } foto.
}
photos-together = Ho guardato le { $count } foto insieme.
which-piece = Vedo { $count } capi. Quale cerchi?
similar-to = Simili a { $title }:
new-in-shop = Novità del negozio:
nothing-has-all = Nulla ha tutto; al più vicino manca: { $words }.
first-differs = Al primo manca: { $words }.
also-in = anche in { $colours }
more-variants = { $count ->
    [one] { $count } altra variante
   *[other] altre { $count } varianti
}
why-same = uguale per { $traits }
trait-category = tipo
trait-colours = colore
trait-pattern = fantasia
trait-neckline = collo
trait-sleeve = maniche
trait-material = materiale
trait-style = stile
trait-gender = destinatario
why-instead = { $there } invece di { $asked }
why-darker = { $colour } più scuro
why-lighter = { $colour } più chiaro
why-over = { $amount } in più del limite
why-more = { $amount } in più
why-less = { $amount } in meno
nothing-close = Nel negozio non trovo nulla di simile. Prova con la foto di un solo capo o accessorio, o dimmi a parole che cosa cerchi.
nothing-fits = Nel negozio non c’è nulla che soddisfi tutto questo. Prova con un altro prezzo, un’altra taglia o meno condizioni.
no-more = È tutto quello che ho. Dimmi che cosa cambiare, per esempio “in nero” o “sotto 50”.
empty-catalog = Nel negozio non ci sono ancora prodotti. Torna tra un po’.
empty-message = Mandami una foto di qualcosa che ti piace, o poche parole come “stivali rossi”.
unsupported-voice = Non so ancora ascoltare i messaggi vocali.
unsupported-audio = Non so ancora ascoltare i file audio.
unsupported-video = Non so ancora guardare i video.
unsupported-animation = Non so ancora guardare le GIF.
unsupported-sticker = Non posso cercare con gli sticker.
unsupported-place = Non so cosa fare con una posizione.
unsupported-contact = Non so cosa fare con un contatto.
unsupported-document = Non so leggere documenti come i PDF.
unsupported-poll = Non posso partecipare ai sondaggi.
unsupported-checklist = Non so usare le liste di cose da fare.
unsupported-story = Non so ancora guardare le storie.
unsupported-game = Non so giocare.
unsupported-other = Non so ancora cosa fare con questo tipo di messaggio.
what-works = Mandami una foto o uno screenshot, o dimmi a parole cosa cerchi.
went-by-the-rest = Mi sono basato sul resto del tuo messaggio.
some-photos-large = Non tutte le tue foto stanno nei 20 MB che posso ricevere in una volta.
some-photos-gone = Una delle tue foto si è persa per strada.
old-button = Questo pulsante è troppo vecchio. Rimandami le parole o la foto e cerco di nuovo.
product-gone = Questo capo non è più nel negozio. Dimmi che cosa cerchi e ne trovo un altro.
unknown-command = Non conosco questo comando. /help dice che cosa so fare, oppure mandami una foto o poche parole.
forgotten = Fatto: ho cancellato tutto quello che conservavo su di te. Manda una foto o poche parole per ricominciare.
my-data =
    Ecco quello che conservo su di te. Nel file c’è tutto.

    { $kept }

    /forget_me cancella tutto.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, dal { $date }
my-data-latest = Di ogni elenco, il file contiene le ultime { $count } voci.
my-data-none = Non conservo nulla su di te.
my-data-private = Lo mostro solo nella nostra chat, dove nessun altro legge. Mandami /my_data lì.
kept-answers = Quello che hai chiesto e quello che ti ho mostrato
kept-language = La tua lingua
kept-openings = Chat in cui ti ho detto che sono un assistente automatico
kept-favourites = Quello che hai salvato con ♡
kept-letters = Messaggi a cui devo ancora rispondere, compreso questo
kept-posted = Messaggi che compongono le mie risposte, con i loro numeri
kept-page = Risposte che la pagina può richiedere di nuovo
kept-photos = Foto che aspettano il tuo messaggio

favourites = I tuoi preferiti:
favourites-none = Non hai ancora salvato nulla. Tocca ♡ su un capo che ti piace e /favourites lo mostrerà.
favourites-gone = Non più nel negozio: { $titles }.
was-when-saved = costava { $price } quando lo hai salvato
saved = Salvato: /favourites li mostra tutti.
not-saved = Non più salvato: /favourites mostra gli altri.
thumb-noted = Preso nota: [{ button-more }] mostra i prossimi tenendone conto.

what-is-wrong = Che cosa non va in { $title }? Toccalo.
thanks-searching = Grazie, cerco: { $value }.
what-is-it = { $trait }: non è { $seen }? Allora che cos’è?
reported = Grazie, il negozio ne ha preso nota e controllerà. Che cos’altro cerchi?
put-right = Corretto: d’ora in poi { $title } è { $value }.
report-dismissed = Va bene, resta com’è.

## Buttons

button-again = Riprova
button-new = Vedi le novità
button-similar = Simili
button-shop = Negozio
button-more = Altri
button-piece = { $number } { $kind }
button-whole-picture = Tutta la foto
button-share = Condividi
button-open = Apri nel bot
inline-ask = Non c’è? Chiedimi nella nostra chat
button-wrong = Qualcosa non va?
button-other = altro…
button-filter = Filtra
button-sort = Ordina
button-back = Indietro
button-done = Fatto
button-any = Tutti
button-clear = Azzera tutto
button-remove-part = Togli { $part } ✕
button-show-again = Mostra di nuovo
button-forget-gone = Togli quelli spariti
button-remove = Togli
button-undo = Annulla
button-stop = Ferma
button-cancel = Annulla

## Menus that shape a question

instead-of = Invece di { $part }
filter-title = { $count ->
    [one] Filtri · { $count } capo corrisponde
   *[other] Filtri · { $count } capi corrispondono
}
facet-category = Tipo
facet-colours = Colore
facet-size = Taglia
facet-brand = Marca
facet-price = Prezzo
facet-gender = Per chi
offer-on-sale = In saldo
offer-in-stock = Disponibile
sort-title = Ordina per
sort-relevance = Più simili
sort-cheapest = Prezzo crescente
sort-dearest = Prezzo decrescente
sort-newest = Più recenti
everything = Tutto il negozio, dal più recente:
shown-already = I prossimi sono già qui, più in basso.

## One product

sizes = Taglie { $sizes }
sold-out = esaurito
sold-out-now = Al momento esaurito
understood = Capito: { $words }

## What was understood, as it is said back

denied-thing = senza { $word }
denied-quality = non { $word }
price-under = meno di { $price }
price-over = più di { $price }
price-between = { $low } – { $high }
size = taglia { $sizes }

## The web chat

shop-title = Il nostro negozio
page-description = { $shop }: trovalo con una foto o poche parole.
page-assistant = Assistente automatico
page-state = Cerca con una foto o a parole
page-offline = Riconnessione…
page-restart = Ricomincia
page-conversation = Conversazione
page-no-script = Questa chat ha bisogno di JavaScript.
page-attached = Foto allegate
page-add-photo = Aggiungi una foto
page-choose-photos = Scegli le foto
page-question = Che cosa cerchi?
page-placeholder = Descrivilo o aggiungi una foto
page-send = Invia
page-drop = Trascina qui una foto per trovarla nel negozio
page-photo = Foto
page-photo-number = Foto { $number }
page-remove-photo = Togli la foto { $number }
page-only-pictures = Posso cercare solo con immagini. Aggiungi una foto o uno screenshot, o dimmi a parole cosa cerchi.
page-too-large = Questa immagine è troppo grande. Il limite è 20 MB.
page-too-many-photos = In un messaggio entrano fino a { $count } foto.
page-your-photo = La tua foto
page-numbered-photo = I capi con i loro numeri
page-you = Tu
page-shop = Negozio
page-products = Prodotti: { $count }
page-understood = Capito
page-searching = Sto cercando…
page-sizes = Taglie
page-details = Dettagli
page-view = Vedi nel negozio
page-download = Scarica
page-sold-out = Esaurito
page-before = prima
page-copied = Link copiato
page-save = Salva
page-more-such = Altri così
page-fewer-such = Meno così
page-no-answer = Non c’è ancora una risposta. Riprova.
page-not-sent = Non è stato possibile inviare la foto. Riprova.
page-many-photos = Ci sono molte foto in arrivo. Riprova tra qualche secondo.
page-open = Apri la chat
page-closed = Chiuso
page-need-key = Questa chat ha bisogno di un link con chiave. Chiedilo al negozio.
web-failed = Qualcosa è andato storto da parte nostra. Riprova.
web-busy = Un momento, sto ancora rispondendo ai tuoi ultimi messaggi. Poi rimanda questo.
web-closing = L’assistente del negozio si sta riavviando. Il tuo messaggio verrà rimandato tra un attimo.
web-invalid = Questo messaggio non è leggibile. Ricarica la pagina.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Assistente automatico del negozio: mandami una foto o poche parole e troverò quello che somiglia di più.
bot-description = { automatic-assistant } Mandami una foto di qualcosa che ti piace, o dimmelo a parole, e troverò quello che gli somiglia di più nel negozio. Le foto servono solo per risponderti e non vengono conservate.
command-start = Che cosa so fare, con esempi
command-favourites = Quello che hai salvato
command-help = Come cercare
command-language = Scegli la mia lingua
command-my-data = Vedi tutto quello che conservo su di te
command-forget-me = Cancella tutto quello che conservo su di te
command-add = Aggiungi un prodotto: foto e “titolo; prezzo; link”
command-remove = Togli un prodotto
command-sync = Importa un feed
command-stats = Prodotti e ricerche di oggi

## For owners

setup-owner = Da ora questo negozio è tuo. Appena sarò in funzione, mandami una foto con “titolo; prezzo; link” per aggiungere un prodotto. /help mostra il resto.
added = Aggiunto: { $product }.
added-seen = Aggiunto: { $product }. Vedo: { $words }.
removed = { $title } è stato tolto. /stats mostra quello che resta.
not-there = Non c’è nessun prodotto con l’id “{ $id }”. Cercalo e tocca [{ button-remove }] sulla sua scheda.
remove-question = Togliere { $title }?
remove-titled = Togli { $title }
how-to-add = Manda una foto con la didascalia: titolo; prezzo; link — per esempio: Vestito di lino “Ivy”; 59,00 €; https://…
need-title = Mi serve un titolo.
need-price = Mi serve un prezzo.
how-to-remove = Manda /remove e l’id del prodotto, o apri il prodotto e tocca [{ button-remove }].
stats-products = { $products ->
    [one] { $products } prodotto
   *[other] { $products } prodotti
}, di cui { $gone } esauriti.
stats-stale = Prodotti analizzati da un altro modello: { $count }. Importali di nuovo perché si trovino.
stats-today = Oggi: { $searches ->
    [one] { $searches } ricerca
   *[other] { $searches } ricerche
}, { $photos } con foto, { $nothing } senza nulla di simile.
stats-repaired = Errori nell’indice riparati dall’avvio: { $count }.

stats-words = Chiesto da più persone: { $words }.
chart-searches = in { $days } giorni
chart-nothing-found = senza risultato
chart-quick = in meno di 1 s
chart-words = chiesto da molti
stats-corrected = Corretto dai clienti: { $corrections }.
stats-report = { $place } · Segnalato { $count }×: { $title } è { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, da { $minutes } min: { $cause }
alert-over = ✓ { $what }: risolto dopo { $minutes } min.
alert-engine = Il modello non risponde
alert-catalog = Il catalogo non è disponibile
alert-index = L’indice dei vettori ha problemi
alert-memory = Le conversazioni non si possono salvare
alert-inbox = I messaggi non si possono mettere per iscritto
alert-telegram = Da Telegram non arriva nulla
alert-disk = Il disco è quasi pieno
alert-sync = L’ultimo feed non è stato importato
alert-change = Il cambio di modello non finisce
unreadable-update = ⚠ Telegram ha inviato qualcosa che non riesco a leggere ({ $kind }). L’ho saltato, ho detto al mittente che cosa funziona e vado avanti. Se ricapita, aggiorna shoplens e il server della Bot API, se ne usi uno tuo; il registro ha una riga per ogni caso.

## Feeds, for owners

sync-reading = Leggo { $name }…
sync-rows = { $rows ->
    [one] { $rows } riga finora.
   *[other] { $rows } righe finora.
}
sync-plan = { $kind }: nuovi { $added } · modificati { $changed } · spariti { $removed } · invariati { $unchanged }
sync-plan-failed = con errori { $count }
sync-new = Nuovi: { $names }
sync-changed = Modificati: { $names }
sync-gone = Spariti: { $names }
sync-withheld = Non nel feed ma conservati, perché alcune righe non sono leggibili: { $count }
sync-left-out = Tralasciato perché illeggibile: { $examples }
sync-and-more = e altri { $count }
sync-speed = { $count }/s
sync-minutes-left = ancora { $count } min
sync-seconds-left = ancora { $count } s
sync-question = { $removed } prodotti su { $live } non sono più nel feed, e potrebbe essere un errore. Continuo e li tolgo?
sync-remove = Togline { $count }
sync-done = Fatto: { $counts }.
sync-count-new = { $count ->
    [one] { $count } nuovo
   *[other] { $count } nuovi
}
sync-count-changed = { $count ->
    [one] { $count } modificato
   *[other] { $count } modificati
}
sync-count-removed = { $count ->
    [one] { $count } tolto
   *[other] { $count } tolti
}
sync-count-unchanged = { $count ->
    [one] { $count } invariato
   *[other] { $count } invariati
}
sync-nothing-new = nulla di nuovo
sync-failed = { $count ->
    [one] { $count } riga non è riuscita; la tabella dice perché.
   *[other] { $count } righe non sono riuscite; la tabella dice perché.
}
sync-same = Il feed non è cambiato dall’ultima volta. Non c’è nulla da fare.
sync-stopped = Fermato. Quello che è fatto resta; rimanda il feed e riprendo da lì.
sync-unconfirmed = Nessuno ha confermato, quindi nulla è cambiato. Rimanda il feed per ricominciare.
sync-all-right = Va bene.
sync-busy = Sto ancora importando { $name }; un feed alla volta. Rimanda questo quando ho finito.
sync-how-to = Manda /sync e l’indirizzo del tuo feed, o mandami il file: un feed Google Merchant, un’esportazione di Shopify o WooCommerce, CSV o righe JSON. Mostro che cosa cambia e tolgo solo quello che questo feed ha portato.
sync-broken = Non sono riuscito a importare questo feed: { $cause }. Nulla è stato tolto.

## When something fails

failed-picture = Non sono riuscito ad aprire questa immagine. Vanno bene JPEG, PNG, WebP e GIF fino a 20 MB.
failed-picture-heic = Non posso aprire HEIC, il formato in cui alcuni telefoni salvano le foto. Mandala come foto e non come file, oppure in JPEG.
failed-picture-large = Questa immagine è troppo grande per me. Mandane una più piccola, o uno screenshot.
failed-picture-gone = La foto si è persa per strada. Rimandala.
failed-busy = { $seconds ->
    [one] In questo momento cercano in molti. Sarò libero tra circa { $seconds } secondo, poi rimandalo.
   *[other] In questo momento cercano in molti. Sarò libero tra circa { $seconds } secondi, poi rimandalo.
}
failed-late = Questa ricerca dura più di quanto posso aspettare. Rimandala tra un momento.
unreadable = Non riesco a leggere questo tipo di messaggio. Dimmi a parole che cosa cerchi, o mandamene una foto.
failed-crash = Con questa non sono riuscito a lavorare. Prova un’altra foto, o dimmelo a parole.
failed-closed = Mi sto riavviando. Rimandalo tra un minuto.
failed-unknown = Qualcosa è andato storto da parte mia, e il negozio è avvisato. Rimandalo tra un momento.
failed-cause = Causa: { $cause }
failed-cause-logged = Causa: { $cause }; il registro ha il resto.
slow-down-seconds = { $count ->
    [one] Quanti messaggi in una volta! Rimandami questo tra circa { $count } secondo.
   *[other] Quanti messaggi in una volta! Rimandami questo tra circa { $count } secondi.
}
slow-down-minutes = { $count ->
    [one] Quanti messaggi in una volta! Rimandami questo tra circa { $count } minuto.
   *[other] Quanti messaggi in una volta! Rimandami questo tra circa { $count } minuti.
}
takes-longer = La ricerca richiede più tempo del solito…
group-is-busy = Qui c’è molto movimento, e in un gruppo posso inviare solo un certo numero di messaggi. La tua risposta arriva entro un minuto; in privato sono più veloce.
still-working = Sto ancora lavorando ai tuoi messaggi precedenti. Rimanda questo tra un momento.
was-away = Sono stato via per un po’ e ho perso il tuo messaggio. Rimandalo, ora ci sono.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = T-shirt
word-polo-shirt = polo
word-shirt = camicia
word-blouse = blusa
word-top = top
word-tank-top = canotta
word-sweater = maglione
word-cardigan = cardigan
word-sweatshirt = felpa
word-hoodie = felpa con cappuccio
word-tunic = tunica
word-kurta = kurta
word-bodysuit = body
word-jacket = giacca
word-coat = cappotto
word-blazer = blazer
word-waistcoat = gilet
word-dress = vestito
word-jumpsuit = tuta intera
word-saree = sari
word-jeans = jeans
word-trousers = pantaloni
word-track-pants = pantaloni della tuta
word-leggings = leggings
word-capris = pantaloni alla pescatora
word-shorts = pantaloncini
word-skirt = gonna
word-sneakers = sneakers
word-casual-shoes = scarpe casual
word-formal-shoes = scarpe eleganti
word-boots = stivali
word-heels = scarpe con il tacco
word-flats = ballerine
word-sandals = sandali
word-flip-flops = infradito
word-handbag = borsa a mano
word-clutch = pochette
word-backpack = zaino
word-messenger-bag = borsa a tracolla
word-duffel-bag = borsone
word-wallet = portafoglio
word-cap = cappellino
word-hat = cappello
word-beanie = berretto
word-scarf = sciarpa
word-gloves = guanti
word-belt = cintura
word-tie = cravatta
word-socks = calze
word-sunglasses = occhiali da sole
word-watch = orologio
word-umbrella = ombrello
word-necklace = collana
word-earrings = orecchini
word-ring = anello
word-bracelet = bracciale
word-cufflinks = gemelli
word-bra = reggiseno
word-briefs = slip
word-nightwear = pigiama
word-perfume = profumo
word-lipstick = rossetto
word-nail-polish = smalto
word-make-up = trucco
word-skin-care = cura della pelle

# Colours
word-black = nero
word-white = bianco
word-grey = grigio
word-silver = argento
word-beige = beige
word-cream = crema
word-brown = marrone
word-tan = cammello
word-khaki = cachi
word-olive = verde oliva
word-green = verde
word-teal = verde petrolio
word-turquoise = turchese
word-blue = blu
word-navy = blu navy
word-purple = viola
word-lavender = lavanda
word-pink = rosa
word-red = rosso
word-maroon = bordeaux
word-orange = arancione
word-coral = corallo
word-yellow = giallo
word-mustard = senape
word-gold = oro
word-multicolour = multicolore

# Patterns
word-plain = tinta unita
    .without = non in tinta unita
word-striped = a righe
word-checked = a quadri
word-dotted = a pois
word-floral = a fiori
    .without = senza fiori
word-printed = stampato
    .without = senza stampa
word-animal-print = animalier
    .without = non animalier
word-camouflage = mimetico
    .without = non mimetico

# Necklines
word-crew-neck = girocollo
word-v-neck = scollo a V
word-polo-collar = colletto polo
word-shirt-collar = colletto da camicia
word-lapels = revers
word-turtleneck = collo alto
word-hood = cappuccio
word-strapless = senza spalline
    .without = con spalline

# Sleeves
word-sleeveless = senza maniche
    .without = con maniche
word-short-sleeves = maniche corte
word-long-sleeves = maniche lunghe

# Styles
word-casual = casual
word-formal = elegante
word-sporty = sportivo
word-party = da sera
word-ethnic = etnico

# For whom
word-women = donna
word-men = uomo
word-girls = bambina
word-boys = bambino
word-unisex = unisex

# Materials
word-leather = pelle
word-denim = denim
word-cotton = cotone
word-linen = lino
word-wool = lana
word-silk = seta
word-knitted = maglia
word-canvas = tela
word-lace = pizzo
word-velvet = velluto

# Loose words
word-accessories = accessori
word-bag = borsa
word-beauty = bellezza
word-bottoms = pantaloni e gonne
word-bottomwear = pantaloni e gonne
word-collar = colletto
word-cosmetics = cosmetici
word-footwear = calzature
word-headgear = cappelli
word-headwear = cappelli
word-innerwear = intimo
word-jewellery = gioielli
word-kids = bambini
word-makeup = trucco
word-outwear = capispalla
word-overcoat-layer = capispalla
word-pattern = fantasia
word-print = stampa
word-shoes = scarpe
word-sleeves = maniche
word-topwear = parte sopra
word-underwear = intimo
word-upper-wear = parte sopra
word-stripes = righe
word-checks = quadri
word-dots = pois

# Offers and orders
word-on-sale = in saldo
word-in-stock = disponibile
word-cheapest-first = prima i meno cari
word-dearest-first = prima i più cari
word-newest-first = prima le novità
word-best-match-first = prima i più simili
