#!/usr/bin/env python3
"""What is found of copies that were planted into real news, by kind, as a table in Markdown.

usage: benches/quality.py [--binary B] [--shared DIR] [--work DIR] [--seeds N ...] [--sets S ...] [--engines E ...]
                          [--options "--near 0.4"]

DIR (../shared) holds data/*.jsonl.zst, quality/plant.py and quality/score.py. Plants and reports go to the work
directory and are used again. With one engine the columns are the sets, with several they are the engines, and the
counts are summed over seeds and sets. Needs python3 and zstd.

Three things differ from score.py, which counts pairs as wrong that share less than 30 % of their shingles; its own
figures are in rows of their own:

  edited    copies are compared by the article that they were made of, where they meet an article that is like it.
  Arabic    is compared as twicetold reads it, with the letters evened out that house styles swap.
  Chinese   and Japanese are compared by eight characters; score.py takes clauses for words. Passages and refrains of
            less than 60 characters (30 words; a Latin word or a number is as long as two) are not counted, since they
            are hardly longer than the shortest passage (25 words), and edits make them shorter.

The set ja is not in DIR: `benches/japanese.py MANUALS WORK/ja.jsonl` makes it.
"""
import argparse, contextlib, importlib.util, io, json, os, re, subprocess, sys
from collections import defaultdict

SETS = {'allsides': 60, 'saudinewsnet': 60, 'reuters21578': 40, 'xwlb_zh': 30, 'ja': 20}  # copies of each kind
ARABIC = str.maketrans('أإآٱىةؤئ', 'ااااي\u0647وي', ''.join(map(chr, range(0x64b, 0x653))) + '\u0640')
CHARACTERS = {'xwlb_zh', 'ja'}
LEAST = 60
FOOTER = re.compile(r'\[?查看原文\]?\([^)]*\)|-{3,}\s*|\(?更新时间戳[^)\n]*\)?')


def unpacked(name, shared, work):
    """The articles of a set as JSONL."""
    path = f'{work}/{name}.jsonl'
    if not os.path.exists(path):
        os.makedirs(work, exist_ok=True)
        packed = f'{shared}/data/{name}.jsonl.zst'
        lines = subprocess.run(['zstd', '-dcq', '--long=27', packed], check=True, stdout=subprocess.PIPE).stdout
        with open(path, 'w', encoding='utf-8') as out:
            for line in lines.decode('utf-8').splitlines():
                article = json.loads(line)
                if name in CHARACTERS:  # the address and the time below each article are no news
                    article['text'] = FOOTER.sub('', article['text'])
                out.write(json.dumps(article, ensure_ascii=False) + '\n')
    return path


def planted(name, seed, args):
    """The directory with the plants of a set."""
    where = f'{args.work}/{seed}/{name}'
    if not os.path.exists(f'{where}/truth.json'):
        source = unpacked(name, args.shared, args.work)
        command = [sys.executable, f'{args.shared}/quality/plant.py', source, where, '--seed', str(seed)]
        subprocess.run(command + ['--per-kind', str(SETS[name])], check=True, stdout=subprocess.DEVNULL)
        if name in CHARACTERS:
            drop_short(where)
    return where


def drop_short(where):
    """Takes passages and refrains out of the truth that are too short to be told."""
    with open(f'{where}/truth.json', encoding='utf-8') as file:
        truth = json.load(file)
    with open(f'{where}/docs.jsonl', encoding='utf-8') as file:
        paragraphs = {d['id']: d['text'].split('\n\n') for d in map(json.loads, file)}

    def lifted(passage):
        """The paragraph of so many characters, as its giver has it; none where several were inserted."""
        return next((p for p in paragraphs[passage['a']] if len(''.join(p.split())) == passage['words']), '')

    truth['passages'] = [p for p in truth['passages'] if length(lifted(p)) >= LEAST]
    truth['repeats'] = [r for r in truth['repeats'] if r['kind'] != 'refrain' or length(paragraphs[r['doc']][-1]) >= LEAST]
    with open(f'{where}/truth.json', 'w', encoding='utf-8') as file:
        json.dump(truth, file, ensure_ascii=False)


def length(text):
    """Characters of a text, two for each Latin word and each number."""
    return len(re.sub('[A-Za-z0-9]+', '..', text))


def arabic_shingles(text):
    words = re.findall(r'\w+', text.translate(ARABIC).lower())
    return {tuple(words[at:at + 5]) for at in range(len(words) - 4)}


def character_shingles(text):
    characters = re.findall(r'\w', text)
    return {tuple(characters[at:at + 8]) for at in range(len(characters) - 7)}


def words_shingles(text):
    words = re.findall(r'\w+', text.lower())
    return {tuple(words[at:at + 5]) for at in range(len(words) - 4)}


