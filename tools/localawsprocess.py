"""The local cloud's process: MiniStack, ending together with whoever started it.

It lives in a process group of its own with the Lambda workers it starts. The starter holds the
other end of standard input; when that closes, however the starter ended (a kill included), the
whole group goes and takes its temporary files along.
"""

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import ministack.app


def main() -> None:
    temporary = Path(os.environ["TMPDIR"])
    sys.executable = str(_bare_python(temporary))
    threading.Thread(target=_end_with_the_starter, args=(temporary,), daemon=True).start()
    ministack.app.main()


def _bare_python(directory: Path) -> Path:
    """A command that runs Python without any site-packages.

    MiniStack starts its Lambda workers with sys.executable. Bare, a worker sees only what the
    deployed package brings, as in Lambda, so that a forgotten requirement fails here too.
    """
    command = directory / "python"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -S "$@"\n')
    command.chmod(0o700)
    return command


def _end_with_the_starter(temporary: Path) -> None:
    sys.stdin.buffer.read()
    # From outside the group, in this order: a worker still unpacking would leave files behind.
    last_words = f"kill -s KILL -- -{os.getpgid(0)}; rm -rf {shlex.quote(str(temporary))}"
    subprocess.Popen(["/bin/sh", "-c", last_words], start_new_session=True)


if __name__ == "__main__":
    main()
