#!/bin/sh
# Proposes what `sunlot draw` has just written: one commit on a branch named after the stages, and one pull request for it.
# Run again, it changes nothing: a branch that is there already must hold the same bytes, and a pull request that was
# opened once, even if somebody closed it, is not opened again. Needs git, gh and GH_TOKEN.
set -eu
cd "$(git rev-parse --show-toplevel)"

drawn=$(git ls-files --others --exclude-standard -- 'draws/*/*/outcome.json' | sed 's,^draws/,,; s,/outcome\.json$,,')
if [ -z "$drawn" ]; then
    echo "没有新抽取的阶段，无需提交 · nothing was drawn, nothing to propose"
    exit 0
fi
names=$(echo "$drawn" | paste -s -d ' ' -)
branch=draw/$(echo "$drawn" | tr '/' '-' | paste -s -d '_' -)
title="抽取 $names · Draw $names"
base=$(git rev-parse --abbrev-ref HEAD)
git() { command git -c credential.helper= -c credential.helper='!gh auth git-credential' "$@"; }

git add -- draws
git -c "user.name=${SUNLOT_BOT_NAME:-sunlot draw}" -c "user.email=${SUNLOT_BOT_MAIL:-draw@sunlot.invalid}" \
    commit --quiet --message "Draw $names"
if git ls-remote --exit-code --quiet origin "refs/heads/$branch" >/dev/null; then
    git fetch --quiet origin "refs/heads/$branch"
    for stage in $drawn; do
        if ! git diff --quiet FETCH_HEAD HEAD -- "draws/$stage"; then
            echo "分支 $branch 上 $stage 的抽取结果与此不同，请查明 · branch $branch holds another outcome of $stage; find out why" >&2
            exit 1
        fi
    done
    echo "分支 $branch 已存在，内容相同 · branch $branch is there with the same outcome"
else
    git push --quiet origin "HEAD:refs/heads/$branch"
fi

opened=$(gh pr list --head "$branch" --state all --json number --jq length)
if [ "$opened" -gt 0 ]; then
    echo "$branch 的合并请求已经提交过 · the pull request of $branch was opened before"
    exit 0
fi
# What the reviewer reads is what the verifier proves, and how to get the same.
body=$(
    echo '随机值已公布，程序已抽取；任何人运行同样的命令，得到同样的结果。'
    echo 'The public value is out, and the program has drawn; whoever runs the same command gets the same outcome.'
    for draw in $(echo "$drawn" | sed 's,/.*,,' | uniq); do
        printf '\n```\n$ python3 scripts/verify.py draws/%s\n' "$draw"
        python3 scripts/verify.py "draws/$draw"
        echo '```'
    done
)
echo "$body" | gh pr create --head "$branch" --base "$base" --title "$title" --body-file -
