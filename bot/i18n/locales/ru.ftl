# Russian; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = нашем магазине
automatic-assistant = Я автоматический помощник этого магазина.
welcome =
    Здравствуйте! { automatic-assistant } Пришлите фото того, что вам нравится, или опишите словами, и я найду самое похожее в { $shop }.
    Фото нужны только для ответа и не сохраняются. /help /forget_me
example-red-boots = красные ботинки
example-summer-dress = летнее платье
try-example = Попробуйте: { $words }
help =
    Пришлите фото одежды или аксессуара либо несколько слов, например «синяя футболка без воротника до 3000». Дальше можно уточнять: «как это, но зелёное», «с длинным рукавом», «дешевле».
    Номер открывает товар. Фото нужны только для ответа и не сохраняются.
    ♡ сохраняет вещь на потом, /favourites показывает сохранённое. /start показывает пример, /language меняет язык, /my_data показывает, что я о вас храню, /forget_me удаляет всё это.
help-add = /add с фото и подписью «название; цена; ссылка» добавляет товар (достаточно и просто фото с подписью).
help-remove = /remove ID убирает товар, /stats считает товары и сегодняшние запросы.
help-sync = /sync с адресом фида или его файлом переносит изменения и убирает то, чего в фиде больше нет.
language-question = На каком языке мне говорить?
language-chosen = Теперь я говорю по-русски. Что вы ищете?

## Results

looks-like = Похоже на: { $words }
only-nearest = В магазине нет ничего по-настоящему похожего; вот самое близкое.
first-photos = { $count ->
    [one] Я посмотрел первое фото.
   *[other] Я посмотрел первые { $count } фото.
}
photos-together = Я посмотрел { $count } фото вместе.
which-piece = { $count ->
    [one] Вижу { $count } вещь. Какую искать?
    [few] Вижу { $count } вещи. Какую искать?
   *[other] Вижу { $count } вещей. Какую искать?
}
similar-to = Похоже на «{ $title }»:
new-in-shop = Новинки магазина:
nothing-has-all = Всего сразу нет ни у чего; у самого близкого не так: { $words }.
first-differs = У первого не так: { $words }.
also-in = есть и другие цвета: { $colours }
more-variants = { $count ->
    [one] ещё { $count } вариант
    [few] ещё { $count } варианта
   *[other] ещё { $count } вариантов
}
why-same = совпадает: { $traits }
trait-category = вид
trait-colours = цвет
trait-pattern = узор
trait-neckline = вырез
trait-sleeve = рукав
trait-material = материал
trait-style = стиль
trait-gender = для кого
why-instead = { $there }, а не { $asked }
why-darker = { $colour }, но темнее
why-lighter = { $colour }, но светлее
why-over = дороже предела на { $amount }
why-more = дороже на { $amount }
why-less = дешевле на { $amount }
nothing-close = В магазине нет ничего похожего. Попробуйте фото одной вещи или опишите словами, что вы ищете.
nothing-fits = Ничто в магазине не подходит под всё сразу. Попробуйте другую цену, другой размер или меньше условий.
no-more = Больше ничего нет. Скажите, что изменить, например «в чёрном» или «до 5000».
empty-catalog = В магазине пока нет товаров. Загляните чуть позже.
empty-message = Пришлите фото того, что вам нравится, или несколько слов, например «красные ботинки».
unsupported-voice = Голосовые сообщения я пока не умею слушать.
unsupported-audio = Аудиофайлы я пока не умею слушать.
unsupported-video = Видео я пока не умею смотреть.
unsupported-animation = Гифки я пока не умею смотреть.
unsupported-sticker = По стикерам я искать не умею.
unsupported-place = С местом на карте я ничего сделать не могу.
unsupported-contact = С контактом я ничего сделать не могу.
unsupported-document = Документы вроде файлов PDF я не читаю.
unsupported-poll = В опросах я участвовать не могу.
unsupported-checklist = Со списками дел я не работаю.
unsupported-story = Истории я пока не умею смотреть.
unsupported-game = Играть я не умею.
unsupported-other = С такими сообщениями я пока не умею работать.
what-works = Пришлите фото или снимок экрана либо опишите словами, что вы ищете.
went-by-the-rest = Отвечаю по остальной части вашего сообщения.
some-photos-large = Не все ваши фото уместились в 20 МБ, которые я могу принять за один раз.
some-photos-gone = Одно из ваших фото потерялось в пути.
old-button = Эта кнопка устарела. Пришлите слова или фото ещё раз, и я поищу заново.
product-gone = Этой вещи больше нет в магазине. Скажите, что вы ищете, и я найду другую.
unknown-command = Я не знаю этой команды. /help расскажет, что я умею, или просто пришлите фото или несколько слов.
forgotten = Готово: всё, что я о вас хранил, удалено. Пришлите фото или несколько слов, чтобы начать заново.
my-data =
    Вот что я о вас храню. В файле есть всё.

    { $kept }

    /forget_me удаляет всё это.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, с { $date }
