# Arabic; see en.ftl.

comma = {"، "}

## Greeting and help

our-shop = متجرنا
automatic-assistant = أنا المساعد الآلي لهذا المتجر.
welcome =
    مرحبًا! { automatic-assistant } أرسل صورة لشيء يعجبك، أو صفه بالكلمات، وسأجد لك الأقرب إليه في { $shop }.
    تُستخدم الصور للرد فقط ولا تُحفظ. /help /forget_me
example-red-boots = بوت أحمر
example-summer-dress = فستان صيفي
try-example = جرّب: { $words }
help =
    أرسل صورة لقطعة ملابس أو إكسسوار، أو بضع كلمات مثل «تيشيرت أزرق بدون ياقة أقل من 100». ثم أكمل من هناك: «مثل هذا لكن أخضر»، «بأكمام طويلة»، «أرخص».
    الرقم يفتح منتجًا واحدًا. تُستخدم الصور للرد فقط ولا تُحفظ.
    ♡ يحفظ القطعة لوقت لاحق، و /favourites يعرض ما حفظته. /start يعرض مثالًا، /language يغيّر لغتي، /my_data يعرض ما أحتفظ به عنك، /forget_me يحذفه كله.
help-add = /add مع صورة و«العنوان؛ السعر؛ الرابط» يضيف منتجًا (تكفي الصورة مع التعليق أيضًا).
help-remove = /remove ID يزيل منتجًا، و /stats يعدّ المنتجات وعمليات بحث اليوم.
help-sync = /sync مع عنوان ملف المنتجات، أو الملف نفسه، يجلب ما تغيّر ويزيل ما لم يعد فيه.
language-question = بأي لغة أتحدث؟
language-chosen = من الآن أتحدث العربية. عمّ تبحث؟

## Results

