"""
What is handed to Amazon: the skill package and the Lambda function's archive.

Rule: what is in them is what the repository has; what the function imports is in its archive.
"""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from skill.content.regions import regions
from skill.publish import package as packaging
from skill.publish.manifest import Endpoint, EndpointError, manifest
from skill.publish.package import PackageError, package, pip_install, requirements


ROOT = Path(__file__).parents[2]
URL = "https://roller.example.org/"


def install(wanted: list[str], folder: Path) -> None:
    """Put a library into *folder*, without asking the network for any."""
    library = folder / "library"
    (library / "__pycache__").mkdir(parents=True)
    (library / "__init__.py").write_text("\n".join(wanted))
    (library / "__pycache__" / "old.pyc").write_bytes(b"")


def names(archive: Path) -> list[str]:
    with ZipFile(archive) as found:
        return found.namelist()


def test_the_package_lies_as_ask_cli_wants_it(tmp_path: Path) -> None:
    """skill.json, a model for each locale, the icons; and the archive beside it."""
    written = [path.relative_to(tmp_path).as_posix() for path in package(tmp_path, URL, install=install)]
    models = [f"skill-package/interactionModels/custom/{locale}.json" for locale in regions()]
    icons = [f"skill-package/assets/images/icon_{pixels}.png" for pixels in (108, 512)]
    assert written == ["skill-package/skill.json", *models, *icons, "lambda.zip"]
    assert all((tmp_path / name).is_file() for name in written)


def test_the_package_holds_what_the_repository_has(tmp_path: Path) -> None:
    """The committed models are what is deployed, and the manifest names the endpoint that was given."""
    package(tmp_path, URL, install=install)
    folder = tmp_path / "skill-package"
    assert json.loads((folder / "skill.json").read_text()) == manifest(Endpoint.of(URL, None), icons=True)
    for locale in regions():
        built = folder / "interactionModels" / "custom" / f"{locale}.json"
        assert built.read_bytes() == (ROOT / "interaction_models" / f"{locale}.json").read_bytes()


def test_nothing_of_an_older_package_stays(tmp_path: Path) -> None:
    """A locale that was given up must not be deployed again."""
    old = tmp_path / "skill-package" / "interactionModels" / "custom" / "xx-XX.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    package(tmp_path, install=install)
    assert not old.exists()


def test_the_archive_has_the_function_the_skill_and_its_libraries(tmp_path: Path) -> None:
    """The function lies at the root, as the template names it; tests/test_archives.py lists the rest."""
    *_, archive = package(tmp_path, install=install)
    found = names(archive)
    wanted = {"lambda_function.py", "skill/alexa/handlers.py", "skill/content/en/phrases.toml", "library/__init__.py"}
    assert wanted - {*found} == set()
    assert [name for name in found if "__pycache__" in name] == []


def test_the_archive_leaves_out_the_models_of_aws_s_services(tmp_path: Path) -> None:
    """They are 28 MB, and the store loads none of them."""

    def install_botocore(wanted: list[str], folder: Path) -> None:
        for name in ("auth.py", "cacert.pem", "data/dynamodb/2012-08-10/service-2.json.gz", "data/endpoints.json"):
            (folder / "botocore" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "botocore" / name).write_text("")

    *_, archive = package(tmp_path, install=install_botocore)
    assert [name for name in names(archive) if "botocore" in name] == ["botocore/auth.py", "botocore/cacert.pem"]


def test_the_archive_holds_every_module_and_word_of_the_skill(tmp_path: Path) -> None:
    """Nothing that the function may read is forgotten."""
    *_, archive = package(tmp_path, install=install)
    wanted = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "skill").rglob("*")
        if path.suffix in (".py", ".toml", ".json") and path.relative_to(ROOT).parts[1] not in packaging.LEFT_OUT
    ]
    assert sorted(set(wanted) - set(names(archive))) == []


def test_the_same_sources_give_the_same_archive(tmp_path: Path) -> None:
    """So that a deployment changes nothing where nothing was changed."""
    *_, first = package(tmp_path / "one", install=install)
    *_, second = package(tmp_path / "two", install=install)
    assert first.read_bytes() == second.read_bytes()


def test_the_function_runs_from_its_archive_alone(tmp_path: Path) -> None:
    """Whatever it imports of the skill is in there; the libraries are this environment's."""
    *_, archive = package(tmp_path, install=lambda wanted, folder: None)
    unpacked = tmp_path / "var" / "task"
    with ZipFile(archive) as found:
        found.extractall(unpacked)
    settings = {"GENTLE_ROLLER_STORAGE": "memory:", "GENTLE_ROLLER_ALLOW_ANY_SKILL": "1"}
    command = [sys.executable, "-c", "import lambda_function, skill; print(skill.__file__)"]
    environment = {**settings, "PYTHONPATH": str(unpacked)}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str(unpacked / "skill" / "__init__.py"), "")


def test_the_function_needs_the_base_and_the_table_s_client() -> None:
    """Neither the web server nor the tests' tools belong into a Lambda function."""
    found = {name.partition("=")[0].partition("<")[0].partition(">")[0] for name in requirements()}
    assert found == {"ask-sdk-core", "ask-sdk-model", "rapidfuzz", "structlog", "botocore"}


def test_a_wrong_endpoint_stops_before_anything_is_written(tmp_path: Path) -> None:
    """Nothing half-made lies about."""
    with pytest.raises(EndpointError):
        package(tmp_path, "http://roller.example.org/", install=install)
    assert list(tmp_path.iterdir()) == []


def test_an_installed_skill_says_where_packages_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The function and the icons are in the repository only."""
    monkeypatch.setattr(packaging, "ROOT", tmp_path)
    with pytest.raises(PackageError, match="clone of the repository"):
        package(tmp_path, install=install)


def test_a_requirement_that_pip_cannot_fetch_is_one_line(tmp_path: Path) -> None:
    """What pip says last, and that it was about the function."""
    with pytest.raises(PackageError, match="pip cannot install the requirements of the Lambda function") as caught:
        pip_install([f"{tmp_path.as_uri()}/not-there.whl"], tmp_path / "libraries")
    assert "\n" not in str(caught.value)


@pytest.mark.long
def test_the_libraries_are_built_for_lambdas_machine(tmp_path: Path) -> None:
    """Compiled parts are for the template's Python and processor, whatever this computer's are."""
    *_, archive = package(tmp_path)
    compiled = [name for name in names(archive) if name.endswith(".so")]
    assert compiled
    assert [name for name in compiled if not name.endswith("cpython-313-aarch64-linux-gnu.so")] == []
    assert archive.stat().st_size < 50_000_000, "Lambda takes 50 MB"