my-data-latest = Из каждого списка в файле последние записи, до { $count }.
my-data-none = Я ничего о вас не храню.
my-data-private = Это я показываю только в нашем личном чате, где больше никто не читает. Пришлите мне /my_data там.
kept-answers = Что вы спрашивали и что я показал
kept-language = Ваш язык
kept-openings = Чаты, где я сказал вам, что я автоматический помощник
kept-favourites = Что вы сохранили с ♡
kept-letters = Сообщения, на которые я ещё отвечаю, вместе с этим
kept-posted = Сообщения, из которых состоят мои ответы, по номерам
kept-page = Ответы, которые страница может запросить ещё раз
kept-photos = Фото, которые ждут вашего сообщения

favourites = Ваше избранное:
favourites-none = Вы пока ничего не сохранили. Нажмите ♡ на вещи, которая вам нравится, и /favourites её покажет.
favourites-gone = Больше нет в магазине: { $titles }.
was-when-saved = было { $price }, когда вы сохранили
saved = Сохранено: /favourites показывает всё.
not-saved = Больше не сохранено: /favourites показывает остальное.
thumb-noted = Учту: [{ button-more }] покажет, что дальше.

what-is-wrong = Что не так с «{ $title }»? Нажмите на это.
thanks-searching = Спасибо, ищу: { $value }.
what-is-it = { $trait }: не { $seen }? А что тогда?
reported = Спасибо, магазин записал это и проверит. Что ещё вы ищете?
put-right = Исправлено: «{ $title }» теперь — { $value }.
report-dismissed = Хорошо, остаётся как есть.

## Buttons

button-again = Повторить
button-new = Новинки
button-similar = Похожие
button-shop = В магазин
button-more = Ещё
button-piece = { $number } { $kind }
button-whole-picture = Всё фото
button-share = Поделиться
button-open = Открыть в боте
inline-ask = Ничего нет? Спросите меня в нашем чате
button-wrong = Что-то не так?
button-other = другое…
button-filter = Фильтр
button-sort = Сортировка
button-back = Назад
button-done = Готово
button-any = Любые
button-clear = Сбросить всё
button-remove-part = Убрать: { $part } ✕
button-show-again = Показать снова
button-forget-gone = Убрать исчезнувшее
button-remove = Убрать
button-undo = Отменить
button-stop = Остановить
button-cancel = Отмена

## Menus that shape a question

instead-of = Вместо «{ $part }»
filter-title = { $count ->
    [one] Фильтр · подходит { $count } вещь
    [few] Фильтр · подходят { $count } вещи
   *[other] Фильтр · подходит { $count } вещей
}
facet-category = Вид
facet-colours = Цвет
facet-size = Размер
facet-brand = Бренд
facet-price = Цена
facet-gender = Для кого
offer-on-sale = Со скидкой
offer-in-stock = В наличии
sort-title = Сортировать
sort-relevance = Сначала похожие
sort-cheapest = Сначала дешевле
sort-dearest = Сначала дороже
sort-newest = Сначала новые
everything = Всё в магазине, сначала новое:
shown-already = Следующие уже здесь, ниже.

