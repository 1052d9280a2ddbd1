# Read by the scripts beside this folder: the folder to stand in, sentences, and a Python to begin with.
# Plain POSIX shell, because nothing is installed yet when it runs.

set -eu
cd "$(dirname "$0")/.."
ROOT=$(pwd)
VENV=$ROOT/.venv
export PYTHONPATH="$ROOT/src:$ROOT" PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# How this machine installs a package, as one command to copy; `$1` for Debian, `$2` for others.
one_command() {
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo "
    if command -v apt-get >/dev/null 2>&1; then
        say "    ${as_root}apt-get install -y $1"
    else
        say "    $2"
    fi
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Sets PYTHON to one that is new enough and can make a virtual environment.
find_python() {
    found_without_venv=
    for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        if [ -z "$name" ] || ! new_enough "$name"; then continue; fi
        if "$name" -c 'import venv, ensurepip' >/dev/null 2>&1; then
            PYTHON=$name
            return
        fi
        found_without_venv=${found_without_venv:-$name}
    done
    if [ -n "$found_without_venv" ]; then
        version=$("$found_without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        stop "This machine's Python $version cannot make a virtual environment. This helps:" \
            "$(one_command "python$version-venv" "$found_without_venv -m ensurepip")"
    fi
    stop "Nuanfeng needs Python 3.11 or newer, and this machine has none. This helps:" \
        "$(one_command 'python3 python3-venv' 'install Python from https://www.python.org/downloads/')"
}

# Makes .venv, or makes it again where an earlier attempt was cut off or its Python is gone.
make_venv() {
    if [ -x "$VENV/bin/python" ] && new_enough "$VENV/bin/python" &&
        "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    find_python
    say "Making .venv with $("$PYTHON" --version) ..."
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV" || {
        rm -rf "$VENV"
        stop "Could not make $VENV. What stands above says why."
    }
}

checksum() {
    "$VENV/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}

# install_locked base|test: what the lock says, by hash. Quick when nothing has changed since.
install_locked() {
    lock=$ROOT/requirements/$1.txt
    record=$VENV/installed-$1
    sum=$(checksum "$lock")
    if [ -f "$record" ] && [ "$(cat "$record")" = "$sum" ]; then return; fi
    say "Installing what requirements/$1.txt lists; the first time this takes a minute or two ..."
    rm -f "$record"
    "$VENV/bin/python" -m pip install -qq --no-deps --require-hashes -r "$lock" ||
        stop "The packages could not be installed; what stands above says why. Is the network there? Start again when it is:" \
            "    $0"
    printf '%s\n' "$sum" >"$record"
    # Both locks pin the same versions (script/check sees to it), and test holds all of base.
    if [ "$1" = test ]; then checksum "$ROOT/requirements/base.txt" >"$VENV/installed-base"; fi
}

# The `nuanfeng` command, and the project's folders on the path of its own Python.
link_project() {
    packages=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n%s\n' "$ROOT/src" "$ROOT" >"$packages/nuanfeng.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -m nuanfeng "$@"\n' "$VENV" >"$VENV/bin/nuanfeng"
    chmod +x "$VENV/bin/nuanfeng"
}
