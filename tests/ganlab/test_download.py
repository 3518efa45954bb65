"""Fetching full MNIST from a server on this machine: whole, cut short, wrong, absent."""

import gzip
import hashlib
import socket
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ganlab.data import load_digits
from ganlab.download import DownloadError, download_mnist


def idx(*sizes: int) -> bytes:
    count = 1
    for size in sizes:
        count *= size
    body = bytes(i % 10 for i in range(count))
    return bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + body


PLAIN = {
    "train-images-idx3-ubyte": idx(30, 28, 28),
    "train-labels-idx1-ubyte": idx(30),
    "t10k-images-idx3-ubyte": idx(20, 28, 28),
    "t10k-labels-idx1-ubyte": idx(20),
}
PACKED = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in PLAIN.items()}
RESOURCES = [(name, hashlib.md5(content).hexdigest()) for name, content in PACKED.items()]
FIRST = RESOURCES[0][0]


class Server(ThreadingHTTPServer):
    """Serves `files`; `cut` says after how many bytes the next answers break off."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(PACKED)
        self.cut: list[int] = []
        self.ranges = True
        self.asked: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name, wanted = self.path.strip("/"), self.headers["Range"]
        self.server.asked.append((name, wanted))
        content = self.server.files.get(name)
        if content is None:
            self.send_error(404)
            return
        start = 0
        if wanted and self.server.ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = start + self.server.cut.pop(0) if self.server.cut else len(content)
        self.wfile.write(content[start:end])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def nowhere() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def fetch(folder: Path, *mirrors: str, **changes: object) -> Path:
    settings = {"progress": False, "resources": RESOURCES, "retries": 0, "timeout": 5.0}
    return download_mnist(folder, mirrors=mirrors, **(settings | changes))


def raw(folder: Path) -> Path:
    return folder / "MNIST" / "raw"


def stored(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in raw(folder).iterdir()}


def test_a_download_can_be_loaded(server: Server, tmp_path: Path) -> None:
    assert fetch(tmp_path, server.url) == tmp_path
    assert stored(tmp_path) == PLAIN | PACKED
    assert len(load_digits(source="mnist", folder=tmp_path).images) == 30
    assert len(load_digits("test", source="mnist", folder=tmp_path).images) == 20


def test_the_default_folder_is_where_load_digits_looks(server: Server) -> None:
    fetch(None, server.url)
    assert len(load_digits(source="mnist").images) == 30


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(tmp_path, server.url)
    (raw(tmp_path) / "t10k-labels-idx1-ubyte").unlink()
    (raw(tmp_path) / "train-labels-idx1-ubyte.gz").unlink()
    server.asked.clear()
    fetch(tmp_path, server.url)
    assert server.asked == []
    assert set(PLAIN) <= set(stored(tmp_path))


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(tmp_path, server.url)
    (raw(tmp_path) / FIRST).write_bytes(b"damaged")
    (raw(tmp_path) / FIRST).with_suffix("").write_bytes(b"damaged")
    fetch(tmp_path, server.url)
    assert stored(tmp_path) == PLAIN | PACKED


def test_a_broken_connection_is_taken_up_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.cut = [40, 30]
    fetch(tmp_path, server.url, retries=2)
    assert stored(tmp_path) == PLAIN | PACKED
    assert server.asked[:3] == [(FIRST, None), (FIRST, "bytes=40-"), (FIRST, "bytes=70-")]


def test_a_download_cut_short_leaves_only_a_part_and_goes_on_next_time(
    server: Server, tmp_path: Path
) -> None:
    server.cut = [40]
    with pytest.raises(DownloadError, match="the connection broke off"):
        fetch(tmp_path, server.url)
    assert stored(tmp_path) == {f"{FIRST}.part": PACKED[FIRST][:40]}
    fetch(tmp_path, server.url)
    assert stored(tmp_path) == PLAIN | PACKED
    assert server.asked[1] == (FIRST, "bytes=40-")


def test_an_interrupt_keeps_the_part(server: Server, tmp_path: Path) -> None:
    def stop(name: str, have: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, server.url, progress=stop)
    assert list(stored(tmp_path)) == [f"{FIRST}.part"]
    fetch(tmp_path, server.url)
    assert stored(tmp_path) == PLAIN | PACKED


def test_a_server_that_cannot_resume_sends_all_again(server: Server, tmp_path: Path) -> None:
    server.ranges, server.cut = False, [40]
    fetch(tmp_path, server.url, retries=1)
    assert stored(tmp_path) == PLAIN | PACKED


@pytest.mark.parametrize(
    "part",
    [PACKED[FIRST], b"x" * 40, PACKED[FIRST] + b"more"],
    ids=["whole", "wrong", "too long"],
)
def test_any_part_left_behind_ends_in_the_right_file(
    server: Server, tmp_path: Path, part: bytes
) -> None:
    raw(tmp_path).mkdir(parents=True)
    (raw(tmp_path) / f"{FIRST}.part").write_bytes(part)
    fetch(tmp_path, server.url, retries=1)
    assert stored(tmp_path) == PLAIN | PACKED


def test_a_wrong_checksum_is_refused(server: Server, tmp_path: Path) -> None:
    server.files[FIRST] = PACKED[FIRST][:-1] + b"?"
    with pytest.raises(DownloadError, match="has a wrong checksum"):
        fetch(tmp_path, server.url, retries=3)
    assert stored(tmp_path) == {}
    assert server.asked == [(FIRST, None)], "a whole wrong file is not asked for again"


def test_the_next_mirror_stands_in(server: Server, tmp_path: Path, nowhere: str) -> None:
    fetch(tmp_path, nowhere, server.url + "missing", server.url)
    assert stored(tmp_path) == PLAIN | PACKED


def test_offline_gets_one_clear_message(tmp_path: Path, nowhere: str) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(tmp_path, nowhere)
    message = str(caught.value)
    assert "Check the network connection" in message
    assert "`gancourse data download` again" in message
    assert "The lessons need no download" in message
    assert nowhere in message
    assert stored(tmp_path) == {}


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path: Path, nowhere: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DownloadError, match=r"cannot be written .* GANLAB_DATA"):
        fetch(tmp_path / "file", nowhere)


def test_the_bar_goes_to_standard_output(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    fetch(tmp_path, server.url, progress=True)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert all(name in printed.out for name, _ in RESOURCES)
    assert "100%" in printed.out


def test_a_function_can_follow_the_progress(server: Server, tmp_path: Path) -> None:
    calls = []
    fetch(tmp_path, server.url, progress=lambda *call: calls.append(call))
    sizes = {name: len(content) for name, content in PACKED.items()}
    assert {name: (have, total) for name, have, total in calls} == {
        name: (size, size) for name, size in sizes.items()
    }


def test_the_defaults_are_torchvisions_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torchvision.datasets import MNIST

    monkeypatch.setattr(MNIST, "mirrors", [])
    with pytest.raises(DownloadError, match=f"{MNIST.resources[0][0]} could not be downloaded"):
        download_mnist(tmp_path, progress=False)
