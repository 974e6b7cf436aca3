// Opens HTML reports in a real Chromium and uses them as a reader does.
// Usage: node report.mjs REPORT.html HOSTILE.html MANY.html [SCREENSHOTS]
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const [report, hostile, many, shots] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), 'twicetold-browser-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1360, height: 900 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

const problems = [];
let page;
async function open(file, options = {}) {
  page = await context.newPage();
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', error => problems.push(String(error)));
  page.on('dialog', dialog => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => { if (!/^(file|data):/.test(request.url())) problems.push(`request: ${request.url()}`); });
  if (options.viewport) await page.setViewportSize(options.viewport);
  await page.emulateMedia({ colorScheme: options.dark ? 'dark' : 'light' });
  await page.goto(pathToFileURL(resolve(file)).href);
}
async function shoot(name, full = false) {
  if (!shots) return;
  const viewport = page.viewportSize();
  // The finding scrolls inside the page: a tall window shows it whole.
  if (full && viewport.width > 1000) await page.setViewportSize({ width: viewport.width, height: 1900 });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full });
  await page.setViewportSize(viewport);
}
/** Returns the id of the first finding that `wanted`, a function of (finding, documents), takes. */
async function findingThat(wanted) {
  const { findings, documents } = JSON.parse(await page.locator('#report').textContent());
  return findings.find(finding => wanted(finding, documents))?.id;
}
const text = selector => page.locator(selector).first().innerText();
const count = async () => page.locator('#list a').count();

