# Indonesian; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = toko kami
automatic-assistant = Aku asisten otomatis toko ini.
welcome =
    Halo! { automatic-assistant } Kirim foto sesuatu yang kamu suka, atau ceritakan dengan kata-kata, dan aku carikan yang paling mirip di { $shop }.
    Foto hanya dipakai untuk menjawab dan tidak disimpan. /help /forget_me
example-red-boots = sepatu bot merah
example-summer-dress = gaun musim panas
try-example = Coba: { $words }
help =
    Kirim foto pakaian atau aksesori, atau beberapa kata seperti “kaus biru tanpa kerah di bawah 300 ribu”. Lalu lanjutkan dari situ: “seperti ini tapi hijau”, “dengan lengan panjang”, “lebih murah”.
    Sebuah nomor membuka satu produk. Foto hanya dipakai untuk menjawab dan tidak disimpan.
    ♡ menyimpan barang untuk nanti, dan /favourites menampilkan yang kamu simpan. /start menampilkan contoh, /language mengganti bahasaku, /my_data menampilkan yang kusimpan tentang kamu, /forget_me menghapus semuanya.
help-add = /add dengan foto dan “judul; harga; tautan” menambahkan produk (foto dan keterangannya saja juga cukup).
help-remove = /remove ID mengeluarkan satu produk, /stats menghitung produk dan pencarian hari ini.
help-sync = /sync dan alamat feed, atau berkasnya, memasukkan yang berubah dan mengeluarkan yang sudah tidak ada di feed.
language-question = Mau pakai bahasa apa?
language-chosen = Mulai sekarang aku berbahasa Indonesia. Kamu cari apa?

## Results

looks-like = Sepertinya: { $words }
only-nearest = Tidak ada yang benar-benar mirip di toko; ini yang paling mendekati.
first-photos = { $count ->
    [1] Aku melihat foto yang pertama.
   *[other] Aku melihat { $count } foto pertama.
}
photos-together = Aku melihat { $count } foto itu bersama-sama.
which-piece = Aku melihat { $count } barang. Yang mana?
similar-to = Mirip dengan { $title }:
new-in-shop = Baru di toko:
nothing-has-all = Tidak ada yang punya semuanya; yang paling mirip kurang: { $words }.
first-differs = Yang pertama kurang: { $words }.
also-in = warna lain: { $colours }
more-variants = { $count } varian lain
why-same = { $traits } sama
trait-category = jenis
trait-colours = warna
trait-pattern = motif
trait-neckline = kerah
trait-sleeve = lengan
trait-material = bahan
trait-style = gaya
trait-gender = untuk siapa
why-instead = { $there }, bukan { $asked }
why-darker = { $colour } lebih tua
why-lighter = { $colour } lebih muda
why-over = { $amount } di atas batas
why-more = { $amount } lebih mahal
why-less = { $amount } lebih murah
nothing-close = Tidak ada yang mirip di toko. Coba foto satu pakaian atau aksesori saja, atau ceritakan apa yang kamu cari.
nothing-fits = Tidak ada yang cocok dengan semua ini di toko. Coba harga lain, ukuran lain, atau syarat yang lebih sedikit.
no-more = Itu semua yang ada. Bilang saja apa yang diubah, misalnya “warna hitam” atau “di bawah 50”.
empty-catalog = Belum ada produk di toko. Silakan kembali sebentar lagi.
empty-message = Kirim foto sesuatu yang kamu suka, atau beberapa kata seperti “sepatu bot merah”.
unsupported-voice = Aku belum bisa mendengarkan pesan suara.
unsupported-audio = Aku belum bisa mendengarkan berkas audio.
unsupported-video = Aku belum bisa menonton video.
unsupported-animation = Aku belum bisa melihat GIF.
unsupported-sticker = Aku tidak bisa mencari dengan stiker.
unsupported-place = Aku tidak bisa mengolah lokasi.
unsupported-contact = Aku tidak bisa mengolah kontak.
unsupported-document = Aku tidak bisa membaca dokumen seperti PDF.
unsupported-poll = Aku tidak bisa ikut jajak pendapat.
unsupported-checklist = Aku tidak bisa mengolah daftar tugas.
unsupported-story = Aku belum bisa melihat story.
unsupported-game = Aku tidak bisa bermain gim.
unsupported-other = Aku belum bisa mengolah pesan seperti ini.
what-works = Kirim foto atau tangkapan layar, atau ceritakan apa yang kamu cari.
went-by-the-rest = Aku menjawab berdasarkan isi pesanmu yang lain.
some-photos-large = Tidak semua fotomu muat dalam 20 MB yang bisa kuterima sekaligus.
some-photos-gone = Salah satu fotomu hilang di jalan.
old-button = Tombol ini sudah terlalu lama. Kirim lagi kata-kata atau fotonya, dan aku cari ulang.
product-gone = Barang ini sudah tidak ada di toko. Bilang apa yang kamu cari, dan aku carikan yang lain.
unknown-command = Aku tidak kenal perintah ini. /help menjelaskan apa yang bisa kulakukan, atau kirim saja foto atau beberapa kata.
forgotten = Selesai: semua yang kusimpan tentang kamu sudah dihapus. Kirim foto atau beberapa kata untuk mulai lagi.
my-data =
    Inilah yang kusimpan tentang kamu. Semuanya ada di berkas.

    { $kept }

    /forget_me menghapus semuanya.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, sejak { $date }
