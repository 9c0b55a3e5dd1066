"""Makes the scans beside this file from printed test resumes, once; run it as a script.

A scan is a grey picture for each page, a little askew and speckled, as an office scanner sends it.
"""

import io
import random
from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
PRINTED = HERE.parents[1] / "resume_parser" / "printed"
DOTS_PER_INCH = 150
# Name: degrees askew, specks, quality of its JPEG.
SCANS = {
    "cook-right-sidebar": (0.5, 400, 30),
    "dentalnurse-boxes": (-0.4, 200, 30),
    "buhgalter-right-dates": (0.0, 0, 30),
}


def scan(content: bytes, degrees: float, specks: int, quality: int) -> bytes:
    """A PDF of pictures of the pages of a PDF."""
    chance = random.Random(1)  # noqa: S311  specks, not secrets
    pages = []
    for page in pypdfium2.PdfDocument(content):
        picture = page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
        picture = picture.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
        for _ in range(specks):
            picture.putpixel((chance.randrange(picture.width), chance.randrange(picture.height)), 90)
        pages.append(picture)
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH, quality=quality)
    return out.getvalue()


if __name__ == "__main__":
    for name, (degrees, specks, quality) in SCANS.items():
        (HERE / f"{name}.pdf").write_bytes(scan((PRINTED / f"{name}.pdf").read_bytes(), degrees, specks, quality))
