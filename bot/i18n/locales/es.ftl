# Spanish; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = nuestra tienda
automatic-assistant = Soy el asistente automático de esta tienda.
welcome =
    ¡Hola! { automatic-assistant } Envíame una foto de algo que te guste, o dímelo con palabras, y encontraré lo más parecido en { $shop }.
    Las fotos solo se usan para responderte y no se guardan. /help /forget_me
example-red-boots = botas rojas
example-summer-dress = vestido de verano
try-example = Prueba: { $words }
help =
    Envíame una foto de una prenda o un accesorio, o unas palabras como «camiseta azul sin cuello por menos de 30». Y sigue a partir de ahí: «como este pero verde», «con manga larga», «más barato».
    Un número abre un producto. Las fotos solo se usan para responderte y no se guardan.
    ♡ guarda una prenda para después, y /favourites muestra lo que guardaste. /start muestra un ejemplo, /language cambia mi idioma, /my_data muestra lo que guardo sobre ti y /forget_me lo borra todo.
help-add = /add con una foto y «título; precio; enlace» añade un producto (también bastan la foto y el pie de foto).
help-remove = /remove ID retira uno, /stats cuenta los productos y las búsquedas de hoy.
help-sync = /sync con la dirección de un feed, o su archivo, trae los cambios y retira lo que ya no está en el feed.
language-question = ¿En qué idioma hablamos?
language-chosen = Desde ahora hablo español. ¿Qué buscas?

## Results

looks-like = Parece: { $words }
only-nearest = No encuentro nada muy parecido en la tienda; esto es lo que más se acerca.
first-photos = { $count ->
    [one] He mirado la primera foto.
   *[other] He mirado las primeras { $count } fotos.
}
photos-together = He mirado las { $count } fotos juntas.
which-piece = Veo { $count } prendas. ¿Cuál buscas?
similar-to = Parecido a { $title }:
new-in-shop = Novedades de la tienda:
nothing-has-all = Nada lo cumple todo; al más parecido le falta: { $words }.
first-differs = Al primero le falta: { $words }.
also-in = también en { $colours }
more-variants = { $count ->
    [one] { $count } variante más
   *[other] { $count } variantes más
}
why-same = igual en { $traits }
trait-category = tipo
trait-colours = color
trait-pattern = estampado
trait-neckline = cuello
trait-sleeve = manga
trait-material = material
trait-style = estilo
trait-gender = público
why-instead = { $there } en vez de { $asked }
why-darker = { $colour } más oscuro
why-lighter = { $colour } más claro
why-over = { $amount } por encima
why-more = { $amount } más
why-less = { $amount } menos
nothing-close = No encuentro nada parecido en la tienda. Prueba con una foto de una sola prenda o accesorio, o dime con palabras qué buscas.
nothing-fits = Nada en la tienda cumple todo esto. Prueba con otro precio, otra talla o menos condiciones.
no-more = Eso es todo lo que tengo. Dime qué cambio, por ejemplo «en negro» o «menos de 50».
empty-catalog = Todavía no hay productos en la tienda. Vuelve dentro de un rato.
empty-message = Envíame una foto de algo que te guste, o unas palabras como «botas rojas».
unsupported-voice = Todavía no puedo escuchar mensajes de voz.
unsupported-audio = Todavía no puedo escuchar archivos de audio.
unsupported-video = Todavía no puedo ver vídeos.
unsupported-animation = Todavía no puedo ver GIF.
unsupported-sticker = No puedo buscar con stickers.
unsupported-place = No puedo hacer nada con una ubicación.
unsupported-contact = No puedo hacer nada con un contacto.
unsupported-document = No puedo leer documentos como los PDF.
unsupported-poll = No puedo participar en encuestas.
unsupported-checklist = No puedo trabajar con listas de tareas.
unsupported-story = Todavía no puedo ver historias.
unsupported-game = No puedo jugar.
unsupported-other = Todavía no puedo hacer nada con este tipo de mensaje.
what-works = Envíame una foto o una captura de pantalla, o dime con palabras lo que buscas.
went-by-the-rest = Me he guiado por el resto de tu mensaje.
some-photos-large = No todas tus fotos caben en los 20 MB que puedo recibir a la vez.
some-photos-gone = Una de tus fotos se perdió por el camino.
old-button = Este botón es demasiado antiguo. Envíame de nuevo las palabras o la foto y vuelvo a buscar.
product-gone = Este producto ya no está en la tienda. Dime qué buscas y encontraré otro.
unknown-command = No conozco este comando. /help dice lo que sé hacer, o envíame una foto o unas palabras.
forgotten = Hecho: he borrado todo lo que guardaba sobre ti. Envía una foto o unas palabras para empezar de nuevo.
my-data =
    Esto es lo que guardo sobre ti. En el archivo está todo.

    { $kept }

    /forget_me lo borra todo.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, desde el { $date }