my-data-latest = Dari tiap daftar, berkas ini berisi { $count } yang terbaru.
my-data-none = Aku tidak menyimpan apa pun tentang kamu.
my-data-private = Itu hanya kutampilkan di obrolan kita sendiri, tempat orang lain tidak ikut membaca. Kirim /my_data kepadaku di sana.
kept-answers = Yang kamu tanyakan dan yang kutampilkan
kept-language = Bahasamu
kept-openings = Obrolan tempat saya bilang bahwa saya asisten otomatis
kept-favourites = Yang kamu simpan dengan ♡
kept-letters = Pesan yang belum kujawab, termasuk yang ini
kept-posted = Pesan yang membentuk jawabanku, menurut nomornya
kept-page = Jawaban yang bisa diminta lagi oleh halaman
kept-photos = Foto yang menunggu pesanmu

favourites = Favoritmu:
favourites-none = Kamu belum menyimpan apa pun. Ketuk ♡ pada barang yang kamu suka, dan /favourites akan menampilkannya.
favourites-gone = Sudah tidak ada di toko: { $titles }.
was-when-saved = harganya { $price } saat kamu simpan
saved = Tersimpan: /favourites menampilkan semuanya.
not-saved = Tidak disimpan lagi: /favourites menampilkan sisanya.
thumb-noted = Dicatat: [{ button-more }] menampilkan yang berikutnya sesuai itu.

what-is-wrong = Apa yang salah dari { $title }? Ketuk saja.
thanks-searching = Terima kasih, mencari: { $value }.
what-is-it = { $trait }: bukan { $seen }? Lalu apa?
reported = Terima kasih, toko sudah mencatatnya dan akan memeriksa. Cari apa lagi?
put-right = Diperbaiki: mulai sekarang { $title } adalah { $value }.
report-dismissed = Baik, tetap seperti semula.

## Buttons

button-again = Coba lagi
button-new = Lihat yang baru
button-similar = Yang mirip
button-shop = Toko
button-more = Lainnya
button-piece = { $number } { $kind }
button-whole-picture = Seluruh foto
button-share = Bagikan
button-open = Buka di bot
inline-ask = Tidak ada di sini? Tanya saya di obrolan kita
button-wrong = Ada yang salah?
button-other = lainnya…
button-filter = Saring
button-sort = Urutkan
button-back = Kembali
button-done = Selesai
button-any = Semua
button-clear = Hapus semua
button-remove-part = Hapus { $part } ✕
button-show-again = Tampilkan lagi
button-forget-gone = Hapus yang sudah tidak ada
button-remove = Keluarkan
button-undo = Urungkan
button-stop = Hentikan
button-cancel = Batal

## Menus that shape a question

