# Turkish; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = mağazamız
automatic-assistant = Ben bu mağazanın otomatik asistanıyım.
welcome =
    Merhaba! { automatic-assistant } Beğendiğiniz bir şeyin fotoğrafını gönderin ya da birkaç kelimeyle anlatın, { $shop } içinde en benzer ürünleri bulayım.
    Fotoğraflar yalnızca yanıt için kullanılır ve saklanmaz. /help /forget_me
example-red-boots = kırmızı bot
example-summer-dress = yazlık elbise
try-example = Deneyin: { $words }
help =
    Bana bir giysinin ya da aksesuarın fotoğrafını veya “30 altı yakasız mavi tişört” gibi birkaç kelime gönderin. Sonra oradan devam edin: “bunun gibi ama yeşil”, “uzun kollu”, “daha ucuz”.
    Bir numara ürünü açar. Fotoğraflar yalnızca yanıt için kullanılır ve saklanmaz.
    ♡ bir ürünü sonrası için saklar, /favourites sakladıklarınızı gösterir. /start bir örnek gösterir, /language dilimi değiştirir, /my_data sizinle ilgili sakladıklarımı gösterir, /forget_me hepsini siler.
help-add = /add, bir fotoğraf ve “başlık; fiyat; bağlantı” ile ürün ekler (fotoğraf ve açıklaması tek başına da yeter).
help-remove = /remove ID bir ürünü çıkarır, /stats ürünleri ve bugünkü aramaları sayar.
help-sync = /sync ve bir feed adresi ya da dosyası, değişenleri alır ve feed’de artık olmayanları çıkarır.
language-question = Hangi dilde konuşayım?
language-chosen = Artık Türkçe konuşuyorum. Ne arıyorsunuz?

## Results

looks-like = Şuna benziyor: { $words }
only-nearest = Mağazada buna çok benzeyen bir şey bulamadım; en yakınları bunlar.
first-photos = { $count ->
    [one] İlk fotoğrafa baktım.
   *[other] İlk { $count } fotoğrafa baktım.
}
photos-together = { $count } fotoğrafa birlikte baktım.
which-piece = { $count } parça görüyorum. Hangisi?
similar-to = { $title } benzerleri:
new-in-shop = Mağazada yeni:
nothing-has-all = Hiçbirinde hepsi birden yok; en yakınında eksik olan: { $words }.
first-differs = İlkinde eksik olan: { $words }.
also-in = diğer renkler: { $colours }
more-variants = { $count } seçenek daha
why-same = aynı { $traits }
trait-category = tür
trait-colours = renk
trait-pattern = desen
trait-neckline = yaka
trait-sleeve = kol
trait-material = kumaş
trait-style = tarz
trait-gender = kitle
why-instead = { $asked } yerine { $there }
why-darker = daha koyu { $colour }
why-lighter = daha açık { $colour }
why-over = sınırdan { $amount } fazla
why-more = { $amount } daha pahalı
why-less = { $amount } daha ucuz
nothing-close = Mağazada buna benzer bir şey bulamadım. Tek bir giysinin ya da aksesuarın fotoğrafını deneyin veya ne aradığınızı kelimelerle yazın.
nothing-fits = Mağazada bunların hepsine uyan bir şey yok. Başka bir fiyat, başka bir beden ya da daha az koşul deneyin.
no-more = Elimdekiler bu kadar. Neyi değiştireyim, yazın; örneğin “siyah olsun” ya da “50 altı”.
empty-catalog = Mağazada henüz ürün yok. Biraz sonra yeniden uğrayın.
empty-message = Beğendiğiniz bir şeyin fotoğrafını ya da “kırmızı bot” gibi birkaç kelime gönderin.
unsupported-voice = Sesli mesajları henüz dinleyemiyorum.
unsupported-audio = Ses dosyalarını henüz dinleyemiyorum.
unsupported-video = Videoları henüz izleyemiyorum.
unsupported-animation = GIF’lere henüz bakamıyorum.
unsupported-sticker = Çıkartmalarla arama yapamıyorum.
unsupported-place = Konumlarla bir şey yapamıyorum.
unsupported-contact = Kişi kartlarıyla bir şey yapamıyorum.
unsupported-document = PDF gibi belgeleri okuyamıyorum.
unsupported-poll = Anketlere katılamıyorum.
unsupported-checklist = Yapılacaklar listeleriyle çalışamıyorum.
unsupported-story = Hikâyelere henüz bakamıyorum.
unsupported-game = Oyun oynayamıyorum.
unsupported-other = Bu tür mesajlarla henüz bir şey yapamıyorum.
what-works = Bana bir fotoğraf ya da ekran görüntüsü gönderin veya ne aradığınızı yazın.
went-by-the-rest = Mesajınızın geri kalanına göre yanıtladım.
some-photos-large = Fotoğraflarınızın hepsi bir kerede alabildiğim 20 MB’a sığmadı.
some-photos-gone = Fotoğraflarınızdan biri yolda kayboldu.
old-button = Bu düğme çok eski. Kelimeleri ya da fotoğrafı yeniden gönderin, baştan arayayım.
product-gone = Bu ürün artık mağazada yok. Ne aradığınızı yazın, başka birini bulayım.
unknown-command = Bu komutu bilmiyorum. /help neler yapabildiğimi anlatır; ya da bir fotoğraf veya birkaç kelime gönderin.
forgotten = Tamam: sizinle ilgili sakladığım her şey silindi. Yeniden başlamak için bir fotoğraf ya da birkaç kelime gönderin.
my-data =
    Sizinle ilgili sakladıklarım bunlar. Hepsi dosyada.

    { $kept }

    /forget_me hepsini siler.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, { $date } tarihinden beri