looks-like = يبدو مثل: { $words }
only-nearest = لا أجد شيئًا قريبًا فعلًا في المتجر؛ هذه هي الأقرب.
first-photos = { $count ->
    [one] نظرت إلى الصورة الأولى.
    [two] نظرت إلى أول صورتين.
    [few] نظرت إلى أول { $count } صور.
   *[other] نظرت إلى أول { $count } صورة.
}
photos-together = { $count ->
    [two] نظرت إلى الصورتين معًا.
    [few] نظرت إلى { $count } صور معًا.
   *[other] نظرت إلى { $count } صورة معًا.
}
which-piece = { $count ->
    [two] أرى قطعتين. أيهما تقصد؟
    [few] أرى { $count } قطع. أيها تقصد؟
   *[other] أرى { $count } قطعة. أيها تقصد؟
}
similar-to = مشابه لـ { $title }:
new-in-shop = جديد المتجر:
nothing-has-all = لا شيء يجمع كل ذلك؛ ينقص الأقرب: { $words }.
first-differs = ينقص الأول: { $words }.
also-in = متوفر أيضًا باللون: { $colours }
more-variants = { $count ->
    [one] خيار آخر
    [two] خياران آخران
    [few] { $count } خيارات أخرى
    [many] { $count } خيارًا آخر
   *[other] { $count } خيار آخر
}
why-same = تطابق في { $traits }
trait-category = النوع
trait-colours = اللون
trait-pattern = النقشة
trait-neckline = الياقة
trait-sleeve = الأكمام
trait-material = الخامة
trait-style = الطراز
trait-gender = الفئة
why-instead = { $there } بدلًا من { $asked }
why-darker = { $colour } أغمق
why-lighter = { $colour } أفتح
why-over = يزيد عن الحد بـ { $amount }
why-more = أغلى بـ { $amount }
why-less = أرخص بـ { $amount }
nothing-close = لا أجد شيئًا مشابهًا في المتجر. جرّب صورة لقطعة واحدة أو إكسسوار واحد، أو صف بالكلمات ما تبحث عنه.
nothing-fits = لا شيء في المتجر يناسب كل هذا. جرّب سعرًا آخر أو مقاسًا آخر أو شروطًا أقل.
no-more = هذا كل ما لدي. قل لي ماذا أغيّر، مثل «بالأسود» أو «أقل من 50».
empty-catalog = لا توجد منتجات في المتجر بعد. عد بعد قليل من فضلك.
empty-message = أرسل صورة لشيء يعجبك، أو بضع كلمات مثل «بوت أحمر».
unsupported-voice = لا أستطيع الاستماع إلى الرسائل الصوتية بعد.
unsupported-audio = لا أستطيع الاستماع إلى الملفات الصوتية بعد.
unsupported-video = لا أستطيع مشاهدة الفيديو بعد.
unsupported-animation = لا أستطيع مشاهدة صور GIF المتحركة بعد.
unsupported-sticker = لا أستطيع البحث بالملصقات.
unsupported-place = لا أستطيع الاستفادة من موقع على الخريطة.
unsupported-contact = لا أستطيع الاستفادة من جهة اتصال.
unsupported-document = لا أستطيع قراءة مستندات مثل PDF.
unsupported-poll = لا أستطيع المشاركة في الاستطلاعات.
unsupported-checklist = لا أستطيع التعامل مع قوائم المهام.
unsupported-story = لا أستطيع مشاهدة القصص بعد.
unsupported-game = لا أجيد الألعاب.
unsupported-other = لا أستطيع التعامل مع هذا النوع من الرسائل بعد.
what-works = أرسل صورة أو لقطة شاشة، أو صف بالكلمات ما تبحث عنه.
went-by-the-rest = اعتمدتُ على بقية رسالتك.
some-photos-large = لم تتسع الـ20 ميغابايت التي أستقبلها دفعة واحدة لكل صورك.
some-photos-gone = ضاعت إحدى صورك في الطريق.
old-button = هذا الزر قديم جدًا. أرسل الكلمات أو الصورة مرة أخرى وسأبحث من جديد.
product-gone = لم تعد هذه القطعة في المتجر. قل لي عمّ تبحث وسأجد غيرها.
unknown-command = لا أعرف هذا الأمر. /help يشرح ما أستطيع فعله، أو أرسل صورة أو بضع كلمات.
forgotten = تم: حُذف كل ما كنت أحتفظ به عنك. أرسل صورة أو بضع كلمات لتبدأ من جديد.
my-data =
    هذا ما أحتفظ به عنك. كل شيء في الملف.

    { $kept }

    /forget_me يحذفه كله.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }، منذ { $date }
my-data-latest = في الملف أحدث { $count } من كل قائمة.
my-data-none = لا أحتفظ بأي شيء عنك.
my-data-private = لا أعرض ذلك إلا في محادثتنا الخاصة حيث لا يقرأ أحد غيرك. أرسل لي /my_data هناك.
kept-answers = ما سألت عنه وما عرضته عليك
kept-language = لغتك
kept-openings = المحادثات التي أخبرتك فيها أنني مساعد آلي
kept-favourites = ما حفظته بـ ♡
kept-letters = الرسائل التي لم أرد عليها بعد، ومنها هذه
kept-posted = الرسائل التي تتكون منها ردودي، بأرقامها
kept-page = الردود التي قد تطلبها الصفحة مرة أخرى
kept-photos = الصور التي تنتظر رسالتك

favourites = مفضلاتك:
favourites-none = لم تحفظ شيئًا بعد. اضغط ♡ على قطعة تعجبك وسيعرضها /favourites.
favourites-gone = لم تعد في المتجر: { $titles }.
was-when-saved = كان { $price } عندما حفظته
saved = تم الحفظ: /favourites يعرض الكل.
not-saved = لم يعد محفوظًا: /favourites يعرض البقية.
thumb-noted = سجّلت ذلك: [{ button-more }] يعرض التالي بناءً عليه.

what-is-wrong = ما الخطأ في { $title }؟ اضغط عليه.
thanks-searching = شكرًا، أبحث عن: { $value }.
what-is-it = { $trait }: ليس { $seen }؟ فما هو إذن؟
reported = شكرًا، دوّن المتجر ذلك وسيتحقق منه. عمّ تبحث أيضًا؟
put-right = تم التصحيح: { $title } من الآن { $value }.
report-dismissed = حسنًا، يبقى كما هو.