my-data-latest = De cada cosa, el archivo tiene las últimas { $count }.
my-data-none = No guardo nada sobre ti.
my-data-private = Eso solo lo muestro en nuestro propio chat, donde nadie más lo lee. Envíame /my_data allí.
kept-answers = Lo que preguntaste y lo que te mostré
kept-language = Tu idioma
kept-openings = Chats en los que te dije que soy un asistente automático
kept-favourites = Lo que guardaste con ♡
kept-letters = Mensajes que aún tengo que responder, incluido este
kept-posted = Mensajes que forman mis respuestas, por sus números
kept-page = Respuestas que la página puede volver a pedir
kept-photos = Fotos que esperan tu mensaje

favourites = Tus favoritos:
favourites-none = Todavía no has guardado nada. Toca ♡ en algo que te guste y /favourites lo mostrará.
favourites-gone = Ya no están en la tienda: { $titles }.
was-when-saved = costaba { $price } cuando lo guardaste
saved = Guardado: /favourites los muestra todos.
not-saved = Ya no está guardado: /favourites muestra el resto.
thumb-noted = Anotado: [{ button-more }] muestra lo siguiente teniéndolo en cuenta.

what-is-wrong = ¿Qué está mal en { $title }? Tócalo.
thanks-searching = Gracias, busco: { $value }.
what-is-it = { $trait }: ¿no es { $seen }? ¿Entonces qué es?
reported = Gracias, la tienda ha tomado nota y lo mirará. ¿Qué más buscas?
put-right = Corregido: { $title } es { $value } desde ahora.
report-dismissed = De acuerdo, se queda como está.

## Buttons

button-again = Reintentar
button-new = Ver novedades
button-similar = Parecidos
button-shop = Tienda
button-more = Más
button-piece = { $number } { $kind }
button-whole-picture = Toda la foto
button-share = Compartir
button-open = Abrir en el bot
inline-ask = ¿No está aquí? Pregúntame en nuestro chat
button-wrong = ¿Algo está mal?
button-other = otros…
button-filter = Filtrar
button-sort = Ordenar
button-back = Atrás
button-done = Listo
button-any = Cualquiera
button-clear = Borrar todo
button-remove-part = Quitar { $part } ✕
button-show-again = Mostrar de nuevo
button-forget-gone = Quitar los que ya no están
button-remove = Quitar
button-undo = Deshacer
button-stop = Parar
button-cancel = Cancelar

## Menus that shape a question

instead-of = En vez de { $part }
filter-title = { $count ->
    [one] Filtros · encaja { $count } producto
   *[other] Filtros · encajan { $count } productos
}
facet-category = Tipo
facet-colours = Color
facet-size = Talla
facet-brand = Marca
facet-price = Precio
facet-gender = Para quién
offer-on-sale = Rebajado
offer-in-stock = Disponible
sort-title = Ordenar por
sort-relevance = Más parecido
sort-cheapest = Precio: de menor a mayor
sort-dearest = Precio: de mayor a menor
sort-newest = Más nuevo
everything = Todo lo de la tienda, primero lo más nuevo:
shown-already = Los siguientes ya están aquí, más abajo.

