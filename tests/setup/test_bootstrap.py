"""bootstrap.py at work on a toy project, with the real venv, pip and uv, and no network."""

import ast
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest
import uv

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9/simple"  # nothing listens there

BACKEND = """
    import zipfile

    def build_editable(folder, config_settings=None, metadata_directory=None):
        name = "toy-1.0-py3-none-any.whl"
        with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
            about = "Metadata-Version: 2.1\\nName: toy\\nVersion: 1.0\\nProvides-Extra: test\\n"
            kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
            wheel.writestr("toy-1.0.dist-info/METADATA", about)
            wheel.writestr("toy-1.0.dist-info/WHEEL", kind)
            wheel.writestr("toy-1.0.dist-info/RECORD", "")
        return name
"""

# A wheel of 60 MB takes its time: this one hands over to the uv that is installed.
UV = f"import subprocess, sys; sys.exit(subprocess.call([{uv.find_uv_bin()!r}, *sys.argv[1:]]))"


class Toy:
    """A small project with the real bootstrap.py, and a way to run it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.ready = self.venv / ".ready"

    @classmethod
    def make(cls, folder: Path) -> "Toy":
        """Write the project's files."""
        folder.mkdir()
        text = (ROOT / "bootstrap.py").read_text(encoding="utf-8")
        roomy, changed = re.subn(r"(?m)^ROOM, ROOM_CPU_ONLY = .*", "ROOM = ROOM_CPU_ONLY = 0", text)
        assert changed == 1
        (folder / "bootstrap.py").write_text(roomy, encoding="utf-8")
        (folder / "toy_backend.py").write_text(textwrap.dedent(BACKEND), encoding="utf-8")
        make_wheel(folder / "wheels", "uv", {"__init__.py": "", "__main__.py": UV})
        toy = cls(folder)
        toy.depend_on()
        return toy

    def copy(self, folder: Path) -> "Toy":
        """The same, elsewhere, as if it had been made there."""
        shutil.copytree(self.folder, folder, symlinks=True)
        other = Toy(folder)
        old, new = os.fsencode(self.folder), os.fsencode(folder)
        other.ready.write_bytes(self.ready.read_bytes().replace(old, new, 1))
        return other

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

    def fake_venv(self, code: str) -> dict[str, str]:
        """A setting with which `python -m venv` runs this code instead."""
        folder = self.folder / "fake"
        folder.mkdir(exist_ok=True)
        (folder / "venv.py").write_text(code)
        return {"PYTHONPATH": str(folder)}

    def start(self, **settings: str) -> subprocess.Popen:
        """Start bootstrap.py, untouched by this machine's settings of pip and uv."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
        offline = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.folder / "wheels"),
            "UV_NO_CONFIG": "1",
            "UV_DEFAULT_INDEX": NOWHERE,
            "UV_HTTP_RETRIES": "0",
            "UV_CACHE_DIR": str(self.folder / "cache"),
        }
        return subprocess.Popen(
            [sys.executable, "bootstrap.py"],
            cwd=self.folder,
            env=inherited | offline | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # a Ctrl-C of a test's own
        )

    def run(self, **settings: str) -> tuple[int, str]:
        """(exit code, all that bootstrap.py printed)."""
        process = self.start(**settings)
        return (process.communicate(timeout=120)[0], process.returncode)[::-1]

    def has(self, name: str) -> bool:
        """Whether a package is installed in .venv."""
        return any(self.venv.rglob(f"site-packages/{name}-*.dist-info"))


def make_wheel(folder: Path, name: str, files: dict[str, str]) -> None:
    """Put a package of one folder into a folder of wheels."""
    folder.mkdir()
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        for file, text in files.items():
            wheel.writestr(f"{name}/{file}", text)
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        kind = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{name}-1.0.dist-info/METADATA", about)
        wheel.writestr(f"{name}-1.0.dist-info/WHEEL", kind)
        wheel.writestr(f"{name}-1.0.dist-info/RECORD", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A toy that two commands have set up at the same time, and what they printed."""
    toy = Toy.make(tmp_path_factory.mktemp("course") / "toy")
    both = [toy.start(), toy.start()]
    printed = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    return toy, printed


@pytest.fixture
def toy(made, tmp_path):
    """A toy, set up, with a file in .venv that goes when .venv is made anew."""
    toy = made[0].copy(tmp_path / "toy")
    (toy.venv / "kept").touch()
    return toy


