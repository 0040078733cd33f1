# French; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = nous
automatic-assistant = Je suis l’assistant automatique de cette boutique.
welcome =
    Bonjour ! { automatic-assistant } Envoyez-moi une photo de quelque chose qui vous plaît, ou dites-le avec des mots, et je trouverai ce qui s’en rapproche le plus chez { $shop }.
    Les photos servent uniquement à vous répondre et ne sont pas conservées. /help /forget_me
example-red-boots = bottes rouges
example-summer-dress = robe d’été
try-example = Essayez : { $words }
help =
    Envoyez-moi une photo d’un vêtement ou d’un accessoire, ou quelques mots comme « t-shirt bleu sans col moins de 30 ». Continuez ensuite : « comme ça mais en vert », « à manches longues », « moins cher ».
    Un numéro ouvre un produit. Les photos servent uniquement à vous répondre et ne sont pas conservées.
    ♡ garde un article pour plus tard, et /favourites montre ce que vous avez gardé. /start montre un exemple, /language change ma langue, /my_data montre ce que je garde sur vous, /forget_me supprime tout.
help-add = /add avec une photo et « titre ; prix ; lien » ajoute un produit (la photo et sa légende suffisent aussi).
help-remove = /remove ID en retire un, /stats compte les produits et les recherches du jour.
help-sync = /sync et l’adresse d’un flux, ou son fichier, reprend les changements et retire ce qui n’est plus dans le flux.
language-question = Quelle langue voulez-vous que je parle ?
language-chosen = Désormais, je parle français. Que cherchez-vous ?

## Results

looks-like = On dirait : { $words }
only-nearest = Je ne trouve rien de vraiment proche dans la boutique ; voici ce qui s’en rapproche le plus.
first-photos = { $count ->
    [one] J’ai regardé la première photo.
   *[other] J’ai regardé les { $count } premières photos.
}
photos-together = J’ai regardé les { $count } photos ensemble.
which-piece = Je vois { $count } pièces. Laquelle cherchez-vous ?
similar-to = Semblable à { $title } :
new-in-shop = Nouveautés de la boutique :
nothing-has-all = Rien ne réunit tout ; il manque au plus proche : { $words }.
first-differs = Il manque au premier : { $words }.
also-in = aussi en { $colours }
more-variants = { $count ->
    [one] { $count } autre variante
   *[other] { $count } autres variantes
}
why-same = même { $traits }
trait-category = type
trait-colours = couleur
trait-pattern = motif
trait-neckline = col
trait-sleeve = longueur de manches
trait-material = matière
trait-style = style
trait-gender = public
why-instead = { $there } au lieu de { $asked }
why-darker = { $colour }, en plus foncé
why-lighter = { $colour }, en plus clair
why-over = { $amount } au-dessus
why-more = { $amount } de plus
why-less = { $amount } de moins
nothing-close = Je ne trouve rien de semblable dans la boutique. Essayez avec la photo d’un seul vêtement ou accessoire, ou dites-moi avec des mots ce que vous cherchez.
nothing-fits = Rien dans la boutique ne réunit tout cela. Essayez un autre prix, une autre taille ou moins de conditions.
no-more = C’est tout ce que j’ai. Dites-moi quoi changer, par exemple « en noir » ou « moins de 50 ».
empty-catalog = La boutique n’a pas encore de produits. Revenez un peu plus tard.
empty-message = Envoyez-moi une photo de quelque chose qui vous plaît, ou quelques mots comme « bottes rouges ».
unsupported-voice = Je ne sais pas encore écouter les messages vocaux.
unsupported-audio = Je ne sais pas encore écouter les fichiers audio.
unsupported-video = Je ne sais pas encore regarder les vidéos.
unsupported-animation = Je ne sais pas encore regarder les GIF.
unsupported-sticker = Je ne peux pas chercher avec des stickers.
unsupported-place = Je ne peux rien faire d’un lieu.
unsupported-contact = Je ne peux rien faire d’un contact.
unsupported-document = Je ne peux pas lire les documents comme les PDF.
unsupported-poll = Je ne peux pas participer aux sondages.
unsupported-checklist = Je ne peux rien faire des listes de tâches.
unsupported-story = Je ne sais pas encore regarder les stories.
unsupported-game = Je ne sais pas jouer.
unsupported-other = Je ne peux encore rien faire de ce type de message.
what-works = Envoyez-moi une photo ou une capture d’écran, ou dites-moi avec des mots ce que vous cherchez.
went-by-the-rest = Je me suis fié au reste de votre message.
some-photos-large = Toutes vos photos ne tiennent pas dans les 20 Mo que je peux recevoir à la fois.
some-photos-gone = L’une de vos photos s’est perdue en route.
old-button = Ce bouton est trop ancien. Renvoyez-moi les mots ou la photo, et je relancerai la recherche.
product-gone = Cet article n’est plus dans la boutique. Dites-moi ce que vous cherchez, et j’en trouverai un autre.
unknown-command = Je ne connais pas cette commande. /help dit ce que je sais faire, ou envoyez-moi simplement une photo ou quelques mots.
forgotten = C’est fait : tout ce que je gardais sur vous est supprimé. Envoyez une photo ou quelques mots pour recommencer.
my-data =
    Voici ce que je garde sur vous. Tout est dans le fichier.

    { $kept }

    /forget_me supprime tout.
