# Ukrainian; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = нашому магазині
automatic-assistant = Я автоматичний помічник цього магазину.
welcome =
    Вітаю! { automatic-assistant } Надішліть фото того, що вам подобається, або опишіть словами, і я знайду найбільш схоже в { $shop }.
    Фото потрібні лише для відповіді й не зберігаються. /help /forget_me
example-red-boots = червоні черевики
example-summer-dress = літня сукня
try-example = Спробуйте: { $words }
help =
    Надішліть фото одягу чи аксесуара або кілька слів, наприклад «синя футболка без коміра до 1000». Далі можна уточнювати: «як це, але зелене», «з довгим рукавом», «дешевше».
    Номер відкриває товар. Фото потрібні лише для відповіді й не зберігаються.
    ♡ зберігає річ на потім, /favourites показує збережене. /start показує приклад, /language змінює мову, /my_data показує, що я про вас зберігаю, /forget_me видаляє все це.
help-add = /add з фото та підписом «назва; ціна; посилання» додає товар (досить і просто фото з підписом).
help-remove = /remove ID прибирає товар, /stats рахує товари та сьогоднішні запити.
help-sync = /sync з адресою фіда або його файлом переносить зміни та прибирає те, чого у фіді більше немає.
language-question = Якою мовою мені говорити?
language-chosen = Тепер я говорю українською. Що ви шукаєте?

## Results

looks-like = Схоже на: { $words }
only-nearest = У магазині немає нічого справді схожого; ось найближче.
first-photos = { $count ->
    [one] Я подивився на перше фото.
   *[other] Я подивився на перші { $count } фото.
}
photos-together = Я подивився на { $count } фото разом.
which-piece = { $count ->
    [one] Бачу { $count } річ. Яку шукати?
    [few] Бачу { $count } речі. Яку шукати?
   *[other] Бачу { $count } речей. Яку шукати?
}
similar-to = Схоже на «{ $title }»:
new-in-shop = Новинки магазину:
nothing-has-all = Усього відразу немає ніде; у найближчого не так: { $words }.
first-differs = У першого не так: { $words }.
also-in = є й інші кольори: { $colours }
more-variants = { $count ->
    [one] ще { $count } варіант
    [few] ще { $count } варіанти
   *[other] ще { $count } варіантів
}
why-same = збігається: { $traits }
trait-category = вид
trait-colours = колір
trait-pattern = візерунок
trait-neckline = виріз
trait-sleeve = рукав
trait-material = матеріал
trait-style = стиль
trait-gender = для кого
why-instead = { $there }, а не { $asked }
why-darker = { $colour }, але темніший
why-lighter = { $colour }, але світліший
why-over = дорожче межі на { $amount }
why-more = дорожче на { $amount }
why-less = дешевше на { $amount }
nothing-close = У магазині немає нічого схожого. Спробуйте фото однієї речі або опишіть словами, що ви шукаєте.
nothing-fits = Ніщо в магазині не підходить під усе відразу. Спробуйте іншу ціну, інший розмір або менше умов.
no-more = Більше нічого немає. Скажіть, що змінити, наприклад «у чорному» або «до 2000».
empty-catalog = У магазині поки немає товарів. Зазирніть трохи згодом.
empty-message = Надішліть фото того, що вам подобається, або кілька слів, наприклад «червоні черевики».
unsupported-voice = Голосові повідомлення я поки не вмію слухати.
unsupported-audio = Аудіофайли я поки не вмію слухати.
unsupported-video = Відео я поки не вмію дивитися.
unsupported-animation = Гіфки я поки не вмію дивитися.
unsupported-sticker = За стікерами я шукати не вмію.
unsupported-place = З місцем на карті я нічого зробити не можу.
unsupported-contact = З контактом я нічого зробити не можу.
unsupported-document = Документи на зразок файлів PDF я не читаю.
unsupported-poll = В опитуваннях я брати участі не можу.
unsupported-checklist = Зі списками справ я не працюю.
unsupported-story = Історії я поки не вмію дивитися.
unsupported-game = Грати я не вмію.
unsupported-other = З такими повідомленнями я поки не вмію працювати.
what-works = Надішліть фото чи знімок екрана або опишіть словами, що ви шукаєте.
went-by-the-rest = Відповідаю за рештою вашого повідомлення.
some-photos-large = Не всі ваші фото вмістилися у 20 МБ, які я можу прийняти за один раз.
some-photos-gone = Одне з ваших фото загубилося дорогою.
old-button = Ця кнопка застаріла. Надішліть слова або фото ще раз, і я пошукаю знову.
product-gone = Цієї речі більше немає в магазині. Скажіть, що ви шукаєте, і я знайду іншу.
unknown-command = Я не знаю цієї команди. /help розповість, що я вмію, або просто надішліть фото чи кілька слів.
forgotten = Готово: усе, що я про вас зберігав, видалено. Надішліть фото або кілька слів, щоб почати знову.
my-data =
    Ось що я про вас зберігаю. У файлі є все.

    { $kept }

    /forget_me видаляє все це.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, з { $date }
