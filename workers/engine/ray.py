"""The engine on Ray Serve: replicas on the machines of a Ray cluster.  Only this file imports ray."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Awaitable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Final

import ray
from ray import serve
from ray.exceptions import RayError
from ray.serve.exceptions import BackPressureError, RayServeException

from workers.engine.base import QueuedEngine, fail, usable_cores
from workers.engine.batcher import Waiting
from workers.engine.options import EngineOptions
from workers.engine.worker import WorkerSpec, load, run_batch
from workers.errors import EngineBusy, ModelUnavailable
from workers.jobs import EncodeJob, Encoding, JobFailure, ModelInfo

logger = logging.getLogger(__name__)

_START_S: Final = 900.0
"""A model may have to be downloaded first."""
_CONNECT_S: Final = 10.0
_POLL_S: Final = 0.2
_RESTART_S: Final = 60.0
"""How long a batch may wait for a replica while all of them are being replaced."""


class RayEngine(QueuedEngine):
    """An `Engine` whose model runs in replicas of a Ray Serve deployment, on this machine or on others.

    The queue, deadlines and priorities stay in this process; a burst travels as one call, and each replica
    forms its batches from what has arrived there.  As many bursts are on their way as there are replicas, so
    that a shopper waits for one import's batch at most.  Serve replaces replicas that die, and those that hang
    end themselves.  The jobs of a dead replica are tried once more, each with no other on its way, so that
    only the job that kills replicas fails.
    """

    def __init__(self, options: EngineOptions) -> None:
        """`options.processes` 0 means two replicas."""
        replicas = options.processes or 2
        # Bursts gather here for one turn of the loop, and for `max_wait_ms` in the replica.
        super().__init__(replace(options, max_wait_ms=0), replicas)
        self._options = options
        self._app = f"shoplens-{secrets.token_hex(4)}"
        self._handle: Any = None
        self._turns = [asyncio.Lock() for _ in range(replicas)]
        self._calls: set[asyncio.Future[list[Encoding | JobFailure]]] = set()

    async def _start_all(self) -> ModelInfo:
        deploying = asyncio.ensure_future(asyncio.to_thread(self._deploy))
        try:
            await asyncio.shield(deploying)
            await self._ready()
            info: ModelInfo = await self._handle.options(method_name="info").remote()
        except BaseException as error:
            await asyncio.wait([deploying])
            await self._stop_all()
            if isinstance(error, RayError | RayServeException):
                raise ModelUnavailable(f"Ray Serve cannot start the replicas: {error}") from error
            raise
        return info

    async def _see_through(self, slot: int, batch: list[Waiting]) -> None:
        async with self._turns[slot]:
            if await self._tried(slot, batch):
                return
        async with contextlib.AsyncExitStack() as alone:
            for turn in self._turns:
                await alone.enter_async_context(turn)
            await self._one_by_one(slot, batch)

    async def _tried(self, slot: int, batch: list[Waiting]) -> bool:
        if not (batch := self._still_waiting(batch)):
            return True
        started = time.monotonic()
        call: asyncio.Future[list[Encoding | JobFailure]] = asyncio.ensure_future(
            _answered(self._handle.remote([waiting.job for waiting in batch]))
        )
        self._calls.add(call)
        try:
            await asyncio.wait([call], timeout=self._hung_after_s + _RESTART_S)
            if not call.done():
                call.cancel()
            outcomes = await call
        except BackPressureError:
            fail(batch, EngineBusy("Ray Serve's queue is full", self._batcher.retry_after_s()))
            return True
        except (RayError, RayServeException, asyncio.CancelledError) as error:
            logger.warning(
                "a replica did not answer: %s", str(error).strip().partition("\n")[0] or type(error).__name__
            )
            self._deaths += 1
            return False
        finally:
            self._calls.discard(call)
        self._settle(batch, outcomes, time.monotonic() - started)
        return True

    def _give_up(self) -> None:
        for call in self._calls:
            call.cancel()

    async def _stop_all(self) -> None:
        await asyncio.to_thread(self._take_down)

    def _deploy(self) -> None:
        """Connect, and ask for the replicas."""
        own = _cluster.join(self._app, self._options.ray_address)
        replicas = len(self._turns)
        machine, cores = _cores()
        spec = WorkerSpec.of(self._options, max(1, min(cores // replicas, machine)), machine)
        serve.start(proxy_location="Disabled")
        deployment = serve.deployment(
            name="encoder",
            num_replicas=replicas,
            max_ongoing_requests=replicas,
            max_queued_requests=replicas,
            max_constructor_retry_count=1,
            health_check_period_s=1,
            graceful_shutdown_timeout_s=2,
            graceful_shutdown_wait_loop_s=0.1,
            # Machines of a cluster that others use too are asked for room; one's own has it.
            ray_actor_options={"num_cpus": 0 if own else 1},
        )(Replica)
        batching = self._options.max_batch_size, self._options.max_wait_ms
        application = deployment.bind(spec, *batching, self._hung_after_s)
        target = serve.RunTarget(application, name=self._app, route_prefix=None)
        (self._handle,) = serve.run_many([target], wait_for_applications_running=False)

    async def _ready(self) -> None:
        """Wait until all replicas have loaded the model."""
        try:
            async with asyncio.timeout(_START_S):
                while True:
                    app = (await asyncio.to_thread(serve.status)).applications[self._app]
                    if app.status == "RUNNING":
                        return
                    if app.status in {"DEPLOY_FAILED", "UNHEALTHY"}:
                        messages = "\n".join(deployment.message for deployment in app.deployments.values())
                        raise ModelUnavailable(
                            _sentence(messages) or f"a replica ended while it loaded {self._options.model!r}"
                        )
                    await asyncio.sleep(_POLL_S)
        except TimeoutError:
            raise ModelUnavailable(
                f"The Ray cluster did not start {len(self._turns)} replicas within {_START_S:g} s: has it room?"
            ) from None

    def _take_down(self) -> None:
        if self._handle is not None:
            self._handle = None
            with contextlib.suppress(RayError, RayServeException):
                serve.delete(self._app)
        _cluster.leave(self._app)


class _Cluster:
    """This process's connection to Ray, which its engines share: two run side by side while a shop changes its model.

    Only a cluster that was started here is shut down, after the last of them; one of others keeps its Serve.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engines: set[str] = set()
        self._own = False

    def join(self, engine: str, address: str) -> bool:
        """Connect if nobody has; whether the cluster is this process's own.  Raises `ModelUnavailable`."""
        with self._lock:
            if not ray.is_initialized():
                self._connect(address)
                self._own = not address
            self._engines.add(engine)
            return self._own

    def leave(self, engine: str) -> None:
        """The last one turns out the light."""
        with self._lock:
            self._engines.discard(engine)
            if self._own and not self._engines:
                self._own = False
                ray.shutdown()

    def _connect(self, address: str) -> None:
        logging.getLogger("ray.serve").setLevel(logging.ERROR)
        try:
            if address:
                host, _, port = address.rpartition(":")
                if host:  # Ray itself would try for minutes
                    socket.create_connection((host, int(port)), _CONNECT_S).close()
                ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
                return
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
            # Ray would give way to everything else on the machine, yet shoppers wait for what its workers do.
            os.environ.setdefault("RAY_worker_niceness", "0")
            with _without_settings():
                ray.init(
                    address="local",
                    num_cpus=usable_cores(),
                    include_dashboard=False,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                )
        except (RayError, OSError, RuntimeError, ValueError) as error:
            where = f"SHOPLENS_ENCODER__RAY_ADDRESS is {address!r}" if address else "No Ray address is set"
            raise ModelUnavailable(f"{where}, and Ray cannot be reached or started there: {error}") from error