my-data-line = { $what } : { $count }
my-data-line-since = { $what } : { $count }, depuis le { $date }
my-data-latest = Le fichier contient, pour chaque liste, les { $count } entrées les plus récentes.
my-data-none = Je ne garde rien sur vous.
my-data-private = Je ne montre cela que dans notre conversation privée, où personne d’autre ne lit. Envoyez-moi /my_data là-bas.
kept-answers = Ce que vous avez demandé et ce que j’ai montré
kept-language = Votre langue
kept-openings = Discussions où je vous ai dit que je suis un assistant automatique
kept-favourites = Ce que vous avez gardé avec ♡
kept-letters = Messages auxquels je dois encore répondre, celui-ci compris
kept-posted = Messages qui composent mes réponses, par leurs numéros
kept-page = Réponses que la page peut redemander
kept-photos = Photos qui attendent votre message

favourites = Vos favoris :
favourites-none = Vous n’avez encore rien gardé. Touchez ♡ sur un article qui vous plaît, et /favourites le montrera.
favourites-gone = Plus dans la boutique : { $titles }.
was-when-saved = coûtait { $price } quand vous l’avez gardé
saved = Gardé : /favourites montre tout.
not-saved = N’est plus gardé : /favourites montre le reste.
thumb-noted = C’est noté : [{ button-more }] montre la suite en en tenant compte.

what-is-wrong = Qu’est-ce qui ne va pas pour { $title } ? Touchez-le.
thanks-searching = Merci, je cherche : { $value }.
what-is-it = { $trait } : pas { $seen } ? Qu’est-ce que c’est alors ?
reported = Merci, la boutique en a pris note et va regarder. Que cherchez-vous d’autre ?
put-right = Corrigé : { $title } est désormais { $value }.
report-dismissed = D’accord, cela reste comme c’est.

## Buttons

button-again = Réessayer
button-new = Voir les nouveautés
button-similar = Semblables
button-shop = Boutique
button-more = Suite
button-piece = { $number } { $kind }
button-whole-picture = Toute la photo
button-share = Partager
button-open = Ouvrir dans le bot
inline-ask = Rien ici ? Demandez-moi dans notre discussion
button-wrong = Une erreur ici ?
button-other = autre…
button-filter = Filtrer
button-sort = Trier
button-back = Retour
button-done = Terminé
button-any = Tous
button-clear = Tout effacer
button-remove-part = Retirer { $part } ✕
button-show-again = Montrer à nouveau
button-forget-gone = Retirer les articles disparus
button-remove = Retirer
button-undo = Annuler
button-stop = Arrêter
button-cancel = Annuler

## Menus that shape a question