## One product

sizes = Tallas { $sizes }
sold-out = agotado
sold-out-now = Agotado por ahora
understood = Entendido: { $words }

## What was understood, as it is said back

denied-thing = sin { $word }
denied-quality = no { $word }
price-under = menos de { $price }
price-over = más de { $price }
price-between = { $low }–{ $high }
size = talla { $sizes }

## The web chat

shop-title = Nuestra tienda
page-description = { $shop }: encuéntralo con una foto o unas palabras.
page-assistant = Asistente automático
page-state = Busca con una foto o con palabras
page-offline = Reconectando…
page-restart = Empezar de nuevo
page-conversation = Conversación
page-no-script = Este chat necesita JavaScript.
page-attached = Fotos adjuntas
page-add-photo = Añadir una foto
page-choose-photos = Elegir fotos
page-question = ¿Qué buscas?
page-placeholder = Descríbelo o añade una foto
page-send = Enviar
page-drop = Suelta una foto para encontrarla en la tienda
page-photo = Foto
page-photo-number = Foto { $number }
page-remove-photo = Quitar la foto { $number }
page-only-pictures = Solo puedo buscar con imágenes. Añade una foto o una captura de pantalla, o dime con palabras lo que buscas.
page-too-large = Esta imagen es demasiado grande. Se admiten hasta 20 MB.
page-too-many-photos = En un mensaje caben hasta { $count } fotos.
page-your-photo = Tu foto
page-numbered-photo = Las prendas con sus números
page-you = Tú
page-shop = Tienda
page-products = Productos: { $count }
page-understood = Entendido
page-searching = Buscando…
page-sizes = Tallas
page-details = Detalles
page-view = Ver en la tienda
page-download = Descargar
page-sold-out = Agotado
page-before = antes
page-copied = Enlace copiado
page-save = Guardar
page-more-such = Más así
page-fewer-such = Menos así
page-no-answer = Todavía no hay respuesta. Inténtalo de nuevo.
page-not-sent = No se ha podido enviar la foto. Inténtalo de nuevo.
page-many-photos = Hay muchas fotos en camino. Inténtalo de nuevo en unos segundos.
page-open = Abrir el chat
page-closed = Cerrado
page-need-key = Este chat necesita un enlace con clave. Pídeselo a la tienda.
web-failed = Algo ha fallado por nuestra parte. Inténtalo de nuevo.
web-busy = Un momento, todavía respondo a tus últimos mensajes. Envía este de nuevo después.
web-closing = El asistente se está reiniciando. Tu mensaje se enviará de nuevo enseguida.
web-invalid = No se puede leer este mensaje. Recarga la página.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Asistente automático de la tienda: envíame una foto o unas palabras y encontraré lo más parecido.
bot-description = { automatic-assistant } Envíame una foto de algo que te guste, o dímelo con palabras, y encontraré lo más parecido en la tienda. Las fotos solo se usan para responderte y no se guardan.
command-start = Lo que sé hacer, con ejemplos
command-favourites = Lo que has guardado
command-help = Cómo buscar
command-language = Elegir mi idioma
command-my-data = Ver todo lo que guardo sobre ti
command-forget-me = Borrar todo lo que guardo sobre ti
command-add = Añadir un producto: foto y «título; precio; enlace»
command-remove = Retirar un producto
command-sync = Importar un feed
command-stats = Productos y búsquedas de hoy

## For owners

