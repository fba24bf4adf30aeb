"""Engines: what a batch may be spread over: the processes of this machine, or a Dask cluster."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from storygen.errors import MissingExtra, UsageError


class Engine(Protocol):
    """Anything that can map: a process pool, Dask's `Client.get_executor()`."""

    def map(self, work: Callable[..., Any], jobs: Iterable[Any], /) -> Iterable[Any]:
        """Yield *work* done on each of *jobs*, in order."""


@contextmanager
def open_engine(name: str, scheduler: str = "", workers: int = 0) -> Iterator[Engine | None]:
    """Open the engine called *name* for as long as it is needed: none, processes or dask.

    :raises UsageError: no engine is called so.
    :raises MissingExtra: Dask is asked for and not installed.
    """
    if name == "none":
        yield None
    elif name == "processes":
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # A worker leaves Ctrl-C to the parent, which stops asking.
        ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
        with ProcessPoolExecutor(workers or None, get_context("spawn"), initializer=ignore) as pool:
            yield pool
    elif name == "dask":
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            remedy = "pip install 'storygen-newsroom[dask]'"
            raise MissingExtra("--engine dask", "Dask is not installed", remedy) from error
        if scheduler:
            with _client(partial(Client, scheduler, timeout=10), scheduler) as client:
                yield client.get_executor()
        else:
            with (
                LocalCluster(
                    n_workers=workers or 2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client.get_executor()
    else:
        raise UsageError(f"--engine {name}", "no such engine", "Use none, processes or dask")


def _client(connect: Callable[[], Any], scheduler: str) -> Any:
    """Return the client that *connect* makes of the Dask cluster at the address *scheduler*.

    :raises UsageError: nothing answers there.
    """
    try:
        return connect()
    except (OSError, ValueError) as error:
        fault = f"no Dask scheduler answers there: {error}"
        raise UsageError(
            f"--scheduler {scheduler}", fault, "Give an address such as tcp://127.0.0.1:8786"
        ) from error