my-data-latest = Dosyada her birinin en yeni { $count } kaydı var.
my-data-none = Sizinle ilgili hiçbir şey saklamıyorum.
my-data-private = Bunu yalnızca başka kimsenin okumadığı kendi sohbetimizde gösteririm. Bana orada /my_data yazın.
kept-answers = Sorduklarınız ve size gösterdiklerim
kept-language = Diliniz
kept-openings = Otomatik bir asistan olduğumu söylediğim sohbetler
kept-favourites = ♡ ile sakladıklarınız
kept-letters = Bu mesaj dahil, henüz yanıtlamadığım mesajlar
kept-posted = Yanıtlarımı oluşturan mesajlar, numaralarıyla
kept-page = Sayfanın yeniden isteyebileceği yanıtlar
kept-photos = Mesajınızı bekleyen fotoğraflar

favourites = Favorileriniz:
favourites-none = Henüz bir şey saklamadınız. Beğendiğiniz bir üründe ♡ simgesine dokunun, /favourites onu gösterir.
favourites-gone = Artık mağazada yok: { $titles }.
was-when-saved = sakladığınızda { $price } idi
saved = Saklandı: /favourites hepsini gösterir.
not-saved = Artık saklanmıyor: /favourites kalanları gösterir.
thumb-noted = Not ettim: [{ button-more }] bundan sonrakileri buna göre gösterir.

what-is-wrong = { $title } için yanlış olan ne? Ona dokunun.
thanks-searching = Teşekkürler, aranan: { $value }.
what-is-it = { $trait }: { $seen } değil mi? Öyleyse ne?
reported = Teşekkürler, mağaza not aldı ve bakacak. Başka ne arıyorsunuz?
put-right = Düzeltildi: { $title } artık { $value }.
report-dismissed = Tamam, olduğu gibi kalıyor.

## Buttons

button-again = Yeniden dene
button-new = Yeni gelenler
button-similar = Benzerleri
button-shop = Mağaza
button-more = Daha fazla
button-piece = { $number } { $kind }
button-whole-picture = Fotoğrafın tamamı
button-share = Paylaş
button-open = Botta aç
inline-ask = Burada yok mu? Sohbetimizde bana sorun
button-wrong = Burada bir yanlış mı var?
button-other = başka…
button-filter = Filtrele
button-sort = Sırala
button-back = Geri
button-done = Tamam
button-any = Hepsi
button-clear = Tümünü temizle
button-remove-part = Kaldır: { $part } ✕
button-show-again = Yeniden göster
button-forget-gone = Kalkanları sil
button-remove = Çıkar
button-undo = Geri al
button-stop = Durdur
button-cancel = Vazgeç

## Menus that shape a question

