"""Which language models may be asked, as the operator configures them: the first one first, then the others."""

from decimal import Decimal
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

Preset = Literal["openai", "openrouter", "deepseek", "gemini", "ollama", "other"]
Price = Annotated[Decimal, Field(ge=0, le=10_000)]
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Endpoint(BaseModel):
    """One endpoint that speaks as OpenAI's chat completions do.

    `key` names it in records, `preset` fills in the address of a known provider, `url` is one of your own. With `own`
    it is yours: what is sent there stays with you, and nobody's agreement is asked. Prices are per million tokens, in
    one currency for all endpoints. `seconds` is how long one answer may take, with every repetition. A `temperature` is
    sent where it is given; some models refuse any.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    preset: Preset = "other"
    url: Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$", max_length=300)] = ""
    model: Annotated[str, Field(min_length=1, max_length=120)]
    api_key: SecretStr | None = None
    own: bool = False
    price_in: Price = Decimal(0)
    price_out: Price = Decimal(0)
    seconds: Annotated[float, Field(ge=1, le=600)] = 60
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None

    @field_validator("model")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("model: one line of letters that can be printed")
        return value

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.preset == "other" and not self.url:
            raise ValueError(f"{self.key}: give the url of the endpoint, or the preset of a provider")
        if self.preset not in {"other", "ollama"} and self.own:
            raise ValueError(f"{self.key}: a provider of the internet is not your own")
        host = urlsplit(self.url).hostname or ""
        if self.url.startswith("http://") and not self.own and host not in OWN_MACHINE:
            raise ValueError(f"{self.key}: has to be an https address, or your own")
        return self


class Budget(BaseModel):
    """How much may be asked in a day and in a month (UTC): tokens, and money by the prices of the endpoints.

    Zero is without a limit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tokens_day: Annotated[int, Field(ge=0)] = 0
    tokens_month: Annotated[int, Field(ge=0)] = 0
    cost_day: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    cost_month: Annotated[Decimal, Field(ge=0)] = Decimal(0)