def unedited(where):
    """The text that an edited or scanned copy was made of, by the copy's text."""
    with open(f'{where}/docs.jsonl', encoding='utf-8') as file:
        texts = {d['id']: d['text'] for d in map(json.loads, file)}
    with open(f'{where}/truth.json', encoding='utf-8') as file:
        documents = json.load(file)['documents']
    return {texts[id_]: texts[d['base']] for id_, d in documents.items() if re.match('edit|ocr|wire|synd', d['kind'])}


def score(where, report, shared, shingles=None):
    """What score.py prints: found and planted by kind, and the figures."""
    spec = importlib.util.spec_from_file_location('score', f'{shared}/quality/score.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.shingles = shingles or module.shingles
    printed, sys.argv = io.StringIO(), ['score.py', where, report]
    with contextlib.redirect_stdout(printed):
        module.main()
    kinds, figures = {}, {}
    for line in printed.getvalue().splitlines():
        if found := re.match(r'(\S.*?) +(\d+)/(\d+) +[\d.]+$', line):
            kinds[found[1]] = (int(found[2]), int(found[3]))
        elif found := re.match(r'(\w+): (.*)$', line):
            figures[found[1]] = found[2]
    return kinds, figures


def scan(where, engine, args):
    report = f'{args.work}/report.json'
    command = [args.binary, 'scan', f'{where}/docs.jsonl', '--format', 'json', '--output', report, '--engine', engine]
    # A finding is no failure.
    subprocess.run(command + args.options.split(), check=True, stderr=subprocess.DEVNULL)
    return report


class Column:
    """Counts of one set or engine."""

    def __init__(self):
        self.kinds, self.pairs, self.raw = defaultdict(lambda: [0, 0]), [0, 0], [0, 0]
        self.alike, self.repeats, self.indices, self.raw_indices = 0, 0, [], []

    def add(self, name, where, report, shared):
        shingles = character_shingles if name in CHARACTERS else words_shingles
        shingles = arabic_shingles if name == 'saudinewsnet' else shingles
        originals = unedited(where)
        kinds, figures = score(where, report, shared, lambda text: shingles(originals.get(text, text)))
        for kind, (found, all_) in kinds.items():
            self.kinds[kind][0] += found
            self.kinds[kind][1] += all_
        raw = score(where, report, shared)[1]
        for pairs, indices, of in (self.pairs, self.indices, figures), (self.raw, self.raw_indices, raw):
            count = json.loads(of['document_pairs'].replace("'", '"'))
            pairs[0] += count['planted'] + count['natural']
            pairs[1] += sum(count.values())
            indices.append(float(of['adjusted_rand_index']))
        alike = json.loads(figures['lookalikes_called_copies'].replace("'", '"'))
        self.alike += sum(int(count.split('/')[0]) for count in alike.values())
        self.repeats += int(figures['repeats_reported_elsewhere'])

    def cell(self, kind):
        found, all_ = self.kinds[kind]
        return f'{found}/{all_} {found / all_:.3f}' if all_ else ''


def share(pairs):
    return f'{pairs[0] / max(1, pairs[1]):.4f}'


def mean(values):
    return f'{sum(values) / max(1, len(values)):.4f}'


def table(columns):
    kinds = sorted({kind for column in columns.values() for kind in column.kinds}, key=lambda k: (':' in k, k))
    rows = [[kind] + [column.cell(kind) for column in columns.values()] for kind in kinds]
    every = columns.values()
    rows.append(['pairs of documents that are right'] + [share(column.pairs) for column in every])
    rows.append(['… by score.py alone'] + [share(column.raw) for column in every])
    rows.append(['adjusted Rand index'] + [mean(column.indices) for column in every])
    rows.append(['… by score.py alone'] + [mean(column.raw_indices) for column in every])
    rows.append(['look-alikes called copies'] + [str(column.alike) for column in every])
    rows.append(['repeats that were not planted'] + [str(column.repeats) for column in every])
    print('| kind | ' + ' | '.join(columns) + ' |')
    print('| --- |' + ' --- |' * len(columns))
    for row in rows:
        print('| ' + ' | '.join(row) + ' |')


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--binary', default='target/release/twicetold')
    cli.add_argument('--shared', default='../shared')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--seeds', type=int, nargs='+', default=[1, 2])
    cli.add_argument('--sets', nargs='+', choices=SETS, default=list(SETS)[:4])
    cli.add_argument('--engines', nargs='+', default=['winnow'])
    cli.add_argument('--options', default='', help='further options of scan')
    args = cli.parse_args()
    columns = {}
    for engine in args.engines:
        for name in args.sets:
            column = columns.setdefault(name if len(args.engines) == 1 else engine, Column())
            for seed in args.seeds:
                where = planted(name, seed, args)
                column.add(name, where, scan(where, engine, args), args.shared)
    table(columns)


if __name__ == '__main__':
    main()
