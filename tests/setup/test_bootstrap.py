"""bootstrap.py at work on a toy project, with the real venv and the real pip, and no network."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9/simple"  # nothing listens there

BACKEND = """
    import zipfile

    def build_wheel(folder, config_settings=None, metadata_directory=None):
        name = "toy-1.0-py3-none-any.whl"
        with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
            about = "Metadata-Version: 2.1\\nName: toy\\nVersion: 1.0\\nProvides-Extra: test\\n"
            about += "".join(f"Requires-Dist: {one}\\n" for one in needs())
            kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
            wheel.writestr("toy-1.0.dist-info/METADATA", about)
            wheel.writestr("toy-1.0.dist-info/WHEEL", kind)
            wheel.writestr("toy-1.0.dist-info/RECORD", "")
        return name

    build_editable = build_wheel

    def needs():
        import tomllib
        return tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"]
"""


class Toy:
    """A small project with the real bootstrap.py, and a way to run it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.ready = self.venv / ".ready"
        self.log = folder / ".venv-install.log"
        text = (ROOT / "bootstrap.py").read_text(encoding="utf-8")
        roomy, changed = re.subn(r"(?m)^(ROOM_\w+, CACHE_\w+) = .*$", r"\1 = 0, 0", text)
        assert changed == 2
        folder.mkdir()
        (folder / "bootstrap.py").write_text(roomy, encoding="utf-8")
        (folder / "toy_backend.py").write_text(textwrap.dedent(BACKEND), encoding="utf-8")
        self.depend_on()

    def depend_on(self, *names: str) -> None:
        """Write pyproject.toml anew."""
        (self.folder / "pyproject.toml").write_text(
            textwrap.dedent(f"""
                [build-system]
                requires = []
                build-backend = "toy_backend"
                backend-path = ["."]
                [project]
                name = "toy"
                version = "1.0"
                dependencies = {list(names)}
                optional-dependencies.test = []
            """)
        )

    def start(self, **settings: str) -> subprocess.Popen:
        """Start bootstrap.py, untouched by this machine's pip settings."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "GANCOURSE"))}
        offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": NOWHERE, "PIP_RETRIES": "1"}
        return subprocess.Popen(
            [sys.executable, "bootstrap.py"],
            cwd=self.folder,
            env=inherited | offline | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, **settings: str) -> tuple[int, str]:
        """(exit code, all that bootstrap.py printed)."""
        process = self.start(**settings)
        return (process.communicate(timeout=120)[0], process.returncode)[::-1]

    def has(self, name: str) -> bool:
        """Whether a package is installed in .venv."""
        return any(self.venv.rglob(f"site-packages/{name}-*.dist-info"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A toy that two commands have set up at the same time, and what they printed."""
    toy = Toy(tmp_path_factory.mktemp("course") / "toy")
    both = [toy.start(), toy.start()]
    printed = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    return toy, printed, toy.ready.read_bytes()


@pytest.fixture
def toy(made):
    """The toy, set up, with a file in .venv that goes when .venv is made anew."""
    toy, _, ready = made
    toy.depend_on()
    toy.ready.write_bytes(ready)
    (toy.venv / "kept").touch()
    return toy


@pytest.fixture(scope="module")
def bootstrap():
    """bootstrap.py as a module."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_wheel(folder: Path, name: str, version: str) -> None:
    """Put an empty package into a package index made of files."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "")
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    (home / "index.html").write_text(f'<a href="{path.name}">{path.name}</a>')


def test_two_commands_at_once_set_up_one_after_the_other(made):
    toy, printed, _ = made
    assert toy.has("toy")
    assert sorted(text.count("Making .venv") for text in printed) == [0, 1]
    assert sorted(text.count("Another command is setting up") for text in printed) == [0, 1]


def test_an_unchanged_pyproject_costs_no_installation(toy):
    toy.log.unlink()
    assert toy.run() == (0, "")
    assert not toy.log.exists()


def test_a_changed_pyproject_brings_venv_up_to_date_and_keeps_the_rest(toy):
    with (toy.folder / "pyproject.toml").open("a") as file:
        file.write("# a new line\n")
    code, printed = toy.run()
    assert code == 0, printed
    assert "asks for into .venv" in printed
    assert (toy.venv / "kept").exists()
    assert toy.run() == (0, "")


def test_an_installation_cut_short_while_copying_is_made_anew(toy):
    toy.ready.unlink()
    (toy.venv / ".installing").touch()
    code, printed = toy.run()
    assert code == 0, printed
    assert "anew" in printed
    assert not (toy.venv / "kept").exists()
    assert toy.has("toy")
    assert toy.run() == (0, "")


def test_a_moved_folder_gets_a_new_venv(toy, bootstrap, tmp_path):
    shutil.copytree(toy.folder, tmp_path / "moved", symlinks=True)
    assert not bootstrap.is_damaged(bootstrap.Place(str(toy.folder)))
    assert bootstrap.is_damaged(bootstrap.Place(str(tmp_path / "moved")))


def test_without_network_one_sentence_and_the_old_venv_stays(toy):
    toy.depend_on("torch>=2")
    code, printed = toy.run()
    assert code == 1
    assert "The package index cannot be reached. Check the network connection" in printed
    assert "Traceback" not in printed
    assert str(toy.log) in printed
    assert "torch" in toy.log.read_text()
    assert (toy.venv / "kept").exists()
    assert not (toy.venv / ".installing").exists()


