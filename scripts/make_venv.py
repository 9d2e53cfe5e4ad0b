"""Make a virtual environment with uv in it, on a machine with or without ensurepip."""

import subprocess
import sys
import venv
from pathlib import Path

MINIMUM = (3, 11)


def main(folder: Path) -> None:
    """Create the environment, or finish one that was begun."""
    if sys.version_info < MINIMUM:
        sys.exit("Python 3.11 or newer is needed; set PYTHON=python3.x")
    python = folder / "bin" / "python"
    if _works(python, "uv"):
        return
    try:
        venv.create(folder, with_pip=True, clear=folder.exists())
    except (subprocess.CalledProcessError, SystemExit, ImportError):
        # Debian keeps ensurepip in a package of its own; an installed uv can do without it.
        if subprocess.run(["uv", "venv", "--quiet", "--seed", str(folder)], check=False).returncode:
            sys.exit("Python's venv module is missing: apt-get install python3-venv")
    subprocess.run(
        [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "uv"], check=True
    )


def _works(python: Path, module: str) -> bool:
    if not python.exists():
        return False
    command = [python, "-c", f"import {module}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
