#!/bin/sh
# Makes .venv and installs the locked packages: `environment.sh run` what the site
# needs, `environment.sh dev` the tests' and checks' tools too. Does nothing, quickly,
# when that is done already; `environment.sh uv` only fetches the installer. Called by
# make, in the project's folder.
set -eu

want=$1
bin=.venv/bin

say() { printf '%s\n' "$*" >&2; }

# A stamp is a copy of the lock file, made last: an interrupted install leaves none.
is_installed() {
    cmp -s requirements-dev.txt .venv/installed-dev && return 0
    [ "$want" = run ] && cmp -s requirements.txt .venv/installed-run
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# A pyenv shim can be there and fail, so each candidate is really run.
find_python() {
    for candidate in python3.14 python3.13 python3.12 python3; do
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.12 or newer is needed; python3 here is $(python3 --version 2>/dev/null || echo missing)."
    exit 1
}

make_venv() {
    is_new_enough $bin/python && $bin/python -m pip --version >/dev/null 2>&1 && return
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        say "$python cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv)."
        exit 1
    fi
    say "Making .venv with $("$python" --version) …"
    rm -rf .venv
    "$python" -m venv .venv
}

get_uv() {
    [ -x .venv/uv/bin/uv ] && return
    # Apart from the packages, so that making them exact does not remove it.
    $bin/python -m pip install --quiet --require-hashes --no-deps --target .venv/uv \
        -r pofclinic/local/uv.txt >/dev/null 2>&1
}

install() {
    lock=$1
    say "Installing the packages of $lock …"
    rm -f .venv/installed-run .venv/installed-dev
    # Compiled now: otherwise each start of Django would compile them anew wherever
    # PYTHONDONTWRITEBYTECODE is set or the folder is read-only.
    if get_uv; then
        .venv/uv/bin/uv pip sync --quiet --python $bin/python --require-hashes \
            --compile-bytecode "$lock" && return
        say "uv could not install them; trying pip."
    fi
    $bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
}

main() {
    if [ "$want" = uv ]; then
        make_venv
        get_uv || { say "uv could not be fetched."; exit 1; }
        return
    fi
    is_installed && is_new_enough $bin/python && return
    make_venv
    # A tool that is installed once stays: the site's packages are among the tools' too.
    if [ "$want" = dev ] || [ -e .venv/has-dev ]; then
        touch .venv/has-dev
        install requirements-dev.txt
        cp requirements-dev.txt .venv/installed-dev
    else
        install requirements.txt
    fi
    cp requirements.txt .venv/installed-run
}

# Two makes at once in a fresh folder must not install over each other.
if [ -z "${POFCLINIC_INSTALLING-}" ] && command -v flock >/dev/null 2>&1; then
    mkdir -p var
    POFCLINIC_INSTALLING=1 exec flock var/install.lock sh "$0" "$want"
fi
main
