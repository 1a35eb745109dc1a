#!/bin/sh
# Builds .venv for `make`, and again only when the requirements changed.
#
# Plain sh, since it must be able to say that there is no usable Python. Every
# way to fail ends in one sentence and exit code 1.
set -u
cd "$(dirname "$0")/.." || exit 1

wanted=$(cat requirements.txt requirements-dev.txt | cksum)
stamp=.venv/.built-from
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

stop() {
    echo "$1" >&2
    exit 1
}

# A candidate must run: a version manager leaves names on the PATH of Pythons that are not active.
recent_enough='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
    if "$candidate" -c "$recent_enough" >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null) || found="no python3 at all"
    stop "Waakhond needs Python 3.11 or newer; this machine has ${found}."
fi

echo "Building .venv with $("$python" --version): once, and again only when the requirements change."
if ! .venv/bin/python -c "$recent_enough" >/dev/null 2>&1; then
    if ! problem=$("$python" -m venv --clear .venv 2>&1); then
        rm -rf .venv
        case $problem in
            *ensurepip*) stop "This Python has no venv module: install it first (on Debian or Ubuntu: apt-get install python3-venv)." ;;
            *) stop "Could not make .venv: $(echo "$problem" | tail -n 1)" ;;
        esac
    fi
fi

log=.venv/pip.log
.venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --retries 2 --timeout "${PIP_DEFAULT_TIMEOUT:-20}" --log "$log" -r requirements-dev.txt 2>.venv/pip.err |
    awk '/^Collecting /                     { n++; printf "  %3d  fetching %s\n", n, $2; fflush() }
         /^Installing collected packages/ { print "       installing them"; fflush() }'
# awk is last in the pipe, so pip's own outcome is judged by what it had to achieve.
if ! .venv/bin/python - <<'CHECK' 2>/dev/null
import importlib.metadata, re, sys
for name in ("requirements.txt", "requirements-dev.txt"):
    for line in open(name):
        pinned = re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==(\S+)", line)
        if pinned and importlib.metadata.version(pinned[1]) != pinned[2]:
            sys.exit(1)
CHECK
then
    if grep -qiE 'could not find a version|no matching distribution' .venv/pip.err &&
        ! grep -qiE 'connection|timed out|resolution|unreachable' .venv/pip.err; then
        stop "pip found the package registry but not what is pinned: $(grep -iE 'no matching distribution' .venv/pip.err | tail -n 1)"
    fi
    if grep -qiE 'connection|timed out|resolution|unreachable|proxy|SSL' .venv/pip.err; then
        stop "pip cannot reach the package registry: check the network (and pip's index settings), then try again; details are in $log."
    fi
    stop "pip could not install the requirements: $(tail -n 1 .venv/pip.err); details are in $log."
fi
echo "$wanted" >"$stamp"
