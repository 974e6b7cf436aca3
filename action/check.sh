#!/usr/bin/env bash
# Runs twicetold; writes annotations, the step summary, the SARIF file and the outputs. Ends with 0 where
# twicetold ran: the outcome is passed on by the last step, when everything is uploaded.
set -uo pipefail

# Bytes that a step summary may have; GitHub refuses a longer one as a whole.
SUMMARY_BYTES=$((1024 * 1024))

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

arguments=("$COMMAND")
# One argument a line: nothing is split at spaces, nothing is expanded.
while IFS= read -r line; do
  [[ -n "$line" ]] && arguments+=("$line")
done <<<"$ARGS"
arguments+=(-f github -o "$scratch/annotations" --report "json=$scratch/report.json"
  --report "markdown=$scratch/summary.md")
[[ -n "$SARIF_FILE" ]] && arguments+=(--report "sarif=$SARIF_FILE")
[[ -n "$HTML_FILE" ]] && arguments+=(--report "html=$HTML_FILE")
arguments+=(--)
while IFS= read -r line; do
  [[ -n "$line" ]] && arguments+=("$line")
done <<<"$PATHS"

twicetold "${arguments[@]}"
code=$?

if [[ "$ANNOTATIONS" == true && -s "$scratch/annotations" ]]; then
  cat "$scratch/annotations"
fi
if [[ "$SUMMARY" == true && -s "$scratch/summary.md" ]]; then
  there="$(wc -c <"$GITHUB_STEP_SUMMARY" 2>/dev/null || echo 0)"
  more="$(wc -c <"$scratch/summary.md")"
  if ((there + more <= SUMMARY_BYTES)); then
    cat "$scratch/summary.md" >>"$GITHUB_STEP_SUMMARY"
  else
    echo "The report does not fit into the step summary: $more bytes after $there, of 1 MiB."
  fi
fi

findings="$(sed -n 's/^    "findings": \([0-9][0-9]*\),*$/\1/p' "$scratch/report.json" 2>/dev/null | head -n 1)"
sarif=""
[[ -n "$SARIF_FILE" && -s "$SARIF_FILE" && -s "$scratch/report.json" ]] && sarif="$SARIF_FILE"
{
  echo "exit-code=$code"
  echo "findings=${findings:-}"
  echo "sarif-file=$sarif"
} >>"$GITHUB_OUTPUT"
exit 0
