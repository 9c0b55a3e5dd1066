"""PDFium, opened once in each process that reads PDFs, without the helpers of `pypdfium2`, which cost as much again."""

import pypdfium2_raw.bindings as pdfium

__all__ = ["pdfium"]

_VERSION = 2  # of the configuration
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(_VERSION, None, None, 0))  # does nothing if it is open