instead-of = Sebagai ganti { $part }
filter-title = Saring · { $count } barang cocok
facet-category = Jenis
facet-colours = Warna
facet-size = Ukuran
facet-brand = Merek
facet-price = Harga
facet-gender = Untuk siapa
offer-on-sale = Diskon
offer-in-stock = Tersedia
sort-title = Urutkan menurut
sort-relevance = Paling mirip
sort-cheapest = Harga: rendah ke tinggi
sort-dearest = Harga: tinggi ke rendah
sort-newest = Terbaru
everything = Semua yang ada di toko, terbaru dulu:
shown-already = Yang berikutnya sudah ada di sini, di bawah.

## One product

sizes = Ukuran { $sizes }
sold-out = habis
sold-out-now = Sedang habis
understood = Dipahami: { $words }

## What was understood, as it is said back

denied-thing = tanpa { $word }
denied-quality = bukan { $word }
price-under = di bawah { $price }
price-over = di atas { $price }
price-between = { $low }–{ $high }
size = ukuran { $sizes }

## The web chat

shop-title = Toko kami
page-description = { $shop }: temukan dengan foto atau beberapa kata.
page-assistant = Asisten otomatis
page-state = Cari dengan foto atau kata-kata
page-offline = Menyambung lagi…
page-restart = Mulai dari awal
page-conversation = Percakapan
page-no-script = Obrolan ini memerlukan JavaScript.
page-attached = Foto terlampir
page-add-photo = Tambah foto
page-choose-photos = Pilih foto
page-question = Kamu cari apa?
page-placeholder = Ceritakan, atau tambahkan foto
page-send = Kirim
page-drop = Lepaskan foto untuk menemukannya di toko
page-photo = Foto
page-photo-number = Foto { $number }
page-remove-photo = Hapus foto { $number }
page-only-pictures = Aku hanya bisa mencari dengan gambar. Tambahkan foto atau tangkapan layar, atau ceritakan apa yang kamu cari.
page-too-large = Gambar ini terlalu besar. Maksimal 20 MB.
page-too-many-photos = Satu pesan muat hingga { $count } foto.
page-your-photo = Fotomu
page-numbered-photo = Barang-barang dengan nomornya
page-you = Kamu
page-shop = Toko
page-products = Produk: { $count }
page-understood = Dipahami
page-searching = Mencari…
page-sizes = Ukuran
page-details = Detail
page-view = Lihat di toko
page-download = Unduh
page-sold-out = Habis
page-before = sebelumnya
page-copied = Tautan disalin
page-save = Simpan
page-more-such = Lebih banyak seperti ini
page-fewer-such = Lebih sedikit seperti ini
page-no-answer = Belum ada jawaban. Silakan coba lagi.
page-not-sent = Foto tidak bisa dikirim. Silakan coba lagi.
page-many-photos = Sedang banyak foto yang dikirim. Silakan coba lagi beberapa detik lagi.
page-open = Buka obrolan
page-closed = Tutup
page-need-key = Obrolan ini memerlukan tautan dengan kunci. Silakan minta ke toko.
web-failed = Ada yang salah di pihak kami. Silakan coba lagi.
web-busy = Sebentar, pesan-pesanmu yang terakhir masih dijawab. Kirim lagi yang ini setelahnya.
web-closing = Asisten toko sedang dimulai ulang. Pesanmu akan dikirim lagi sebentar lagi.
web-invalid = Pesan ini tidak terbaca. Silakan muat ulang halaman.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Asisten otomatis toko: kirim foto atau beberapa kata, dan aku carikan yang paling mirip.
bot-description = { automatic-assistant } Kirim foto sesuatu yang kamu suka, atau ceritakan dengan kata-kata, dan aku carikan yang paling mirip di toko. Foto hanya dipakai untuk menjawab dan tidak disimpan.
command-start = Apa yang bisa kulakukan, dengan contoh
command-favourites = Yang kamu simpan
command-help = Cara mencari
command-language = Pilih bahasa
command-my-data = Lihat semua yang kusimpan tentang kamu
command-forget-me = Hapus semua yang kusimpan tentang kamu
command-add = Tambah produk: foto dan “judul; harga; tautan”
command-remove = Keluarkan produk
command-sync = Masukkan feed
command-stats = Produk dan pencarian hari ini

