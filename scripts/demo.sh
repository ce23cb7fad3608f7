#!/bin/sh
# The demonstration, step by step. It works in build/ alone:
#   build/demo      a bureau's repository with its history and its vault, ending with everything drawn
#   build/waiting   the same repository a little earlier, while one draw still waits; the draw is made there
#   build/site      the public site of build/demo
#   build/papers    a certificate and notices, where the extra `documents` is installed
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH

say() { printf '\n== %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
field() { sed -n "s/^  \"$2\": \"\(.*\)\",*$/\1/p" "$1"; }

say "演示库 · the demonstration's repository: build/demo"
# Built again only when something that makes it has changed, or somebody has worked in it.
sources() { find src schemas scripts registers/divisions.csv registers/calendar tests/vectors/drand.json -type f ! -path '*/__pycache__/*'; }
built() { sources | LC_ALL=C sort | xargs cksum | cksum; git -C build/demo rev-parse HEAD; git -C build/demo status --porcelain; }
if [ "$(cat build/demo.built 2>/dev/null)" != "$(built 2>/dev/null)" ]; then
    rm -rf build/demo build/demo.built
    PYTHONPATH=scripts python -c 'import make_demo; from pathlib import Path
make_demo.build(Path("build/demo"), Path("build/top"))'
    rm -rf build/top
    built >build/demo.built
fi
rm -rf build/waiting
git -C build/demo log --reverse --format='%ad  %s' --date=format:%Y-%m-%d | tail -n 12

say "检查 · check: 名录、抽查、结果 · registers, draws, results"
run sunlot check build/demo

# The commit before the last draw was drawn; the values it waited for are real rounds of drand, recorded since.
drawn=$(git -C build/demo log -1 --diff-filter=A --format=%H -- 'draws/*/targets/outcome.json')
draw=$(git -C build/demo diff-tree -r --name-only "$drawn^" "$drawn" | sed -n 's,^draws/\(.*\)/targets/outcome.json$,\1,p')
say "抽取 · draw: $draw 在 build/waiting 中等待，随机值已公布 · $draw waits in build/waiting, its public values are out"
git clone --quiet build/demo build/waiting
git -C build/waiting checkout --quiet "$drawn^"
ln -s ../demo/vault build/waiting/vault
run sunlot draw "$draw" --repo build/waiting \
    --signature "$(field "build/demo/draws/$draw/targets/beacon.json" signature)" \
    --signature "$(field "build/demo/draws/$draw/teams/beacon.json" signature)"
diff -r "build/demo/draws/$draw" "build/waiting/draws/$draw"
echo "与 build/demo 中的结果逐字节相同 · the same bytes as in build/demo"

say "核验 · verify: 用程序 · with the program"
run sunlot verify --quiet --repo build/demo
say "核验 · verify: 只用一个 Python 文件 · with one Python file and nothing else"
for folder in build/demo/draws/*; do
    printf '$ python3 -I scripts/verify.py %s\n' "$folder"
    verdict=$(python3 -I scripts/verify.py "$folder") || { echo "$verdict"; exit 1; }
    echo "$verdict" | tail -n 1
done

say "网站 · site"
run sunlot site build/demo --out build/site

if python -c 'import docxtpl, segno, typst' 2>/dev/null; then
    say "打印 · print: 抽取证明和抽查通知书 · a certificate and notices"
    # A machine without a Chinese font is told so, and the demonstration goes on.
    run sunlot print certificate 2026-001 --repo build/demo --out build/papers &&
        run sunlot print notice 2026-001 --repo build/demo --out build/papers || true
fi

say "完成，请看 · done, look at"
cat <<'EOF'
网站     python3 -m http.server -d build/site 8000    然后打开 http://localhost:8000/
site                                                   then open http://localhost:8000/
演示库   cd build/demo && git log                      历史 · the history
EOF
