#!/usr/bin/env python3
"""What is found of copies that were edited apart, as a table in Markdown: pairs that stand in one finding.

usage: benches/apart.py --shared DIR [--binary B] [--work DIR] [--seed N] [--sets S ...]

DIR holds quality/plant.py, whose edits these are; `--work` is that of benches/quality.py, which unpacks the sets.
Of an article, or of a paragraph of 45 to 120 words in other articles, so many papers each have a version of their own, on
three days, in which a share of the words (of Chinese the characters) is changed; what all were made of is not among them.
Standing text (boilerplate) does not count as found.
"""
import argparse, json, os, random, subprocess, sys

STORY, PARAGRAPH = 'story', 'paragraph'
KINDS = [(STORY, papers, share) for papers in (2, 4, 8) for share in (.15, .20)]
KINDS += [(PARAGRAPH, papers, share) for papers in (2, 4, 8) for share in (.10, .15)]
CROWDS = 30


def words(plant, text):
    """How many words a text has; two characters of a script without spaces are one."""
    tokens, joiner = plant.units(text)
    return len(tokens) / (1 if joiner else 2)


def articles(plant, path):
    """Titles and paragraphs of articles of some length, each with paragraphs of its own."""
    with open(path, encoding='utf-8') as file:
        for line in file:
            record = json.loads(line)
            parts = plant.paragraphs(record.get('text') or '')
            if len(parts) >= 4 and len(set(parts)) == len(parts) and 120 <= sum(words(plant, p) for p in parts) <= 1500:
                yield record.get('title') or parts[0][:80], parts


def versions(plant, kind, drawn, vocabulary, rng):
    """The versions that some papers have, each with a title and paragraphs; None where the article has nothing fit."""
    what, papers, share = kind
    (title, parts), hosts = drawn[0], drawn[1:papers + 1]
    edited = lambda text: plant.edit_words(rng, text, share, vocabulary)
    if what == STORY:
        return [(title, [edited(part) for part in parts]) for _ in range(papers)]
    fit = [part for part in parts if 45 <= words(plant, part) <= 120]
    if not fit:
        return None
    lifted, made = rng.choice(fit), []
    for title, parts in hosts:
        at = rng.randint(1, len(parts))
        made.append((title, parts[:at] + [edited(lifted)] + parts[at:]))
    return made


def crowds(plant, pool, rng):
    """Documents, and the ids of each crowd with its kind."""
    vocabulary = [w for _, parts in rng.sample(pool, min(300, len(pool))) for p in parts for w in plant.units(p)[0] if w.isalnum()]
    documents, made = [], []
    # No article twice, or its words were what papers write again and again.
    rng.shuffle(pool)
    drawn = iter(pool)
    for kind in KINDS:
        left = CROWDS
        while left:
            needed = 1 if kind[0] == STORY else kind[1] + 1
            texts = versions(plant, kind, [next(drawn) for _ in range(needed)], vocabulary, rng)
            if texts is None:
                continue
            ids = [f'{len(made)}-{at}' for at in range(len(texts))]
            for at, (id_, (title, parts)) in enumerate(zip(ids, texts)):
                day, source = 10 + rng.randrange(3), f'paper{rng.randrange(40)}'
                published = f'2024-03-{day}T{at:02}:00:00Z'
                documents.append({'id': id_, 'source': source, 'published': published, 'title': title, 'text': '\n\n'.join(parts)})
            made.append((kind, ids))
            left -= 1
    return documents, made


def cells(plant, name, args):
    rng = random.Random(args.seed)
    documents, made = crowds(plant, list(articles(plant, f'{args.work}/{name}.jsonl')), rng)
    where, report = f'{args.work}/apart.jsonl', f'{args.work}/apart.json'
    with open(where, 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(document, ensure_ascii=False) + '\n' for document in documents)
    subprocess.run([args.binary, 'scan', where, '--format', 'json', '--output', report], check=True)
    with open(report, encoding='utf-8') as file:
        report = json.load(file)
    keys = [document['key'].split('#', 1)[1] for document in report['documents']]
    together = {}
    for at, finding in enumerate(report['findings']):
        if finding['rule'] != 'boilerplate':
            for place in finding['occurrences']:
                together.setdefault(keys[place['document']], set()).add(at)
    for kind in KINDS:
        pairs = [(a, b) for of, ids in made if of == kind for n, b in enumerate(ids) for a in ids[:n]]
        hits = sum(bool(together.get(a, set()) & together.get(b, set())) for a, b in pairs)
        yield f'{hits}/{len(pairs)} {hits / len(pairs):.3f}'


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--shared', required=True)
    cli.add_argument('--binary', default='target/release/twicetold')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--seed', type=int, default=1)
    cli.add_argument('--sets', nargs='+', default=['allsides', 'saudinewsnet', 'xwlb_zh'])
    args = cli.parse_args()
    sys.path.insert(0, os.path.join(args.shared, 'quality'))
    import plant
    columns = [list(cells(plant, name, args)) for name in args.sets]
    print('| edited apart | ' + ' | '.join(args.sets) + ' |')
    print('| --- |' + ' --- |' * len(columns))
    for at, (what, papers, share) in enumerate(KINDS):
        print('| ' + ' | '.join([f'{what} in {papers} papers, {share:.0%}'] + [column[at] for column in columns]) + ' |')


if __name__ == '__main__':
    main()