@pytest.fixture
def bootstrap():
    """bootstrap.py as a module."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_commands_at_once_set_up_one_after_the_other(made):
    toy, printed = made
    assert toy.has("toy")
    assert sorted(text.count("Making .venv") for text in printed) == [0, 1]
    assert sorted(text.count("Another command is setting up") for text in printed) == [0, 1]


def test_an_unchanged_pyproject_costs_no_installation(toy):
    assert toy.run() == (0, "")


def test_a_changed_pyproject_brings_venv_up_to_date_and_keeps_the_rest(toy):
    with (toy.folder / "pyproject.toml").open("a") as file:
        file.write("# a new line\n")
    code, printed = toy.run()
    assert code == 0, printed
    assert "asks for into .venv" in printed
    assert (toy.venv / "kept").exists()
    assert toy.run() == (0, "")


def test_an_unfinished_installation_is_made_anew(toy):
    toy.ready.unlink()
    code, printed = toy.run()
    assert code == 0, printed
    assert "Making .venv" in printed
    assert not (toy.venv / "kept").exists()
    assert toy.has("toy")
    assert toy.run() == (0, "")


def test_a_moved_folder_gets_a_new_venv(toy, tmp_path):
    moved = Toy(toy.folder.rename(tmp_path / "moved"))
    code, printed = moved.run(**moved.fake_venv("raise SystemExit('no further')"))
    assert code == 1
    assert "Making .venv" in printed


def test_a_venv_whose_python_is_gone_is_made_anew(toy):
    shutil.rmtree(toy.venv / ("Scripts" if os.name == "nt" else "bin"))
    code, printed = toy.run(**toy.fake_venv("raise SystemExit('no further')"))
    assert code == 1
    assert "Making .venv" in printed


def test_without_network_uv_says_why_and_the_old_venv_stays(toy):
    toy.depend_on("torch>=2")
    code, printed = toy.run()
    assert code == 1
    assert f"Failed to fetch: {NOWHERE}/torch/" in printed.replace("`", "")
    assert "Check the network" in printed
    assert "Traceback" not in printed

    toy.depend_on()
    assert (toy.venv / "kept").exists()
    assert toy.run() == (0, "")


def test_without_network_uv_itself_cannot_be_fetched(toy):
    for folder in toy.venv.rglob("site-packages/uv*"):
        shutil.rmtree(folder)
    nothing = toy.fake_venv("")  # the old .venv, without uv, will do
    code, printed = toy.run(**nothing, PIP_FIND_LINKS=str(toy.folder / "fake"))
    assert code == 1
    assert "uv could not be fetched. Check the network" in printed
    assert "No matching distribution found for uv" in printed


def test_half_an_update_is_not_taken_for_the_old_installation(toy):
    old = (toy.folder / "pyproject.toml").read_bytes()
    make_wheel(toy.folder / "more", "extra", {"__init__.py": ""})
    toy.depend_on("extra")
    broken = UV.replace("sys.exit(", "1 + (") + "\nsys.exit('cut short')"
    for path in toy.venv.rglob("site-packages/uv/__main__.py"):
        path.write_text(broken)
    code, printed = toy.run(UV_OFFLINE="1", UV_FIND_LINKS=str(toy.folder / "more"))
    assert code == 1, printed
    assert "cut short" in printed
    assert toy.has("extra")

    (toy.folder / "pyproject.toml").write_bytes(old)
    _, printed = toy.run(**toy.fake_venv("raise SystemExit('no further')"))
    assert "Making .venv" in printed


def test_settings_of_uv_choose_pytorch(toy):
    toy.depend_on("torch>=2")
    code, printed = toy.run(UV_TORCH_BACKEND="abacus")
    assert code == 1
    assert re.search("invalid value 'abacus'.*--torch-backend", printed)


def test_a_python_that_cannot_make_environments_gets_advice(toy):
    toy.ready.unlink()
    code, printed = toy.run(**toy.fake_venv("raise SystemExit('ensurepip is not available')"))
    assert code == 1
    assert "sudo apt install python3-venv" in printed
    assert printed.rstrip().endswith("ensurepip is not available")


def start_a_long_one(toy: Toy) -> subprocess.Popen:
    """Start bootstrap.py; return while it makes .venv."""
    toy.ready.unlink()
    begun = toy.folder / "begun"
    code = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(120)"
    process = toy.start(**toy.fake_venv(code))
    deadline = time.monotonic() + 60
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert begun.exists()
    return process


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_ends_it_with_a_sentence(toy):
    process = start_a_long_one(toy)
    os.killpg(process.pid, signal.SIGINT)
    printed = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert printed.splitlines()[1:] == ["Interrupted. Run the same command again to finish."]


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_what_a_killed_command_had_started_is_waited_for_and_no_longer(toy):
    first = start_a_long_one(toy)
    first.kill()
    second = toy.start(**toy.fake_venv("raise SystemExit('no further')"))
    assert "Another command is setting up" in second.stdout.readline()
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate(timeout=60)
    assert "no further" in second.communicate(timeout=60)[0]


def test_a_python_that_is_too_old_says_which_one_is_needed(toy):
    text = (toy.folder / "bootstrap.py").read_text(encoding="utf-8")
    older = text.replace("OLDEST, NEWEST_TRIED = 11, 15", "OLDEST, NEWEST_TRIED = 99, 99")
    assert older != text
    toy.ready.unlink()
    (toy.folder / "bootstrap.py").write_text(older, encoding="utf-8")
    code, printed = toy.run()
    assert code == 1
    assert re.match(r"Python 3\.99 or newer is needed; this is 3\.\d+\.\d+", printed)
    assert "Traceback" not in printed


def test_a_python_that_is_too_old_makes_venv_with_a_newer_one(bootstrap, monkeypatch):
    newer = {"python3.13": b"True", "python3.12": b"True"}
    monkeypatch.setattr(bootstrap, "answer", lambda name, code: newer.get(name, b""))
    assert bootstrap.find_python() == "python3.13"


def test_an_old_python_can_read_bootstrap():
    with pytest.raises(SyntaxError):
        ast.parse("if (new := 3.8): ...", feature_version=(3, 7))
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="ascii"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("setting", "free", "told"),
    [
        ("", 3.1, r"need 7\.0 GB of disk in .*, and 3\.1 GB are free\.[^$]*Less disk"),
        ("cpu", 1.5, r"need 2\.0 GB of disk in .*, and 1\.5 GB are free\."),
        ("", 7.5, None),
        ("cpu", 3.1, None),
    ],
)
def test_too_little_disk_is_told_with_a_number(bootstrap, monkeypatch, setting, free, told):
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    monkeypatch.setenv("UV_TORCH_BACKEND", setting)
    usage = shutil.disk_usage(ROOT)._replace(free=round(free * 1e9))
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda folder: usage)
    if told:
        with pytest.raises(SystemExit, match=told):
            bootstrap.check_room()
    else:
        bootstrap.check_room()