## Buttons

button-again = حاول مرة أخرى
button-new = شاهد الجديد
button-similar = مشابه لهذا
button-shop = المتجر
button-more = المزيد
button-piece = { $number } { $kind }
button-whole-picture = الصورة كلها
button-share = مشاركة
button-open = افتح في البوت
inline-ask = لا شيء هنا؟ اسألني في محادثتنا
button-wrong = هل هناك خطأ؟
button-other = غير ذلك…
button-filter = تصفية
button-sort = ترتيب
button-back = رجوع
button-done = تم
button-any = الكل
button-clear = مسح الكل
button-remove-part = إزالة { $part } ✕
button-show-again = اعرضها مرة أخرى
button-forget-gone = إزالة ما لم يعد موجودًا
button-remove = إزالة
button-undo = تراجع
button-stop = إيقاف
button-cancel = إلغاء

## Menus that shape a question

instead-of = بدلًا من { $part }
filter-title = { $count ->
    [zero] تصفية · لا قطع مطابقة
    [one] تصفية · قطعة واحدة مطابقة
    [two] تصفية · قطعتان مطابقتان
    [few] تصفية · { $count } قطع مطابقة
   *[other] تصفية · { $count } قطعة مطابقة
}
facet-category = النوع
facet-colours = اللون
facet-size = المقاس
facet-brand = الماركة
facet-price = السعر
facet-gender = الفئة
offer-on-sale = مخفّض
offer-in-stock = متوفر
sort-title = الترتيب حسب
sort-relevance = الأقرب
sort-cheapest = السعر: من الأقل إلى الأعلى
sort-dearest = السعر: من الأعلى إلى الأقل
sort-newest = الأحدث
everything = كل ما في المتجر، الأحدث أولًا:
shown-already = التالية موجودة هنا بالفعل، في الأسفل.

## One product

sizes = المقاسات { $sizes }
sold-out = نفد
sold-out-now = نفد حاليًا
understood = فهمت: { $words }

## What was understood, as it is said back

denied-thing = بدون { $word }
denied-quality = ليس { $word }
price-under = أقل من { $price }
price-over = أكثر من { $price }
price-between = من { $low } إلى { $high }
size = مقاس { $sizes }

## The web chat

