"""A bucket that files are kept in, as the operator configures it."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

OWN_MACHINE = ("http://localhost", "http://127.0.0.1", "http://[::1]")


class Bucket(BaseModel):
    """An S3-compatible bucket. Without `endpoint` it is Amazon's own in `region`.

    What is put there is sealed beforehand; over plain http a `plain` network of your own is yours to vouch for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]{2,40}$")] = "us-east-1"
    endpoint: Annotated[str, Field(pattern=r"^(https?://[^\s/?#]+)?$", max_length=300)] = ""
    access_key: Annotated[str, Field(min_length=1, max_length=200)]
    secret_key: SecretStr
    plain: bool = False

    @model_validator(mode="after")
    def _closed(self) -> Self:
        if self.endpoint.startswith("http://") and not self.plain and not self.endpoint.startswith(OWN_MACHINE):
            raise ValueError(f"{self.bucket}: the endpoint has to be an https address, or say `plain`")
        return self