setup-owner = Ahora eres quien lleva esta tienda. En cuanto me pongan en marcha, envíame una foto con «título; precio; enlace» para añadir un producto. /help muestra el resto.
added = Añadido: { $product }.
added-seen = Añadido: { $product }. Veo: { $words }.
removed = { $title } se ha retirado. /stats muestra lo que queda.
not-there = No hay ningún producto con el id «{ $id }». Búscalo y toca [{ button-remove }] en su ficha.
remove-question = ¿Quitar { $title }?
remove-titled = Quitar { $title }
how-to-add = Envía una foto con este pie: título; precio; enlace. Por ejemplo: Vestido de lino «Ivy»; 59,00 €; https://…
need-title = Necesito un título.
need-price = Necesito un precio.
how-to-remove = Envía /remove y el id del producto, o abre el producto y toca [{ button-remove }].
stats-products = { $products ->
    [one] { $products } producto
   *[other] { $products } productos
}, { $gone } agotados.
stats-stale = { $count } se analizaron con otro modelo: impórtalos de nuevo para que se encuentren.
stats-today = Hoy: { $searches ->
    [one] { $searches } búsqueda
   *[other] { $searches } búsquedas
}, { $photos } con foto, { $nothing } sin nada parecido.
stats-repaired = { $count } tenían errores en el índice y se han reparado desde el arranque.