shop-title = متجرنا
page-description = { $shop }: ابحث بصورة أو ببضع كلمات.
page-assistant = مساعد آلي
page-state = ابحث بصورة أو بالكلمات
page-offline = جارٍ إعادة الاتصال…
page-restart = ابدأ من جديد
page-conversation = المحادثة
page-no-script = تحتاج هذه المحادثة إلى JavaScript.
page-attached = الصور المرفقة
page-add-photo = أضف صورة
page-choose-photos = اختر الصور
page-question = عمّ تبحث؟
page-placeholder = صفه أو أضف صورة
page-send = إرسال
page-drop = أفلت صورة هنا للبحث عنها في المتجر
page-photo = صورة
page-photo-number = الصورة { $number }
page-remove-photo = إزالة الصورة { $number }
page-only-pictures = أستطيع البحث بالصور فقط. أضف صورة أو لقطة شاشة، أو صف بالكلمات ما تبحث عنه.
page-too-large = هذه الصورة كبيرة جدًا. الحد الأقصى 20 ميغابايت.
page-too-many-photos = أقصى عدد للصور في الرسالة: { $count }.
page-your-photo = صورتك
page-numbered-photo = القطع بأرقامها
page-you = أنت
page-shop = المتجر
page-products = المنتجات: { $count }
page-understood = فهمت
page-searching = أبحث…
page-sizes = المقاسات
page-details = التفاصيل
page-view = عرض في المتجر
page-download = تنزيل
page-sold-out = نفد
page-before = قبل
page-copied = نُسخ الرابط
page-save = حفظ
page-more-such = المزيد من هذا النوع
page-fewer-such = أقل من هذا النوع
page-no-answer = لا يوجد رد بعد. حاول مرة أخرى من فضلك.
page-not-sent = تعذّر إرسال الصورة. حاول مرة أخرى من فضلك.
page-many-photos = هناك صور كثيرة في الطريق الآن. حاول مرة أخرى بعد بضع ثوانٍ.
page-open = افتح المحادثة
page-closed = مغلق
page-need-key = تحتاج هذه المحادثة إلى رابط بمفتاح. اطلبه من المتجر من فضلك.
web-failed = حدث خطأ من جانبنا. حاول مرة أخرى من فضلك.
web-busy = لحظة، ما زلت أرد على رسائلك الأخيرة. أرسل هذه مرة أخرى بعد ذلك.
web-closing = مساعد المتجر يعيد التشغيل. ستُرسل رسالتك مرة أخرى بعد لحظات.
web-invalid = لا يمكن قراءة هذه الرسالة. أعد تحميل الصفحة من فضلك.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = مساعد آلي للمتجر: أرسل صورة أو بضع كلمات وسأجد لك الأقرب إليها.
bot-description = { automatic-assistant } أرسل صورة لشيء يعجبك، أو صفه بالكلمات، وسأجد لك الأقرب إليه في المتجر. تُستخدم الصور للرد فقط ولا تُحفظ.
command-start = ما أستطيع فعله، مع أمثلة
command-favourites = ما حفظته
command-help = كيف تبحث
command-language = اختر لغتي
command-my-data = اعرض كل ما أحتفظ به عنك
command-forget-me = احذف كل ما أحتفظ به عنك
command-add = أضف منتجًا: صورة و«العنوان؛ السعر؛ الرابط»
command-remove = أزل منتجًا
command-sync = اجلب ملف المنتجات
command-stats = المنتجات وعمليات بحث اليوم

## For owners

setup-owner = أصبحت الآن صاحب هذا المتجر. عندما أبدأ العمل، أرسل صورة مع «العنوان؛ السعر؛ الرابط» لإضافة منتج. وتعرض /help البقية.
added = أُضيف: { $product }.
added-seen = أُضيف: { $product }. أرى: { $words }.
removed = أُزيل { $title }. يعرض /stats ما تبقى.
not-there = لا يوجد منتج بالمعرّف «{ $id }». ابحث عنه واضغط [{ button-remove }] على بطاقته.
remove-question = إزالة { $title }؟
remove-titled = إزالة { $title }
how-to-add = أرسل صورة مع هذا التعليق: العنوان; السعر; الرابط — مثال: فستان كتان «Ivy»; 59.00 USD; https://…
need-title = أحتاج إلى عنوان.
need-price = أحتاج إلى سعر.
how-to-remove = أرسل /remove مع معرّف المنتج، أو افتح المنتج واضغط [{ button-remove }].
stats-products = { $products ->
    [zero] لا منتجات
    [one] منتج واحد
    [two] منتجان
    [few] { $products } منتجات
    [many] { $products } منتجًا
   *[other] { $products } منتج
}، نفد منها { $gone }.
stats-stale = عولج { $count } بنموذج آخر: استوردها من جديد لتظهر في البحث.
stats-today = اليوم: عمليات البحث { $searches }، منها بصورة { $photos }، وبدون نتيجة قريبة { $nothing }.
stats-repaired = أخطاء في الفهرس أُصلحت منذ بدء التشغيل: { $count }.

