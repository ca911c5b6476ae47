"""A machine's access to the network, which is that of its computer.

The gate copies this computer's name servers, proxies, certificates and mirrors into a machine at
each use; the repository contains none of them. It copies only the access to a registry, never
earlier downloads: folders of wheels and package caches stay behind.
"""

import configparser
import os
import subprocess
from pathlib import Path

_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")
_AUTHORITIES = (
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "PIP_CERT",
)
_PIP = ("index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "default-timeout")
_APT = (
    "Acquire::http",
    "Acquire::https",
    "Acquire::Retries",
    "Acquire::Check-Valid-Until",
    "Acquire::Check-Date",
)
CERTIFICATES = "/gate/network/certificates.pem"


def carry_into(upper: Path, hostname: str) -> dict[str, str]:
    """Write this computer's network set-up into a machine; returns its environment."""
    environment = {}
    for name in (*_PROXIES, *(name.upper() for name in _PROXIES)):
        if name in os.environ:
            environment[name] = os.environ[name]
    bundle = next((os.environ[n] for n in _AUTHORITIES if _is_file(os.environ.get(n))), None)
    if bundle:
        _write(upper / CERTIFICATES.lstrip("/"), Path(bundle).read_text(encoding="utf-8"))
        environment.update(dict.fromkeys(_AUTHORITIES, CERTIFICATES))
    apt = apt_options()
    if bundle:
        apt.append(f'Acquire::https::CAInfo "{CERTIFICATES}";')
    _write(upper / "etc/apt/apt.conf.d/99gate", "".join(line + "\n" for line in apt))
    _write(upper / "etc/pip.conf", pip_configuration())
    _write(upper / "etc/resolv.conf", _read("/etc/resolv.conf"))
    _write(upper / "etc/hosts", f"{_read('/etc/hosts')}127.0.1.1 {hostname}\n")
    return environment


def apt_options() -> list[str]:
    """This computer's apt settings for downloads, as lines of apt's configuration."""
    try:
        dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return []
    return [
        line
        for line in dump.stdout.splitlines()
        if any(line.startswith((f"{key} ", f"{key}::")) for key in _APT)
        and not line.endswith('"";')
        and "CAInfo" not in line
    ]


def apt_sources(release: str) -> list[str]:
    """Debian's mirrors as this computer uses them, for another release; [] without any.

    On a computer without Debian, mmdebstrap chooses.
    """
    own = _os_release()
    if own.get("ID") != "debian" or "VERSION_CODENAME" not in own:
        return []
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"]
    told = subprocess.run([*asked, "Identifier: Packages"], capture_output=True, text=True)
    lines = []
    for line in told.stdout.splitlines():
        address, _, suite = line.partition(" ")
        part = suite.removeprefix(own["VERSION_CODENAME"])
        if part in ("", "-updates", "-security") and part != suite and address.startswith("http"):
            lines.append(f"deb {address} {release}{part} main")
    lines = list(dict.fromkeys(lines))
    return lines if any(line.endswith(f" {release} main") for line in lines) else []


def pip_configuration() -> str:
    """This computer's pip settings for registries, without folders of this computer."""
    kept: dict[str, str] = {}
    home = Path.home()
    for file in (
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        home / ".config/pip/pip.conf",
    ):
        told = configparser.RawConfigParser(strict=False)
        told.read(file, encoding="utf-8")
        for section in ("global", "install"):
            if told.has_section(section):
                kept.update({key: value for key, value in told.items(section) if key in _PIP})
    for key in _PIP:
        value = os.environ.get("PIP_" + key.upper().replace("-", "_"))
        if value is not None:
            kept[key] = value
    for key, value in list(kept.items()):
        kept[key] = " ".join(word for word in value.split() if not word.startswith(("file:", "/")))
    lines = [f"{key} = {value}" for key, value in kept.items() if value]
    return "[global]\n" + "".join(line + "\n" for line in lines)


def _is_file(path: str | None) -> bool:
    return bool(path) and Path(path or "").is_file()


def _os_release() -> dict[str, str]:
    pairs = (line.partition("=") for line in _read("/etc/os-release").splitlines())
    return {key: value.strip('"') for key, _, value in pairs}


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
