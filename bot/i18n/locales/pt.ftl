# Portuguese; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = nossa loja
automatic-assistant = Sou o assistente automático desta loja.
welcome =
    Olá! { automatic-assistant } Mande uma foto de algo de que você goste, ou diga em palavras, e eu encontro o mais parecido em { $shop }.
    As fotos servem só para responder e não são guardadas. /help /forget_me
example-red-boots = botas vermelhas
example-summer-dress = vestido de verão
try-example = Experimente: { $words }
help =
    Mande uma foto de uma roupa ou acessório, ou algumas palavras como “camiseta azul sem gola até 30”. Depois continue daí: “como este, mas verde”, “com mangas longas”, “mais barato”.
    Um número abre um produto. As fotos servem só para responder e não são guardadas.
    ♡ guarda uma peça para depois, e /favourites mostra o que você guardou. /start mostra um exemplo, /language muda o meu idioma, /my_data mostra o que guardo sobre você, /forget_me apaga tudo.
help-add = /add com uma foto e “título; preço; link” adiciona um produto (a foto e a legenda sozinhas também bastam).
help-remove = /remove ID retira um, /stats conta os produtos e as buscas de hoje.
help-sync = /sync com o endereço de um feed, ou o arquivo dele, traz o que mudou e retira o que não está mais no feed.
language-question = Em que idioma vamos falar?
language-chosen = A partir de agora falo português. O que você procura?

## Results

looks-like = Parece: { $words }
only-nearest = Não encontro nada muito parecido na loja; estes são os que mais se aproximam.
first-photos = { $count ->
    [one] Olhei a primeira foto.
   *[other] Olhei as primeiras { $count } fotos.
}
photos-together = Olhei as { $count } fotos juntas.
which-piece = Vejo { $count } peças. Qual delas?
similar-to = Parecidos com { $title }:
new-in-shop = Novidades na loja:
nothing-has-all = Nada tem tudo; ao mais parecido falta: { $words }.
first-differs = Ao primeiro falta: { $words }.
also-in = também em { $colours }
more-variants = { $count ->
    [one] mais { $count } variante
   *[other] mais { $count } variantes
}
why-same = igual em { $traits }
trait-category = tipo
trait-colours = cor
trait-pattern = estampa
trait-neckline = gola
trait-sleeve = mangas
trait-material = material
trait-style = estilo
trait-gender = público
why-instead = { $there } em vez de { $asked }
why-darker = { $colour } mais escuro
why-lighter = { $colour } mais claro
why-over = { $amount } acima
why-more = { $amount } a mais
why-less = { $amount } a menos
nothing-close = Não encontro nada parecido na loja. Tente uma foto de uma só peça ou acessório, ou diga em palavras o que você procura.
nothing-fits = Nada na loja atende a tudo isso. Tente outro preço, outro tamanho ou menos condições.
no-more = Isso é tudo o que tenho. Diga o que mudar, por exemplo “em preto” ou “até 50”.
empty-catalog = Ainda não há produtos na loja. Volte daqui a pouco.
empty-message = Mande uma foto de algo de que você goste, ou algumas palavras como “botas vermelhas”.
unsupported-voice = Ainda não consigo ouvir mensagens de voz.
unsupported-audio = Ainda não consigo ouvir arquivos de áudio.
unsupported-video = Ainda não consigo ver vídeos.
unsupported-animation = Ainda não consigo ver GIFs.
unsupported-sticker = Não consigo buscar com figurinhas.
unsupported-place = Não consigo fazer nada com um local.
unsupported-contact = Não consigo fazer nada com um contato.
unsupported-document = Não consigo ler documentos como PDFs.
unsupported-poll = Não posso participar de enquetes.
unsupported-checklist = Não consigo usar listas de tarefas.
unsupported-story = Ainda não consigo ver stories.
unsupported-game = Não sei jogar.
unsupported-other = Ainda não consigo fazer nada com este tipo de mensagem.
what-works = Mande uma foto ou uma captura de tela, ou diga em palavras o que você procura.
went-by-the-rest = Eu me guiei pelo resto da sua mensagem.
some-photos-large = Nem todas as suas fotos cabem nos 20 MB que posso receber de uma vez.
some-photos-gone = Uma das suas fotos se perdeu no caminho.
old-button = Este botão é antigo demais. Mande as palavras ou a foto de novo, e eu busco outra vez.
product-gone = Esta peça não está mais na loja. Diga o que você procura, e eu encontro outra.
unknown-command = Não conheço este comando. /help diz o que sei fazer, ou mande uma foto ou algumas palavras.
forgotten = Pronto: tudo o que eu guardava sobre você foi apagado. Mande uma foto ou algumas palavras para recomeçar.
my-data =
    Isto é o que guardo sobre você. No arquivo está tudo.

    { $kept }

    /forget_me apaga tudo.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, desde { $date }
