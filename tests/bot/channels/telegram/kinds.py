"""Messages of every kind that can be sent to a bot and not be searched with, as the Bot API describes them."""

from __future__ import annotations

from typing import Any, Final

FILE: Final = {"file_id": "some-file", "file_unique_id": "u", "file_size": 1000}
THUMBNAIL: Final = {"file_id": "thumbnail", "file_unique_id": "t", "width": 320, "height": 320, "file_size": 100}
VIDEO: Final = {**FILE, "width": 640, "height": 640, "duration": 3, "thumbnail": THUMBNAIL, "mime_type": "video/mp4"}
PLACE: Final = {"latitude": 48.2, "longitude": 16.4}
POLL: Final = {
    "id": "1",
    "question": "Which?",
    "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("red", "blue")],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER: Final = {
    **FILE,
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "thumbnail": THUMBNAIL,
}

KINDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "a voice message": ("voice", {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}}),
    "a song": ("audio", {"audio": {**FILE, "duration": 180}}),
    "a song as a file": ("audio", {"document": {**FILE, "file_name": "song.flac", "mime_type": "audio/flac"}}),
    "a video": ("video", {"video": VIDEO}),
    "a video message": ("video", {"video_note": {**FILE, "length": 240, "duration": 3, "thumbnail": THUMBNAIL}}),
    "a video as a file": ("video", {"document": {**FILE, "file_name": "a.mov", "mime_type": "video/quicktime"}}),
    "an animation": ("animation", {"animation": VIDEO, "document": {**FILE, "mime_type": "image/gif"}}),
    "a sticker": ("sticker", {"sticker": STICKER}),
    "a location": ("place", {"location": PLACE}),
    "a venue": ("place", {"location": PLACE, "venue": {"location": PLACE, "title": "Shop", "address": "Street 1"}}),
    "a contact": ("contact", {"contact": {"phone_number": "+100", "first_name": "Ada"}}),
    "a PDF": ("document", {"document": {**FILE, "file_name": "a.pdf", "mime_type": "application/pdf"}}),
    "a file of unknown type": ("document", {"document": FILE}),
    "a poll": ("poll", {"poll": POLL}),
    "a checklist": ("checklist", {"checklist": {"title": "Buy", "tasks": [{"id": 1, "text": "boots"}]}}),
    "a story": ("story", {"story": {"chat": {"id": 5, "type": "private"}, "id": 1}}),
    "a die": ("game", {"dice": {"emoji": "🎲", "value": 6}}),
    "an invoice": (
        "other",
        {"invoice": {"title": "t", "description": "d", "start_parameter": "s", "currency": "EUR", "total_amount": 1}},
    ),
}
"""What is sent: as what it is answered, and the message's fields."""
