"""Fetching full MNIST through torchvision, from a server on this machine."""

import gzip
import hashlib
import struct
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from torchvision.datasets import MNIST

from ganlab.data import load_digits
from ganlab.mnist import DownloadError, download_mnist


def idx(*sizes: int) -> bytes:
    """A file of MNIST's format: magic number, sizes, values."""
    count = 1
    for size in sizes:
        count *= size
    values = bytes(i % 10 for i in range(count))
    return bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + values


PLAIN = {
    "train-images-idx3-ubyte": idx(30, 28, 28),
    "train-labels-idx1-ubyte": idx(30),
    "t10k-images-idx3-ubyte": idx(20, 28, 28),
    "t10k-labels-idx1-ubyte": idx(20),
}
PACKED = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in PLAIN.items()}
FIRST = "train-images-idx3-ubyte"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the second of two mirrors; the first holds nothing."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    for name, content in PACKED.items():
        (folder / name).write_bytes(content)
    with HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        sums = [(name, hashlib.md5(content).hexdigest()) for name, content in PACKED.items()]
        monkeypatch.setattr(MNIST, "mirrors", [f"{url}/nowhere/", f"{url}/mirror/"])
        monkeypatch.setattr(MNIST, "resources", sums)
        yield folder
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def stored(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "MNIST" / "raw").iterdir()}


def test_a_download_goes_where_load_digits_looks(mirror: Path, tmp_path: Path) -> None:
    assert download_mnist() == tmp_path / "data"
    assert stored(tmp_path / "data") == PLAIN | PACKED
    assert len(load_digits(source="mnist").images) == 30
    assert len(load_digits("test", source="mnist").images) == 20


def test_another_folder_can_be_given(mirror: Path, tmp_path: Path) -> None:
    assert download_mnist(tmp_path / "other") == tmp_path / "other"
    assert stored(tmp_path / "other") == PLAIN | PACKED


def test_what_is_there_is_not_fetched_again(mirror: Path, tmp_path: Path) -> None:
    download_mnist()
    for path in mirror.iterdir():
        path.unlink()
    download_mnist()
    (tmp_path / "data" / "MNIST" / "raw" / FIRST).unlink()  # its .gz is still there
    download_mnist()
    assert stored(tmp_path / "data") == PLAIN | PACKED


@pytest.mark.parametrize("packed_too", [False, True])
def test_a_damaged_file_is_replaced(mirror: Path, tmp_path: Path, packed_too: bool) -> None:
    download_mnist()
    raw = tmp_path / "data" / "MNIST" / "raw"
    (raw / FIRST).write_bytes(PLAIN[FIRST][:-5])
    if packed_too:
        (raw / f"{FIRST}.gz").write_bytes(b"damaged")
    download_mnist()
    assert stored(tmp_path / "data") == PLAIN | PACKED


def test_a_file_with_a_wrong_checksum_is_refused(mirror: Path) -> None:
    content = PACKED[f"{FIRST}.gz"]
    (mirror / f"{FIRST}.gz").write_bytes(content[:-1] + b"?")
    with pytest.raises(DownloadError, match="File not found or corrupted"):
        download_mnist()
    with pytest.raises(FileNotFoundError, match="run `gancourse data download`"):
        load_digits(source="mnist")


def test_without_a_network_there_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:1/mnist/"])
    with pytest.raises(DownloadError) as caught:
        download_mnist(tmp_path)
    message = str(caught.value)
    assert "\n" not in message
    assert "http://127.0.0.1:1/mnist/" in message
    assert "Check the network connection and run `gancourse data download` again." in message
    assert "The lessons need no download" in message
    assert stored(tmp_path) == {}


def test_a_connection_that_breaks_off_is_the_networks_fault(
    mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reset(*args: object, **kwargs: object) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr("torchvision.datasets.mnist.download_and_extract_archive", reset)
    with pytest.raises(DownloadError, match=r"reset by peer.* Check the network connection"):
        download_mnist()


def test_a_folder_that_cannot_be_written_gets_one_sentence(mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DownloadError, match=r"cannot be written \(Not a directory\).* GANLAB_DATA"):
        download_mnist(tmp_path / "file")