my-data-latest = De cada lista, o arquivo traz os { $count } itens mais recentes.
my-data-none = Não guardo nada sobre você.
my-data-private = Isso eu só mostro na nossa própria conversa, onde ninguém mais lê. Mande /my_data para mim lá.
kept-answers = O que você perguntou e o que eu mostrei
kept-language = Seu idioma
kept-openings = Conversas em que eu disse que sou um assistente automático
kept-favourites = O que você salvou com ♡
kept-letters = Mensagens que ainda preciso responder, incluindo esta
kept-posted = Mensagens que formam as minhas respostas, pelos números
kept-page = Respostas que a página pode pedir de novo
kept-photos = Fotos que esperam a sua mensagem

favourites = Seus favoritos:
favourites-none = Você ainda não guardou nada. Toque em ♡ numa peça de que goste, e /favourites a mostra.
favourites-gone = Não estão mais na loja: { $titles }.
was-when-saved = custava { $price } quando você guardou
saved = Guardado: /favourites mostra todos.
not-saved = Não está mais guardado: /favourites mostra os outros.
thumb-noted = Anotado: [{ button-more }] mostra os próximos levando isso em conta.

what-is-wrong = O que está errado em { $title }? Toque nele.
thanks-searching = Obrigado, buscando: { $value }.
what-is-it = { $trait }: não é { $seen }? Então o que é?
reported = Obrigado, a loja anotou e vai verificar. O que mais você procura?
put-right = Corrigido: { $title } agora é { $value }.
report-dismissed = Tudo bem, fica como está.

## Buttons

button-again = Tentar de novo
button-new = Ver novidades
button-similar = Parecidos
button-shop = Loja
button-more = Mais
button-piece = { $number } { $kind }
button-whole-picture = A foto toda
button-share = Compartilhar
button-open = Abrir no bot
inline-ask = Nada aqui? Pergunte-me na nossa conversa
button-wrong = Algo errado aqui?
button-other = outros…
button-filter = Filtrar
button-sort = Ordenar
button-back = Voltar
button-done = Pronto
button-any = Qualquer
button-clear = Limpar tudo
button-remove-part = Tirar { $part } ✕
button-show-again = Mostrar de novo
button-forget-gone = Tirar os que saíram da loja
button-remove = Retirar
button-undo = Desfazer
button-stop = Parar
button-cancel = Cancelar

## Menus that shape a question

instead-of = Em vez de { $part }
filter-title = { $count ->
    [one] Filtros · { $count } peça serve
   *[other] Filtros · { $count } peças servem
}
facet-category = Tipo
facet-colours = Cor
facet-size = Tamanho
facet-brand = Marca
facet-price = Preço
facet-gender = Para quem
offer-on-sale = Em promoção
offer-in-stock = Em estoque
sort-title = Ordenar por
sort-relevance = Mais parecidos
sort-cheapest = Menor preço
sort-dearest = Maior preço
sort-newest = Mais novos
everything = Tudo na loja, do mais novo ao mais antigo:
shown-already = Os próximos já estão aqui, mais abaixo.

## One product

sizes = Tamanhos { $sizes }
sold-out = esgotado
sold-out-now = Esgotado no momento
understood = Entendi: { $words }

## What was understood, as it is said back

denied-thing = sem { $word }
denied-quality = não { $word }
price-under = até { $price }
price-over = acima de { $price }
price-between = { $low } a { $high }
size = tamanho { $sizes }

## The web chat

