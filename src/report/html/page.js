'use strict';
// Text of inputs goes into text nodes only: no markup is ever made from it.
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const { documents, findings, rules, summary } = report;
  const $ = id => document.getElementById(id);
  const PAGE = 100, RIBBONS = 16, PRINTED = 300, PLACES = 200, FIRST = 6;
  const LEVELS = ['info', 'warning', 'error'], OF_INPUTS = ['unreadable-input', 'truncated-input'];

  /** Returns an element with attributes and children; strings become text nodes. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name === 'onclick') element.addEventListener('click', value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
    return element;
  }
  const svg = (tag, attributes, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const number = value => value.toLocaleString('en-US');
  const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
  const percent = share => `${share >= 1 ? 100 : share > 0 ? Math.min(99, Math.max(1, Math.round(share * 100))) : 0} %`;
  const span = ([first, last]) => first === last ? `${first}` : `${first}–${last}`;
  const lines = range => `${range[0] === range[1] ? 'line' : 'lines'} ${span(range)}`;
  const minute = time => time ? time.slice(0, 16).replace('T', ' ') : '';
  const of = place => documents[place.d];
  const nameOf = doc => doc.title || doc.uri || doc.key;
  const place = p => `${of(p).uri || of(p).key}:${span(p.lines)}`;
  const inside = finding => finding.places.every(p => p.d === finding.places[0].d);

  findings.forEach((finding, at) => {
    const docs = finding.places.map(of);
    finding.at = at;
    finding.title = nameOf(docs[0]);
    finding.date = docs.map(doc => doc.published || '').filter(Boolean).sort()[0] || '~';
    finding.hay = [finding.id, finding.rule, finding.excerpt || '', ...docs.flatMap(doc => [doc.title || '', doc.key, doc.source, doc.url || ''])].join('\n').toLowerCase();
  });

  // ---- what is shown -------------------------------------------------------------------------
  const state = { query: '', sort: 'order', picked: new Set(), shown: findings, limit: PAGE, current: null, copy: 1 };
  const orders = {
    order: (a, b) => a.at - b.at,
    words: (a, b) => b.words - a.words || a.at - b.at,
    times: (a, b) => b.times - a.times || a.at - b.at,
    date: (a, b) => a.date < b.date ? -1 : a.date > b.date ? 1 : a.at - b.at,
    path: (a, b) => of(a.places[0]).key < of(b.places[0]).key ? -1 : of(a.places[0]).key > of(b.places[0]).key ? 1 : a.at - b.at,
  };

  function filter() {
    const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = kind => [...state.picked].filter(pick => pick.startsWith(kind)).map(pick => pick.slice(kind.length));
    const kinds = { rule: wanted('rule:'), status: wanted('status:') };
    state.shown = findings.filter(finding =>
      (!kinds.rule.length || kinds.rule.includes(finding.rule))
      && (!kinds.status.length || kinds.status.includes(finding.status))
      && words.every(word => finding.hay.includes(word)));
    state.shown.sort(orders[state.sort]);
    state.limit = PAGE;
    list();
  }

  function row(finding) {
    const meta = [el('span', { class: finding.level }, el('span', { class: 'dot', 'aria-hidden': 'true' }), finding.rule),
      el('span', {}, counted(finding.words, 'word')), el('span', {}, `×${number(finding.times)}`),
      finding.status !== 'new' ? el('span', {}, finding.status) : null];
    return el('li', {}, el('a', { href: `#${finding.id}`, 'data-id': finding.id, 'aria-current': finding === state.current ? 'true' : null },
      el('span', { class: 'name', dir: 'auto' }, finding.title), el('span', { class: 'meta' }, meta)));
  }

  function list() {
    const rows = state.shown.slice(0, state.limit).map(row);
    $('list').replaceChildren(...rows);
    const left = state.shown.length - rows.length;
    $('more').hidden = left <= 0;
    $('more').textContent = `Show ${number(Math.min(PAGE, left))} more of ${number(left)}`;
    const all = findings.length;
    $('count').textContent = state.shown.length === all ? counted(all, 'finding') : `${number(state.shown.length)} of ${counted(all, 'finding')}`;
  }

  function more() {
    const from = Math.min(state.limit, state.shown.length);
    state.limit += PAGE;
    list();
    return from;
  }

  function chips() {
    const tally = key => findings.reduce((counts, finding) => counts.set(finding[key], (counts.get(finding[key]) || 0) + 1), new Map());
    const group = (kind, counts) => counts.size < 2 ? [] : [...counts].map(([name, count]) => el('button', {
      type: 'button', class: 'chip', 'aria-pressed': 'false', 'data-pick': `${kind}:${name}`,
      onclick: event => {
        const pick = `${kind}:${name}`;
        const on = !state.picked.delete(pick);
        if (on) state.picked.add(pick);
        event.currentTarget.setAttribute('aria-pressed', on);
        filter();
      } }, name, el('span', {}, number(count))));
    $('chips').replaceChildren(...group('rule', tally('rule')), ...group('status', tally('status')));
  }

  // ---- the overview ----------------------------------------------------------------------------
  function overview(limit = RIBBONS) {
    const share = summary.words ? summary.words_repeated / summary.words : 0;
    const figure = (value, label) => el('div', {}, el('dt', {}, label), el('dd', {}, value));
    const isNew = findings.filter(finding => finding.status === 'new').length;
    const nothing = !findings.length;
    const parts = [
      el('p', { class: 'eyebrow' }, `${report.command} ${report.targets.join(' ')}`),
      el('h2', {}, nothing ? (report.complete ? 'Nothing is told twice.' : 'Nothing is told twice in what could be read.')
        : `${counted(summary.findings, 'finding')} in ${counted(summary.documents, 'document')}`),
      el('dl', { class: 'figures' }, figure(number(summary.documents), 'documents'), figure(number(summary.words), 'words'),
        figure(`${(share * 100).toFixed(1)} %`, 'of words repeated'), figure(number(summary.findings), 'findings'),
        isNew !== findings.length ? figure(number(isNew), 'new') : null,
        summary.inputs_failed ? figure(number(summary.inputs_failed), 'not read') : null),
      report.gate ? el('p', { class: 'lead' }, (report.gate.crossed ? 'Gate crossed: ' : 'Gate passed. ') + report.gate.reasons.map(r => `${r.limit}: ${r.found} found, ${r.allowed} allowed`).join('; ')) : null,
      summary.findings > findings.length ? el('p', { class: 'note' }, `${counted(summary.findings - findings.length, 'finding')} more, left out of this report.`) : null,
      nothing ? null : picture(limit),
      diagnostics('Not read, or not to the end', d => OF_INPUTS.includes(d.rule)),
      diagnostics('Suppressed or accepted in vain', d => !OF_INPUTS.includes(d.rule)),
      el('p', { class: 'note' }, `twicetold ${report.version}, algorithm ${report.algorithm}`),
    ];
    return parts.filter(Boolean);
  }

  function diagnostics(heading, wanted) {
    const told = report.diagnostics.filter(wanted);
    if (!told.length) return null;
    return el('section', {}, el('h3', {}, heading), el('ul', { class: 'plain' },
      told.slice(0, 200).map(d => el('li', {}, el('code', {}, `${d.uri}${d.line ? ':' + d.line : ''}`), ` ${d.message}`))),
      told.length > 200 ? el('p', { class: 'note' }, `and ${number(told.length - 200)} more`) : null);
  }

  /** Documents as ribbons, what is told twice marked where it stands. */
  function picture(limit) {
    const marks = new Map();
    findings.forEach(finding => finding.places.forEach(p => {
      if (!marks.has(p.d)) marks.set(p.d, []);
      marks.get(p.d).push([p, finding]);
    }));
    const covered = list => {
      let at = 0, sum = 0;
      for (const [first, last] of list.map(([p]) => p.blocks).sort((a, b) => a[0] - b[0])) {
        if (last >= Math.max(first, at + 1)) { sum += last - Math.max(first, at + 1) + 1; at = last; }
      }
      return sum;
    };
    const rows = [...marks].map(([d, list]) => ({ doc: documents[d], list, share: Math.min(1, covered(list) / Math.max(1, documents[d].blocks)) }));
    rows.sort((a, b) => b.list.length - a.list.length || b.share - a.share);
    const cells = rows.slice(0, limit).flatMap(({ doc, list, share }) => {
      const ribbon = el('div', { class: 'ribbon', 'aria-hidden': 'true' });
      // What matters most lies on top.
      const onTop = [...list].sort((a, b) => LEVELS.indexOf(a[1].level) - LEVELS.indexOf(b[1].level)).slice(-60);
      onTop.forEach(([p, finding]) => {
        const mark = el('a', { href: `#${finding.id}`, class: finding.level, tabindex: '-1', title: `${finding.rule}, ${lines(p.lines)}` });
        mark.style.left = `${100 * (p.blocks[0] - 1) / Math.max(1, doc.blocks)}%`;
        mark.style.width = `${100 * (p.blocks[1] - p.blocks[0] + 1) / Math.max(1, doc.blocks)}%`;
        ribbon.append(mark);
      });
      const only = () => { $('search').value = doc.uri || doc.key; search(); (state.shown[0] && go(state.shown[0])); };
      return [el('button', { type: 'button', class: 'doc', dir: 'auto', title: doc.key, onclick: only }, nameOf(doc)), ribbon,
        el('span', { class: 'share' }, counted(list.length, 'place'))];
    });
    const left = rows.length - limit;
    return el('section', {}, el('h3', {}, 'What repeats where'),
      el('p', { class: 'note' }, 'Each line is a document from its first to its last paragraph; marked is what stands elsewhere too, or again.'),
      el('div', { class: 'ribbons' }, cells),
      el('div', { class: 'legend' }, [...LEVELS].reverse().map(level => el('span', { class: level }, el('span', { class: 'dot', 'aria-hidden': 'true' }), level)),
        left > 0 ? el('a', { href: '#', onclick: event => { event.preventDefault(); $('detail').replaceChildren(...overview(limit + 100)); } }, `${counted(left, 'more document')}`) : null));
  }

  // ---- a finding -------------------------------------------------------------------------------
  function headline(finding) {
    const docs = new Set(finding.places.map(p => p.d)).size;
    const sources = new Set(finding.places.map(p => of(p).source)).size;
    if (inside(finding)) return `${counted(finding.words, 'word')} stand ${number(finding.times)} times in this document.`;
    const among = sources > 1 ? ` of ${counted(sources, 'source')}` : '';
    return `${counted(finding.words, 'word')} in ${counted(docs, 'document')}${among}.`;
  }

  function note(finding, p) {
    const accepted = p.status ? (p.reason ? `${p.status}: ${p.reason}` : p.status) : '';
    return [kinship(finding, p), accepted].filter(Boolean).join(', ');
  }

  function kinship(finding, p) {
    if (p.role === 'anchor') return finding.reason ? `anchor: ${finding.reason}` : 'anchor';
    if (finding.rule === 'identical-document') return 'identical';
    return p.edits === 0 ? 'exact' : p.edits ? counted(p.edits, 'edit') : '';
  }

  function places(finding, choose) {
    const all = finding.places, within = inside(finding);
    const isTold = [true, !within && all.some(p => of(p).source !== '.'), !within && all.some(p => of(p).published), all.some(p => p.coverage !== undefined), true];
    // The lines of a record do not tell its places apart.
    const bare = within && all.every(p => span(p.lines) === span(all[0].lines));
    const where = p => bare ? `${place(p)}, ${p.blocks[0] === p.blocks[1] ? 'paragraph' : 'paragraphs'} ${span(p.blocks)}` : place(p);
    const told = cells => cells.filter((cell, at) => isTold[at]);
    const rows = all.slice(0, PLACES).map((p, at) => {
      const doc = of(p);
      const title = nameOf(doc);
      const link = /^https?:\/\//i.test(doc.url || '') ? el('a', { href: doc.url, target: '_blank', rel: 'noopener noreferrer nofollow', 'aria-label': `Open ${title}` }, '\u00a0↗') : null;
      const label = within ? (at ? 'again' : 'first') : title;
      const name = at && p.passages.length ? el('button', { type: 'button', class: 'title', dir: 'auto', 'aria-label': `Compare with ${label}, ${place(p)}`, onclick: () => choose(at) }, label) : el('span', { class: 'title', dir: 'auto' }, label);
      const cover = p.coverage === undefined ? [] : [meter(p.coverage), percent(p.coverage)];
      return el('tr', { 'data-copy': at, hidden: at >= FIRST }, told([el('td', {}, name, el('span', { class: 'path' }, where(p), link)), el('td', {}, doc.source === '.' ? '' : doc.source),
        el('td', { class: 'num' }, minute(doc.published)), el('td', { class: 'num' }, cover), el('td', {}, note(finding, p))]));
    });
    const head = told([within ? 'Place' : 'Document', 'Source', 'Published', 'In the anchor', '']).map((text, at) => text ? el('th', { scope: 'col' }, text) : el('td', {}, ''));
    const showAll = el('button', { type: 'button', class: 'all', hidden: rows.length <= FIRST, onclick: () => {
      rows.forEach(row => { row.hidden = false; });
      showAll.hidden = true;
      rows[FIRST].querySelector('button')?.focus();
    } }, `Show all ${number(rows.length)} places`);
    return el('div', {}, el('table', { class: 'places' }, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows)), showAll,
      finding.count > rows.length ? el('p', { class: 'note' }, `and ${counted(finding.count - rows.length, 'more place')}; the JSON report lists all.`) : null);
  }

  function meter(share) {
    const fill = el('i');
    fill.style.width = `${Math.round(share * 100)}%`;
    return el('span', { class: 'meter', 'aria-hidden': 'true' }, fill);
  }

  /** The way of a story through its sources, where dates tell it. */
  function timeline(finding) {
    const dated = finding.places.map(p => ({ p, at: Date.parse(of(p).published) })).filter(({ at }) => at === at).sort((a, b) => a.at - b.at);
    const first = dated[0], last = dated[dated.length - 1];
    if (dated.length < 2 || inside(finding) || first.at === last.at) return null;
    const sources = [...new Set(dated.map(({ p }) => of(p).source))];
    if (sources.length > 12) sources.length = 12;
    const [left, right, step] = [170, 800, 26];
    const x = at => left + (right - left) * (at - first.at) / (last.at - first.at);
    const height = sources.length * step + 30;
    const label = `${counted(dated.length, 'publication')} from ${minute(of(first.p).published)} to ${minute(of(last.p).published)}`;
    const picture = svg('svg', { class: 'time', viewBox: `0 0 830 ${height}`, role: 'img', 'aria-label': label });
    sources.forEach((source, row) => {
      const y = row * step + 14;
      const who = svg('text', { x: 0, y: y + 4, class: 'who' });
      who.textContent = source.length > 24 ? source.slice(0, 23) + '…' : source;
      picture.append(svg('line', { x1: left, x2: right, y1: y, y2: y }), who);
      dated.filter(({ p }) => of(p).source === source).slice(0, 200).forEach(({ p, at }) => {
        const tip = svg('title', {});
        tip.textContent = `${minute(of(p).published)} ${nameOf(of(p))}`;
        picture.append(svg('circle', { cx: x(at), cy: y, r: 5.5, class: p.role }, tip));
      });
    });
    for (const [at, anchor, when] of [[left, 'start', first], [right, 'end', last]]) {
      const text = svg('text', { x: at, y: height - 4, 'text-anchor': anchor });
      text.textContent = minute(of(when.p).published);
      picture.append(text);
    }
    return el('section', {}, el('h3', {}, 'Through its sources'), picture);
  }

  function prose(steps, side, lang) {
    const text = el('p', { class: 'prose', dir: 'auto', lang });
    steps.forEach(step => {
      if (typeof step === 'string') text.append(step);
      else if (step[side]) text.append(el(side ? 'ins' : 'del', {}, step[side].trimEnd()), /\s$/.test(step[side]) ? ' ' : '');
    });
    return text;
  }

  function compare(finding, at) {
    const anchor = finding.places[0], copy = finding.places[at];
    if (!copy) return el('div');
    const parts = copy.passages.map(passage => {
      const figures = passage.exact ? `${counted(passage.words, 'word')}, word for word` : `${counted(passage.words, 'word')}, ${percent(passage.similarity)} the same`;
      const head = (who, p, range, extra) => el('h4', {}, el('b', {}, who), ` ${of(p).uri || of(p).key}, ${lines(range)}`, extra ? ` · ${extra}` : '');
      const side = (which, p, range, extra) => el('div', {}, head(which ? (inside(finding) ? 'again' : 'copy') : 'anchor', p, range, extra),
        passage.steps.length ? prose(passage.cut ? [...passage.steps, ' …'] : passage.steps, which, of(p).language) : null);
      return el('div', { class: 'pair' }, side(0, anchor, passage.a, ''), side(1, copy, passage.b, figures));
    });
    const cut = copy.passages.some(passage => passage.cut);
    const bare = copy.passages.every(passage => !passage.steps.length);
    return el('section', { class: 'compare', 'aria-label': 'The copies side by side' }, el('h3', {}, inside(finding) ? 'Side by side' : `Side by side with ${nameOf(of(copy))}`),
      parts, bare && finding.excerpt ? el('p', { class: 'prose', dir: 'auto' }, finding.excerpt) : null,
      cut ? el('p', { class: 'note' }, report.text === 'none' ? 'The report carries no text of the inputs.' : 'The text is cut here; --text full carries more of it.') : null);
  }

  function detail(finding, forPrint) {
    const rule = rules[finding.rule];
    const box = el('div');
    const table = places(finding, at => choose(at));
    const choose = at => {
      state.copy = at;
      box.replaceChildren(compare(finding, at));
      table.querySelectorAll('tr[data-copy]').forEach(row => {
        if (row.dataset.copy === `${at}`) row.hidden = false;
        row.classList.toggle('on', finding.places.length > 2 && row.dataset.copy === `${at}`);
      });
    };
    const first = finding.places.findIndex((p, at) => at && p.passages.some(passage => passage.steps.length));
    choose(first > 0 ? first : 1);
    if (forPrint) table.querySelectorAll('[hidden]').forEach(row => { row.hidden = row.tagName === 'BUTTON'; });
    detail.choose = forPrint ? detail.choose : choose;
    return [
      forPrint ? null : el('a', { href: '#', class: 'back' }, '← All findings'),
      el('p', { class: `eyebrow ${finding.level}` }, el('span', {}, el('span', { class: 'dot', 'aria-hidden': 'true' }), `${finding.rule} · ${finding.level}`),
        el('span', {}, finding.id), finding.status !== 'new' ? el('span', {}, finding.status) : null),
      el('h2', { dir: 'auto' }, finding.title),
      el('p', { class: 'lead' }, headline(finding), rule ? ` ${rule.says}` : ''),
      timeline(finding), table, box,
      forPrint || !rule ? null : el('details', {}, el('summary', {}, `What ${finding.rule} means`), el('p', {}, rule.when), el('p', {}, `For example: ${rule.example}`), el('p', {}, rule.remedy),
        el('p', {}, 'Identity ', el('code', {}, finding.fingerprint))),
    ].filter(Boolean);
  }

  // ---- moving about -----------------------------------------------------------------------------
  function show() {
    const id = decodeURIComponent(location.hash.slice(1));
    const finding = findings.find(f => f.id === id);
    if (!finding && id === 'detail') { $('detail').focus(); return; }
    if (state.displayed === id) return;
    state.displayed = id;
    state.current = finding || null;
    document.body.classList.toggle('reading', !!finding);
    document.title = finding ? `${finding.title} · Told twice` : 'Told twice';
    $('detail').replaceChildren(...(finding ? detail(finding) : overview()));
    $('detail').scrollTop = 0;
    if (matchMedia('(max-width: 60rem)').matches) scrollTo(0, 0);
    $('list').querySelectorAll('a').forEach(a => a.dataset.id === id ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current'));
    const row = $('list').querySelector('a[aria-current]');
    if (row) row.scrollIntoView({ block: 'nearest' });
  }
  // At once, as the next key may come before the browser tells of the new address.
  const go = finding => { location.hash = finding ? finding.id : ''; show(); };
  const search = () => { state.query = $('search').value; filter(); };

  function move(step) {
    const at = state.shown.indexOf(state.current);
    const next = at < 0 ? (step > 0 ? 0 : state.shown.length - 1) : at + step;
    if (next < 0 || next >= state.shown.length) return;
    while (next >= state.limit) more();
    go(state.shown[next]);
  }
  function moveCopy(step) {
    const finding = state.current;
    if (!finding) return;
    const copies = Math.min(finding.places.length, PLACES) - 1;
    detail.choose((state.copy - 1 + step + copies) % copies + 1);
  }
  function theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.setItem('twicetold-theme', root.dataset.theme); } catch { /* no storage from disk */ }
  }
  try { const kept = localStorage.getItem('twicetold-theme'); if (kept === 'dark' || kept === 'light') document.documentElement.dataset.theme = kept; } catch { /* none */ }

  const keys = {
    j: () => move(1), k: () => move(-1), n: () => moveCopy(1), p: () => moveCopy(-1), d: theme,
    '/': () => $('search').focus(), '?': () => $('keys').showModal(), Escape: () => go(null),
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
    const typing = event.target.matches('input, select, textarea');
    if (typing && event.key === 'Escape') {
      if (event.target === $('search') && event.target.value) { event.target.value = ''; search(); } else event.target.blur();
      return;
    }
    if (typing && event.key === 'Enter' && event.target === $('search') && state.shown[0]) { event.target.blur(); go(state.shown[0]); return; }
    if (!typing && event.key === 'Enter' && event.target === document.body && state.current) { $('detail').focus(); return; }
    if (typing || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  $('search').addEventListener('input', search);
  $('sort').addEventListener('change', () => { state.sort = $('sort').value; filter(); });
  $('more').addEventListener('click', () => { const from = more(); const row = $('list').children[from]; if (row) row.firstChild.focus(); });
  $('theme').addEventListener('click', theme);
  $('help').addEventListener('click', keys['?']);
  addEventListener('hashchange', show);
  addEventListener('beforeprint', () => {
    const printed = state.current ? [state.current] : state.shown.slice(0, PRINTED);
    const left = state.current ? 0 : state.shown.length - printed.length;
    const head = state.current ? [] : [el('section', {}, overview())];
    $('print').replaceChildren(...head, ...printed.map(finding => el('section', {}, detail(finding, true))),
      ...(left > 0 ? [el('p', { class: 'note' }, `and ${counted(left, 'more finding')}, not printed`)] : []));
    $('print').hidden = false;
  });
  addEventListener('afterprint', () => { $('print').replaceChildren(); $('print').hidden = true; });

  chips();
  filter();
  show();
})();
