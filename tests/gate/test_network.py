"""A machine gets the access to a registry, but no earlier downloads."""

from pathlib import Path

import pytest

from tests.gate import network


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with pip settings for a mirror and for folders of its own."""
    file = tmp_path / ".config/pip/pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text(
        "[global]\nindex-url = https://mirror.example/simple\nfind-links = /wheels\n"
        "extra-index-url = file:///wheels/simple https://other.example/simple\ncert = /my.pem\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("INDEX_URL", "EXTRA_INDEX_URL", "TRUSTED_HOST", "PROXY", "DEFAULT_TIMEOUT"):
        monkeypatch.delenv(f"PIP_{name}", raising=False)
    return tmp_path


@pytest.mark.usefixtures("home")
def test_pip_keeps_mirrors_and_loses_folders() -> None:
    told = network.pip_configuration()
    assert "index-url = https://mirror.example/simple\n" in told
    assert "extra-index-url = https://other.example/simple\n" in told
    assert "wheels" not in told
    assert "my.pem" not in told


@pytest.mark.usefixtures("home")
def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://nearer.example/simple")
    assert "index-url = https://nearer.example/simple\n" in network.pip_configuration()


@pytest.mark.usefixtures("home")
def test_proxies_and_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("certificate")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setenv("AUTHORITY", "not carried")
    upper = tmp_path / "upper"
    environment = network.carry_into(upper, "tiny")
    assert environment["https_proxy"] == "http://proxy.example:3128"
    assert environment["PIP_CERT"] == network.CERTIFICATES
    assert "AUTHORITY" not in environment
    assert (upper / network.CERTIFICATES.lstrip("/")).read_text() == "certificate"
    assert network.CERTIFICATES in (upper / "etc/apt/apt.conf.d/99gate").read_text()
    assert (upper / "etc/hosts").read_text().endswith("127.0.1.1 tiny\n")


def test_mirrors_are_this_computers_own() -> None:
    for line in network.apt_sources("trixie"):
        kind, address, suite, *components = line.split()
        assert (kind, components) == ("deb", ["main"])
        assert suite.startswith("trixie")
        assert address.startswith("http")


def test_no_registry_is_named_here() -> None:
    here = Path(network.__file__).parent
    for file in (*here.glob("*.py"), *here.glob("suites/*.sh"), *here.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text.replace("file://", "") or file.name.startswith("test_"), file
