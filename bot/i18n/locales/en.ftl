# What people read.  One message a line: its name, then the words; names in braces are filled in.
# Every table has the same messages; tests compare them.  Commands (/help) and file formats stay as they are.
# Besides, each other table has a word for every English one that is shown ("word-red = rot").

comma = {", "}

## Greeting and help

our-shop = our shop
automatic-assistant = I'm this shop's automatic assistant.
welcome =
    Hello! { automatic-assistant } Send me a photo of something you like, or tell me in words, and I'll find the closest pieces in { $shop }.
    Photos are used for the answer only and are not kept. /help /forget_me
example-red-boots = red boots
example-summer-dress = summer dress
try-example = Try: { $words }
help =
    Send me a photo of a garment or accessory, or a few words such as “blue t-shirt without collar under 30”. Then go on from there: “like this but green”, “with long sleeves”, “cheaper”.
    A number opens one product. Photos are used for the answer only and are not kept.
    ♡ keeps a piece for later, and /favourites shows what you kept. /start shows an example, /language changes my language, /my_data shows what I keep about you, /forget_me deletes all of it.
help-add = /add with a photo and “title; price; link” adds a product (the photo and caption alone do, too).
help-remove = /remove ID takes one out, /stats counts products and today's searches.
help-sync = /sync and the address of a feed, or its file, brings in what changed and takes out what the feed no longer has.
language-question = Which language shall I speak?
language-chosen = From now on I speak English. What are you looking for?

## Results

looks-like = Looks like: { $words }
only-nearest = I don't find anything close to this in the shop; these come nearest.
first-photos = { $count ->
    [one] I looked at the first photo.
   *[other] I looked at the first { $count } photos.
}
photos-together = I looked at the { $count } photos together.
which-piece = { $count ->
    [2] I see two pieces. Which one?
    [3] I see three pieces. Which one?
   *[other] I see { $count } pieces. Which one?
}
similar-to = Similar to { $title }:
new-in-shop = New in the shop:
nothing-has-all = Nothing has it all; the closest is not: { $words }.
first-differs = The first one is not: { $words }.
also-in = also in { $colours }
more-variants = { $count ->
    [one] { $count } more variant
   *[other] { $count } more variants
}
why-same = same { $traits }
trait-category = kind
trait-colours = colour
trait-pattern = pattern
trait-neckline = neckline
trait-sleeve = sleeve
trait-material = material
trait-style = style
trait-gender = gender
why-instead = { $there } instead of { $asked }
why-darker = darker { $colour }
why-lighter = lighter { $colour }
why-over = { $amount } over
why-more = { $amount } more
why-less = { $amount } less
nothing-close = I don't find anything close to this in the shop. Try a photo of one garment or accessory, or tell me in words what you look for.
nothing-fits = Nothing in the shop fits all of this. Try it with a wider price, another size, or fewer conditions.
no-more = That was all I have for this. Tell me what to change, for example “in black” or “under 50”.
empty-catalog = There are no products in the shop yet. Please come back a little later.
empty-message = Send me a photo of something you like, or a few words such as “red boots”.
unsupported-voice = I can't listen to voice messages yet.
unsupported-audio = I can't listen to audio files yet.
unsupported-video = I can't watch videos yet.
unsupported-animation = I can't look at GIFs yet.
unsupported-sticker = I can't search with stickers.
unsupported-place = I can't do anything with a place.
unsupported-contact = I can't do anything with a contact.
unsupported-document = I can't read documents such as PDFs.
unsupported-poll = I can't take part in polls.
unsupported-checklist = I can't work with checklists.
unsupported-story = I can't look at stories yet.
unsupported-game = I can't play games.
unsupported-other = I can't do anything with this kind of message yet.
what-works = Send me a photo or a screenshot, or tell me in words what you look for.
went-by-the-rest = I went by the rest of your message.
some-photos-large = Not all of your photos fit into the 20 MB that I can take at once.
some-photos-gone = One of your photos got lost on its way.
old-button = This button is too old. Send me the words or the photo again, and I'll search afresh.
product-gone = This piece is no longer in the shop. Tell me what you look for, and I'll find another.
unknown-command = I don't know this command. /help says what I can do, or just send me a photo or a few words.
forgotten = Done: all that I kept about you is deleted. Send a photo or a few words to start anew.
my-data =
    This is what I keep about you. All of it is in the file.

    { $kept }

    /forget_me deletes all of it.