instead-of = { $part } yerine
filter-title = Filtre · { $count } ürün uyuyor
facet-category = Tür
facet-colours = Renk
facet-size = Beden
facet-brand = Marka
facet-price = Fiyat
facet-gender = Kimin için
offer-on-sale = İndirimde
offer-in-stock = Stokta
sort-title = Sıralama
sort-relevance = En benzer
sort-cheapest = Fiyat: artan
sort-dearest = Fiyat: azalan
sort-newest = En yeni
everything = Mağazadaki her şey, önce en yeni:
shown-already = Sonrakiler zaten burada, aşağıda.

## One product

sizes = Bedenler { $sizes }
sold-out = tükendi
sold-out-now = Şu anda tükendi
understood = Anladığım: { $words }

## What was understood, as it is said back

denied-thing = { $word } olmayan
denied-quality = { $word } olmayan
price-under = { $price } altı
price-over = { $price } üstü
price-between = { $low } – { $high }
size = beden { $sizes }

## The web chat

shop-title = Mağazamız
page-description = { $shop }: bir fotoğraf ya da birkaç kelimeyle bulun.
page-assistant = Otomatik asistan
page-state = Fotoğrafla ya da kelimelerle arayın
page-offline = Yeniden bağlanıyor…
page-restart = Baştan başla
page-conversation = Sohbet
page-no-script = Bu sohbet için JavaScript gerekli.
page-attached = Eklenen fotoğraflar
page-add-photo = Fotoğraf ekle
page-choose-photos = Fotoğraf seç
page-question = Ne arıyorsunuz?
page-placeholder = Anlatın ya da fotoğraf ekleyin
page-send = Gönder
page-drop = Mağazada bulmak için bir fotoğraf bırakın
page-photo = Fotoğraf
page-photo-number = Fotoğraf { $number }
page-remove-photo = { $number } numaralı fotoğrafı çıkar
page-only-pictures = Yalnızca resimlerle arama yapabiliyorum. Bir fotoğraf ya da ekran görüntüsü ekleyin veya ne aradığınızı yazın.
page-too-large = Bu resim çok büyük. En fazla 20 MB olabilir.
page-too-many-photos = Bir mesaja en fazla { $count } fotoğraf sığar.
page-your-photo = Fotoğrafınız
page-numbered-photo = Numaralı parçalar
page-you = Siz
page-shop = Mağaza
page-products = Ürünler: { $count }
page-understood = Anladığım
page-searching = Arıyorum…
page-sizes = Bedenler
page-details = Ayrıntılar
page-view = Mağazada gör
page-download = İndir:
page-sold-out = Tükendi
page-before = önceki fiyat
page-copied = Bağlantı kopyalandı
page-save = Sakla
page-more-such = Böyle daha çok
page-fewer-such = Böyle daha az
page-no-answer = Henüz yanıt yok. Lütfen yeniden deneyin.
page-not-sent = Fotoğraf gönderilemedi. Lütfen yeniden deneyin.
page-many-photos = Şu anda çok fotoğraf gönderiliyor. Lütfen birkaç saniye sonra yeniden deneyin.
page-open = Sohbeti aç
page-closed = Kapalı
page-need-key = Bu sohbet için anahtarlı bir bağlantı gerekli. Lütfen mağazadan isteyin.
web-failed = Bizim tarafımızda bir sorun oldu. Lütfen yeniden deneyin.
web-busy = Bir dakika, son mesajlarınızı hâlâ yanıtlıyorum. Lütfen bunu sonra yeniden gönderin.
web-closing = Mağazanın yardımcısı yeniden başlıyor. Mesajınız birazdan yeniden gönderilecek.
web-invalid = Bu mesaj okunamıyor. Lütfen sayfayı yenileyin.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Mağazanın otomatik asistanı: bir fotoğraf ya da birkaç kelime gönderin, en benzer ürünleri bulayım.
bot-description = { automatic-assistant } Beğendiğiniz bir şeyin fotoğrafını gönderin ya da birkaç kelimeyle anlatın, mağazadaki en benzer ürünleri bulayım. Fotoğraflar yalnızca yanıt için kullanılır ve saklanmaz.
command-start = Neler yapabildiğim, örneklerle
command-favourites = Sakladıklarınız
command-help = Nasıl aranır
command-language = Konuştuğum dili seçin
command-my-data = Sizinle ilgili sakladığım her şeyi gör
command-forget-me = Sizinle ilgili sakladığım her şeyi sil
command-add = Ürün ekle: fotoğraf ve “başlık; fiyat; bağlantı”
command-remove = Bir ürünü çıkar
command-sync = Bir feed’i içe aktar
command-stats = Ürünler ve bugünkü aramalar