instead-of = Au lieu de { $part }
filter-title = { $count ->
    [one] Filtres · { $count } article convient
   *[other] Filtres · { $count } articles conviennent
}
facet-category = Type
facet-colours = Couleur
facet-size = Taille
facet-brand = Marque
facet-price = Prix
facet-gender = Pour qui
offer-on-sale = En solde
offer-in-stock = En stock
sort-title = Trier par
sort-relevance = Pertinence
sort-cheapest = Prix croissant
sort-dearest = Prix décroissant
sort-newest = Nouveautés
everything = Toute la boutique, le plus récent d’abord :
shown-already = Les suivants sont déjà ici, plus bas.

## One product

sizes = Tailles { $sizes }
sold-out = épuisé
sold-out-now = Épuisé pour le moment
understood = Compris : { $words }

## What was understood, as it is said back

denied-thing = sans { $word }
denied-quality = pas { $word }
price-under = moins de { $price }
price-over = plus de { $price }
price-between = { $low } – { $high }
size = taille { $sizes }

## The web chat

shop-title = Notre boutique
page-description = { $shop } : trouvez-le avec une photo ou quelques mots.
page-assistant = Assistant automatique
page-state = Cherchez avec une photo ou des mots
page-offline = Reconnexion…
page-restart = Recommencer
page-conversation = Conversation
page-no-script = Ce chat a besoin de JavaScript.
page-attached = Photos jointes
page-add-photo = Ajouter une photo
page-choose-photos = Choisir des photos
page-question = Que cherchez-vous ?
page-placeholder = Décrivez-le ou ajoutez une photo
page-send = Envoyer
page-drop = Déposez une photo pour la trouver dans la boutique
page-photo = Photo
page-photo-number = Photo { $number }
page-remove-photo = Retirer la photo { $number }
page-only-pictures = Je ne peux chercher qu’avec des images. Ajoutez une photo ou une capture d’écran, ou dites-moi avec des mots ce que vous cherchez.
page-too-large = Cette image est trop lourde. La limite est de 20 Mo.
page-too-many-photos = Un message peut contenir jusqu’à { $count } photos.
page-your-photo = Votre photo
page-numbered-photo = Les pièces avec leurs numéros
page-you = Vous
page-shop = Boutique
page-products = Produits : { $count }
page-understood = Compris
page-searching = Recherche…
page-sizes = Tailles
page-details = Détails
page-view = Voir dans la boutique
page-download = Télécharger
page-sold-out = Épuisé
page-before = avant
page-copied = Lien copié
page-save = Garder
page-more-such = Plus comme ça
page-fewer-such = Moins comme ça
page-no-answer = Il n’y a pas encore de réponse. Veuillez réessayer.
page-not-sent = La photo n’a pas pu être envoyée. Veuillez réessayer.
page-many-photos = Beaucoup de photos sont en route en ce moment. Veuillez réessayer dans quelques secondes.
page-open = Ouvrir le chat
page-closed = Fermé
page-need-key = Ce chat a besoin d’un lien avec une clé. Demandez-le à la boutique.
web-failed = Un problème est survenu de notre côté. Veuillez réessayer.
web-busy = Un instant, je réponds encore à vos derniers messages. Renvoyez celui-ci ensuite.
web-closing = L’assistant de la boutique redémarre. Votre message sera renvoyé dans un instant.
web-invalid = Ce message est illisible. Veuillez recharger la page.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Assistant automatique de la boutique : envoyez une photo ou quelques mots, je trouverai le plus ressemblant.
bot-description = { automatic-assistant } Envoyez-moi une photo de quelque chose qui vous plaît, ou dites-le avec des mots, et je trouverai ce qui s’en rapproche le plus dans la boutique. Les photos servent uniquement à vous répondre et ne sont pas conservées.
command-start = Ce que je sais faire, avec des exemples
command-favourites = Ce que vous avez gardé
command-help = Comment chercher
command-language = Choisir ma langue
command-my-data = Voir tout ce que je garde sur vous
command-forget-me = Supprimer tout ce que je garde sur vous
command-add = Ajouter un produit : photo et « titre ; prix ; lien »
command-remove = Retirer un produit
command-sync = Importer un flux
command-stats = Produits et recherches du jour

## For owners