my-data-line = { $what }: { $count }
my-data-line-since = { $what }: { $count }, since { $date }
my-data-latest = Of each, the file has the latest { $count }.
my-data-none = I keep nothing about you.
my-data-private = I show that only in our own chat, where nobody else reads along. Send me /my_data there.
kept-answers = What you asked and what I showed
kept-language = Your language
kept-openings = Chats in which I told you that I am an automatic assistant
kept-favourites = What you saved with ♡
kept-letters = Messages that I have still to answer, this one included
kept-posted = Messages that make up my answers, by their numbers
kept-page = Answers that the page may ask for again
kept-photos = Photos that wait for your message

favourites = Your favourites:
favourites-none = You have saved nothing yet. Tap ♡ on a piece that you like, and /favourites shows it.
favourites-gone = No longer in the shop: { $titles }.
was-when-saved = was { $price } when you saved it
saved = Saved: /favourites shows all.
not-saved = Not saved any more: /favourites shows the rest.
thumb-noted = Noted: [{ button-more }] shows what comes next with that in mind.

what-is-wrong = What is wrong about { $title }? Tap it.
thanks-searching = Thanks, searching for { $value }.
what-is-it = The { $trait } is not { $seen }? Then what is it?
reported = Thank you, the shop has a note of it and will have a look. What else are you looking for?
put-right = Put right: { $title } is { $value } from now on.
report-dismissed = All right, it stays as it is.

## Buttons

button-again = Try again
button-new = See what's new
button-similar = Similar to this
button-shop = Shop
button-more = More
button-piece = { $number } { $kind }
button-whole-picture = Whole picture
button-share = Share
button-open = Open in the bot
inline-ask = Nothing here? Ask me in our chat
button-wrong = Something wrong here?
button-other = other …
button-filter = Filter
button-sort = Sort
button-back = Back
button-done = Done
button-any = Any
button-clear = Clear all
button-remove-part = Remove { $part } ✕
button-show-again = Show them again
button-forget-gone = Forget what is gone
button-remove = Remove
button-undo = Undo
button-stop = Stop
button-cancel = Cancel

## Menus that shape a question

instead-of = Instead of { $part }
filter-title = { $count ->
    [one] Filter · { $count } piece fits
   *[other] Filter · { $count } pieces fit
}
facet-category = Kind
facet-colours = Colour
facet-size = Size
facet-brand = Brand
facet-price = Price
facet-gender = For whom
offer-on-sale = On sale
offer-in-stock = In stock
sort-title = Sort by
sort-relevance = Best match
sort-cheapest = Price: low to high
sort-dearest = Price: high to low
sort-newest = Newest
everything = Everything in the shop, newest first:
shown-already = The next ones are here already, further down.

## One product

sizes = Sizes { $sizes }
sold-out = sold out
sold-out-now = Sold out at the moment
understood = Understood: { $words }

## What was understood, as it is said back

denied-thing = no { $word }
denied-quality = not { $word }
price-under = under { $price }
price-over = over { $price }
price-between = { $low }–{ $high }
size = size { $sizes }

## The web chat

