# Hindi; see en.ftl.

comma = {", "}

## Greeting and help

our-shop = हमारी दुकान
automatic-assistant = मैं इस दुकान का स्वचालित सहायक हूँ।
welcome =
    नमस्ते! { automatic-assistant } अपनी पसंद की किसी चीज़ का फ़ोटो भेजिए, या शब्दों में बताइए, और मैं { $shop } में उससे सबसे मिलती-जुलती चीज़ें ढूँढ दूँगा।
    फ़ोटो सिर्फ़ जवाब देने के काम आते हैं और रखे नहीं जाते। /help /forget_me
example-red-boots = लाल बूट
example-summer-dress = गर्मी की ड्रेस
try-example = आज़माइए: { $words }
help =
    किसी कपड़े या एक्सेसरी का फ़ोटो भेजिए, या कुछ शब्द, जैसे “बिना कॉलर नीली टी-शर्ट 1000 से कम”। फिर वहीं से आगे बढ़िए: “ऐसा ही पर हरा”, “लंबी आस्तीन वाला”, “और सस्ता”।
    नंबर दबाने से एक चीज़ खुलती है। फ़ोटो सिर्फ़ जवाब देने के काम आते हैं और रखे नहीं जाते।
    ♡ किसी चीज़ को बाद के लिए रखता है, और /favourites आपकी रखी चीज़ें दिखाता है। /start एक उदाहरण दिखाता है, /language मेरी भाषा बदलता है, /my_data आपके बारे में रखी बातें दिखाता है, /forget_me वह सब मिटा देता है।
help-add = /add, फ़ोटो और “शीर्षक; दाम; लिंक” से कोई चीज़ जुड़ती है (सिर्फ़ फ़ोटो और उसका कैप्शन भी काफ़ी है)।
help-remove = /remove ID किसी चीज़ को हटाता है, /stats चीज़ें और आज की खोजें गिनता है।
help-sync = /sync और फ़ीड का पता, या उसकी फ़ाइल, बदलाव ले आता है और जो फ़ीड में नहीं रहा उसे हटाता है।
language-question = मैं किस भाषा में बात करूँ?
language-chosen = अब से मैं हिन्दी में बात करूँगा। आप क्या ढूँढ रहे हैं?

## Results

