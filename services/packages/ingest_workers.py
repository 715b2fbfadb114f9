"""The processes that examine packages, kept warm and replaced when one goes wrong."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from msgspec import DecodeError

from services.packages.ingest_messages import (
    LENGTH,
    LONGEST,
    MOST_RANGES,
    Done,
    Exhausted,
    FromProcess,
    FromServer,
    Parts,
    Ready,
    Refused,
    Task,
    Want,
    frame,
    from_process,
)

ROOT = Path(__file__).resolve().parent.parent
WALL_SECONDS = 30.0
AT_ONCE = 2
# A process is not kept for ever: what one package leaves behind cannot pile up.
PACKAGES_EACH = 200

FetchRanges = Callable[[list[tuple[int, int]]], Awaitable[list[bytes]]]


_COMMAND = (sys.executable, "-s", "-m", "services.packages.ingest_child")


class ProcessLost(Exception):
    """The process is gone or talks nonsense."""


class Process:
    """One confined process and the line to it."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self.examined = 0
        self._is_ready = False
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)
        with theirs:
            # The environment holds our secrets, so none of it is handed on.
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )

    @property
    def was_killed(self) -> bool:
        """Whether the kernel ended it, as it does when a limit is passed."""
        try:
            return self._process.wait(timeout=1) < 0
        except subprocess.TimeoutExpired:
            return False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def is_ready(self) -> bool:
        return self._is_ready

    @property
    def pid(self) -> int:
        return self._process.pid

    async def examine(self, task: Task, fetch: FetchRanges) -> Done | Refused | Exhausted:
        """Raises ProcessLost, and TimeoutError once it has thought for too long."""
        loop = asyncio.get_running_loop()
        left = WALL_SECONDS
        message: FromServer = task
        while True:
            started = loop.time()
            # The time that the store takes does not count.
            async with asyncio.timeout(left):
                answer = await self._ask(message)
            left -= loop.time() - started
            if not isinstance(answer, Want):
                self.examined += 1
                return answer
            check_ranges(answer.ranges, task.size)
            message = Parts(await fetch(answer.ranges))

    def end(self) -> None:
        self._line.close()
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    async def _ask(self, message: FromServer) -> Want | Done | Refused | Exhausted:
        await self._send(message)
        while isinstance(answer := await self._receive(), Ready):
            self._is_ready = True
        return answer

    async def _send(self, message: FromServer) -> None:
        try:
            await asyncio.get_running_loop().sock_sendall(self._line, frame(message))
        except OSError as problem:
            raise ProcessLost from problem

    async def _receive(self) -> FromProcess:
        (length,) = LENGTH.unpack(await self._exactly(LENGTH.size))
        if length > LONGEST:
            raise ProcessLost
        try:
            return from_process(await self._exactly(length))
        except DecodeError as problem:
            raise ProcessLost from problem

    async def _exactly(self, length: int) -> bytes:
        loop = asyncio.get_running_loop()
        parts: list[bytes] = []
        while length:
            try:
                part = await loop.sock_recv(self._line, min(length, 1024 * 1024))
            except OSError as problem:
                raise ProcessLost from problem
            if not part:
                raise ProcessLost
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


class Processes:
    """A few processes for all packages that are examined at the same time."""

    def __init__(self) -> None:
        self.idle: list[Process] = []
        self._room = asyncio.Semaphore(AT_ONCE)

    async def examine(self, task: Task, fetch: FetchRanges) -> Done | Refused | Exhausted:
        """Exhausted also stands for a process that was stopped; raises ProcessLost for a fault."""
        async with self._room:
            process = self._take()
            try:
                result = await process.examine(task, fetch)
            except BaseException as problem:
                stopped = _was_stopped(process, problem)
                process.end()
                if stopped:
                    return Exhausted()
                raise
            self._keep(process)
            return result

    def warm(self) -> None:
        """Starts one process ahead of the first package."""
        if not self.idle:
            self.idle.append(Process())

    def close(self) -> None:
        while self.idle:
            self.idle.pop().end()

    def _take(self) -> Process:
        while self.idle:
            process = self.idle.pop()
            if process.is_alive:
                return process
            process.end()
        return Process()

    def _keep(self, process: Process) -> None:
        if process.examined < PACKAGES_EACH:
            self.idle.append(process)
        else:
            process.end()


def _was_stopped(process: Process, problem: BaseException) -> bool:
    if isinstance(problem, TimeoutError):
        return True
    return isinstance(problem, ProcessLost) and process.is_ready and process.was_killed


def check_ranges(ranges: list[tuple[int, int]], size: int) -> None:
    """A process that was taken over must not make the server read at will; raises ProcessLost."""
    total = sum(length for _, length in ranges)
    inside = all(at >= 0 and 0 <= length <= size - at for at, length in ranges)
    if len(ranges) > MOST_RANGES or total > LONGEST or not inside:
        raise ProcessLost