setup-owner = Vous êtes maintenant propriétaire de cette boutique. Dès que je serai en marche, envoyez-moi une photo avec « titre ; prix ; lien » pour ajouter un produit. /help montre le reste.
added = Ajouté : { $product }.
added-seen = Ajouté : { $product }. Je vois : { $words }.
removed = { $title } est retiré. /stats montre ce qui reste.
not-there = Il n’y a pas de produit avec l’identifiant « { $id } ». Cherchez-le et touchez [{ button-remove }] sur sa fiche.
remove-question = Retirer { $title } ?
remove-titled = Retirer { $title }
how-to-add = Envoyez une photo avec la légende : titre ; prix ; lien — par exemple : Robe en lin « Ivy » ; 59,00 € ; https://…
need-title = Il me faut un titre.
need-price = Il me faut un prix.
how-to-remove = Envoyez /remove et l’identifiant du produit, ou ouvrez le produit et touchez [{ button-remove }].
stats-products = { $products ->
    [one] { $products } produit
   *[other] { $products } produits
}, dont { $gone } en rupture.
stats-stale = Produits analysés par un autre modèle : { $count }. Réimportez-les pour qu’on les trouve.
stats-today = Aujourd’hui : { $searches ->
    [one] { $searches } recherche
   *[other] { $searches } recherches
}, dont { $photos } avec photo et { $nothing } sans résultat proche.
stats-repaired = Erreurs dans l’index réparées depuis le démarrage : { $count }.

stats-words = Demandé par plusieurs personnes : { $words }.
chart-searches = en { $days } jours
chart-nothing-found = sans résultat
chart-quick = en moins de 1 s
chart-words = demandé par plusieurs
stats-corrected = Corrigé par des clients : { $corrections }.
stats-report = { $place } · Signalé { $count }× : { $title } est { $change } ?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, depuis { $minutes } min : { $cause }
alert-over = ✓ { $what } : terminé après { $minutes } min.
alert-engine = Le modèle ne répond pas
alert-catalog = Le catalogue n’est pas disponible
alert-index = L’index de vecteurs a un problème
alert-memory = Les conversations ne peuvent pas être enregistrées
alert-inbox = Les messages ne peuvent pas être mis par écrit
alert-telegram = Rien n’arrive de Telegram
alert-disk = Le disque est presque plein
alert-sync = Le dernier flux n’a pas été importé
alert-change = Le changement de modèle ne se termine pas
unreadable-update = ⚠ Telegram a envoyé quelque chose que je ne peux pas lire ({ $kind }). Je l’ai passé, j’ai dit à son expéditeur ce qui marche, et je continue. Si cela se répète, mettez à jour shoplens, et le serveur de la Bot API si vous avez le vôtre ; le journal contient une ligne pour chaque cas.

## Feeds, for owners

sync-reading = Lecture de { $name }…
sync-rows = { $rows ->
    [one] { $rows } ligne pour l’instant.
   *[other] { $rows } lignes pour l’instant.
}
sync-plan = { $kind } : nouveaux { $added } · modifiés { $changed } · disparus { $removed } · inchangés { $unchanged }
sync-plan-failed = en erreur { $count }
sync-new = Nouveaux : { $names }
sync-changed = Modifiés : { $names }
sync-gone = Disparus : { $names }
sync-withheld = Absents du flux mais conservés, car certaines de ses lignes sont illisibles : { $count }
sync-left-out = Laissé de côté, car illisible : { $examples }
sync-and-more = et { $count } de plus
sync-speed = { $count }/s
sync-minutes-left = encore { $count } min
sync-seconds-left = encore { $count } s
sync-question = { $removed } produits sur { $live } ne sont plus dans le flux, ce qui peut être une erreur. Dois-je continuer et les retirer ?
sync-remove = En retirer { $count }
sync-done = Terminé : { $counts }.
sync-count-new = { $count ->
    [one] { $count } nouveau
   *[other] { $count } nouveaux
}
sync-count-changed = { $count ->
    [one] { $count } modifié
   *[other] { $count } modifiés
}
sync-count-removed = { $count ->
    [one] { $count } retiré
   *[other] { $count } retirés
}
sync-count-unchanged = { $count ->
    [one] { $count } inchangé
   *[other] { $count } inchangés
}
sync-nothing-new = rien de nouveau
sync-failed = { $count ->
    [one] { $count } ligne en erreur ; le tableau dit pourquoi.
   *[other] { $count } lignes en erreur ; le tableau dit pourquoi.
}
sync-same = Le flux n’a pas changé depuis la dernière fois. Il n’y a rien à faire.
sync-stopped = Arrêté. Ce qui est fait reste ; renvoyez le flux et je reprends de là.
sync-unconfirmed = Personne n’a confirmé, donc rien n’a changé. Renvoyez le flux pour recommencer.
sync-all-right = D’accord.
sync-busy = J’importe encore { $name } ; un seul flux à la fois. Renvoyez celui-ci quand ce sera fini.
sync-how-to = Envoyez /sync et l’adresse de votre flux, ou envoyez-moi le fichier : un flux Google Merchant, un export de Shopify ou de WooCommerce, du CSV ou des lignes JSON. Je montre ce qui change et ne retire que ce que ce flux a apporté.
sync-broken = Je n’ai pas pu importer ce flux : { $cause }. Rien n’a été retiré.

