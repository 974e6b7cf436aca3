#!/usr/bin/env python3
"""What is found of copies in which a paper wrote some numbers in another way, as a table in Markdown.

usage: benches/other_numbers.py [--binary B] [--work DIR] [--seed N] [--copies N] [--sets S ...]

Of each set 4,000 articles are drawn. Of some with five numbers or more and 150 words at least (300 characters) a copy
is added, on the same day under another source, in which nothing differs but so many numbers, each digit another one.
A copy is found where a finding of documents holds both. `--work` is that of benches/quality.py, which unpacks the sets.
"""
import argparse, json, os, random, re, subprocess

COUNTS = [1, 2, 3, 4]
NUMBER = re.compile(r'\d+')
DOCUMENTS = {'identical-document', 'near-document', 'contained-document'}


def is_long(text):
    return len(text.split()) >= 150 or len(text) >= 300 and len(text.split()) < len(text) / 20


def rewritten(text, count, rng):
    """The text with so many of its numbers otherwise; a first digit is no nought."""
    chosen = set(rng.sample([m.start() for m in NUMBER.finditer(text)], count))

    def other(match):
        if match.start() not in chosen:
            return match[0]
        digits = [rng.choice([d for d in '123456789' if d != digit]) for digit in match[0]]
        return ''.join(digits)

    return NUMBER.sub(other, text)


def planted(articles, copies, rng):
    """Articles with copies, and the ids of each pair by how many numbers differ."""
    documents = [{'id': a['id'], 'source': 'one', 'published': '2026-03-04', 'text': a['text']} for a in articles]
    fit = [d for d in documents if is_long(d['text']) and len(NUMBER.findall(d['text'])) >= 5]
    pairs, made = {count: [] for count in COUNTS}, []
    for count in COUNTS:
        for original in rng.sample(fit, min(copies, len(fit))):
            id_ = f'copy-{count}-{original["id"]}'
            made.append({**original, 'id': id_, 'source': 'other', 'text': rewritten(original['text'], count, rng)})
            pairs[count].append((original['id'], id_))
    return documents + made, pairs


def found(report):
    """The documents of each finding of documents, by id."""
    keys = [document['key'].split('#', 1)[1] for document in report['documents']]
    told = [f for f in report['findings'] if f['rule'] in DOCUMENTS]
    return [{keys[place['document']] for place in finding['occurrences']} for finding in told]


def cells(name, args):
    rng = random.Random(args.seed)
    with open(f'{args.work}/{name}.jsonl', encoding='utf-8') as file:
        articles = [json.loads(line) for line in file]
    documents, pairs = planted(rng.sample(articles, 4000 if len(articles) > 4000 else len(articles)), args.copies, rng)
    where, report = f'{args.work}/numbers.jsonl', f'{args.work}/numbers.json'
    with open(where, 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(document, ensure_ascii=False) + '\n' for document in documents)
    subprocess.run([args.binary, 'scan', where, '--format', 'json', '--output', report], check=True)
    with open(report, encoding='utf-8') as file:
        groups = found(json.load(file))
    together = {}
    for at, group in enumerate(groups):
        for id_ in group:
            together.setdefault(id_, set()).add(at)
    for count in COUNTS:
        hits = sum(bool(together.get(a, set()) & together.get(b, set())) for a, b in pairs[count])
        yield f'{hits}/{len(pairs[count])} {hits / max(1, len(pairs[count])):.3f}'


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--binary', default='target/release/twicetold')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--seed', type=int, default=1)
    cli.add_argument('--copies', type=int, default=200)
    cli.add_argument('--sets', nargs='+', default=['allsides', 'saudinewsnet', 'reuters21578', 'xwlb_zh'])
    args = cli.parse_args()
    os.makedirs(args.work, exist_ok=True)
    columns = [list(cells(name, args)) for name in args.sets]
    print('| numbers that differ | ' + ' | '.join(args.sets) + ' |')
    print('| --- |' + ' --- |' * len(columns))
    for at, count in enumerate(COUNTS):
        print('| ' + ' | '.join([str(count)] + [column[at] for column in columns]) + ' |')


if __name__ == '__main__':
    main()
