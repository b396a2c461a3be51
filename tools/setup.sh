#!/bin/sh
# Sets up what Tanxun needs on Debian, Ubuntu or macOS: system libraries, Chinese fonts, and a Python environment in .venv.
# usage: tools/setup.sh run|test      (test adds what the tests need)
# Called by make, which keeps a stamp: a second call has nothing to do and does not come here.
set -eu
cd "$(dirname "$0")/.."
for_what=${1:-run}

say() { printf '%s\n' "tanxun: $*"; }
stop() { printf '%s\n' "tanxun: $*" >&2; exit 1; }

find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            command -v "$name"
            return
        fi
    done
    stop "Python 3.11 or newer is missing. On Debian 12, Ubuntu 24.04 or newer type: apt-get install python3 python3-venv"
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# Pango lays the pages out; without harfbuzz-subset a 60-page issue takes five times as long. libarchive unpacks RAR.
debian_packages() {
    wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk libarchive-tools"
    # The browser of the desk's tests. Ubuntu's package of this name wants snapd, which containers have not.
    [ "$for_what" = run ] || ! grep -qx 'ID=debian' /etc/os-release || wanted="$wanted chromium"
    missing=
    for package in $wanted; do
        installed "$package" || missing="$missing $package"
    done
    "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing $(basename "$(readlink -f "$python")")-venv"
    [ -n "$missing" ] || return 0
    case $missing in *fonts-noto-cjk*) size=" (the fonts are 57 MB to fetch)" ;; *) size= ;; esac
    say "these system packages are missing:$missing$size."
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; } ||
            stop "please type as root, then run make again:  apt-get update && apt-get install -y --no-install-recommends$missing"
        as_root=sudo
    fi
    say "installing them with ${as_root:+sudo }apt-get."
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

mac_packages() {
    command -v brew >/dev/null 2>&1 || stop "Homebrew is missing: install it, then run make again."
    missing=
    brew list pango >/dev/null 2>&1 || missing="$missing pango"
    for font in font-noto-serif-cjk-sc font-noto-sans-cjk-sc; do
        brew list --cask "$font" >/dev/null 2>&1 || missing="$missing $font"
    done
    [ -z "$missing" ] || stop "please type, then run make again:  brew install$missing"
}

python=$(find_python)
case $(uname -s) in
    Darwin) mac_packages ;;
    *)
        if command -v dpkg-query >/dev/null 2>&1; then
            debian_packages
        else
            say "this is not Debian or Ubuntu: make sure that Pango, harfbuzz-subset and the Noto CJK fonts are installed."
        fi
        ;;
esac

lock=requirements.lock
[ "$for_what" = run ] || lock=requirements-dev.lock
[ -x .venv/bin/python ] || { say "making .venv with $("$python" --version)."; "$python" -m venv .venv; }
say "installing the Python packages of $lock into .venv (a minute or two)."
# The lock names every package with its hash, so pip has nothing to resolve.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --use-pep517 --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
say "cutting the printed edition's faces from the Noto CJK fonts into fonts/ (once)."
.venv/bin/python -m digest.fonts >/dev/null
say "ready: .venv/bin/tanxun --help"