my-data-latest = З кожного списку у файлі останні записи, до { $count }.
my-data-none = Я нічого про вас не зберігаю.
my-data-private = Це я показую лише в нашому особистому чаті, де більше ніхто не читає. Надішліть мені /my_data там.
kept-answers = Що ви питали і що я показав
kept-language = Ваша мова
kept-openings = Чати, де я сказав вам, що я автоматичний помічник
kept-favourites = Що ви зберегли з ♡
kept-letters = Повідомлення, на які я ще відповідаю, разом із цим
kept-posted = Повідомлення, з яких складаються мої відповіді, за номерами
kept-page = Відповіді, які сторінка може запитати ще раз
kept-photos = Фото, що чекають на ваше повідомлення

favourites = Ваше обране:
favourites-none = Ви поки нічого не зберегли. Натисніть ♡ на речі, яка вам подобається, і /favourites її покаже.
favourites-gone = Більше немає в магазині: { $titles }.
was-when-saved = було { $price }, коли ви зберегли
saved = Збережено: /favourites показує все.
not-saved = Більше не збережено: /favourites показує решту.
thumb-noted = Врахую: [{ button-more }] покаже, що далі.

what-is-wrong = Що не так із «{ $title }»? Натисніть на це.
thanks-searching = Дякую, шукаю: { $value }.
what-is-it = { $trait }: не { $seen }? А що тоді?
reported = Дякую, магазин занотував це та перевірить. Що ще ви шукаєте?
put-right = Виправлено: «{ $title }» тепер — { $value }.
report-dismissed = Гаразд, лишається як є.

## Buttons

button-again = Повторити
button-new = Новинки
button-similar = Схожі
button-shop = До магазину
button-more = Ще
button-piece = { $number } { $kind }
button-whole-picture = Усе фото
button-share = Поділитися
button-open = Відкрити в боті
inline-ask = Нічого немає? Запитайте мене в нашому чаті
button-wrong = Щось не так?
button-other = інше…
button-filter = Фільтр
button-sort = Сортування
button-back = Назад
button-done = Готово
button-any = Будь-які
button-clear = Скинути все
button-remove-part = Прибрати: { $part } ✕
button-show-again = Показати знову
button-forget-gone = Прибрати зникле
button-remove = Прибрати
button-undo = Скасувати
button-stop = Зупинити
button-cancel = Скасувати

## Menus that shape a question

instead-of = Замість «{ $part }»
filter-title = { $count ->
    [one] Фільтр · підходить { $count } річ
    [few] Фільтр · підходять { $count } речі
   *[other] Фільтр · підходить { $count } речей
}
facet-category = Вид
facet-colours = Колір
facet-size = Розмір
facet-brand = Бренд
facet-price = Ціна
facet-gender = Для кого
offer-on-sale = Зі знижкою
offer-in-stock = У наявності
sort-title = Сортувати
sort-relevance = Спочатку схожі
sort-cheapest = Спочатку дешевші
sort-dearest = Спочатку дорожчі
sort-newest = Спочатку нові
everything = Усе в магазині, спочатку нове:
shown-already = Наступні вже тут, нижче.

## One product