## One product

sizes = Размеры { $sizes }
sold-out = распродано
sold-out-now = Сейчас нет в наличии
understood = Понято: { $words }

## What was understood, as it is said back

denied-thing = не { $word }
denied-quality = не { $word }
price-under = до { $price }
price-over = от { $price }
price-between = { $low } – { $high }
size = размер { $sizes }

## The web chat

shop-title = Наш магазин
page-description = { $shop }: найдите вещь по фото или нескольким словам.
page-assistant = Автоматический помощник
page-state = Поиск по фото или словам
page-offline = Соединяюсь снова…
page-restart = Начать заново
page-conversation = Беседа
page-no-script = Для этого чата нужен JavaScript.
page-attached = Прикреплённые фото
page-add-photo = Добавить фото
page-choose-photos = Выбрать фото
page-question = Что вы ищете?
page-placeholder = Опишите или добавьте фото
page-send = Отправить
page-drop = Перетащите фото, чтобы найти похожее в магазине
page-photo = Фото
page-photo-number = Фото { $number }
page-remove-photo = Убрать фото { $number }
page-only-pictures = Искать я умею только по картинкам. Добавьте фото или снимок экрана либо опишите словами, что вы ищете.
page-too-large = Эта картинка слишком большая. Подойдёт до 20 МБ.
page-too-many-photos = Фото в одном сообщении: не больше { $count }.
page-your-photo = Ваше фото
page-numbered-photo = Вещи с номерами
page-you = Вы
page-shop = Магазин
page-products = Товары: { $count }
page-understood = Понято
page-searching = Ищу…
page-sizes = Размеры
page-details = Подробности
page-view = Посмотреть в магазине
page-download = Скачать
page-sold-out = Распродано
page-before = раньше
page-copied = Ссылка скопирована
page-save = Сохранить
page-more-such = Больше таких
page-fewer-such = Меньше таких
page-no-answer = Ответа пока нет. Попробуйте ещё раз.
page-not-sent = Фото не удалось отправить. Попробуйте ещё раз.
page-many-photos = Сейчас отправляется много фото. Попробуйте ещё раз через несколько секунд.
page-open = Открыть чат
page-closed = Закрыто
page-need-key = Для этого чата нужна ссылка с ключом. Попросите её у магазина.
web-failed = У нас что-то пошло не так. Попробуйте ещё раз.
web-busy = Минутку, я ещё отвечаю на ваши последние сообщения. Отправьте это ещё раз после них.
web-closing = Помощник магазина перезапускается. Ваше сообщение скоро отправится снова.
web-invalid = Это сообщение не читается. Обновите страницу.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = Автоматический помощник магазина: пришлите фото или несколько слов, и я найду самое похожее.
bot-description = { automatic-assistant } Пришлите фото того, что вам нравится, или опишите словами, и я найду самое похожее в магазине. Фото нужны только для ответа и не сохраняются.
command-start = Что я умею, с примерами
command-favourites = Что вы сохранили
command-help = Как искать
command-language = Выбрать язык
command-my-data = Показать всё, что я о вас храню
command-forget-me = Удалить всё, что я о вас храню
command-add = Добавить товар: фото и «название; цена; ссылка»
command-remove = Убрать товар
command-sync = Загрузить фид
command-stats = Товары и сегодняшние запросы

## For owners

setup-owner = Теперь вы владелец этого магазина. Как только я заработаю, пришлите фото с подписью «название; цена; ссылка», чтобы добавить товар. /help покажет остальное.
added = Добавлено: { $product }.
added-seen = Добавлено: { $product }. Вижу: { $words }.
removed = «{ $title }» убрано. /stats показывает, что осталось.
not-there = Товара с id «{ $id }» нет. Найдите его и нажмите [{ button-remove }] на карточке.
remove-question = Убрать «{ $title }»?
remove-titled = Убрать «{ $title }»
how-to-add = Пришлите фото с подписью: название; цена; ссылка — например: Льняное платье «Ivy»; 5900 ₽; https://…
need-title = Нужно название.
need-price = Нужна цена.
how-to-remove = Отправьте /remove и id товара или откройте товар и нажмите [{ button-remove }].
stats-products = { $products ->
    [one] { $products } товар
    [few] { $products } товара
   *[other] { $products } товаров
}, из них распродано: { $gone }.
stats-stale = Обработано другой моделью: { $count }. Загрузите их заново, чтобы они находились.
stats-today = Сегодня: { $searches ->
    [one] { $searches } запрос
    [few] { $searches } запроса
   *[other] { $searches } запросов
}, с фото: { $photos }, без похожего результата: { $nothing }.
stats-repaired = Исправлено ошибок в индексе с момента запуска: { $count }.