stats-words = سأل عنها عدة أشخاص: { $words }.
chart-searches = عمليات بحث في { $days } يومًا
chart-nothing-found = بلا نتيجة
chart-quick = رد خلال ثانية
chart-words = سأل عنها عدة أشخاص
stats-corrected = صححها المتسوقون: { $corrections }.
stats-report = { $place } · أُبلغ عنه { $count }×: { $title }: { $change }؟
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }، منذ { $minutes } د: { $cause }
alert-over = ✓ { $what }: انتهى بعد { $minutes } د.
alert-engine = النموذج لا يستجيب
alert-catalog = الكتالوج غير متاح
alert-index = هناك مشكلة في فهرس المتجهات
alert-memory = لا يمكن حفظ المحادثات
alert-inbox = لا يمكن تدوين الرسائل
alert-telegram = لا يصل شيء من تيليجرام
alert-disk = القرص ممتلئ تقريبًا
alert-sync = لم يُجلب آخر ملف منتجات
alert-change = تغيير النموذج لا ينتهي
unreadable-update = ⚠ أرسل تيليجرام شيئًا لا أستطيع قراءته ({ $kind }). تجاوزته وأخبرت مرسله بما ينفع، وأواصل العمل. إن تكرر ذلك فحدّث shoplens وخادم Bot API إن كان لديك خادم خاص؛ وفي السجل سطر لكل حالة.

## Feeds, for owners

sync-reading = أقرأ { $name } …
sync-rows = { $rows ->
    [zero] لا صفوف حتى الآن.
    [one] صف واحد حتى الآن.
    [two] صفان حتى الآن.
    [few] { $rows } صفوف حتى الآن.
    [many] { $rows } صفًا حتى الآن.
   *[other] { $rows } صف حتى الآن.
}
sync-plan = { $kind }: جديد { $added } · متغيّر { $changed } · محذوف { $removed } · بلا تغيير { $unchanged }
sync-plan-failed = فاشل { $count }
sync-new = جديد: { $names }
sync-changed = متغيّر: { $names }
sync-gone = محذوف: { $names }
sync-withheld = غير موجودة في الملف لكنها باقية لأن بعض صفوفه لا يمكن قراءتها: { $count }
sync-left-out = تُرك لتعذّر قراءته: { $examples }
sync-and-more = و{ $count } غيرها
sync-speed = { $count }/ث
sync-minutes-left = بقي { $count } د
sync-seconds-left = بقي { $count } ث
sync-question = لم يعد { $removed } من { $live } من المنتجات في الملف، وقد يكون ذلك خطأ. هل أكمل وأزيلها؟
sync-remove = إزالة { $count }
sync-done = تم: { $counts }.
sync-count-new = جديد { $count }
sync-count-changed = متغيّر { $count }
sync-count-removed = مُزال { $count }
sync-count-unchanged = بلا تغيير { $count }
sync-nothing-new = لا جديد
sync-failed = { $count ->
    [one] فشل صف واحد؛ السبب في الجدول.
    [two] فشل صفان؛ السبب في الجدول.
    [few] فشلت { $count } صفوف؛ السبب في الجدول.
    [many] فشل { $count } صفًا؛ السبب في الجدول.
   *[other] فشل { $count } صف؛ السبب في الجدول.
}
sync-same = لم يتغيّر الملف منذ آخر مرة. لا شيء يُفعل.
sync-stopped = توقفت. ما أُنجز يبقى؛ أرسل الملف مرة أخرى وسأكمل من هناك.
sync-unconfirmed = لم يؤكد أحد، فلم يتغيّر شيء. أرسل الملف مرة أخرى لتبدأ من جديد.
sync-all-right = حسنًا.
sync-busy = ما زلت أجلب { $name }؛ ملف واحد في كل مرة. أرسل هذا مرة أخرى عندما أنتهي.
sync-how-to = أرسل /sync مع عنوان ملف منتجاتك، أو أرسل الملف نفسه: Google Merchant، أو تصدير Shopify أو WooCommerce، أو CSV، أو أسطر JSON. أعرض ما يتغيّر، ولا أزيل إلا ما جاء من هذا الملف.
sync-broken = تعذّر جلب هذا الملف: { $cause }. لم يُزل شيء.

## When something fails