sizes = Розміри { $sizes }
sold-out = розпродано
sold-out-now = Зараз немає в наявності
understood = Зрозуміло: { $words }

## What was understood, as it is said back

denied-thing = не { $word }
denied-quality = не { $word }
price-under = до { $price }
price-over = від { $price }
price-between = { $low } – { $high }
size = розмір { $sizes }

## The web chat

shop-title = Наш магазин
page-description = { $shop }: знайдіть річ за фото або кількома словами.
page-assistant = Автоматичний помічник
page-state = Пошук за фото або словами
page-offline = З’єднуюся знову…
page-restart = Почати знову
page-conversation = Розмова
page-no-script = Для цього чату потрібен JavaScript.
page-attached = Додані фото
page-add-photo = Додати фото
page-choose-photos = Вибрати фото
page-question = Що ви шукаєте?
page-placeholder = Опишіть або додайте фото
page-send = Надіслати
page-drop = Перетягніть фото, щоб знайти схоже в магазині
page-photo = Фото
page-photo-number = Фото { $number }
page-remove-photo = Прибрати фото { $number }
page-only-pictures = Шукати я вмію лише за картинками. Додайте фото чи знімок екрана або опишіть словами, що ви шукаєте.
page-too-large = Ця картинка завелика. Підійде до 20 МБ.
page-too-many-photos = Фото в одному повідомленні: не більше ніж { $count }.
page-your-photo = Ваше фото
page-numbered-photo = Речі з номерами
page-you = Ви
page-shop = Магазин
page-products = Товари: { $count }
page-understood = Зрозуміло
page-searching = Шукаю…
page-sizes = Розміри
page-details = Подробиці
page-view = Переглянути в магазині
page-download = Завантажити
page-sold-out = Розпродано
page-before = раніше
page-copied = Посилання скопійовано
page-save = Зберегти
page-more-such = Більше таких
page-fewer-such = Менше таких
page-no-answer = Відповіді поки немає. Спробуйте ще раз.
page-not-sent = Фото не вдалося надіслати. Спробуйте ще раз.
page-many-photos = Зараз надсилається багато фото. Спробуйте ще раз за кілька секунд.
page-open = Відкрити чат
page-closed = Зачинено
page-need-key = Для цього чату потрібне посилання з ключем. Попросіть його в магазину.
web-failed = У нас щось пішло не так. Спробуйте ще раз.
web-busy = Хвилинку, я ще відповідаю на ваші останні повідомлення. Надішліть це ще раз після них.
web-closing = Помічник магазину перезапускається. Ваше повідомлення невдовзі надішлеться знову.
web-invalid = Це повідомлення не читається. Оновіть сторінку.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Автоматичний помічник магазину: надішліть фото або кілька слів, і я знайду найбільш схоже.
bot-description = { automatic-assistant } Надішліть фото того, що вам подобається, або опишіть словами, і я знайду найбільш схоже в магазині. Фото потрібні лише для відповіді й не зберігаються.
command-start = Що я вмію, з прикладами
command-favourites = Що ви зберегли
command-help = Як шукати
command-language = Вибрати мову
command-my-data = Показати все, що я про вас зберігаю
command-forget-me = Видалити все, що я про вас зберігаю
command-add = Додати товар: фото і «назва; ціна; посилання»
command-remove = Прибрати товар
command-sync = Завантажити фід
command-stats = Товари та сьогоднішні запити

## For owners

setup-owner = Тепер ви власник цього магазину. Щойно я запрацюю, надішліть фото з підписом «назва; ціна; посилання», щоб додати товар. /help покаже решту.
added = Додано: { $product }.
added-seen = Додано: { $product }. Бачу: { $words }.
removed = «{ $title }» прибрано. /stats показує, що залишилося.
not-there = Товару з id «{ $id }» немає. Знайдіть його та натисніть [{ button-remove }] на картці.
remove-question = Прибрати «{ $title }»?
remove-titled = Прибрати «{ $title }»
how-to-add = Надішліть фото з підписом: назва; ціна; посилання — наприклад: Лляна сукня «Ivy»; 1900 ₴; https://…
need-title = Потрібна назва.
need-price = Потрібна ціна.
how-to-remove = Надішліть /remove та id товару або відкрийте товар і натисніть [{ button-remove }].
stats-products = { $products ->
    [one] { $products } товар
    [few] { $products } товари
   *[other] { $products } товарів
}, з них розпродано: { $gone }.
stats-stale = Опрацьовано іншою моделлю: { $count }. Завантажте їх знову, щоб вони знаходилися.
stats-today = Сьогодні: { $searches ->
    [one] { $searches } запит
    [few] { $searches } запити
   *[other] { $searches } запитів
}, з фото: { $photos }, без схожого результату: { $nothing }.
stats-repaired = Виправлено помилок в індексі від запуску: { $count }.