## For owners

setup-owner = Artık bu mağazanın sahibi sizsiniz. Ben çalışmaya başlayınca ürün eklemek için “başlık; fiyat; bağlantı” yazılı bir fotoğraf gönderin. Gerisini /help gösterir.
added = Eklendi: { $product }.
added-seen = Eklendi: { $product }. Gördüğüm: { $words }.
removed = { $title } çıkarıldı. /stats kalanları gösterir.
not-there = “{ $id }” kimlikli ürün yok. Onu arayın ve kartında [{ button-remove }] düğmesine dokunun.
remove-question = { $title } çıkarılsın mı?
remove-titled = { $title } ürününü çıkar
how-to-add = Şu açıklamayla bir fotoğraf gönderin: başlık; fiyat; bağlantı — örneğin: Keten elbise “Ivy”; ₺590,00; https://…
need-title = Bir başlık gerekli.
need-price = Bir fiyat gerekli.
how-to-remove = /remove ve ürünün kimliğini gönderin ya da ürünü açıp [{ button-remove }] düğmesine dokunun.
stats-products = { $products } ürün, { $gone } tanesi tükendi.
stats-stale = { $count } ürün başka bir modelle işlenmiş: bulunmaları için yeniden içe aktarın.
stats-today = Bugün: { $searches } arama, { $photos } tanesi fotoğraflı, { $nothing } tanesi benzer bir şey bulamadı.
stats-repaired = Başlangıçtan beri dizinde { $count } hata onarıldı.