## For owners

setup-owner = Sekarang kamu pemilik toko ini. Begitu aku berjalan, kirim foto dengan “judul; harga; tautan” untuk menambahkan produk. /help menampilkan selebihnya.
added = Ditambahkan: { $product }.
added-seen = Ditambahkan: { $product }. Yang kulihat: { $words }.
removed = { $title } sudah dikeluarkan. /stats menampilkan sisanya.
not-there = Tidak ada produk dengan id “{ $id }”. Cari produknya lalu ketuk [{ button-remove }] di kartunya.
remove-question = Keluarkan { $title }?
remove-titled = Keluarkan { $title }
how-to-add = Kirim foto dengan keterangan: judul; harga; tautan — misalnya: Gaun linen “Ivy”; Rp590.000; https://…
need-title = Judulnya belum ada.
need-price = Harganya belum ada.
how-to-remove = Kirim /remove dan id produk, atau buka produknya lalu ketuk [{ button-remove }].
stats-products = { $products } produk, { $gone } di antaranya habis.
stats-stale = { $count } produk diproses oleh model lain: masukkan lagi agar bisa ditemukan.
stats-today = Hari ini: { $searches } pencarian, { $photos } di antaranya dengan foto, { $nothing } tidak menemukan yang mirip.
stats-repaired = { $count } kesalahan di indeks sudah diperbaiki sejak mulai.