shop-title = Nossa loja
page-description = { $shop }: encontre com uma foto ou algumas palavras.
page-assistant = Assistente automático
page-state = Busque com foto ou palavras
page-offline = Reconectando…
page-restart = Recomeçar
page-conversation = Conversa
page-no-script = Este chat precisa de JavaScript.
page-attached = Fotos anexadas
page-add-photo = Adicionar uma foto
page-choose-photos = Escolher fotos
page-question = O que você procura?
page-placeholder = Descreva ou adicione uma foto
page-send = Enviar
page-drop = Solte uma foto para encontrá-la na loja
page-photo = Foto
page-photo-number = Foto { $number }
page-remove-photo = Retirar a foto { $number }
page-only-pictures = Só consigo buscar com imagens. Adicione uma foto ou uma captura de tela, ou diga em palavras o que você procura.
page-too-large = Esta imagem é grande demais. O limite é 20 MB.
page-too-many-photos = Cabem até { $count } fotos em uma mensagem.
page-your-photo = Sua foto
page-numbered-photo = As peças com seus números
page-you = Você
page-shop = Loja
page-products = Produtos: { $count }
page-understood = Entendi
page-searching = Buscando…
page-sizes = Tamanhos
page-details = Detalhes
page-view = Ver na loja
page-download = Baixar
page-sold-out = Esgotado
page-before = antes
page-copied = Link copiado
page-save = Guardar
page-more-such = Mais assim
page-fewer-such = Menos assim
page-no-answer = Ainda não há resposta. Tente de novo.
page-not-sent = Não foi possível enviar a foto. Tente de novo.
page-many-photos = Há muitas fotos a caminho agora. Tente de novo em alguns segundos.
page-open = Abrir o chat
page-closed = Fechado
page-need-key = Este chat precisa de um link com chave. Peça à loja.
web-failed = Algo deu errado do nosso lado. Tente de novo.
web-busy = Um momento, suas últimas mensagens ainda estão sendo respondidas. Depois mande esta de novo.
web-closing = O assistente da loja está reiniciando. Sua mensagem será reenviada daqui a pouco.
web-invalid = Não dá para ler esta mensagem. Recarregue a página.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Assistente automático da loja: mande uma foto ou algumas palavras, e eu encontro o mais parecido.
bot-description = { automatic-assistant } Mande uma foto de algo de que você goste, ou diga em palavras, e eu encontro o mais parecido na loja. As fotos servem só para responder e não são guardadas.
command-start = O que sei fazer, com exemplos
command-favourites = O que você guardou
command-help = Como buscar
command-language = Escolher o meu idioma
command-my-data = Ver tudo o que guardo sobre você
command-forget-me = Apagar tudo o que guardo sobre você
command-add = Adicionar um produto: foto e “título; preço; link”
command-remove = Retirar um produto
command-sync = Importar um feed
command-stats = Produtos e buscas de hoje

## For owners

setup-owner = Agora você é responsável por esta loja. Assim que eu estiver funcionando, mande uma foto com “título; preço; link” para adicionar um produto. /help mostra o resto.
added = Adicionado: { $product }.
added-seen = Adicionado: { $product }. Vejo: { $words }.
removed = { $title } foi retirado. /stats mostra o que resta.
not-there = Não há produto com o id “{ $id }”. Busque por ele e toque em [{ button-remove }] no cartão.
remove-question = Retirar { $title }?
remove-titled = Retirar { $title }
how-to-add = Mande uma foto com a legenda: título; preço; link — por exemplo: Vestido de linho “Ivy”; R$ 59,00; https://…
need-title = Preciso de um título.
need-price = Preciso de um preço.
how-to-remove = Mande /remove e o id do produto, ou abra o produto e toque em [{ button-remove }].
stats-products = { $products ->
    [one] { $products } produto
   *[other] { $products } produtos
}, { $gone } deles esgotados.
stats-stale = Produtos analisados por outro modelo: { $count }. Importe-os de novo para que sejam encontrados.
stats-today = Hoje: { $searches ->
    [one] { $searches } busca
   *[other] { $searches } buscas
}, { $photos } com foto, { $nothing } sem nada parecido.
stats-repaired = Erros no índice corrigidos desde o início: { $count }.