async function isAccessible(what) {
  // axe runs as a script that the test brings: the page's own policy would not let it in.
  await page.evaluate(await (await import('node:fs/promises')).readFile(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const serious = violations.filter(found => ['serious', 'critical'].includes(found.impact));
  assert.deepEqual(serious.map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html).join(' ')}`), [], what);
}

const steps = {
  async 'the overview tells numbers and shows what repeats where'() {
    await open(report);
    assert.match(await text('main h2'), /\d+ findings in \d+ documents/);
    assert.ok(await page.locator('.ribbon a').count() > 5);
    await shoot('overview');
    await isAccessible('overview');
  },
  async 'a finding shows its copies side by side with the differing words marked'() {
    await page.locator('.chip', { hasText: 'near-document' }).click();
    assert.equal(await page.locator('.chip[aria-pressed=true]').count(), 1);
    const edited = await findingThat(finding => finding.rule === 'near-document'
      && finding.places[1].passages.some(passage => passage.steps.some(step => Array.isArray(step) && step[0] && step[1])));
    await page.locator(`#list a[href="#${edited}"]`).click();
    await page.locator('main .places').waitFor();
    assert.match(await text('main .eyebrow'), /near-document/);
    assert.match(await text('.places'), /anchor: /);
    assert.ok(await page.locator('.pair').count() >= 1);
    assert.ok(await page.locator('.pair del').count() >= 1 && await page.locator('.pair ins').count() >= 1);
    await shoot('finding', true);
    await isAccessible('finding');
    await page.locator('summary').click();
    assert.match(await text('details'), /--near/);
  },
  async 'a column that says nothing is not there'() {
    const heads = () => page.locator('.places thead th').allInnerTexts();
    assert.deepEqual((await heads()).slice(0, 1), ['Document']);
    assert.ok((await heads()).includes('In the anchor'));
    const within = await findingThat(finding => finding.rule === 'repeated-body');
    await page.evaluate(id => { location.hash = id; }, within);
    await page.locator('.places', { hasText: 'again' }).waitFor();
    assert.deepEqual(await heads(), ['Place']);
  },
  async 'a story through its sources, and another copy to compare'() {
    await page.goto(pathToFileURL(resolve(report)).href);
    const found = await findingThat((finding, documents) =>
      finding.places.length > 3 && new Set(finding.places.map(place => documents[place.d].published)).size > 2);
    assert.ok(found);
    await page.evaluate(id => { location.hash = id; }, found);
    await page.locator('.time circle').first().waitFor();
    const before = await text('.compare h3') + await text('.compare h4');
    await page.keyboard.press('n');
    await page.locator('.places tr.on[data-copy]').waitFor();
    assert.ok(await page.locator('.compare').count() === 1 && before);
    await shoot('story', true);
    await isAccessible('story');
  },
  async 'search narrows the list and Escape widens it again'() {
    await page.goto('about:blank');
    await page.goto(pathToFileURL(resolve(report)).href);
    const all = await count();
    const counted = await text('#count');
    await page.keyboard.press('/');
    await page.keyboard.type('wire-story');
    const some = await count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    // The list shows a hundred findings at a time.
    const total = Number(/\d+/.exec(counted)[0]);
    assert.ok(total >= all);
    assert.match(await text('#count'), new RegExp(`${some} of ${total}`));
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#list a[aria-current]').count(), 1);
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    assert.equal(await count(), all);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('main .figures').waitFor();
    assert.match(await text('main h2'), /findings in/);
  },
  async 'the list is sorted'() {
    await page.locator('#sort').selectOption('words');
    const words = await page.evaluate(() => [...document.querySelectorAll('#list .meta')].map(meta => Number(/([\d,]+) words?/.exec(meta.textContent)[1].replace(/,/g, ''))));
    assert.deepEqual(words, [...words].sort((a, b) => b - a));
  },
  async 'keys lead through the findings'() {
    await page.locator('#sort').selectOption('order');
    await page.locator('#sort').blur();
    await page.keyboard.press('j');
    assert.equal(new URL(page.url()).hash, '#F1');
    await page.keyboard.press('j');
    assert.equal(new URL(page.url()).hash, '#F2');
    await page.keyboard.press('k');
    assert.equal(new URL(page.url()).hash, '#F1');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'detail');
    await page.keyboard.press('?');
    assert.ok(await page.locator('dialog[open]').isVisible());
    await isAccessible('help');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.equal(new URL(page.url()).hash, '#F1');
  },
  async 'it is dark where the reader likes it dark, and on demand'() {
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.keyboard.press('d');
    assert.notEqual(await paper(), light);
    await page.locator('#theme').click();
    assert.equal(await paper(), light);
    await page.evaluate(() => localStorage.clear());
    await open(report, { dark: true });
    assert.notEqual(await paper(), light);
    await shoot('overview-dark');
    await isAccessible('dark overview');
    await page.evaluate(() => { location.hash = 'F3'; });
    await page.locator('.places').waitFor();
    await shoot('finding-dark', true);
    await isAccessible('dark finding');
  },
  async 'it is read on a telephone'() {
    await open(report, { viewport: { width: 375, height: 740 } });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(await fits(), 'overview scrolls sideways');
    await shoot('phone-overview', true);
    await page.locator('.chip', { hasText: 'near-document' }).click();
    await page.locator('#list a').first().click();
    await page.locator('.pair').first().waitFor();
    assert.ok(await fits(), 'finding scrolls sideways');
    await shoot('phone-finding', true);
    await isAccessible('telephone');
    await page.locator('.back').click();
    await page.locator('main .figures').waitFor();
    assert.match(await text('main h2'), /findings in/);
  },
  async 'it is printed with the findings'() {
    await open(report);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await page.locator('#print > section').count() > 5);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    if (shots) await page.pdf({ path: join(shots, 'print.pdf'), format: 'A4' });
  },
  async 'what was not read and what is suppressed in vain stand apart'() {
    await open(hostile);
    const under = heading => page.locator('section', { has: page.locator('h3', { hasText: heading }) }).locator('li').allInnerTexts();
    assert.match((await under('Not read'))[0], /bad\.jsonl:1/);
    assert.match((await under('in vain'))[0], /mark\.md:1 .*is not understood/);
  },
  async 'what is suppressed says why'() {
    await page.locator('.chip', { hasText: 'suppressed' }).click();
    await page.locator('#list a').first().click();
    await page.locator('.places').waitFor();
    assert.match(await text('.places'), /suppressed: <b>ours<\/b>/);
  },
  async 'markup in an article stays text'() {
    await open(hostile);
    for (const id of ['', 'F1']) {
      await page.evaluate(id => { location.hash = id; }, id);
      await page.waitForTimeout(50);
      assert.equal(await page.locator('main img, main script, main iframe, main [onerror], a[href^="javascript:"]').count(), 0);
    }
    assert.match(await text('main h2'), /<img src=x onerror=/);
    assert.match(await text('.compare'), /<script>/);
    assert.equal(await page.evaluate(() => globalThis.owned), undefined);
    await shoot('hostile', true);
  },
  async 'five thousand findings stay quick'() {
    await open(many);
    assert.match(await text('#count'), /5,000 findings/);
    assert.ok(await count() <= 100);
    const spent = await page.evaluate(() => {
      const search = document.getElementById('search');
      const start = performance.now();
      for (const query of ['n', 'no', 'number', 'number 4', 'number 49', '']) {
        search.value = query;
        search.dispatchEvent(new Event('input'));
      }
      document.getElementById('sort').value = 'words';
      document.getElementById('sort').dispatchEvent(new Event('change'));
      return (performance.now() - start) / 7;
    });
    assert.ok(spent < 200, `${spent} ms a change`);
    await page.locator('#more').click();
    assert.equal(await count(), 200);
    console.log(`a search in 5,000 findings takes ${spent.toFixed(0)} ms`);
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  const before = problems.length;
  try {
    await step();
    assert.deepEqual(problems.slice(before), [], 'messages on the console');
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.message}`);
  }
}
await context.close();
rmSync(profile, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