looks-like = ऐसा दिखता है: { $words }
only-nearest = दुकान में इससे बहुत मिलता-जुलता कुछ नहीं मिला; ये सबसे क़रीब हैं।
first-photos = { $count ->
    [1] मैंने पहला फ़ोटो देखा।
   *[other] मैंने पहले { $count } फ़ोटो देखे।
}
photos-together = मैंने { $count } फ़ोटो एक साथ देखे।
which-piece = मुझे { $count } चीज़ें दिख रही हैं। कौन-सी ढूँढूँ?
similar-to = { $title } से मिलते-जुलते:
new-in-shop = दुकान में नया:
nothing-has-all = सब कुछ एक साथ किसी में नहीं है; सबसे क़रीबी में यह नहीं है: { $words }।
first-differs = पहले वाले में यह नहीं है: { $words }।
also-in = और रंग: { $colours }
more-variants = { $count } और विकल्प
why-same = समान { $traits }
trait-category = क़िस्म
trait-colours = रंग
trait-pattern = पैटर्न
trait-neckline = गला
trait-sleeve = आस्तीन
trait-material = कपड़ा
trait-style = स्टाइल
trait-gender = किसके लिए
why-instead = { $asked } की जगह { $there }
why-darker = { $colour }, थोड़ा गहरा
why-lighter = { $colour }, थोड़ा हल्का
why-over = सीमा से { $amount } ज़्यादा
why-more = { $amount } महँगा
why-less = { $amount } सस्ता
nothing-close = दुकान में ऐसा कुछ नहीं मिला। किसी एक कपड़े या एक्सेसरी का फ़ोटो आज़माइए, या शब्दों में बताइए कि आप क्या ढूँढ रहे हैं।
nothing-fits = दुकान में इन सब शर्तों वाला कुछ नहीं है। कोई और दाम, कोई और साइज़ या कम शर्तें आज़माइए।
no-more = इसके लिए बस इतना ही था। बताइए क्या बदलना है, जैसे “काले रंग में” या “500 से कम”।
empty-catalog = दुकान में अभी कोई चीज़ नहीं है। थोड़ी देर बाद फिर आइए।
empty-message = अपनी पसंद की किसी चीज़ का फ़ोटो भेजिए, या कुछ शब्द, जैसे “लाल बूट”।
unsupported-voice = मैं अभी वॉइस मैसेज नहीं सुन सकता।
unsupported-audio = मैं अभी ऑडियो फ़ाइलें नहीं सुन सकता।
unsupported-video = मैं अभी वीडियो नहीं देख सकता।
unsupported-animation = मैं अभी GIF नहीं देख सकता।
unsupported-sticker = मैं स्टिकर से नहीं खोज सकता।
unsupported-place = जगह का पता मेरे काम नहीं आता।
unsupported-contact = संपर्क मेरे काम नहीं आता।
unsupported-document = मैं PDF जैसे दस्तावेज़ नहीं पढ़ सकता।
unsupported-poll = मैं पोल में हिस्सा नहीं ले सकता।
unsupported-checklist = मैं चेकलिस्ट के साथ काम नहीं कर सकता।
unsupported-story = मैं अभी स्टोरी नहीं देख सकता।
unsupported-game = मैं खेल नहीं सकता।
unsupported-other = इस तरह के संदेश के साथ मैं अभी कुछ नहीं कर सकता।
what-works = मुझे फ़ोटो या स्क्रीनशॉट भेजिए, या शब्दों में बताइए कि आप क्या ढूँढ रहे हैं।
went-by-the-rest = मैंने आपके बाकी संदेश के हिसाब से जवाब दिया है।
some-photos-large = आपके सारे फ़ोटो उन 20 MB में नहीं समाए जो मैं एक बार में ले सकता हूँ।
some-photos-gone = आपका एक फ़ोटो रास्ते में खो गया।
old-button = यह बटन बहुत पुराना है। शब्द या फ़ोटो फिर से भेजिए, मैं नए सिरे से ढूँढूँगा।
product-gone = यह चीज़ अब दुकान में नहीं है। बताइए आप क्या ढूँढ रहे हैं, मैं दूसरी ढूँढ दूँगा।
unknown-command = यह कमांड मुझे नहीं पता। /help बताता है कि मैं क्या कर सकता हूँ, या बस एक फ़ोटो या कुछ शब्द भेजिए।
forgotten = हो गया: आपके बारे में जो कुछ रखा था, सब मिटा दिया। फिर से शुरू करने के लिए एक फ़ोटो या कुछ शब्द भेजिए।
my-data =
    आपके बारे में मैंने यह रखा है। सब कुछ फ़ाइल में है।

    { $kept }

    /forget_me यह सब मिटा देता है।
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, { $date } से
my-data-latest = हर सूची की सबसे नई { $count } प्रविष्टियाँ फ़ाइल में हैं।
my-data-none = मैंने आपके बारे में कुछ नहीं रखा है।
my-data-private = यह मैं सिर्फ़ हमारी अपनी चैट में दिखाता हूँ, जहाँ और कोई नहीं पढ़ता। वहाँ मुझे /my_data भेजिए।
kept-answers = आपने क्या पूछा और मैंने क्या दिखाया
kept-language = आपकी भाषा
kept-openings = वे चैट जिनमें मैंने बताया कि मैं एक स्वचालित सहायक हूँ
kept-favourites = ♡ से रखी हुई चीज़ें
kept-letters = जिन संदेशों का जवाब देना बाकी है, यह संदेश भी
kept-posted = मेरे जवाबों के संदेश, सिर्फ़ उनके नंबर
kept-page = जवाब जिन्हें पेज दोबारा माँग सकता है
kept-photos = आपके संदेश के इंतज़ार में रखी फ़ोटो

favourites = आपकी पसंदीदा चीज़ें:
favourites-none = आपने अभी कुछ नहीं रखा है। जो चीज़ पसंद आए उस पर ♡ दबाइए, और /favourites उसे दिखाएगा।
favourites-gone = अब दुकान में नहीं: { $titles }।
was-when-saved = आपने रखा तब { $price } था
saved = रख लिया: /favourites सब दिखाता है।
not-saved = अब नहीं रखा है: /favourites बाक़ी दिखाता है।
thumb-noted = ध्यान रखूँगा: [{ button-more }] आगे की चीज़ें उसी हिसाब से दिखाता है।

