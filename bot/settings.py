"""All settings, from the environment or `.env`, prefix `SHOPLENS_`, nested with `__`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.i18n.languages import NAMES
from workers.engine.options import EngineOptions

_FASHION_CLIP = "patrickjohncyh/fashion-clip"


def _split_list(value: Any) -> Any:
    """Operators write "1, 2" as well as "[1, 2]"."""
    return [part for part in value.strip("[] ").split(",") if part.strip()] if isinstance(value, str) else value


def _spoken(code: str) -> str:
    if code not in NAMES:
        raise ValueError(f"the bot speaks {', '.join(NAMES)}")
    return code


def _long_enough(key: SecretStr) -> SecretStr:
    """A key that goes into an address and cannot be guessed."""
    if not re.fullmatch(r"([A-Za-z0-9_.~-]{16,200})?", key.get_secret_value()):
        raise ValueError("it needs 16 or more letters and digits")
    return key


def _check_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret.get_secret_value()):
        raise ValueError("letters, digits, _ and - only, 256 at most")
    return secret


def _without_password(address: str) -> str:
    if "@" in address.partition("://")[2].partition("/")[0]:
        # The client would not send it, and addresses are written into logs.
        raise ValueError("an address without user name and password is needed")
    return address


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramSettings(_Group):
    """The Telegram bot.  The addresses are for a Bot API server of one's own.

    With a `webhook_url` Telegram posts to it what people send; a proxy brings that to `webhook_host` and
    `webhook_port`.  Without a `webhook_secret` one is drawn at each start.

    `stale` says what becomes of messages that waited over 10 minutes for a bot that was down.
    """

    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split_list)] = ()
    webhook_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    webhook_secret: Annotated[SecretStr, AfterValidator(_check_secret)] = SecretStr("")
    stale: Literal["apologise", "drop"] = "apologise"


class EncoderSettings(_Group):
    """The model and the worker processes.  `processes` 0 means: as many as suit the machine.

    With the engine "ray" these are replicas in the Ray cluster at `ray_address`; "" starts one on this machine.
    """

    model: str = _FASHION_CLIP
    backend: Literal["auto", "torch", "onnx"] = "auto"
    engine: Literal["local", "ray"] = "local"
    ray_address: str = ""
    processes: int = Field(default=0, ge=0, le=64)
    max_batch_size: int = Field(default=8, ge=1, le=256)
    max_wait_ms: int = Field(default=5, ge=0, le=1000)
    max_queue: int = Field(default=256, ge=1, le=100_000)


class CatalogSettings(_Group):
    """Where products are kept.  With `chroma_url` the vectors live in a Chroma server.

    `currency` is that of prices that name none, such as "EUR".
    """

    data_dir: Path = Path("data")
    chroma_url: Annotated[str, AfterValidator(_without_password)] = ""
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""


class WebSettings(_Group):
    """The web chat.  Anything but loopback opens it to the network, and then needs one of the other two.

    With a `token` only those come in who have it; `public_url` is the address under which a proxy brings everybody.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    token: Annotated[SecretStr, AfterValidator(_long_enough)] = SecretStr("")
    public_url: Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.\-]+(:\d{1,5})?/?)?$")] = ""


class LimitSettings(_Group):
    """How many questions one person may ask: in the long run, and at once.  0 a minute means as many as they like.

    A group chat and a network address have five times as much; admins have no limits.
    """

    per_minute: int = Field(default=20, ge=0, le=60_000)
    burst: int = Field(default=20, ge=1, le=60_000)


class LogSettings(_Group):
    """The log of a server, on stderr: lines for people, or one JSON object a line."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class HealthSettings(_Group):
    """/healthz, /readyz and /metrics on a port of their own; `port` 0 means: with the web chat only.

    Other machines read /metrics with the `token`.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)
    token: SecretStr = SecretStr("")


class AlertSettings(_Group):
    """When the admins are told that something is broken: after so long, and of a disk with less room than this."""

    after_minutes: float = Field(default=5.0, ge=0, le=1440)
    min_free_mb: int = Field(default=1024, ge=0)


class Settings(BaseSettings):
    """Everything that an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="SHOPLENS_",
        env_nested_delimiter="__",
        env_file=".env",
        extra="ignore",
        frozen=True,
    )

    shop_name: str = ""
    language: Annotated[str, AfterValidator(_spoken)] = "en"
    telegram: TelegramSettings = TelegramSettings()
    encoder: EncoderSettings = EncoderSettings()
    catalog: CatalogSettings = CatalogSettings()
    web: WebSettings = WebSettings()
    limits: LimitSettings = LimitSettings()
    log: LogSettings = LogSettings()
    health: HealthSettings = HealthSettings()
    alerts: AlertSettings = AlertSettings()

    @property
    def engine_options(self) -> EngineOptions:
        """What the engine is built from."""
        return EngineOptions(**self.encoder.model_dump(exclude={"engine"}), log_format=self.log.format)


def demo_settings(settings: Settings) -> Settings:
    """The same settings with the bundled model and a data folder of the demo's own."""
    data_dir = settings.catalog.data_dir / "demo"
    return settings.model_copy(
        update={
            "shop_name": settings.shop_name or "Shoplens Demo",
            "encoder": settings.encoder.model_copy(update={"model": "bundled", "backend": "auto"}),
            "catalog": settings.catalog.model_copy(update={"data_dir": data_dir, "chroma_url": ""}),
        }
    )


def load_settings() -> Settings:
    """Read the environment and `.env`.

    Raises `SettingsError` with one sentence that names the first wrong setting.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "SHOPLENS_" + "__".join(str(part) for part in first["loc"] if isinstance(part, str)).upper()
        raise SettingsError(f"{name} is wrong: {first['msg']}.") from None