stats-words = Birkaç kişinin aradıkları: { $words }.
chart-searches = { $days } günde arama
chart-nothing-found = sonuçsuz
chart-quick = 1 sn içinde
chart-words = birkaç kişi aradı
stats-corrected = Müşterilerin düzelttikleri: { $corrections }.
stats-report = { $place } · { $count }× bildirildi: { $title }: { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, { $minutes } dk’dır: { $cause }
alert-over = ✓ { $what }: { $minutes } dk sonra düzeldi.
alert-engine = Model yanıt vermiyor
alert-catalog = Katalog kullanılamıyor
alert-index = Vektör dizininde sorun var
alert-memory = Sohbetler kaydedilemiyor
alert-inbox = Mesajlar yazıya geçirilemiyor
alert-telegram = Telegram'dan hiçbir şey gelmiyor
alert-disk = Disk neredeyse dolu
alert-sync = Son feed alınamadı
alert-change = Model değişikliği bitmiyor
unreadable-update = ⚠ Telegram okuyamadığım bir şey gönderdi ({ $kind }). Onu atladım, gönderene neyin işe yaradığını söyledim ve devam ediyorum. Yinelenirse shoplens'i ve kendi Bot API sunucunuz varsa onu güncelleyin; günlükte her biri için bir satır var.

## Feeds, for owners

sync-reading = { $name } okunuyor…
sync-rows = Şimdiye kadar { $rows } satır.
sync-plan = { $kind }: yeni { $added } · değişen { $changed } · kalkan { $removed } · aynı { $unchanged }
sync-plan-failed = hatalı { $count }
sync-new = Yeni: { $names }
sync-changed = Değişen: { $names }
sync-gone = Kalkan: { $names }
sync-withheld = Akışta yok ama bazı satırları okunamadığı için tutuluyor: { $count }
sync-left-out = Okunamadığı için dışarıda bırakıldı: { $examples }
sync-and-more = ve { $count } tane daha
sync-speed = { $count }/sn
sync-minutes-left = { $count } dk kaldı
sync-seconds-left = { $count } sn kaldı
sync-question = { $live } üründen { $removed } tanesi artık feed’de yok; bu bir hata olabilir. Devam edip onları çıkarayım mı?
sync-remove = { $count } ürünü çıkar
sync-done = Bitti: { $counts }.
sync-count-new = { $count } yeni
sync-count-changed = { $count } değişen
sync-count-removed = { $count } çıkarılan
sync-count-unchanged = { $count } aynı
sync-nothing-new = yeni bir şey yok
sync-failed = { $count } satır başarısız; nedeni tabloda.
sync-same = Feed son alındığından beri değişmedi. Yapacak bir şey yok.
sync-stopped = Durduruldu. Şimdiye kadar yapılanlar kalır; feed’i yeniden gönderin, oradan devam edeyim.
sync-unconfirmed = Kimse onaylamadığı için hiçbir şey değişmedi. Baştan başlamak için feed’i yeniden gönderin.
sync-all-right = Tamam.
sync-busy = Hâlâ { $name } alınıyor; her seferinde tek feed. Bitince bunu yeniden gönderin.
sync-how-to = /sync ve feed’inizin adresini gönderin ya da dosyayı: Google Merchant feed’i, Shopify veya WooCommerce dışa aktarımı, CSV ya da JSON satırları. Neyin değiştiğini gösteririm ve yalnızca bu feed’in getirdiklerini çıkarırım.
sync-broken = Bu feed alınamadı: { $cause }. Hiçbir şey çıkarılmadı.

## When something fails

failed-picture = Bu resmi açamadım. 20 MB’a kadar JPEG, PNG, WebP ve GIF olur.
failed-picture-heic = Bazı telefonların fotoğraf biçimi olan HEIC’i açamıyorum. Lütfen dosya olarak değil, fotoğraf olarak ya da JPEG gönderin.
failed-picture-large = Bu resim benim için çok büyük. Lütfen daha küçüğünü ya da bir ekran görüntüsünü gönderin.
failed-picture-gone = Fotoğraf yolda kayboldu. Lütfen yeniden gönderin.
failed-busy = Şu anda çok kişi arama yapıyor. Yaklaşık { $seconds } saniye sonra boşalırım, lütfen yeniden gönderin.
failed-late = Bu arama bekleyebileceğimden uzun sürüyor. Lütfen birazdan yeniden gönderin.
unreadable = Bu tür mesajları okuyamıyorum. Aradığınızı kelimelerle anlatın ya da bir fotoğrafını gönderin.
failed-crash = Bununla çalışamadım. Lütfen başka bir fotoğraf deneyin ya da kelimelerle anlatın.
failed-closed = Tam şu anda yeniden başlıyorum. Lütfen bir dakika sonra yeniden gönderin.
failed-unknown = Benim tarafımda bir sorun oldu, mağazanın haberi var. Lütfen birazdan yeniden gönderin.
failed-cause = Neden: { $cause }
failed-cause-logged = Neden: { $cause }; ayrıntılar günlükte.
slow-down-seconds = Bir anda çok fazla oldu! Lütfen bunu yaklaşık { $count } saniye sonra yeniden gönderin.
slow-down-minutes = Bir anda çok fazla oldu! Lütfen bunu yaklaşık { $count } dakika sonra yeniden gönderin.
takes-longer = Arama her zamankinden uzun sürüyor…
group-is-busy = Burası şu anda çok hareketli ve bir grupta yalnızca sınırlı sayıda mesaj gönderebiliyorum. Yanıtınız bir dakika içinde gelir; özel sohbette daha hızlıyım.
still-working = Önceki mesajlarınızla hâlâ uğraşıyorum. Lütfen bunu birazdan yeniden gönderin.
was-away = Bir süre yoktum ve mesajınızı kaçırdım. Lütfen yeniden gönderin, artık buradayım.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = tişört
word-polo-shirt = polo yaka tişört
word-shirt = gömlek
word-blouse = bluz
word-top = üst
word-tank-top = atlet
word-sweater = kazak
word-cardigan = hırka
word-sweatshirt = sweatshirt
word-hoodie = kapüşonlu sweatshirt
word-tunic = tunik
word-kurta = kurta
word-bodysuit = bodysuit
word-jacket = ceket
word-coat = kaban
word-blazer = blazer ceket
word-waistcoat = yelek
word-dress = elbise
word-jumpsuit = tulum
word-saree = sari
word-jeans = kot pantolon
word-trousers = pantolon
word-track-pants = eşofman altı
word-leggings = tayt
word-capris = kapri
word-shorts = şort
word-skirt = etek
word-sneakers = spor ayakkabı
word-casual-shoes = günlük ayakkabı
word-formal-shoes = klasik ayakkabı
word-boots = bot
word-heels = topuklu ayakkabı
word-flats = babet
word-sandals = sandalet
word-flip-flops = terlik
word-handbag = el çantası
word-clutch = portföy çanta
word-backpack = sırt çantası
word-messenger-bag = postacı çantası
word-duffel-bag = seyahat çantası
word-wallet = cüzdan
word-cap = kep
word-hat = şapka
word-beanie = bere
word-scarf = atkı
word-gloves = eldiven
word-belt = kemer
word-tie = kravat
word-socks = çorap
word-sunglasses = güneş gözlüğü
word-watch = saat
word-umbrella = şemsiye
word-necklace = kolye
word-earrings = küpe
word-ring = yüzük
word-bracelet = bileklik
word-cufflinks = kol düğmesi
word-bra = sutyen
word-briefs = külot
word-nightwear = pijama
word-perfume = parfüm
word-lipstick = ruj
word-nail-polish = oje
word-make-up = makyaj
word-skin-care = cilt bakımı

# Colours
word-black = siyah
word-white = beyaz
word-grey = gri
word-silver = gümüş
word-beige = bej
word-cream = krem
word-brown = kahverengi
word-tan = taba
word-khaki = haki
word-olive = zeytin yeşili
word-green = yeşil
word-teal = petrol yeşili
word-turquoise = turkuaz
word-blue = mavi
word-navy = lacivert
word-purple = mor
word-lavender = lavanta
word-pink = pembe
word-red = kırmızı
word-maroon = bordo
word-orange = turuncu
word-coral = mercan
word-yellow = sarı
word-mustard = hardal
word-gold = altın
word-multicolour = çok renkli

# Patterns
word-plain = düz
    .without = düz olmayan
word-striped = çizgili
    .without = çizgisiz
word-checked = kareli
    .without = karesiz
word-dotted = puantiyeli
    .without = puantiyesiz
word-floral = çiçekli
    .without = çiçeksiz
word-printed = baskılı
    .without = baskısız
word-animal-print = hayvan desenli
    .without = hayvan desensiz
word-camouflage = kamuflaj desenli
    .without = kamuflaj desensiz

# Necklines
word-crew-neck = bisiklet yaka
word-v-neck = V yaka
word-polo-collar = polo yaka
word-shirt-collar = gömlek yaka
word-lapels = ceket yaka
word-turtleneck = boğazlı
word-hood = kapüşonlu
    .without = kapüşonsuz
word-strapless = straplez
    .without = askılı

# Sleeves
word-sleeveless = kolsuz
    .without = kollu
word-short-sleeves = kısa kollu
word-long-sleeves = uzun kollu

# Styles
word-casual = günlük
word-formal = resmî
word-sporty = sportif
word-party = gece
word-ethnic = etnik

# For whom
word-women = kadın
word-men = erkek
word-girls = kız çocuk
word-boys = erkek çocuk
word-unisex = unisex

# Materials
word-leather = deri
word-denim = denim
word-cotton = pamuk
word-linen = keten
word-wool = yün
word-silk = ipek
word-knitted = triko
word-canvas = kanvas
word-lace = dantel
    .without = dantelsiz
word-velvet = kadife

# Loose words
word-accessories = aksesuar
word-bag = çanta
word-beauty = güzellik
word-bottoms = alt giyim
word-bottomwear = alt giyim
word-collar = yakalı
    .without = yakasız
word-cosmetics = kozmetik
word-footwear = ayakkabı
word-headgear = şapka ve bere
word-headwear = şapka ve bere
word-innerwear = iç giyim
word-jewellery = takı
word-kids = çocuk
word-makeup = makyaj
word-outwear = dış giyim
word-overcoat-layer = dış giyim
word-pattern = desenli
    .without = desensiz
word-print = baskı
    .without = baskısız
word-shoes = ayakkabı
word-sleeves = kollu
    .without = kolsuz
word-topwear = üst giyim
word-underwear = iç giyim
word-upper-wear = üst giyim
word-stripes = çizgi
    .without = çizgisiz
word-checks = kare
    .without = karesiz
word-dots = puantiye
    .without = puantiyesiz

# Offers and orders
word-on-sale = indirimde
word-in-stock = stokta
word-cheapest-first = önce en ucuz
word-dearest-first = önce en pahalı
word-newest-first = önce en yeni
word-best-match-first = önce en uygun
