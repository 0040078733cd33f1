"""What people read.  Pure but for the present language: hits, products and errors in, `Reply` out.

What only owners read is in `bot.owner`, and the words are in `bot/i18n/locales/*.ftl`.  Channels show a reply's cards
as numbered pictures, so the text does not list them again.  What has neither cards nor buttons nor choices to make is
no function here: whoever answers says `Reply(translate(…))`.
"""