stats-words = Buscado por varias personas: { $words }.
chart-searches = en { $days } días
chart-nothing-found = sin resultado
chart-quick = en menos de 1 s
chart-words = buscado por varias personas
stats-corrected = Corregido por clientes: { $corrections }.
stats-report = { $place } · Avisado { $count }×: ¿{ $title } es { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, desde hace { $minutes } min: { $cause }
alert-over = ✓ { $what }: resuelto tras { $minutes } min.
alert-engine = El modelo no responde
alert-catalog = El catálogo no está disponible
alert-index = El índice de vectores tiene problemas
alert-memory = No se pueden guardar las conversaciones
alert-inbox = Los mensajes no se pueden poner por escrito
alert-telegram = No llega nada de Telegram
alert-disk = El disco está casi lleno
alert-sync = El último feed no se importó
alert-change = El cambio de modelo no termina
unreadable-update = ⚠ Telegram ha enviado algo que no puedo leer ({ $kind }). Lo he saltado, he dicho al remitente qué funciona y sigo adelante. Si se repite, actualiza shoplens y el servidor de la Bot API si usas uno propio; el registro tiene una línea por cada caso.

## Feeds, for owners

sync-reading = Leyendo { $name }…
sync-rows = { $rows ->
    [one] { $rows } fila hasta ahora.
   *[other] { $rows } filas hasta ahora.
}
sync-plan = { $kind }: nuevos { $added } · cambiados { $changed } · desaparecidos { $removed } · sin cambios { $unchanged }
sync-plan-failed = con errores { $count }
sync-new = Nuevos: { $names }
sync-changed = Cambiados: { $names }
sync-gone = Desaparecidos: { $names }
sync-withheld = No están en el feed, pero se conservan porque algunas de sus filas no se pueden leer: { $count }
sync-left-out = Omitido por no poder leerse: { $examples }
sync-and-more = y { $count } más
sync-speed = { $count }/s
sync-minutes-left = quedan { $count } min
sync-seconds-left = quedan { $count } s
sync-question = { $removed } de { $live } productos ya no están en el feed, y podría ser un error. ¿Sigo y los retiro?
sync-remove = Quitar { $count }
sync-done = Listo: { $counts }.
sync-count-new = { $count } nuevos
sync-count-changed = { $count } cambiados
sync-count-removed = { $count } retirados
sync-count-unchanged = { $count } sin cambios
sync-nothing-new = nada nuevo
sync-failed = { $count ->
    [one] { $count } fila ha fallado; la tabla dice por qué.
   *[other] { $count } filas han fallado; la tabla dice por qué.
}
sync-same = El feed no ha cambiado desde la última vez. No hay nada que hacer.
sync-stopped = Parado. Lo hecho hasta ahora se queda; envía el feed otra vez y sigo desde ahí.
sync-unconfirmed = Nadie lo ha confirmado, así que no se ha cambiado nada. Envía el feed otra vez para empezar de nuevo.
sync-all-right = De acuerdo.
sync-busy = Todavía estoy importando { $name }; un feed cada vez. Envía este de nuevo cuando termine.
sync-how-to = Envía /sync y la dirección de tu feed, o envíame el archivo: un feed de Google Merchant, una exportación de Shopify o WooCommerce, CSV o líneas JSON. Muestro lo que cambia y solo retiro lo que trajo este feed.
sync-broken = No he podido importar este feed: { $cause }. No se ha retirado nada.

## When something fails

failed-picture = No he podido abrir esta imagen. Valen JPEG, PNG, WebP y GIF de hasta 20 MB.
failed-picture-heic = No puedo abrir HEIC, el formato en que algunos móviles guardan las fotos. Envíala como foto y no como archivo, o en JPEG.
failed-picture-large = Esta imagen es demasiado grande para mí. Envía una más pequeña, o una captura de pantalla.
failed-picture-gone = La foto se perdió por el camino. Envíala de nuevo.
failed-busy = { $seconds ->
    [one] Hay mucha gente buscando ahora mismo. Estaré libre en { $seconds } segundo más o menos; envíalo de nuevo.
   *[other] Hay mucha gente buscando ahora mismo. Estaré libre en unos { $seconds } segundos; envíalo de nuevo.
}
failed-late = Esta búsqueda tarda más de lo que puedo esperar. Envíala de nuevo en un momento.
unreadable = No puedo leer este tipo de mensaje. Dime con palabras lo que buscas o envíame una foto.
failed-crash = No he podido con esto. Prueba con otra foto o dímelo con palabras.
failed-closed = Me estoy reiniciando. Envíalo de nuevo en un minuto.
failed-unknown = Algo ha fallado por mi parte, y la tienda ya tiene aviso. Envíalo de nuevo en un momento.
failed-cause = Causa: { $cause }
failed-cause-logged = Causa: { $cause }; el registro tiene el resto.
slow-down-seconds = { $count ->
    [one] ¡Eso ha sido mucho de golpe! Envíamelo de nuevo en { $count } segundo más o menos.
   *[other] ¡Eso ha sido mucho de golpe! Envíamelo de nuevo en unos { $count } segundos.
}
slow-down-minutes = { $count ->
    [one] ¡Eso ha sido mucho de golpe! Envíamelo de nuevo en { $count } minuto más o menos.
   *[other] ¡Eso ha sido mucho de golpe! Envíamelo de nuevo en unos { $count } minutos.
}
takes-longer = La búsqueda tarda más de lo habitual…
group-is-busy = Aquí hay mucho movimiento, y en un grupo solo puedo enviar un número limitado de mensajes. Tu respuesta llega en menos de un minuto; en un chat privado soy más rápido.
still-working = Todavía estoy con tus mensajes anteriores. Envía este de nuevo en un momento.
was-away = Estuve un rato fuera y me perdí tu mensaje. Envíalo de nuevo, ya estoy aquí.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = camiseta
word-polo-shirt = polo
word-shirt = camisa
word-blouse = blusa
word-top = top
word-tank-top = camiseta de tirantes
word-sweater = jersey
word-cardigan = cárdigan
word-sweatshirt = sudadera
word-hoodie = sudadera con capucha
word-tunic = túnica
word-kurta = kurta
word-bodysuit = body
word-jacket = chaqueta
word-coat = abrigo
word-blazer = blazer
word-waistcoat = chaleco
word-dress = vestido
word-jumpsuit = mono
word-saree = sari
word-jeans = vaqueros
word-trousers = pantalones
word-track-pants = pantalones de chándal
word-leggings = leggings
word-capris = pantalones pirata
word-shorts = pantalones cortos
word-skirt = falda
word-sneakers = zapatillas
word-casual-shoes = zapatos informales
word-formal-shoes = zapatos de vestir
word-boots = botas
word-heels = zapatos de tacón
word-flats = bailarinas
word-sandals = sandalias
word-flip-flops = chanclas
word-handbag = bolso
word-clutch = bolso de fiesta
word-backpack = mochila
word-messenger-bag = bandolera
word-duffel-bag = bolsa de viaje
word-wallet = cartera
word-cap = gorra
word-hat = sombrero
word-beanie = gorro
word-scarf = bufanda
word-gloves = guantes
word-belt = cinturón
word-tie = corbata
word-socks = calcetines
word-sunglasses = gafas de sol
word-watch = reloj
word-umbrella = paraguas
word-necklace = collar
word-earrings = pendientes
word-ring = anillo
word-bracelet = pulsera
word-cufflinks = gemelos
word-bra = sujetador
word-briefs = slip
word-nightwear = ropa de dormir
word-perfume = perfume
word-lipstick = pintalabios
word-nail-polish = esmalte de uñas
word-make-up = maquillaje
word-skin-care = cuidado de la piel

# Colours
word-black = negro
word-white = blanco
word-grey = gris
word-silver = plateado
word-beige = beige
word-cream = crema
word-brown = marrón
word-tan = camel
word-khaki = caqui
word-olive = verde oliva
word-green = verde
word-teal = verde azulado
word-turquoise = turquesa
word-blue = azul
word-navy = azul marino
word-purple = morado
word-lavender = lavanda
word-pink = rosa
word-red = rojo
word-maroon = granate
word-orange = naranja
word-coral = coral
word-yellow = amarillo
word-mustard = mostaza
word-gold = dorado
word-multicolour = multicolor

# Patterns
word-plain = liso
    .without = no liso
word-striped = de rayas
word-checked = de cuadros
word-dotted = de lunares
word-floral = de flores
    .without = sin flores
word-printed = estampado
word-animal-print = animal print
word-camouflage = de camuflaje
    .without = sin camuflaje

# Necklines
word-crew-neck = cuello redondo
word-v-neck = cuello de pico
word-polo-collar = cuello polo
word-shirt-collar = cuello de camisa
word-lapels = solapas
word-turtleneck = cuello alto
word-hood = capucha
word-strapless = sin tirantes
    .without = con tirantes

# Sleeves
word-sleeveless = sin mangas
    .without = con mangas
word-short-sleeves = manga corta
word-long-sleeves = manga larga

# Styles
word-casual = informal
word-formal = formal
word-sporty = deportivo
word-party = de fiesta
word-ethnic = étnico

# For whom
word-women = mujer
word-men = hombre
word-girls = niña
word-boys = niño
word-unisex = unisex

# Materials
word-leather = cuero
word-denim = tela vaquera
word-cotton = algodón
word-linen = lino
word-wool = lana
word-silk = seda
word-knitted = punto
word-canvas = lona
word-lace = encaje
word-velvet = terciopelo

# Loose words
word-accessories = accesorios
word-bag = bolso
word-beauty = belleza
word-bottoms = parte de abajo
word-bottomwear = parte de abajo
word-collar = cuello
word-cosmetics = cosmética
word-footwear = calzado
word-headgear = sombreros y gorras
word-headwear = sombreros y gorras
word-innerwear = ropa interior
word-jewellery = joyería
word-kids = niños
word-makeup = maquillaje
word-outwear = ropa de abrigo
word-overcoat-layer = ropa de abrigo
word-pattern = estampado
word-print = estampado
word-shoes = zapatos
word-sleeves = mangas
word-topwear = parte de arriba
word-underwear = ropa interior
word-upper-wear = parte de arriba
word-stripes = rayas
word-checks = cuadros
word-dots = lunares

# Offers and orders
word-on-sale = rebajado
word-in-stock = disponible
word-cheapest-first = primero lo más barato
word-dearest-first = primero lo más caro
word-newest-first = primero lo más nuevo
word-best-match-first = primero lo que mejor encaja