shop-title = Our shop
page-description = Find it in { $shop }: send a photo or a few words.
page-assistant = Automatic assistant
page-state = Search by photo or words
page-offline = Reconnecting…
page-restart = Start over
page-conversation = Conversation
page-no-script = This chat needs JavaScript.
page-attached = Attached photos
page-add-photo = Add a photo
page-choose-photos = Choose photos
page-question = What are you looking for?
page-placeholder = Describe it, or add a photo
page-send = Send
page-drop = Drop a photo to find it in the shop
page-photo = Photo
page-photo-number = Photo { $number }
page-remove-photo = Remove photo { $number }
page-only-pictures = I can search with pictures only. Add a photo or a screenshot, or tell me in words what you look for.
page-too-large = This picture is too large. Up to 20 MB work.
page-too-many-photos = Up to { $count } photos fit into one message.
page-your-photo = Your photo
page-numbered-photo = The pieces with their numbers
page-you = You
page-shop = Shop
page-products = Products: { $count }
page-understood = Understood
page-searching = Searching…
page-sizes = Sizes
page-details = Details
page-view = View in shop
page-download = Download
page-sold-out = Sold out
page-before = before
page-copied = Link copied
page-save = Save
page-more-such = More like this
page-fewer-such = Fewer like this
page-no-answer = There is no answer yet. Please try again.
page-not-sent = The photo could not be sent. Please try again.
page-many-photos = Many photos are on their way right now. Please try again in a few seconds.
page-open = Open the chat
page-closed = Closed
page-need-key = This chat needs a link with a key. Please ask the shop for it.
web-failed = Something went wrong on our side. Please try again.
web-busy = One moment, your last messages are still being answered. Please send this one again after that.
web-closing = The shop's assistant is restarting. Your message will be sent again in a moment.
web-invalid = This message can't be read. Please reload the page.

## What Telegram shows before anything is said: at most 120, 512 and 256 characters

bot-short-description = This shop's automatic assistant: send me a photo or a few words, and I'll find the closest pieces.
bot-description = { automatic-assistant } Send me a photo of something you like, or tell me in words, and I'll find the closest pieces in the shop. Photos are used for the answer only and are not kept.
command-start = What I can do, with examples
command-favourites = What you saved
command-help = How to search
command-language = Choose my language
command-my-data = See all that I keep about you
command-forget-me = Delete all that I keep about you
command-add = Add a product: photo and “title; price; link”
command-remove = Take a product out
command-sync = Bring in a feed
command-stats = Products and today's searches

## For owners

setup-owner = You are the owner of this shop now. Once I'm running, send me a photo with “title; price; link” to add a product. /help shows the rest.
added = Added { $product }.
added-seen = Added { $product }. I see: { $words }.
removed = Removed { $title }. /stats shows what is left.
not-there = There is no product with the id “{ $id }”. Search for it and tap [Remove] on its card.
remove-question = Remove { $title }?
remove-titled = Remove { $title }
how-to-add = Send a photo with the caption: title; price; link — for example: Linen dress “Ivy”; €59.00; https://…
need-title = I need a title.
need-price = I need a price.
how-to-remove = Send /remove and the product's id, or open the product and tap [Remove].
stats-products = { $products ->
    [one] { $products } product
   *[other] { $products } products
}, { $gone } of them sold out.
stats-stale = { $count } were encoded by another model: import them again to have them found.
stats-today = Today: { $searches ->
    [one] { $searches } search
   *[other] { $searches } searches
}, { $photos } of them with a photo, { $nothing } found nothing close.
stats-repaired = { $count } were amiss in the index and have been put right since the start.

stats-words = Asked by several people: { $words }.
chart-searches = searches in { $days } days
chart-nothing-found = found nothing close
chart-quick = answered within 1 s
chart-words = asked by several people
stats-corrected = Put right by shoppers: { $corrections }.
stats-report = { $place } · Reported { $count }×: { $title } is { $change }?
button-accept = ✓ { $place }
button-dismiss = ✗ { $place }

alert-begun = ⚠ { $what }, for { $minutes } min: { $cause }
alert-over = ✓ { $what }: over after { $minutes } min.
alert-engine = The model does not answer
alert-catalog = The catalog is unavailable
alert-index = The vector index is in trouble
alert-memory = Conversations cannot be kept
alert-inbox = Messages cannot be written down
alert-telegram = Nothing comes in from Telegram
alert-disk = The disk is nearly full
alert-sync = The last feed was not brought in
alert-change = The change of the model does not end
unreadable-update = ⚠ Telegram has sent something that I can't read ({ $kind }). I skipped it, told its sender what works, and go on. If it comes again, update shoplens, and the Bot API server if you run your own; the log has a line for each.