what-is-wrong = { $title } में क्या ग़लत है? उस पर दबाइए।
thanks-searching = धन्यवाद, खोज रहा हूँ: { $value }।
what-is-it = { $trait }: { $seen } नहीं? तो फिर क्या है?
reported = धन्यवाद, दुकान ने लिख लिया है और देखेगी। आप और क्या ढूँढ रहे हैं?
put-right = ठीक किया: { $title } अब { $value } है।
report-dismissed = ठीक है, जैसा है वैसा ही रहेगा।

## Buttons

button-again = फिर कोशिश करें
button-new = नया क्या है
button-similar = मिलते-जुलते
button-shop = दुकान
button-more = और
button-piece = { $number } { $kind }
button-whole-picture = पूरा फ़ोटो
button-share = साझा करें
button-open = बॉट में खोलें
inline-ask = यहाँ नहीं मिला? हमारी चैट में मुझसे पूछें
button-wrong = यहाँ कुछ ग़लत है?
button-other = कुछ और…
button-filter = फ़िल्टर
button-sort = क्रम
button-back = वापस
button-done = हो गया
button-any = कोई भी
button-clear = सब हटाएँ
button-remove-part = { $part } हटाएँ ✕
button-show-again = फिर दिखाएँ
button-forget-gone = जो नहीं रहे उन्हें हटाएँ
button-remove = हटाएँ
button-undo = वापस लें
button-stop = रोकें
button-cancel = रद्द करें

## Menus that shape a question

instead-of = { $part } की जगह
filter-title = { $count ->
    [one] फ़िल्टर · { $count } चीज़ मेल खाती है
   *[other] फ़िल्टर · { $count } चीज़ें मेल खाती हैं
}
facet-category = क़िस्म
facet-colours = रंग
facet-size = साइज़
facet-brand = ब्रांड
facet-price = दाम
facet-gender = किसके लिए
offer-on-sale = सेल में
offer-in-stock = स्टॉक में
sort-title = क्रम
sort-relevance = सबसे मिलते-जुलते
sort-cheapest = दाम: कम से ज़्यादा
sort-dearest = दाम: ज़्यादा से कम
sort-newest = सबसे नए
everything = दुकान की हर चीज़, सबसे नई पहले:
shown-already = अगली चीज़ें यहीं नीचे पहले से हैं।

## One product

sizes = साइज़ { $sizes }
sold-out = बिक चुका
sold-out-now = अभी स्टॉक में नहीं
understood = समझा: { $words }

## What was understood, as it is said back

denied-thing = बिना { $word }
denied-quality = { $word } नहीं
price-under = { $price } से कम
price-over = { $price } से ज़्यादा
price-between = { $low }–{ $high }
size = साइज़ { $sizes }

## The web chat

