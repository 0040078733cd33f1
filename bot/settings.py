"""All settings, from the environment or `.env`, prefix `SHOPLENS_`, nested with `__`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

_FASHION_CLIP = "patrickjohncyh/fashion-clip"


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramSettings(_Group):
    """The Telegram bot.  The addresses are for a Bot API server of one's own."""

    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    admin_ids: tuple[int, ...] = ()


class EncoderSettings(_Group):
    """The model and the worker processes.  `processes` 0 means: as many as suit the machine."""

    model: str = _FASHION_CLIP
    backend: Literal["auto", "torch", "onnx"] = "auto"
    processes: int = Field(default=0, ge=0, le=64)
    max_batch_size: int = Field(default=16, ge=1, le=256)
    max_wait_ms: int = Field(default=5, ge=0, le=1000)
    max_queue: int = Field(default=256, ge=1, le=100_000)


class CatalogSettings(_Group):
    """Where products are kept.  With `chroma_url` the vectors live in a Chroma server."""

    data_dir: Path = Path("data")
    chroma_url: str = ""


class WebSettings(_Group):
    """The web chat.  Anything but loopback opens it to the network."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Settings(BaseSettings):
    """Everything that an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="SHOPLENS_",
        env_nested_delimiter="__",
        env_file=".env",
        extra="ignore",
        frozen=True,
    )

    shop_name: str = "the shop"
    telegram: TelegramSettings = TelegramSettings()
    encoder: EncoderSettings = EncoderSettings()
    catalog: CatalogSettings = CatalogSettings()
    web: WebSettings = WebSettings()


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