failed-picture = تعذّر فتح هذه الصورة. تصلح JPEG وPNG وWebP وGIF حتى 20 ميغابايت.
failed-picture-heic = لا أستطيع فتح HEIC، وهي صيغة الصور في بعض الهواتف. أرسلها كصورة لا كملف، أو بصيغة JPEG.
failed-picture-large = هذه الصورة كبيرة جدًا عليّ. أرسل صورة أصغر، أو لقطة شاشة لها.
failed-picture-gone = ضاعت الصورة في الطريق. أرسلها مرة أخرى من فضلك.
failed-busy = { $seconds ->
    [one] كثيرون يبحثون الآن. سأكون جاهزًا بعد ثانية تقريبًا، أرسلها مرة أخرى.
    [two] كثيرون يبحثون الآن. سأكون جاهزًا بعد ثانيتين تقريبًا، أرسلها مرة أخرى.
    [few] كثيرون يبحثون الآن. سأكون جاهزًا بعد { $seconds } ثوانٍ تقريبًا، أرسلها مرة أخرى.
   *[other] كثيرون يبحثون الآن. سأكون جاهزًا بعد { $seconds } ثانية تقريبًا، أرسلها مرة أخرى.
}
failed-late = هذا البحث يستغرق أطول مما أستطيع انتظاره. أرسله مرة أخرى بعد قليل.
unreadable = لا أستطيع قراءة هذا النوع من الرسائل. اكتب لي ما تبحث عنه بالكلمات، أو أرسل لي صورة له.
failed-crash = لم أستطع العمل على هذه. جرّب صورة أخرى أو صفها بالكلمات.
failed-closed = أعيد التشغيل الآن. أرسلها مرة أخرى بعد دقيقة.
failed-unknown = حدث خطأ من جانبي، وقد أُبلغ المتجر به. أرسلها مرة أخرى بعد قليل.
failed-cause = السبب: { $cause }
failed-cause-logged = السبب: { $cause }؛ البقية في السجل.
slow-down-seconds = { $count ->
    [one] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد ثانية تقريبًا.
    [two] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد ثانيتين تقريبًا.
    [few] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد { $count } ثوانٍ تقريبًا.
   *[other] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد { $count } ثانية تقريبًا.
}
slow-down-minutes = { $count ->
    [one] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد دقيقة تقريبًا.
    [two] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد دقيقتين تقريبًا.
    [few] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد { $count } دقائق تقريبًا.
   *[other] هذا كثير دفعة واحدة! أرسلها مرة أخرى بعد { $count } دقيقة تقريبًا.
}
takes-longer = يستغرق البحث وقتًا أطول من المعتاد…
group-is-busy = هناك نشاط كثير هنا، ولا يمكنني أن أرسل في المجموعة إلا عددًا محدودًا من الرسائل. سيصلك الجواب خلال دقيقة، وفي المحادثة الخاصة أنا أسرع.
still-working = ما زلت أعمل على رسائلك السابقة. أرسل هذه مرة أخرى بعد قليل.
was-away = غبت لبعض الوقت وفاتتني رسالتك. أرسلها مرة أخرى، أنا هنا الآن.

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = تيشيرت
word-polo-shirt = قميص بولو
word-shirt = قميص
word-blouse = بلوزة
word-top = توب
word-tank-top = تانك توب
word-sweater = كنزة
word-cardigan = كارديجان
word-sweatshirt = سويت شيرت
word-hoodie = هودي
word-tunic = تونيك
word-kurta = كورتا
word-bodysuit = بودي سوت
word-jacket = جاكيت
word-coat = معطف
word-blazer = بليزر
word-waistcoat = صديري
word-dress = فستان
word-jumpsuit = جمبسوت
word-saree = ساري
word-jeans = جينز
word-trousers = بنطلون
word-track-pants = بنطلون رياضي
word-leggings = ليقنز
word-capris = بنطلون كابري
word-shorts = شورت
word-skirt = تنورة
word-sneakers = حذاء رياضي
word-casual-shoes = حذاء كاجوال
word-formal-shoes = حذاء رسمي
word-boots = بوت
word-heels = حذاء بكعب عالٍ
word-flats = حذاء باليرينا
word-sandals = صندل
word-flip-flops = شبشب
word-handbag = حقيبة يد
word-clutch = كلاتش
word-backpack = حقيبة ظهر
word-messenger-bag = حقيبة كروس
word-duffel-bag = حقيبة سفر
word-wallet = محفظة
word-cap = كاب
word-hat = قبعة
word-beanie = قبعة صوفية
word-scarf = وشاح
word-gloves = قفازات
word-belt = حزام
word-tie = ربطة عنق
word-socks = جوارب
word-sunglasses = نظارة شمسية
word-watch = ساعة
word-umbrella = مظلة
word-necklace = قلادة
word-earrings = أقراط
word-ring = خاتم
word-bracelet = سوار
word-cufflinks = أزرار أكمام
word-bra = حمالة صدر
word-briefs = سروال داخلي
word-nightwear = ملابس نوم
word-perfume = عطر
word-lipstick = أحمر شفاه
word-nail-polish = طلاء أظافر
word-make-up = مكياج
word-skin-care = العناية بالبشرة