## When something fails

failed-picture = Je n’ai pas pu ouvrir cette image. JPEG, PNG, WebP et GIF jusqu’à 20 Mo fonctionnent.
failed-picture-heic = Je ne peux pas ouvrir le HEIC, le format des photos de certains téléphones. Envoyez-la comme photo et non comme fichier, ou en JPEG.
failed-picture-large = Cette image est trop grande pour moi. Envoyez-en une plus petite, ou une capture d’écran.
failed-picture-gone = La photo s’est perdue en route. Veuillez la renvoyer.
failed-busy = { $seconds ->
    [one] Beaucoup de monde cherche en ce moment. Je serai libre dans environ { $seconds } seconde, renvoyez-le alors.
   *[other] Beaucoup de monde cherche en ce moment. Je serai libre dans environ { $seconds } secondes, renvoyez-le alors.
}
failed-late = Cette recherche prend plus de temps que je ne peux attendre. Renvoyez-la dans un instant.
unreadable = Je ne peux pas lire ce type de message. Dites-moi en quelques mots ce que vous cherchez, ou envoyez-m’en une photo.
failed-crash = Je n’ai rien pu faire de celle-ci. Essayez une autre photo, ou dites-le avec des mots.
failed-closed = Je redémarre. Renvoyez-le dans une minute.
failed-unknown = Un problème est survenu de mon côté, et la boutique en est informée. Renvoyez-le dans un instant.
failed-cause = Cause : { $cause }
failed-cause-logged = Cause : { $cause } ; le journal contient le reste.
slow-down-seconds = { $count ->
    [one] Cela fait beaucoup d’un coup ! Renvoyez-le-moi dans environ { $count } seconde.
   *[other] Cela fait beaucoup d’un coup ! Renvoyez-le-moi dans environ { $count } secondes.
}
slow-down-minutes = { $count ->
    [one] Cela fait beaucoup d’un coup ! Renvoyez-le-moi dans environ { $count } minute.
   *[other] Cela fait beaucoup d’un coup ! Renvoyez-le-moi dans environ { $count } minutes.
}
takes-longer = La recherche prend plus de temps que d’habitude…
group-is-busy = Il y a beaucoup d’activité ici, et je ne peux envoyer qu’un nombre limité de messages dans un groupe. Votre réponse arrive d’ici une minute ; en privé, je suis plus rapide.
still-working = Je travaille encore sur vos messages précédents. Renvoyez celui-ci dans un instant.
was-away = Je me suis absenté un moment et j’ai manqué votre message. Renvoyez-le, je suis là maintenant.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = t-shirt
word-polo-shirt = polo
word-shirt = chemise
word-blouse = blouse
word-top = top
word-tank-top = débardeur
word-sweater = pull
word-cardigan = gilet en maille
word-sweatshirt = sweat
word-hoodie = sweat à capuche
word-tunic = tunique
word-kurta = kurta
word-bodysuit = body
word-jacket = veste
word-coat = manteau
word-blazer = blazer
word-waistcoat = gilet sans manches
word-dress = robe
word-jumpsuit = combinaison
word-saree = sari
word-jeans = jean
word-trousers = pantalon
word-track-pants = jogging
word-leggings = legging
word-capris = pantacourt
word-shorts = short
word-skirt = jupe
word-sneakers = baskets
word-casual-shoes = chaussures décontractées
word-formal-shoes = chaussures de ville
word-boots = bottes
word-heels = escarpins
word-flats = ballerines
word-sandals = sandales
word-flip-flops = tongs
word-handbag = sac à main
word-clutch = pochette
word-backpack = sac à dos
word-messenger-bag = sac bandoulière
word-duffel-bag = sac de voyage
word-wallet = portefeuille
word-cap = casquette
word-hat = chapeau
word-beanie = bonnet
word-scarf = écharpe
word-gloves = gants
word-belt = ceinture
word-tie = cravate
word-socks = chaussettes
word-sunglasses = lunettes de soleil
word-watch = montre
word-umbrella = parapluie
word-necklace = collier
word-earrings = boucles d’oreilles
word-ring = bague
word-bracelet = bracelet
word-cufflinks = boutons de manchette
word-bra = soutien-gorge
word-briefs = culotte
word-nightwear = pyjama
word-perfume = parfum
word-lipstick = rouge à lèvres
word-nail-polish = vernis à ongles
word-make-up = maquillage
word-skin-care = soin de la peau