def test_a_package_that_no_index_has_for_this_python_is_named(toy):
    toy.depend_on("torch>=2")
    code, printed = toy.run(PIP_NO_INDEX="1")
    assert code == 1
    assert "torch>=2 was not found for Python" in printed
    assert "make PYTHON=" in printed


def test_a_package_that_cannot_be_built_is_named(toy, tmp_path):
    home = tmp_path / "broken"
    home.mkdir()
    files = {
        "PKG-INFO": "Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n",
        "backend.py": "def build_wheel(*_, **__):\n    raise SystemExit('no compiler')\n",
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\n'
        'backend-path = ["."]\n',
    }
    with tarfile.open(home / "broken-1.0.tar.gz", "w:gz") as archive:
        for name, text in files.items():
            (home / name).write_text(text)
            archive.add(home / name, f"broken-1.0/{name}")
    (home / "index.html").write_text('<a href="broken-1.0.tar.gz">broken-1.0.tar.gz</a>')
    toy.depend_on("broken")
    code, printed = toy.run(PIP_INDEX_URL=tmp_path.as_uri())
    assert code == 1
    assert "broken has no ready-made package for Python" in printed


def test_torch_and_torchvision_come_from_the_named_index_and_stay(toy, tmp_path):
    for name in ("torch", "torchvision"):
        make_wheel(tmp_path / "cpu", name, "2.9+cpu")
    toy.depend_on("torch>=2", "torchvision>=0.2")
    index = (tmp_path / "cpu").as_uri()
    code, printed = toy.run(GANCOURSE_TORCH_INDEX=index)
    assert code == 0, printed
    assert toy.has("torch")
    assert toy.has("torchvision")
    assert toy.run() == (0, "")
    assert toy.run(GANCOURSE_TORCH_INDEX=index) == (0, "")

    code, printed = toy.run(GANCOURSE_TORCH_INDEX=(tmp_path / "other").as_uri())
    assert (code, "asks for" in printed) == (0, True)  # asked for, and already satisfied


def test_a_python_that_cannot_make_environments_gets_one_sentence(toy, tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    toy.ready.unlink()
    code, printed = toy.run(PYTHONPATH=str(tmp_path))
    assert code == 1
    assert re.search(r"lacks the venv module\.\n.*apt install python3\.\d+-venv", printed)
    assert "Traceback" not in printed


def test_a_python_that_is_too_old_says_which_one_is_needed(toy):
    text = (toy.folder / "bootstrap.py").read_text(encoding="utf-8")
    older = text.replace("OLDEST, NEWEST_TRIED = 11, 15", "OLDEST, NEWEST_TRIED = 99, 99")
    assert older != text
    toy.ready.unlink()
    (toy.folder / "bootstrap.py").write_text(older, encoding="utf-8")
    try:
        code, printed = toy.run()
    finally:
        (toy.folder / "bootstrap.py").write_text(text, encoding="utf-8")
    assert code == 1
    assert re.match(r"Python 3\.99 or newer is needed; this is 3\.\d+\.\d+", printed)
    assert "Traceback" not in printed


def test_an_old_python_can_read_bootstrap():
    tree = ast.parse((ROOT / "bootstrap.py").read_text(encoding="ascii"))
    newer = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Nonlocal,
        ast.Match,
        ast.AsyncFunctionDef,
    )
    for node in ast.walk(tree):
        assert not isinstance(node, newer), node.lineno
        if isinstance(node, ast.FunctionDef):
            assert not node.returns, node.lineno
            assert not node.args.kwonlyargs + node.args.posonlyargs, node.lineno
            assert not any(one.annotation for one in node.args.args), node.lineno
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            assert not any(part is None or isinstance(part, ast.Starred) for part in parts), (
                node.lineno
            )
        if isinstance(node, ast.Raise):
            assert not node.cause, node.lineno


def test_too_little_disk_is_told_before_anything_is_fetched(bootstrap, tmp_path, monkeypatch):
    place = bootstrap.Place(str(tmp_path))
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    with pytest.raises(
        bootstrap.SetupError, match=r"need 9\.0 GB of disk .* 3\.1 GB are free"
    ) as told:
        bootstrap.check_room(place, 3.1, "")
    assert "GANCOURSE_TORCH_INDEX" in str(told.value)
    with pytest.raises(bootstrap.SetupError, match=r"need 2\.5 GB of disk .* 2\.0 GB are free"):
        bootstrap.check_room(place, 2.0, "an index of CPU-only packages")
    assert bootstrap.check_room(place, 9.5, "") == ["--no-cache-dir"]
    assert bootstrap.check_room(place, 20.0, "") == []


def test_a_torch_that_is_there_needs_no_room(bootstrap, tmp_path):
    place = bootstrap.Place(str(tmp_path))
    parts = ("Lib",) if os.name == "nt" else ("lib", "python3.11")
    Path(place.venv, *parts, "site-packages", "torch").mkdir(parents=True)
    assert bootstrap.check_room(place, 0.1, "") == []


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        (
            "ERROR: Could not install packages: [Errno 28] No space left on device",
            "The disk is full",
        ),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "The certificate"),
        (
            "WARNING: a\nERROR: Cannot do it.\nnote: b",
            "The installation failed: ERROR: Cannot do it.",
        ),
        ("", "The installation failed: nothing was said."),
    ],
)
def test_other_failures_are_put_into_one_sentence(bootstrap, printed, reason):
    assert bootstrap.explain(printed).startswith(reason)