stats-words = Procurado por várias pessoas: { $words }.
chart-searches = em { $days } dias
chart-nothing-found = sem resultado
chart-quick = em menos de 1 s
chart-words = procurado por mais de um
stats-corrected = Corrigido por clientes: { $corrections }.
stats-report = { $place } · Avisado { $count }×: { $title } é { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, há { $minutes } min: { $cause }
alert-over = ✓ { $what }: resolvido após { $minutes } min.
alert-engine = O modelo não responde
alert-catalog = O catálogo não está disponível
alert-index = O índice de vetores tem problemas
alert-memory = Não é possível guardar as conversas
alert-inbox = As mensagens não podem ser anotadas
alert-telegram = Nada chega do Telegram
alert-disk = O disco está quase cheio
alert-sync = O último feed não foi importado
alert-change = A troca de modelo não termina
unreadable-update = ⚠ O Telegram enviou algo que não consigo ler ({ $kind }). Pulei, disse a quem enviou o que funciona e sigo em frente. Se acontecer de novo, atualize o shoplens e o servidor da Bot API, se você tiver um próprio; o registro tem uma linha para cada caso.

## Feeds, for owners

sync-reading = Lendo { $name }…
sync-rows = { $rows ->
    [one] { $rows } linha até agora.
   *[other] { $rows } linhas até agora.
}
sync-plan = { $kind }: novos { $added } · alterados { $changed } · removidos { $removed } · sem mudança { $unchanged }
sync-plan-failed = com erro { $count }
sync-new = Novos: { $names }
sync-changed = Alterados: { $names }
sync-gone = Removidos: { $names }
sync-withheld = Não estão no feed, mas ficam, porque algumas das linhas não podem ser lidas: { $count }
sync-left-out = Deixado de fora por não poder ser lido: { $examples }
sync-and-more = e mais { $count }
sync-speed = { $count }/s
sync-minutes-left = faltam { $count } min
sync-seconds-left = faltam { $count } s
sync-question = { $removed } de { $live } produtos não estão mais no feed, o que pode ser um engano. Continuo e retiro esses produtos?
sync-remove = Retirar { $count }
sync-done = Pronto: { $counts }.
sync-count-new = { $count ->
    [one] { $count } novo
   *[other] { $count } novos
}
sync-count-changed = { $count ->
    [one] { $count } alterado
   *[other] { $count } alterados
}
sync-count-removed = { $count ->
    [one] { $count } removido
   *[other] { $count } removidos
}
sync-count-unchanged = { $count } sem mudança
sync-nothing-new = nada de novo
sync-failed = { $count ->
    [one] { $count } linha falhou; a tabela diz por quê.
   *[other] { $count } linhas falharam; a tabela diz por quê.
}
sync-same = O feed não mudou desde a última vez. Não há nada a fazer.
sync-stopped = Parado. O que já foi feito fica; mande o feed de novo e eu continuo daí.
sync-unconfirmed = Ninguém confirmou, então nada mudou. Mande o feed de novo para recomeçar.
sync-all-right = Tudo bem.
sync-busy = Ainda estou importando { $name }; um feed de cada vez. Mande este de novo quando terminar.
sync-how-to = Mande /sync e o endereço do seu feed, ou mande o arquivo: um feed do Google Merchant, uma exportação do Shopify ou do WooCommerce, CSV ou linhas JSON. Mostro o que muda e retiro só o que este feed trouxe.
sync-broken = Não consegui importar este feed: { $cause }. Nada foi retirado.

## When something fails

failed-picture = Não consegui abrir esta imagem. Funcionam JPEG, PNG, WebP e GIF de até 20 MB.
failed-picture-heic = Não consigo abrir HEIC, o formato em que alguns celulares guardam fotos. Mande como foto, e não como arquivo, ou em JPEG.
failed-picture-large = Esta imagem é grande demais para mim. Mande uma menor, ou uma captura de tela.
failed-picture-gone = A foto se perdeu no caminho. Mande de novo.
failed-busy = { $seconds ->
    [one] Muita gente está buscando agora. Estarei livre em cerca de { $seconds } segundo; mande de novo.
   *[other] Muita gente está buscando agora. Estarei livre em cerca de { $seconds } segundos; mande de novo.
}
failed-late = Esta busca demora mais do que posso esperar. Mande de novo daqui a pouco.
unreadable = Não consigo ler este tipo de mensagem. Diga em palavras o que procura, ou mande uma foto.
failed-crash = Não consegui trabalhar com esta. Tente outra foto, ou diga em palavras.
failed-closed = Estou reiniciando. Mande de novo em um minuto.
failed-unknown = Algo deu errado do meu lado, e a loja já foi avisada. Mande de novo daqui a pouco.
failed-cause = Causa: { $cause }
failed-cause-logged = Causa: { $cause }; o registro tem o resto.
slow-down-seconds = { $count ->
    [one] Foi muita coisa de uma vez! Mande isto de novo em cerca de { $count } segundo.
   *[other] Foi muita coisa de uma vez! Mande isto de novo em cerca de { $count } segundos.
}
slow-down-minutes = { $count ->
    [one] Foi muita coisa de uma vez! Mande isto de novo em cerca de { $count } minuto.
   *[other] Foi muita coisa de uma vez! Mande isto de novo em cerca de { $count } minutos.
}
takes-longer = A busca está demorando mais do que o normal…
group-is-busy = Há muito movimento aqui, e em um grupo só posso mandar um número limitado de mensagens. Sua resposta chega em até um minuto; no privado sou mais rápido.
still-working = Ainda estou nas suas mensagens anteriores. Mande esta de novo daqui a pouco.
was-away = Fiquei fora um tempo e perdi sua mensagem. Mande de novo, já estou aqui.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = camiseta
word-polo-shirt = camisa polo
word-shirt = camisa
word-blouse = blusa
word-top = top
word-tank-top = regata
word-sweater = suéter
word-cardigan = cardigã
word-sweatshirt = moletom
word-hoodie = moletom com capuz
word-tunic = túnica
word-kurta = kurta
word-bodysuit = body
word-jacket = jaqueta
word-coat = casaco
word-blazer = blazer
word-waistcoat = colete
word-dress = vestido
word-jumpsuit = macacão
word-saree = sári
word-jeans = jeans
word-trousers = calça
word-track-pants = calça de moletom
word-leggings = legging
word-capris = calça capri
word-shorts = shorts
word-skirt = saia
word-sneakers = tênis
word-casual-shoes = sapatos casuais
word-formal-shoes = sapatos sociais
word-boots = botas
word-heels = sapatos de salto
word-flats = sapatilhas
word-sandals = sandálias
word-flip-flops = chinelos
word-handbag = bolsa
word-clutch = clutch
word-backpack = mochila
word-messenger-bag = bolsa carteiro
word-duffel-bag = bolsa de viagem
word-wallet = carteira
word-cap = boné
word-hat = chapéu
word-beanie = gorro
word-scarf = cachecol
word-gloves = luvas
word-belt = cinto
word-tie = gravata
word-socks = meias
word-sunglasses = óculos de sol
word-watch = relógio
word-umbrella = guarda-chuva
word-necklace = colar
word-earrings = brincos
word-ring = anel
word-bracelet = pulseira
word-cufflinks = abotoaduras
word-bra = sutiã
word-briefs = cueca ou calcinha
word-nightwear = pijama
word-perfume = perfume
word-lipstick = batom
word-nail-polish = esmalte
word-make-up = maquiagem
word-skin-care = cuidados com a pele

# Colours
word-black = preto
word-white = branco
word-grey = cinza
word-silver = prateado
word-beige = bege
word-cream = creme
word-brown = marrom
word-tan = caramelo
word-khaki = cáqui
word-olive = verde-oliva
word-green = verde
word-teal = verde-petróleo
word-turquoise = turquesa
word-blue = azul
word-navy = azul-marinho
word-purple = roxo
word-lavender = lavanda
word-pink = rosa
word-red = vermelho
word-maroon = vinho
word-orange = laranja
word-coral = coral
word-yellow = amarelo
word-mustard = mostarda
word-gold = dourado
word-multicolour = multicolorido

# Patterns
word-plain = liso
    .without = não liso
word-striped = listrado
word-checked = xadrez
word-dotted = de bolinhas
word-floral = floral
    .without = sem flores
word-printed = estampado
    .without = sem estampa
word-animal-print = animal print
word-camouflage = camuflado
    .without = sem camuflagem

# Necklines
word-crew-neck = gola redonda
word-v-neck = decote em V
word-polo-collar = gola polo
word-shirt-collar = gola de camisa
word-lapels = lapela
word-turtleneck = gola alta
word-hood = capuz
word-strapless = tomara que caia
    .without = com alças

# Sleeves
word-sleeveless = sem mangas
    .without = com mangas
word-short-sleeves = mangas curtas
word-long-sleeves = mangas longas

# Styles
word-casual = casual
word-formal = formal
word-sporty = esportivo
word-party = de festa
word-ethnic = étnico

# For whom
word-women = feminino
word-men = masculino
word-girls = meninas
word-boys = meninos
word-unisex = unissex

# Materials
word-leather = couro
word-denim = jeans
word-cotton = algodão
word-linen = linho
word-wool = lã
word-silk = seda
word-knitted = tricô
word-canvas = lona
word-lace = renda
word-velvet = veludo

# Loose words
word-accessories = acessórios
word-bag = bolsa
word-beauty = beleza
word-bottoms = parte de baixo
word-bottomwear = parte de baixo
word-collar = gola
word-cosmetics = cosméticos
word-footwear = calçados
word-headgear = chapéus e bonés
word-headwear = chapéus e bonés
word-innerwear = roupa íntima
word-jewellery = joias e bijuterias
word-kids = crianças
word-makeup = maquiagem
word-outwear = casacos e jaquetas
word-overcoat-layer = casacos e jaquetas
word-pattern = estampa
word-print = estampa
word-shoes = sapatos
word-sleeves = mangas
word-topwear = parte de cima
word-underwear = roupa íntima
word-upper-wear = parte de cima
word-stripes = listras
word-checks = xadrez
word-dots = bolinhas

# Offers and orders
word-on-sale = em promoção
word-in-stock = em estoque
word-cheapest-first = mais baratos primeiro
word-dearest-first = mais caros primeiro
word-newest-first = novidades primeiro
word-best-match-first = mais parecidos primeiro
