#!/bin/sh
# Makes .venv from a lock with hashes:   scripts/setup.sh runtime | all
#   runtime  what `sunlot` needs (requirements.runtime.lock.txt)
#   all      tests, linters and benchmarks as well (requirements.lock.txt)
# A second run with the same locks ends at once. PYTHON=… names another Python than the first that fits.
# A .venv that is a link belongs to somebody else and is used as it is.
set -eu
cd "$(dirname "$0")/.."

level=${1:-all}
case $level in
    runtime) lock=requirements.runtime.lock.txt ;;
    all) lock=requirements.lock.txt ;;
    *) echo "scripts/setup.sh runtime | all" >&2; exit 2 ;;
esac

if [ -L .venv ]; then
    exit 0
fi

stamp() { { pwd; cat "$1" pyproject.toml scripts/setup.sh; } | cksum; }
made() { [ -x .venv/bin/python ] && [ "$(cat ".venv/made-$1" 2>/dev/null)" = "$(stamp "$2")" ]; }
if made all requirements.lock.txt || made "$level" "$lock"; then
    exit 0
fi

# The first Python >= 3.11; one that lacks venv is remembered for the sentence that says so.
found=
without_venv=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            found=$candidate
            break
        fi
        without_venv=${without_venv:-$candidate}
    fi
done

if [ -z "$found" ] && [ -n "$without_venv" ]; then
    package=$("$without_venv" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "sunlot: 安装 $package · installing $package" >&2
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
        found=$without_venv
    else
        echo "sunlot: $without_venv 缺少 venv 模块。请安装后重试，Debian 与 Ubuntu 上为：sudo apt install $package" >&2
        echo "sunlot: $without_venv has no venv module. Install it and try again; on Debian and Ubuntu: sudo apt install $package" >&2
        exit 1
    fi
fi
if [ -z "$found" ]; then
    echo "sunlot: 没有找到 Python 3.11 或更新的版本（试过：${PYTHON:-python3、python3.14 至 python3.11}）。安装后重试，或指明：make … PYTHON=/路径/python3" >&2
    echo "sunlot: no Python 3.11 or newer found (tried: ${PYTHON:-python3, python3.14 to python3.11}). Install one, or name it: make … PYTHON=/path/to/python3" >&2
    exit 1
fi

echo "sunlot: 准备 .venv（$level）· setting up .venv ($level)" >&2
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet "$@"; }
rm -f .venv/made-*
# Kept when it still works and stands where it was made: a copied folder has programs that point into the old one.
case $(head -n 1 .venv/bin/pip 2>/dev/null) in "#!$(pwd)/.venv/"*) ;; *) rm -rf .venv ;; esac
if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$found" -m venv --clear .venv
fi
pip install --require-hashes -r "$lock"
pip install --no-deps --no-build-isolation --editable .
stamp "$lock" >".venv/made-$level"