stats-words = Спрашивали несколько человек: { $words }.
chart-searches = запросов за { $days } дн.
chart-nothing-found = без результата
chart-quick = ответ за 1 с
chart-words = спрашивали многие
stats-corrected = Исправлено покупателями: { $corrections }.
stats-report = { $place } · Сообщили { $count }×: «{ $title }»: { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, уже { $minutes } мин: { $cause }
alert-over = ✓ { $what }: прошло через { $minutes } мин.
alert-engine = Модель не отвечает
alert-catalog = Каталог недоступен
alert-index = Неполадки в индексе векторов
alert-memory = Беседы не сохраняются
alert-inbox = Сообщения не записываются
alert-telegram = Из Telegram ничего не приходит
alert-disk = Диск почти заполнен
alert-sync = Последний фид не загружен
alert-change = Смена модели не завершается
unreadable-update = ⚠ Telegram прислал то, что я не могу прочитать ({ $kind }). Я пропустил это, подсказал отправителю, что подойдёт, и работаю дальше. Если это повторится, обновите shoplens и сервер Bot API, если он у вас свой; в журнале есть строка о каждом случае.

## Feeds, for owners

sync-reading = Читаю { $name }…
sync-rows = { $rows ->
    [one] Пока { $rows } строка.
    [few] Пока { $rows } строки.
   *[other] Пока { $rows } строк.
}
sync-plan = { $kind }: новых { $added } · изменённых { $changed } · исчезнувших { $removed } · без изменений { $unchanged }
sync-plan-failed = с ошибками { $count }
sync-new = Новые: { $names }
sync-changed = Изменённые: { $names }
sync-gone = Исчезли: { $names }
sync-withheld = Нет в фиде, но оставлены, так как некоторые его строки не читаются: { $count }
sync-left-out = Пропущено, так как не читается: { $examples }
sync-and-more = и ещё { $count }
sync-speed = { $count }/с
sync-minutes-left = осталось { $count } мин
sync-seconds-left = осталось { $count } с
sync-question = Товаров, которых больше нет в фиде: { $removed } из { $live }. Возможно, это ошибка. Продолжить и убрать их?
sync-remove = Убрать { $count }
sync-done = Готово: { $counts }.
sync-count-new = новых { $count }
sync-count-changed = изменённых { $count }
sync-count-removed = убранных { $count }
sync-count-unchanged = без изменений { $count }
sync-nothing-new = ничего нового
sync-failed = { $count ->
    [one] { $count } строка не прошла; в таблице сказано почему.
    [few] { $count } строки не прошли; в таблице сказано почему.
   *[other] { $count } строк не прошли; в таблице сказано почему.
}
sync-same = Фид не изменился с прошлого раза. Делать нечего.
sync-stopped = Остановлено. Сделанное остаётся; пришлите фид ещё раз, и я продолжу с этого места.
sync-unconfirmed = Никто не подтвердил, поэтому ничего не изменилось. Пришлите фид ещё раз, чтобы начать заново.
sync-all-right = Хорошо.
sync-busy = Я ещё загружаю { $name }; фиды загружаются по одному. Пришлите этот ещё раз, когда закончу.
sync-how-to = Отправьте /sync и адрес фида или пришлите файл: фид Google Merchant, выгрузку Shopify или WooCommerce, CSV или строки JSON. Я покажу, что меняется, и уберу только то, что пришло из этого фида.
sync-broken = Не удалось загрузить этот фид: { $cause }. Ничего не убрано.

## When something fails

failed-picture = Не удалось открыть эту картинку. Подойдут JPEG, PNG, WebP и GIF до 20 МБ.
failed-picture-heic = Я не открываю HEIC, формат фото на некоторых телефонах. Пришлите это как фото, а не файлом, или в JPEG.
failed-picture-large = Эта картинка для меня слишком большая. Пришлите поменьше или снимок экрана.
failed-picture-gone = Фото потерялось в пути. Отправьте его ещё раз.
failed-busy = { $seconds ->
    [one] Сейчас ищут очень многие. Я освобожусь примерно через { $seconds } секунду, пришлите ещё раз.
    [few] Сейчас ищут очень многие. Я освобожусь примерно через { $seconds } секунды, пришлите ещё раз.
   *[other] Сейчас ищут очень многие. Я освобожусь примерно через { $seconds } секунд, пришлите ещё раз.
}
failed-late = Этот поиск длится дольше, чем я могу ждать. Пришлите его ещё раз чуть позже.
unreadable = Такие сообщения я читать не умею. Напишите словами, что вы ищете, или пришлите фото.
failed-crash = С этим не получилось. Попробуйте другое фото или опишите словами.
failed-closed = Я как раз перезапускаюсь. Пришлите ещё раз через минуту.
failed-unknown = У меня что-то пошло не так, магазин уже знает. Пришлите ещё раз чуть позже.
failed-cause = Причина: { $cause }
failed-cause-logged = Причина: { $cause }; остальное в журнале.
slow-down-seconds = { $count ->
    [one] Слишком много сразу! Пришлите это ещё раз примерно через { $count } секунду.
    [few] Слишком много сразу! Пришлите это ещё раз примерно через { $count } секунды.
   *[other] Слишком много сразу! Пришлите это ещё раз примерно через { $count } секунд.
}
slow-down-minutes = { $count ->
    [one] Слишком много сразу! Пришлите это ещё раз примерно через { $count } минуту.
    [few] Слишком много сразу! Пришлите это ещё раз примерно через { $count } минуты.
   *[other] Слишком много сразу! Пришлите это ещё раз примерно через { $count } минут.
}
takes-longer = Поиск занимает больше времени, чем обычно…
group-is-busy = Здесь сейчас оживлённо, а в группах число моих сообщений ограничено. Ответ придёт в течение минуты; в личном чате я отвечаю быстрее.
still-working = Я ещё занят вашими прошлыми сообщениями. Пришлите это ещё раз чуть позже.
was-away = Меня какое-то время не было, и я пропустил ваше сообщение. Пришлите его ещё раз, я снова здесь.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = футболка
word-polo-shirt = рубашка поло
word-shirt = рубашка
word-blouse = блузка
word-top = топ
word-tank-top = майка
word-sweater = свитер
word-cardigan = кардиган
word-sweatshirt = свитшот
word-hoodie = худи
word-tunic = туника
word-kurta = курта
word-bodysuit = боди
word-jacket = куртка
word-coat = пальто
word-blazer = пиджак
word-waistcoat = жилет
word-dress = платье
word-jumpsuit = комбинезон
word-saree = сари
word-jeans = джинсы
word-trousers = брюки
word-track-pants = спортивные брюки
word-leggings = леггинсы
word-capris = капри
word-shorts = шорты
word-skirt = юбка
word-sneakers = кроссовки
word-casual-shoes = повседневная обувь
word-formal-shoes = классические туфли
word-boots = ботинки
word-heels = туфли на каблуке
word-flats = балетки
word-sandals = сандалии
word-flip-flops = шлёпанцы
word-handbag = сумочка
word-clutch = клатч
word-backpack = рюкзак
word-messenger-bag = сумка через плечо
word-duffel-bag = дорожная сумка
word-wallet = кошелёк
word-cap = кепка
word-hat = шляпа
word-beanie = шапка
word-scarf = шарф
word-gloves = перчатки
word-belt = ремень
word-tie = галстук
word-socks = носки
word-sunglasses = солнцезащитные очки
word-watch = часы
word-umbrella = зонт
word-necklace = колье
word-earrings = серьги
word-ring = кольцо
word-bracelet = браслет
word-cufflinks = запонки
word-bra = бюстгальтер
word-briefs = трусы
word-nightwear = пижама
word-perfume = духи
word-lipstick = помада
word-nail-polish = лак для ногтей
word-make-up = макияж
word-skin-care = уход за кожей

# Colours
word-black = чёрный
word-white = белый
word-grey = серый
word-silver = серебристый
word-beige = бежевый
word-cream = кремовый
word-brown = коричневый
word-tan = светло-коричневый
word-khaki = хаки
word-olive = оливковый
word-green = зелёный
word-teal = сине-зелёный
word-turquoise = бирюзовый
word-blue = синий
word-navy = тёмно-синий
word-purple = фиолетовый
word-lavender = лавандовый
word-pink = розовый
word-red = красный
word-maroon = бордовый
word-orange = оранжевый
word-coral = коралловый
word-yellow = жёлтый
word-mustard = горчичный
word-gold = золотой
word-multicolour = разноцветный

# Patterns
word-plain = однотонный
    .without = не однотонный
word-striped = в полоску
    .without = без полосок
word-checked = в клетку
    .without = без клетки
word-dotted = в горошек
    .without = без горошка
word-floral = цветочный
    .without = без цветов
word-printed = с принтом
    .without = без принта
word-animal-print = животный принт
    .without = без животного принта
word-camouflage = камуфляж
    .without = без камуфляжа

# Necklines
word-crew-neck = круглый вырез
    .without = без круглого выреза
word-v-neck = V-образный вырез
    .without = без V-образного выреза
word-polo-collar = воротник поло
    .without = без воротника поло
word-shirt-collar = рубашечный воротник
    .without = без рубашечного воротника
word-lapels = лацканы
    .without = без лацканов
word-turtleneck = высокий ворот
    .without = без высокого ворота
word-hood = капюшон
    .without = без капюшона
word-strapless = с открытыми плечами
    .without = с закрытыми плечами

# Sleeves
word-sleeveless = без рукавов
    .without = с рукавами
word-short-sleeves = короткий рукав
    .without = без коротких рукавов
word-long-sleeves = длинный рукав
    .without = без длинных рукавов

# Styles
word-casual = повседневный
word-formal = деловой
word-sporty = спортивный
word-party = вечерний
word-ethnic = этнический

# For whom
word-women = женское
word-men = мужское
word-girls = для девочек
word-boys = для мальчиков
word-unisex = унисекс

# Materials
word-leather = кожа
word-denim = деним
word-cotton = хлопок
word-linen = лён
word-wool = шерсть
word-silk = шёлк
word-knitted = трикотаж
word-canvas = холст
word-lace = кружево
    .without = без кружева
word-velvet = бархат

# Loose words
word-accessories = аксессуары
word-bag = сумка
word-beauty = красота
word-bottoms = брюки и юбки
word-bottomwear = брюки и юбки
word-collar = воротник
    .without = без воротника
word-cosmetics = косметика
word-footwear = обувь
word-headgear = головные уборы
word-headwear = головные уборы
word-innerwear = нижнее бельё
word-jewellery = украшения
word-kids = детское
word-makeup = макияж
word-outwear = верхняя одежда
word-overcoat-layer = верхняя одежда
word-pattern = узор
    .without = без узора
word-print = принт
    .without = без принта
word-shoes = обувь
word-sleeves = рукава
    .without = без рукавов
word-topwear = верх
word-underwear = нижнее бельё
word-upper-wear = верх
word-stripes = полоски
    .without = без полосок
word-checks = клетка
    .without = без клетки
word-dots = горошек
    .without = без горошка

# Offers and orders
word-on-sale = со скидкой
word-in-stock = в наличии
word-cheapest-first = сначала дешевле
word-dearest-first = сначала дороже
word-newest-first = сначала новинки
word-best-match-first = сначала самые похожие