stats-words = Питали кілька людей: { $words }.
chart-searches = запитів за { $days } дн.
chart-nothing-found = без результату
chart-quick = відповідь за 1 с
chart-words = питали багато хто
stats-corrected = Виправлено покупцями: { $corrections }.
stats-report = { $place } · Повідомили { $count }×: «{ $title }»: { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, вже { $minutes } хв: { $cause }
alert-over = ✓ { $what }: минуло за { $minutes } хв.
alert-engine = Модель не відповідає
alert-catalog = Каталог недоступний
alert-index = Неполадки в індексі векторів
alert-memory = Розмови не зберігаються
alert-inbox = Повідомлення не записуються
alert-telegram = З Telegram нічого не надходить
alert-disk = Диск майже заповнений
alert-sync = Останній фід не завантажено
alert-change = Зміна моделі не завершується
unreadable-update = ⚠ Telegram надіслав те, що я не можу прочитати ({ $kind }). Я пропустив це, підказав відправникові, що підійде, і працюю далі. Якщо це повториться, оновіть shoplens і сервер Bot API, якщо він у вас власний; у журналі є рядок про кожен випадок.

## Feeds, for owners

sync-reading = Читаю { $name }…
sync-rows = { $rows ->
    [one] Поки { $rows } рядок.
    [few] Поки { $rows } рядки.
   *[other] Поки { $rows } рядків.
}
sync-plan = { $kind }: нових { $added } · змінених { $changed } · зниклих { $removed } · без змін { $unchanged }
sync-plan-failed = з помилками { $count }
sync-new = Нові: { $names }
sync-changed = Змінені: { $names }
sync-gone = Зникли: { $names }
sync-withheld = Немає у фіді, але залишено, бо деякі його рядки не читаються: { $count }
sync-left-out = Пропущено, бо не читається: { $examples }
sync-and-more = і ще { $count }
sync-speed = { $count }/с
sync-minutes-left = залишилося { $count } хв
sync-seconds-left = залишилося { $count } с
sync-question = Товарів, яких більше немає у фіді: { $removed } з { $live }. Можливо, це помилка. Продовжити та прибрати їх?
sync-remove = Прибрати { $count }
sync-done = Готово: { $counts }.
sync-count-new = нових { $count }
sync-count-changed = змінених { $count }
sync-count-removed = прибраних { $count }
sync-count-unchanged = без змін { $count }
sync-nothing-new = нічого нового
sync-failed = { $count ->
    [one] { $count } рядок не пройшов; у таблиці сказано чому.
    [few] { $count } рядки не пройшли; у таблиці сказано чому.
   *[other] { $count } рядків не пройшли; у таблиці сказано чому.
}
sync-same = Фід не змінився з минулого разу. Робити нічого.
sync-stopped = Зупинено. Зроблене залишається; надішліть фід ще раз, і я продовжу з цього місця.
sync-unconfirmed = Ніхто не підтвердив, тому нічого не змінилося. Надішліть фід ще раз, щоб почати знову.
sync-all-right = Гаразд.
sync-busy = Я ще завантажую { $name }; фіди завантажуються по одному. Надішліть цей ще раз, коли закінчу.
sync-how-to = Надішліть /sync та адресу фіда або файл: фід Google Merchant, експорт Shopify чи WooCommerce, CSV або рядки JSON. Я покажу, що змінюється, і приберу лише те, що прийшло з цього фіда.
sync-broken = Не вдалося завантажити цей фід: { $cause }. Нічого не прибрано.

## When something fails

failed-picture = Не вдалося відкрити цю картинку. Підійдуть JPEG, PNG, WebP і GIF до 20 МБ.
failed-picture-heic = Я не відкриваю HEIC, формат фото на деяких телефонах. Надішліть це як фото, а не файлом, або в JPEG.
failed-picture-large = Ця картинка для мене завелика. Надішліть меншу або знімок екрана.
failed-picture-gone = Фото загубилося дорогою. Надішліть його ще раз.
failed-busy = { $seconds ->
    [one] Зараз шукає дуже багато людей. Я звільнюся приблизно за { $seconds } секунду, надішліть ще раз.
    [few] Зараз шукає дуже багато людей. Я звільнюся приблизно за { $seconds } секунди, надішліть ще раз.
   *[other] Зараз шукає дуже багато людей. Я звільнюся приблизно за { $seconds } секунд, надішліть ще раз.
}
failed-late = Цей пошук триває довше, ніж я можу чекати. Надішліть його ще раз трохи згодом.
unreadable = Такі повідомлення я читати не вмію. Напишіть словами, що шукаєте, або надішліть фото.
failed-crash = Із цим не вийшло. Спробуйте інше фото або опишіть словами.
failed-closed = Я саме перезапускаюся. Надішліть ще раз за хвилину.
failed-unknown = У мене щось пішло не так, магазин уже знає. Надішліть ще раз трохи згодом.
failed-cause = Причина: { $cause }
failed-cause-logged = Причина: { $cause }; решта в журналі.
slow-down-seconds = { $count ->
    [one] Забагато відразу! Надішліть це ще раз приблизно за { $count } секунду.
    [few] Забагато відразу! Надішліть це ще раз приблизно за { $count } секунди.
   *[other] Забагато відразу! Надішліть це ще раз приблизно за { $count } секунд.
}
slow-down-minutes = { $count ->
    [one] Забагато відразу! Надішліть це ще раз приблизно за { $count } хвилину.
    [few] Забагато відразу! Надішліть це ще раз приблизно за { $count } хвилини.
   *[other] Забагато відразу! Надішліть це ще раз приблизно за { $count } хвилин.
}
takes-longer = Пошук триває довше, ніж зазвичай…
group-is-busy = Тут зараз жваво, а в групах кількість моїх повідомлень обмежена. Відповідь надійде протягом хвилини; в особистому чаті я відповідаю швидше.
still-working = Я ще зайнятий вашими попередніми повідомленнями. Надішліть це ще раз трохи згодом.
was-away = Мене деякий час не було, і я пропустив ваше повідомлення. Надішліть його ще раз, я знову тут.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = футболка
word-polo-shirt = сорочка поло
word-shirt = сорочка
word-blouse = блузка
word-top = топ
word-tank-top = майка
word-sweater = светр
word-cardigan = кардиган
word-sweatshirt = світшот
word-hoodie = худі
word-tunic = туніка
word-kurta = курта
word-bodysuit = боді
word-jacket = куртка
word-coat = пальто
word-blazer = піджак
word-waistcoat = жилет
word-dress = сукня
word-jumpsuit = комбінезон
word-saree = сарі
word-jeans = джинси
word-trousers = штани
word-track-pants = спортивні штани
word-leggings = легінси
word-capris = капрі
word-shorts = шорти
word-skirt = спідниця
word-sneakers = кросівки
word-casual-shoes = повсякденне взуття
word-formal-shoes = класичні туфлі
word-boots = черевики
word-heels = туфлі на підборах
word-flats = балетки
word-sandals = сандалі
word-flip-flops = шльопанці
word-handbag = сумочка
word-clutch = клатч
word-backpack = рюкзак
word-messenger-bag = сумка через плече
word-duffel-bag = дорожня сумка
word-wallet = гаманець
word-cap = кепка
word-hat = капелюх
word-beanie = шапка
word-scarf = шарф
word-gloves = рукавички
word-belt = ремінь
word-tie = краватка
word-socks = шкарпетки
word-sunglasses = сонцезахисні окуляри
word-watch = годинник
word-umbrella = парасоля
word-necklace = намисто
word-earrings = сережки
word-ring = каблучка
word-bracelet = браслет
word-cufflinks = запонки
word-bra = бюстгальтер
word-briefs = труси
word-nightwear = піжама
word-perfume = парфуми
word-lipstick = помада
word-nail-polish = лак для нігтів
word-make-up = макіяж
word-skin-care = догляд за шкірою

# Colours
word-black = чорний
word-white = білий
word-grey = сірий
word-silver = сріблястий
word-beige = бежевий
word-cream = кремовий
word-brown = коричневий
word-tan = світло-коричневий
word-khaki = хакі
word-olive = оливковий
word-green = зелений
word-teal = синьо-зелений
word-turquoise = бірюзовий
word-blue = синій
word-navy = темно-синій
word-purple = фіолетовий
word-lavender = лавандовий
word-pink = рожевий
word-red = червоний
word-maroon = бордовий
word-orange = помаранчевий
word-coral = кораловий
word-yellow = жовтий
word-mustard = гірчичний
word-gold = золотий
word-multicolour = різнокольоровий

# Patterns
word-plain = однотонний
    .without = не однотонний
word-striped = у смужку
    .without = без смужок
word-checked = у клітинку
    .without = без клітинки
word-dotted = у горошок
    .without = без горошку
word-floral = квітковий
    .without = без квітів
word-printed = з принтом
    .without = без принта
word-animal-print = тваринний принт
    .without = без тваринного принта
word-camouflage = камуфляж
    .without = без камуфляжу

# Necklines
word-crew-neck = круглий виріз
    .without = без круглого вирізу
word-v-neck = V-подібний виріз
    .without = без V-подібного вирізу
word-polo-collar = комір поло
    .without = без коміра поло
word-shirt-collar = сорочковий комір
    .without = без сорочкового коміра
word-lapels = лацкани
    .without = без лацканів
word-turtleneck = високий комір
    .without = без високого коміра
word-hood = капюшон
    .without = без капюшона
word-strapless = з відкритими плечима
    .without = із закритими плечима

# Sleeves
word-sleeveless = без рукавів
    .without = з рукавами
word-short-sleeves = короткий рукав
    .without = без коротких рукавів
word-long-sleeves = довгий рукав
    .without = без довгих рукавів

# Styles
word-casual = повсякденний
word-formal = діловий
word-sporty = спортивний
word-party = вечірній
word-ethnic = етнічний

# For whom
word-women = жіноче
word-men = чоловіче
word-girls = для дівчаток
word-boys = для хлопчиків
word-unisex = унісекс

# Materials
word-leather = шкіра
word-denim = денім
word-cotton = бавовна
word-linen = льон
word-wool = вовна
word-silk = шовк
word-knitted = трикотаж
word-canvas = полотно
word-lace = мереживо
    .without = без мережива
word-velvet = оксамит

# Loose words
word-accessories = аксесуари
word-bag = сумка
word-beauty = краса
word-bottoms = штани та спідниці
word-bottomwear = штани та спідниці
word-collar = комір
    .without = без коміра
word-cosmetics = косметика
word-footwear = взуття
word-headgear = головні убори
word-headwear = головні убори
word-innerwear = спідня білизна
word-jewellery = прикраси
word-kids = дитяче
word-makeup = макіяж
word-outwear = верхній одяг
word-overcoat-layer = верхній одяг
word-pattern = візерунок
    .without = без візерунка
word-print = принт
    .without = без принта
word-shoes = взуття
word-sleeves = рукави
    .without = без рукавів
word-topwear = верх
word-underwear = спідня білизна
word-upper-wear = верх
word-stripes = смужки
    .without = без смужок
word-checks = клітинка
    .without = без клітинки
word-dots = горошок
    .without = без горошку

# Offers and orders
word-on-sale = зі знижкою
word-in-stock = в наявності
word-cheapest-first = спочатку дешевші
word-dearest-first = спочатку дорожчі
word-newest-first = спочатку новинки
word-best-match-first = спочатку найсхожіші