# Colours
word-black = noir
word-white = blanc
word-grey = gris
word-silver = argenté
word-beige = beige
word-cream = crème
word-brown = marron
word-tan = camel
word-khaki = kaki
word-olive = vert olive
word-green = vert
word-teal = bleu canard
word-turquoise = turquoise
word-blue = bleu
word-navy = bleu marine
word-purple = violet
word-lavender = lavande
word-pink = rose
word-red = rouge
word-maroon = bordeaux
word-orange = orange
word-coral = corail
word-yellow = jaune
word-mustard = moutarde
word-gold = doré
word-multicolour = multicolore

# Patterns
word-plain = uni
    .without = pas uni
word-striped = à rayures
word-checked = à carreaux
word-dotted = à pois
word-floral = à fleurs
    .without = sans fleurs
word-printed = imprimé
word-animal-print = imprimé animal
word-camouflage = camouflage

# Necklines
word-crew-neck = col rond
word-v-neck = col en V
word-polo-collar = col polo
word-shirt-collar = col chemise
word-lapels = revers
word-turtleneck = col roulé
word-hood = capuche
word-strapless = bustier
    .without = avec bretelles

# Sleeves
word-sleeveless = sans manches
    .without = avec manches
word-short-sleeves = manches courtes
word-long-sleeves = manches longues

# Styles
word-casual = décontracté
word-formal = habillé
word-sporty = sportif
word-party = de soirée
word-ethnic = ethnique

# For whom
word-women = femme
word-men = homme
word-girls = fille
word-boys = garçon
word-unisex = unisexe

# Materials
word-leather = cuir
word-denim = denim
word-cotton = coton
word-linen = lin
word-wool = laine
word-silk = soie
word-knitted = maille
word-canvas = toile
word-lace = dentelle
word-velvet = velours

# Loose words
word-accessories = accessoires
word-bag = sac
word-beauty = beauté
word-bottoms = bas
word-bottomwear = bas
word-collar = col
word-cosmetics = cosmétiques
word-footwear = chaussures
word-headgear = couvre-chefs
word-headwear = couvre-chefs
word-innerwear = sous-vêtements
word-jewellery = bijoux
word-kids = enfants
word-makeup = maquillage
word-outwear = vêtements d’extérieur
word-overcoat-layer = vêtements d’extérieur
word-pattern = motif
word-print = imprimé
word-shoes = chaussures
word-sleeves = manches
word-topwear = hauts
word-underwear = sous-vêtements
word-upper-wear = hauts
word-stripes = rayures
word-checks = carreaux
word-dots = pois

# Offers and orders
word-on-sale = en solde
word-in-stock = en stock
word-cheapest-first = moins chers d’abord
word-dearest-first = plus chers d’abord
word-newest-first = nouveautés d’abord
word-best-match-first = meilleurs résultats d’abord