## Feeds, for owners

sync-reading = Reading { $name } …
sync-rows = { $rows ->
    [one] { $rows } row so far.
   *[other] { $rows } rows so far.
}
sync-plan = { $kind }: new { $added } · changed { $changed } · gone { $removed } · unchanged { $unchanged }
sync-plan-failed = failed { $count }
sync-new = New: { $names }
sync-changed = Changed: { $names }
sync-gone = Gone: { $names }
sync-withheld = Not in the feed, but kept, since some of its rows can't be read: { $count }
sync-left-out = Left out, since it can't be read: { $examples }
sync-and-more = and { $count } more
sync-speed = { $count }/s
sync-minutes-left = { $count } min left
sync-seconds-left = { $count } s left
sync-question = { $removed } of { $live } products are not in the feed any more, which may be a mistake. Shall I go on and take them out?
sync-remove = Remove { $count }
sync-done = Done: { $counts }.
sync-count-new = { $count } new
sync-count-changed = { $count } changed
sync-count-removed = { $count } removed
sync-count-unchanged = { $count } unchanged
sync-nothing-new = nothing new
sync-failed = { $count ->
    [one] { $count } row failed; the table says why.
   *[other] { $count } rows failed; the table says why.
}
sync-same = The feed has not changed since it was last brought in. Nothing to do.
sync-stopped = Stopped. What was done so far stays; send the feed again and I go on from there.
sync-unconfirmed = Nobody confirmed it, so nothing was changed. Send the feed again to start anew.
sync-all-right = All right.
sync-busy = I'm still bringing in { $name }; one feed at a time. Please send this one again when it is done.
sync-how-to = Send /sync and the address of your feed, or send me the file: a Google Merchant feed, an export of Shopify or WooCommerce, CSV or JSON lines. I show what changes, and take out only what this feed brought.
sync-broken = I couldn't bring this feed in: { $cause }. Nothing was removed.

## When something fails

failed-picture = I couldn't open this picture. JPEG, PNG, WebP and GIF up to 20 MB work.
failed-picture-heic = I can't open HEIC, the format phones keep photos in. Please send it as a photo, not as a file, or as a JPEG.
failed-picture-large = This picture is too large for me. Please send a smaller one, or a screenshot of it.
failed-picture-gone = The photo got lost on its way. Please send it again.
failed-busy = { $seconds ->
    [one] Many people are searching right now. I'll be free in about { $seconds } second, please send it again.
   *[other] Many people are searching right now. I'll be free in about { $seconds } seconds, please send it again.
}
failed-late = This search takes longer than I can wait. Please send it again in a moment.
unreadable = I can't read this kind of message. Tell me in words what you look for, or send me a photo of it.
failed-crash = I couldn't work with this one. Please try another photo, or tell me in words.
failed-closed = I'm just restarting. Please send it again in a minute.
failed-unknown = Something went wrong on my side, and the shop has a note of it. Please send it again in a moment.
failed-cause = Cause: { $cause }
failed-cause-logged = Cause: { $cause }; the log has the rest.
slow-down-seconds = { $count ->
    [one] That was a lot at once! Please send me this again in about { $count } second.
   *[other] That was a lot at once! Please send me this again in about { $count } seconds.
}
slow-down-minutes = { $count ->
    [one] That was a lot at once! Please send me this again in about { $count } minute.
   *[other] That was a lot at once! Please send me this again in about { $count } minutes.
}
takes-longer = Searching takes longer than usual …
group-is-busy = There's a lot going on here, and I may send only so much in a group. Your answer comes within a minute; in a private chat I'm faster.
still-working = I'm still working on your earlier messages. Please send this one again in a moment.
was-away = I was away for a while and missed what you sent. Please send it again, I'm here now.