_cluster: Final = _Cluster()


class Replica:
    """One loaded model, in a process that Serve supervises."""

    def __init__(self, spec: WorkerSpec, max_batch_size: int, max_wait_ms: int, hung_after_s: float) -> None:
        self._encoder, self._reader = load(spec)
        self._hung_after_s = hung_after_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._encode.set_max_batch_size(max_batch_size)
        self._encode.set_batch_wait_timeout_s(max_wait_ms / 1000)

    async def __call__(self, jobs: Sequence[EncodeJob]) -> list[Encoding | JobFailure]:
        """Outcomes in the order of `jobs`, which are batched with what other calls bring."""
        return list(await asyncio.gather(*map(self._encode, jobs)))

    def info(self) -> ModelInfo:
        """The model that was loaded."""
        return self._encoder.info

    @serve.batch  # type: ignore[untyped-decorator]  # ray is not read when types are checked
    async def _encode(self, jobs: list[EncodeJob]) -> list[Encoding | JobFailure]:
        self._encoder.alone = len(jobs) == 1
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._thread, run_batch, self._encoder, self._reader, jobs)
        await asyncio.wait([running], timeout=self._hung_after_s)
        if not running.done():
            logger.error("a batch does not end, so this replica does")
            os._exit(1)  # a thread cannot be stopped; Serve starts another replica
        return await running


async def _answered(response: Awaitable[list[Encoding | JobFailure]]) -> list[Encoding | JobFailure]:
    """Vectors of Ray are views that keep the whole answer, with its previews, in memory: take copies."""
    outcomes = await response
    for outcome in outcomes:
        if isinstance(outcome, Encoding):
            object.__setattr__(outcome, "vector", outcome.vector.copy())
            for piece in outcome.pieces:
                object.__setattr__(piece, "vector", piece.vector.copy())
    return outcomes


def _cores() -> tuple[int, int]:
    """Cores of the cluster's smallest machine that has any to give, and of all together."""
    cores = [int(cores) for node in ray.nodes() if node["Alive"] and (cores := node["Resources"].get("CPU", 0)) >= 1]
    return min(cores, default=1), sum(cores)


def _sentence(message: str) -> str:
    """What the replica said when it could not load the model; it comes at the end of a traceback."""
    said = re.findall(r"^(?:workers\.errors\.)?ModelUnavailable: (.+)$", message, re.MULTILINE)
    return said[-1] if said else ""


@contextlib.contextmanager
def _without_settings() -> Iterator[None]:
    """What is started meanwhile does not inherit our settings: what opens strangers' files holds no token."""
    ours = {key: os.environ.pop(key) for key in list(os.environ) if key.upper().startswith("SHOPLENS_")}
    try:
        yield
    finally:
        os.environ.update(ours)