shop-title = हमारी दुकान
page-description = { $shop }: एक फ़ोटो या कुछ शब्दों से ढूँढिए।
page-assistant = स्वचालित सहायक
page-state = फ़ोटो या शब्दों से खोजिए
page-offline = फिर से जुड़ रहा है…
page-restart = नए सिरे से शुरू करें
page-conversation = बातचीत
page-no-script = इस चैट के लिए JavaScript चाहिए।
page-attached = जोड़े गए फ़ोटो
page-add-photo = फ़ोटो जोड़ें
page-choose-photos = फ़ोटो चुनें
page-question = आप क्या ढूँढ रहे हैं?
page-placeholder = बताइए, या फ़ोटो जोड़िए
page-send = भेजें
page-drop = दुकान में ढूँढने के लिए फ़ोटो यहाँ छोड़ें
page-photo = फ़ोटो
page-photo-number = फ़ोटो { $number }
page-remove-photo = फ़ोटो { $number } हटाएँ
page-only-pictures = मैं सिर्फ़ तस्वीरों से खोज सकता हूँ। फ़ोटो या स्क्रीनशॉट जोड़िए, या शब्दों में बताइए कि आप क्या ढूँढ रहे हैं।
page-too-large = यह तस्वीर बहुत बड़ी है। 20 MB तक चलती है।
page-too-many-photos = एक संदेश में ज़्यादा से ज़्यादा { $count } फ़ोटो आते हैं।
page-your-photo = आपका फ़ोटो
page-numbered-photo = नंबर वाली चीज़ें
page-you = आप
page-shop = दुकान
page-products = चीज़ें: { $count }
page-understood = समझा
page-searching = ढूँढ रहा हूँ…
page-sizes = साइज़
page-details = विवरण
page-view = दुकान में देखें
page-download = डाउनलोड करें:
page-sold-out = बिक चुका
page-before = पहले
page-copied = लिंक कॉपी हुआ
page-save = रखें
page-more-such = ऐसे और
page-fewer-such = ऐसे कम
page-no-answer = अभी जवाब नहीं आया। कृपया फिर कोशिश कीजिए।
page-not-sent = फ़ोटो नहीं भेजा जा सका। कृपया फिर कोशिश कीजिए।
page-many-photos = अभी बहुत से फ़ोटो आ रहे हैं। कृपया कुछ सेकंड बाद फिर कोशिश कीजिए।
page-open = चैट खोलें
page-closed = बंद
page-need-key = इस चैट के लिए कुंजी वाला लिंक चाहिए। कृपया दुकान से माँगिए।
web-failed = हमारी तरफ़ कुछ गड़बड़ हुई। कृपया फिर कोशिश कीजिए।
web-busy = एक पल, आपके पिछले संदेशों का जवाब दिया जा रहा है। कृपया उसके बाद यह फिर भेजिए।
web-closing = दुकान का सहायक फिर से शुरू हो रहा है। आपका संदेश थोड़ी देर में फिर भेजा जाएगा।
web-invalid = यह संदेश पढ़ा नहीं जा सकता। कृपया पेज फिर से लोड कीजिए।

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = दुकान का स्वचालित सहायक: फ़ोटो या कुछ शब्द भेजिए, मैं सबसे मिलती-जुलती चीज़ें ढूँढ दूँगा।
bot-description = { automatic-assistant } अपनी पसंद की किसी चीज़ का फ़ोटो भेजिए, या शब्दों में बताइए, और मैं दुकान में उससे सबसे मिलती-जुलती चीज़ें ढूँढ दूँगा। फ़ोटो सिर्फ़ जवाब देने के काम आते हैं और रखे नहीं जाते।
command-start = मैं क्या कर सकता हूँ, उदाहरण सहित
command-favourites = आपकी रखी हुई चीज़ें
command-help = कैसे खोजें
command-language = मेरी भाषा चुनें
command-my-data = मेरे बारे में रखी हर बात देखें
command-forget-me = मेरे बारे में रखी हर बात मिटाएँ
command-add = चीज़ जोड़ें: फ़ोटो और “शीर्षक; दाम; लिंक”
command-remove = कोई चीज़ हटाएँ
command-sync = फ़ीड लाएँ
command-stats = चीज़ें और आज की खोजें

## For owners

setup-owner = अब आप इस दुकान के मालिक हैं। मेरे चालू होते ही कोई चीज़ जोड़ने के लिए “शीर्षक; दाम; लिंक” के साथ फ़ोटो भेजिए। बाकी /help बताता है।
added = जोड़ा गया: { $product }।
added-seen = जोड़ा गया: { $product }। मुझे दिखता है: { $words }।
removed = { $title } हटा दिया। /stats बाक़ी दिखाता है।
not-there = “{ $id }” id वाली कोई चीज़ नहीं है। उसे खोजिए और उसके कार्ड पर [{ button-remove }] दबाइए।
remove-question = { $title } हटाएँ?
remove-titled = { $title } हटाएँ
how-to-add = इस कैप्शन के साथ फ़ोटो भेजिए: शीर्षक; दाम; लिंक — जैसे: लिनन ड्रेस “Ivy”; ₹1,599; https://…
need-title = शीर्षक चाहिए।
need-price = दाम चाहिए।
how-to-remove = /remove और चीज़ की id भेजिए, या चीज़ खोलकर [{ button-remove }] दबाइए।
stats-products = { $products } चीज़ें, उनमें से { $gone } बिक चुकीं।
stats-stale = { $count } चीज़ें किसी दूसरे मॉडल से पढ़ी गई थीं: उन्हें फिर से लाइए ताकि वे मिल सकें।
stats-today = आज: { $searches } खोजें, उनमें से { $photos } फ़ोटो के साथ, { $nothing } में मिलता-जुलता कुछ नहीं मिला।
stats-repaired = शुरू होने के बाद से इंडेक्स में { $count } ग़लतियाँ ठीक की गईं।

