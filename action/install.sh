#!/usr/bin/env bash
# Installs the release VERSION (empty: what is on the PATH, else the latest) of REPOSITORY.
set -euo pipefail

if [[ -z "$VERSION" ]] && command -v twicetold >/dev/null; then
  twicetold --version
  exit 0
fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) target=x86_64-unknown-linux-musl ;;
  Linux-aarch64) target=aarch64-unknown-linux-musl ;;
  Darwin-arm64) target=aarch64-apple-darwin ;;
  Darwin-x86_64) target=x86_64-apple-darwin ;;
  *) echo "::error title=twicetold::no release for $(uname -s) on $(uname -m)"; exit 2 ;;
esac

directory="${RUNNER_TEMP:?}/twicetold"
mkdir -p "$directory"
gh release download ${VERSION:+"$VERSION"} --repo "$REPOSITORY" --dir "$directory" --clobber \
  --pattern "twicetold-$target.tar.gz" --pattern "twicetold-$target.tar.gz.sha256"
sum="sha256sum"
command -v sha256sum >/dev/null || sum="shasum -a 256"
(cd "$directory" && $sum -c "twicetold-$target.tar.gz.sha256")
tar -xzf "$directory/twicetold-$target.tar.gz" -C "$directory"
echo "$directory" >>"$GITHUB_PATH"
"$directory/twicetold" --version