# Colours
word-black = أسود
word-white = أبيض
word-grey = رمادي
word-silver = فضي
word-beige = بيج
word-cream = كريمي
word-brown = بني
word-tan = بني فاتح
word-khaki = كاكي
word-olive = زيتوني
word-green = أخضر
word-teal = أزرق مخضر
word-turquoise = فيروزي
word-blue = أزرق
word-navy = كحلي
word-purple = بنفسجي
word-lavender = لافندر
word-pink = وردي
word-red = أحمر
word-maroon = عنابي
word-orange = برتقالي
word-coral = مرجاني
word-yellow = أصفر
word-mustard = خردلي
word-gold = ذهبي
word-multicolour = متعدد الألوان

# Patterns
word-plain = سادة
    .without = غير سادة
word-striped = مخطط
word-checked = كاروهات
word-dotted = منقط
word-floral = مورد
    .without = بدون ورود
word-printed = مطبوع
    .without = بدون طبعة
word-animal-print = نقشة حيوانات
word-camouflage = مموّه
    .without = غير مموّه

# Necklines
word-crew-neck = ياقة دائرية
word-v-neck = ياقة V
word-polo-collar = ياقة بولو
word-shirt-collar = ياقة قميص
word-lapels = ياقة جاكيت
word-turtleneck = ياقة عالية
word-hood = قلنسوة
word-strapless = بدون حمالات
    .without = بحمالات

# Sleeves
word-sleeveless = بدون أكمام
    .without = بأكمام
word-short-sleeves = أكمام قصيرة
word-long-sleeves = أكمام طويلة

# Styles
word-casual = كاجوال
word-formal = رسمي
word-sporty = رياضي
word-party = للسهرات
word-ethnic = تراثي

# For whom
word-women = نسائي
word-men = رجالي
word-girls = بناتي
word-boys = ولادي
word-unisex = للجنسين

# Materials
word-leather = جلد
word-denim = دنيم
word-cotton = قطن
word-linen = كتان
word-wool = صوف
word-silk = حرير
word-knitted = تريكو
word-canvas = قماش كانفاس
word-lace = دانتيل
word-velvet = مخمل

# Loose words
word-accessories = إكسسوارات
word-bag = حقيبة
word-beauty = جمال
word-bottoms = ملابس سفلية
word-bottomwear = ملابس سفلية
word-collar = ياقة
word-cosmetics = مستحضرات تجميل
word-footwear = أحذية
word-headgear = أغطية رأس
word-headwear = أغطية رأس
word-innerwear = ملابس داخلية
word-jewellery = مجوهرات
word-kids = أطفال
word-makeup = مكياج
word-outwear = ملابس خارجية
word-overcoat-layer = ملابس خارجية
word-pattern = نقشة
word-print = طبعة
word-shoes = أحذية
word-sleeves = أكمام
word-topwear = ملابس علوية
word-underwear = ملابس داخلية
word-upper-wear = ملابس علوية
word-stripes = خطوط
word-checks = مربعات
word-dots = نقاط

# Offers and orders
word-on-sale = مخفّض السعر
word-in-stock = متوفر
word-cheapest-first = الأرخص أولاً
word-dearest-first = الأغلى أولاً
word-newest-first = الأحدث أولاً
word-best-match-first = الأقرب أولاً