stats-words = कई लोगों ने पूछा: { $words }।
chart-searches = { $days } दिनों में खोजें
chart-nothing-found = कुछ नहीं मिला
chart-quick = 1 सेकंड में जवाब
chart-words = कई लोगों ने पूछा
stats-corrected = ग्राहकों ने ठीक किया: { $corrections }।
stats-report = { $place } · { $count }× बताया गया: { $title }: { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, { $minutes } मिनट से: { $cause }
alert-over = ✓ { $what }: { $minutes } मिनट बाद ठीक हुआ।
alert-engine = मॉडल जवाब नहीं दे रहा
alert-catalog = कैटलॉग उपलब्ध नहीं है
alert-index = वेक्टर इंडेक्स में समस्या है
alert-memory = बातचीत सहेजी नहीं जा रही
alert-inbox = संदेश लिखे नहीं जा सकते
alert-telegram = Telegram से कुछ नहीं आ रहा
alert-disk = डिस्क लगभग भर गई है
alert-sync = पिछली फ़ीड नहीं लाई जा सकी
alert-change = मॉडल बदलना पूरा नहीं हो रहा
unreadable-update = ⚠ Telegram ने कुछ ऐसा भेजा जिसे मैं पढ़ नहीं सकता ({ $kind })। मैंने उसे छोड़ दिया, भेजने वाले को बता दिया कि क्या चलता है, और काम जारी है। अगर ऐसा फिर हो, तो shoplens को और अगर आपका अपना Bot API सर्वर है तो उसे अपडेट कीजिए; लॉग में हर एक की एक पंक्ति है।

## Feeds, for owners

sync-reading = { $name } पढ़ रहा हूँ…
sync-rows = अब तक { $rows } पंक्तियाँ।
sync-plan = { $kind }: नई { $added } · बदली { $changed } · हटी { $removed } · वैसी ही { $unchanged }
sync-plan-failed = असफल { $count }
sync-new = नई: { $names }
sync-changed = बदली: { $names }
sync-gone = हटी: { $names }
sync-withheld = फ़ीड में नहीं, फिर भी रखे गए, क्योंकि उसकी कुछ पंक्तियाँ पढ़ी नहीं जा सकीं: { $count }
sync-left-out = पढ़ा न जा सका, इसलिए छोड़ा गया: { $examples }
sync-and-more = और { $count } अन्य
sync-speed = { $count }/से
sync-minutes-left = { $count } मिनट बाक़ी
sync-seconds-left = { $count } सेकंड बाक़ी
sync-question = { $live } में से { $removed } चीज़ें अब फ़ीड में नहीं हैं, यह ग़लती हो सकती है। क्या आगे बढ़कर उन्हें हटा दूँ?
sync-remove = { $count } हटाएँ
sync-done = हो गया: { $counts }।
sync-count-new = { $count } नई
sync-count-changed = { $count } बदली
sync-count-removed = { $count } हटाई
sync-count-unchanged = { $count } वैसी ही
sync-nothing-new = कुछ नया नहीं
sync-failed = { $count ->
    [one] { $count } पंक्ति असफल रही; वजह तालिका में है।
   *[other] { $count } पंक्तियाँ असफल रहीं; वजह तालिका में है।
}
sync-same = पिछली बार के बाद फ़ीड नहीं बदली। करने को कुछ नहीं है।
sync-stopped = रोक दिया। जो हो चुका वह रहेगा; फ़ीड फिर भेजिए, मैं वहीं से आगे बढ़ूँगा।
sync-unconfirmed = किसी ने पुष्टि नहीं की, इसलिए कुछ नहीं बदला। नए सिरे से शुरू करने के लिए फ़ीड फिर भेजिए।
sync-all-right = ठीक है।
sync-busy = मैं अभी { $name } ला रहा हूँ; एक बार में एक फ़ीड। पूरा होने पर यह फिर भेजिए।
sync-how-to = /sync और अपनी फ़ीड का पता भेजिए, या फ़ाइल भेजिए: Google Merchant फ़ीड, Shopify या WooCommerce का एक्सपोर्ट, CSV या JSON लाइनें। मैं दिखाता हूँ कि क्या बदलता है, और सिर्फ़ वही हटाता हूँ जो इसी फ़ीड से आया था।
sync-broken = यह फ़ीड नहीं लाई जा सकी: { $cause }। कुछ नहीं हटाया गया।

## When something fails

failed-picture = यह तस्वीर नहीं खुली। 20 MB तक की JPEG, PNG, WebP और GIF चलती हैं।
failed-picture-heic = HEIC नहीं खुलता, जिसमें कुछ फ़ोन फ़ोटो रखते हैं। कृपया इसे फ़ाइल के बजाय फ़ोटो के रूप में, या JPEG में भेजिए।
failed-picture-large = यह तस्वीर मेरे लिए बहुत बड़ी है। कृपया इससे छोटी, या इसका स्क्रीनशॉट भेजिए।
failed-picture-gone = फ़ोटो रास्ते में खो गया। कृपया फिर भेजिए।
failed-busy = अभी बहुत लोग खोज रहे हैं। मैं लगभग { $seconds } सेकंड में ख़ाली हो जाऊँगा, कृपया फिर भेजिए।
failed-late = यह खोज बहुत समय ले रही है। कृपया थोड़ी देर में फिर भेजिए।
unreadable = इस तरह का संदेश मैं पढ़ नहीं पाता। आप जो ढूँढ रहे हैं, उसे शब्दों में लिखिए या उसकी फ़ोटो भेजिए।
failed-crash = इससे काम नहीं बना। कृपया कोई और फ़ोटो आज़माइए, या शब्दों में बताइए।
failed-closed = मैं अभी फिर से शुरू हो रहा हूँ। कृपया एक मिनट में फिर भेजिए।
failed-unknown = मेरी तरफ़ कुछ गड़बड़ हुई, और दुकान को इसकी ख़बर है। कृपया थोड़ी देर में फिर भेजिए।
failed-cause = वजह: { $cause }
failed-cause-logged = वजह: { $cause }; बाक़ी लॉग में है।
slow-down-seconds = एक साथ बहुत कुछ आ गया! कृपया यह लगभग { $count } सेकंड बाद फिर भेजिए।
slow-down-minutes = एक साथ बहुत कुछ आ गया! कृपया यह लगभग { $count } मिनट बाद फिर भेजिए।
takes-longer = खोज में सामान्य से ज़्यादा समय लग रहा है…
group-is-busy = यहाँ अभी बहुत हलचल है, और समूह में मैं सीमित संदेश ही भेज सकता हूँ। आपका जवाब एक मिनट के भीतर आ जाएगा; निजी चैट में मैं ज़्यादा तेज़ हूँ।
still-working = मैं अभी आपके पिछले संदेशों पर काम कर रहा हूँ। कृपया यह थोड़ी देर में फिर भेजिए।
was-away = मैं कुछ देर नहीं था और आपका संदेश छूट गया। कृपया फिर भेजिए, अब मैं यहाँ हूँ।

## Words: what is shown for each English word of workers/vocabulary.py; `.without` where it is denied

# Kinds
word-t-shirt = टी-शर्ट
word-polo-shirt = पोलो शर्ट
word-shirt = शर्ट
word-blouse = ब्लाउज़
word-top = टॉप
word-tank-top = टैंक टॉप
word-sweater = स्वेटर
word-cardigan = कार्डिगन
word-sweatshirt = स्वेटशर्ट
word-hoodie = हुडी
word-tunic = ट्यूनिक
word-kurta = कुर्ता
word-bodysuit = बॉडीसूट
word-jacket = जैकेट
word-coat = कोट
word-blazer = ब्लेज़र
word-waistcoat = वेस्टकोट
word-dress = ड्रेस
word-jumpsuit = जंपसूट
word-saree = साड़ी
word-jeans = जींस
word-trousers = पैंट
word-track-pants = ट्रैक पैंट
word-leggings = लेगिंग्स
word-capris = कैप्री
word-shorts = शॉर्ट्स
word-skirt = स्कर्ट
word-sneakers = स्नीकर्स
word-casual-shoes = कैज़ुअल जूते
word-formal-shoes = फ़ॉर्मल जूते
word-boots = बूट
word-heels = हील्स
word-flats = फ़्लैट्स
word-sandals = सैंडल
word-flip-flops = चप्पल
word-handbag = हैंडबैग
word-clutch = क्लच
word-backpack = बैकपैक
word-messenger-bag = मैसेंजर बैग
word-duffel-bag = डफ़ल बैग
word-wallet = वॉलेट
word-cap = कैप
word-hat = हैट
word-beanie = ऊनी टोपी
word-scarf = स्कार्फ़
word-gloves = दस्ताने
word-belt = बेल्ट
word-tie = टाई
word-socks = मोज़े
word-sunglasses = धूप का चश्मा
word-watch = घड़ी
word-umbrella = छाता
word-necklace = हार
word-earrings = झुमके
word-ring = अंगूठी
word-bracelet = कंगन
word-cufflinks = कफ़लिंक
word-bra = ब्रा
word-briefs = ब्रीफ़
word-nightwear = नाइटवियर
word-perfume = परफ़्यूम
word-lipstick = लिपस्टिक
word-nail-polish = नेल पॉलिश
word-make-up = मेकअप
word-skin-care = स्किन केयर

# Colours
word-black = काला
word-white = सफ़ेद
word-grey = स्लेटी
word-silver = चाँदी जैसा
word-beige = बेज
word-cream = क्रीम
word-brown = भूरा
word-tan = हल्का भूरा
word-khaki = ख़ाकी
word-olive = ऑलिव
word-green = हरा
word-teal = टील
word-turquoise = फ़िरोज़ी
word-blue = नीला
word-navy = नेवी ब्लू
word-purple = बैंगनी
word-lavender = लैवेंडर
word-pink = गुलाबी
word-red = लाल
word-maroon = मैरून
word-orange = नारंगी
word-coral = कोरल
word-yellow = पीला
word-mustard = सरसों पीला
word-gold = सुनहरा
word-multicolour = रंग-बिरंगा

# Patterns
word-plain = सादा
    .without = सादा नहीं
word-striped = धारीदार
word-checked = चेक वाला
word-dotted = पोल्का डॉट
word-floral = फूलों वाला
    .without = बिना फूलों के
word-printed = प्रिंटेड
    .without = बिना प्रिंट
word-animal-print = एनिमल प्रिंट
word-camouflage = कैमोफ़्लॉज

# Necklines
word-crew-neck = गोल गला
word-v-neck = वी-नेक
word-polo-collar = पोलो कॉलर
word-shirt-collar = शर्ट कॉलर
word-lapels = लैपल
word-turtleneck = ऊँचा गला
word-hood = हुड
word-strapless = स्ट्रैपलेस
    .without = स्ट्रैप वाला

# Sleeves
word-sleeveless = बिना आस्तीन
    .without = आस्तीन वाला
word-short-sleeves = छोटी आस्तीन
word-long-sleeves = पूरी आस्तीन

# Styles
word-casual = कैज़ुअल
word-formal = फ़ॉर्मल
word-sporty = स्पोर्टी
word-party = पार्टी
word-ethnic = पारंपरिक

# For whom
word-women = महिला
word-men = पुरुष
word-girls = लड़कियाँ
word-boys = लड़के
word-unisex = यूनिसेक्स

# Materials
word-leather = चमड़ा
word-denim = डेनिम
word-cotton = सूती
word-linen = लिनन
word-wool = ऊन
word-silk = रेशम
word-knitted = बुना हुआ
word-canvas = कैनवस
word-lace = लेस
word-velvet = मखमल

# Loose words
word-accessories = एक्सेसरीज़
word-bag = बैग
word-beauty = ब्यूटी
word-bottoms = बॉटम वियर
word-bottomwear = बॉटम वियर
word-collar = कॉलर
word-cosmetics = कॉस्मेटिक्स
word-footwear = जूते-चप्पल
word-headgear = टोपियाँ
word-headwear = टोपियाँ
word-innerwear = इनरवियर
word-jewellery = आभूषण
word-kids = बच्चे
word-makeup = मेकअप
word-outwear = जैकेट और कोट
word-overcoat-layer = जैकेट और कोट
word-pattern = पैटर्न
word-print = प्रिंट
word-shoes = जूते
word-sleeves = आस्तीन
word-topwear = टॉप वियर
word-underwear = इनरवियर
word-upper-wear = टॉप वियर
word-stripes = धारियाँ
    .without = बिना धारियों के
word-checks = चेक
word-dots = डॉट

# Offers and orders
word-on-sale = सेल में
word-in-stock = स्टॉक में
word-cheapest-first = पहले सबसे सस्ते
word-dearest-first = पहले सबसे महँगे
word-newest-first = पहले सबसे नए
word-best-match-first = पहले सबसे मिलते-जुलते