stats-words = Dicari beberapa orang: { $words }.
chart-searches = dalam { $days } hari
chart-nothing-found = tanpa hasil
chart-quick = dalam 1 detik
chart-words = dicari beberapa orang
stats-corrected = Diperbaiki pembeli: { $corrections }.
stats-report = { $place } · Dilaporkan { $count }×: { $title }: { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, sudah { $minutes } mnt: { $cause }
alert-over = ✓ { $what }: selesai setelah { $minutes } mnt.
alert-engine = Model tidak menjawab
alert-catalog = Katalog tidak tersedia
alert-index = Indeks vektor bermasalah
alert-memory = Percakapan tidak bisa disimpan
alert-inbox = Pesan tidak bisa dicatat
alert-telegram = Tidak ada yang masuk dari Telegram
alert-disk = Disk hampir penuh
alert-sync = Feed terakhir gagal dimasukkan
alert-change = Penggantian model tidak kunjung selesai
unreadable-update = ⚠ Telegram mengirim sesuatu yang tidak bisa kubaca ({ $kind }). Kulewati, pengirimnya kuberi tahu apa yang bisa, dan aku lanjut bekerja. Jika terulang, perbarui shoplens, juga server Bot API jika kamu menjalankannya sendiri; log memuat satu baris untuk masing-masing.

## Feeds, for owners

sync-reading = Membaca { $name } …
sync-rows = { $rows } baris sejauh ini.
sync-plan = { $kind }: baru { $added } · berubah { $changed } · hilang { $removed } · tetap { $unchanged }
sync-plan-failed = gagal { $count }
sync-new = Baru: { $names }
sync-changed = Berubah: { $names }
sync-gone = Hilang: { $names }
sync-withheld = Tidak ada di feed, tetapi disimpan karena beberapa barisnya tidak terbaca: { $count }
sync-left-out = Dilewati karena tidak terbaca: { $examples }
sync-and-more = dan { $count } lainnya
sync-speed = { $count }/dtk
sync-minutes-left = { $count } mnt lagi
sync-seconds-left = { $count } dtk lagi
sync-question = { $removed } dari { $live } produk tidak ada lagi di feed, mungkin keliru. Lanjutkan dan keluarkan?
sync-remove = Keluarkan { $count }
sync-done = Selesai: { $counts }.
sync-count-new = { $count } baru
sync-count-changed = { $count } berubah
sync-count-removed = { $count } dikeluarkan
sync-count-unchanged = { $count } tetap
sync-nothing-new = tidak ada yang baru
sync-failed = { $count } baris gagal; sebabnya ada di tabel.
sync-same = Feed belum berubah sejak terakhir dimasukkan. Tidak ada yang perlu dilakukan.
sync-stopped = Dihentikan. Yang sudah selesai tetap ada; kirim feed-nya lagi dan aku lanjutkan dari situ.
sync-unconfirmed = Tidak ada yang mengonfirmasi, jadi tidak ada yang diubah. Kirim feed-nya lagi untuk mulai dari awal.
sync-all-right = Baik.
sync-busy = Aku masih memasukkan { $name }; satu feed setiap kali. Kirim lagi yang ini kalau sudah selesai.
sync-how-to = Kirim /sync dan alamat feed-mu, atau kirim berkasnya: feed Google Merchant, ekspor Shopify atau WooCommerce, CSV, atau baris JSON. Aku tunjukkan apa yang berubah, dan hanya mengeluarkan yang dibawa feed ini.
sync-broken = Feed ini tidak bisa dimasukkan: { $cause }. Tidak ada yang dikeluarkan.

## When something fails

failed-picture = Gambar ini tidak bisa dibuka. JPEG, PNG, WebP, dan GIF hingga 20 MB bisa dipakai.
failed-picture-heic = Aku tidak bisa membuka HEIC, format foto di beberapa ponsel. Kirim sebagai foto, bukan berkas, atau sebagai JPEG.
failed-picture-large = Gambar ini terlalu besar untukku. Kirim yang lebih kecil, atau tangkapan layarnya.
failed-picture-gone = Fotonya hilang di jalan. Silakan kirim lagi.
failed-busy = Sedang banyak yang mencari. Aku senggang sekitar { $seconds } detik lagi, silakan kirim lagi.
failed-late = Pencarian ini lebih lama daripada yang bisa kutunggu. Silakan kirim lagi sebentar lagi.
unreadable = Jenis pesan ini tidak bisa kubaca. Ceritakan dengan kata-kata apa yang kamu cari, atau kirim fotonya.
failed-crash = Yang ini tidak bisa kuolah. Silakan coba foto lain, atau ceritakan dengan kata-kata.
failed-closed = Aku sedang dimulai ulang. Silakan kirim lagi dalam semenit.
failed-unknown = Ada yang salah di pihakku, dan toko sudah tahu. Silakan kirim lagi sebentar lagi.
failed-cause = Sebab: { $cause }
failed-cause-logged = Sebab: { $cause }; selebihnya ada di log.
slow-down-seconds = Banyak sekali sekaligus! Silakan kirim ini lagi sekitar { $count } detik lagi.
slow-down-minutes = Banyak sekali sekaligus! Silakan kirim ini lagi sekitar { $count } menit lagi.
takes-longer = Pencarian berlangsung lebih lama dari biasanya…
group-is-busy = Di sini sedang ramai, dan di grup aku hanya boleh mengirim sejumlah pesan. Jawabanmu datang dalam satu menit; di obrolan pribadi aku lebih cepat.
still-working = Aku masih mengerjakan pesan-pesanmu sebelumnya. Silakan kirim lagi yang ini sebentar lagi.
was-away = Aku sempat pergi dan melewatkan pesanmu. Silakan kirim lagi, sekarang aku ada.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = kaus
word-polo-shirt = kaus polo
word-shirt = kemeja
word-blouse = blus
word-top = atasan
word-tank-top = tank top
word-sweater = sweter
word-cardigan = kardigan
word-sweatshirt = sweatshirt
word-hoodie = hoodie
word-tunic = tunik
word-kurta = kurta
word-bodysuit = bodysuit
word-jacket = jaket
word-coat = mantel
word-blazer = blazer
word-waistcoat = rompi
word-dress = gaun
word-jumpsuit = jumpsuit
word-saree = sari
word-jeans = jeans
word-trousers = celana panjang
word-track-pants = celana training
word-leggings = legging
word-capris = celana capri
word-shorts = celana pendek
word-skirt = rok
word-sneakers = sneakers
word-casual-shoes = sepatu kasual
word-formal-shoes = sepatu formal
word-boots = sepatu bot
word-heels = sepatu hak tinggi
word-flats = sepatu balet
word-sandals = sandal
word-flip-flops = sandal jepit
word-handbag = tas tangan
word-clutch = clutch
word-backpack = ransel
word-messenger-bag = tas selempang
word-duffel-bag = tas bepergian
word-wallet = dompet
word-cap = topi bisbol
word-hat = topi
word-beanie = kupluk
word-scarf = syal
word-gloves = sarung tangan
word-belt = ikat pinggang
word-tie = dasi
word-socks = kaus kaki
word-sunglasses = kacamata hitam
word-watch = jam tangan
word-umbrella = payung
word-necklace = kalung
word-earrings = anting
word-ring = cincin
word-bracelet = gelang
word-cufflinks = kancing manset
word-bra = bra
word-briefs = celana dalam
word-nightwear = baju tidur
word-perfume = parfum
word-lipstick = lipstik
word-nail-polish = kuteks
word-make-up = rias wajah
word-skin-care = perawatan kulit

# Colours
word-black = hitam
word-white = putih
word-grey = abu-abu
word-silver = perak
word-beige = krem tua
word-cream = krem
word-brown = cokelat
word-tan = cokelat muda
word-khaki = khaki
word-olive = hijau zaitun
word-green = hijau
word-teal = hijau kebiruan
word-turquoise = toska
word-blue = biru
word-navy = biru tua
word-purple = ungu
word-lavender = lavender
word-pink = merah muda
word-red = merah
word-maroon = merah marun
word-orange = oranye
word-coral = koral
word-yellow = kuning
word-mustard = kuning mustar
word-gold = emas
word-multicolour = warna-warni

# Patterns
word-plain = polos
    .without = tidak polos
word-striped = bergaris
word-checked = kotak-kotak
word-dotted = polkadot
word-floral = bunga-bunga
    .without = tanpa bunga
word-printed = bermotif cetak
    .without = tanpa motif cetak
word-animal-print = motif hewan
word-camouflage = kamuflase

# Necklines
word-crew-neck = kerah bulat
word-v-neck = kerah V
word-polo-collar = kerah polo
word-shirt-collar = kerah kemeja
word-lapels = kerah jas
word-turtleneck = kerah tinggi
word-hood = tudung
word-strapless = tanpa tali bahu
    .without = dengan tali bahu

# Sleeves
word-sleeveless = tanpa lengan
    .without = berlengan
word-short-sleeves = lengan pendek
word-long-sleeves = lengan panjang

# Styles
word-casual = kasual
word-formal = formal
word-sporty = sporty
word-party = pesta
word-ethnic = etnik

# For whom
word-women = wanita
word-men = pria
word-girls = anak perempuan
word-boys = anak laki-laki
word-unisex = uniseks

# Materials
word-leather = kulit
word-denim = denim
word-cotton = katun
word-linen = linen
word-wool = wol
word-silk = sutra
word-knitted = rajut
word-canvas = kanvas
word-lace = renda
word-velvet = beludru

# Loose words
word-accessories = aksesori
word-bag = tas
word-beauty = kecantikan
word-bottoms = bawahan
word-bottomwear = bawahan
word-collar = kerah
word-cosmetics = kosmetik
word-footwear = alas kaki
word-headgear = penutup kepala
word-headwear = penutup kepala
word-innerwear = pakaian dalam
word-jewellery = perhiasan
word-kids = anak-anak
word-makeup = rias wajah
word-outwear = pakaian luar
word-overcoat-layer = pakaian luar
word-pattern = motif
word-print = motif cetak
word-shoes = sepatu
word-sleeves = lengan
word-topwear = pakaian atas
word-underwear = pakaian dalam
word-upper-wear = pakaian atas
word-stripes = garis
word-checks = kotak-kotak
word-dots = polkadot

# Offers and orders
word-on-sale = sedang diskon
word-in-stock = tersedia
word-cheapest-first = termurah dulu
word-dearest-first = termahal dulu
word-newest-first = terbaru dulu
word-best-match-first = paling mirip dulu
