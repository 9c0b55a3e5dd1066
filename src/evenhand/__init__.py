"""Evenhand: a self-hosted hiring platform that shows its evidence and lets people decide."""

import os

__version__ = "0.1.0"

# onnxruntime tells its maker about the machine and the models it runs, from its import on, unless this is said before.
# Nothing of ours talks to anybody whom the operator has not named. Here it also holds for optional parts that bring it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
