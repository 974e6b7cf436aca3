#!/usr/bin/env python3
"""What is found of planted copies that have a source and a date, by who has the copy and when, as a table in Markdown.

usage: benches/dated.py [--binary B] [--shared DIR] [--work DIR] [--seeds N ...] [--sets S ...]

The plants are those of benches/quality.py, whose articles have neither, so that no wording is anybody's habit there and no
copy comes too late. Here each article has the source and the date that an article of its title has in the news, or else
those of another one; and what was planted is of the same source or of another one, on the same day or later. Copies and
passages are counted over all kinds.
"""
import argparse, contextlib, json, os, random, sys
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import quality

# Whether the source is the same, and the days from the first text to the second one.
CIRCUMSTANCES = {
    'another source, the same day': (False, 0, 0),
    'another source, a day or two later': (False, 1, 2),
    'another source, 3 to 30 days later': (False, 3, 30),
    'the same source, the same day': (True, 0, 0),
    'the same source, a day or two later': (True, 1, 2),
    'the same source, 3 to 30 days later': (True, 3, 30),
}
# Not counted: what a host has beside the passage, and an article that another one stands in, have days of their own; and what
# forty papers have over a month the same paper has on many days, where there are not so many.
APART = {'host', 'embed-host', 'syndicated'}


def day_of(text):
    """The day of `2016-09-20 …` or `26-FEB-1987 …`; None of anything else."""
    for form, length in ('%Y-%m-%d', 10), ('%d-%b-%Y', 11):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text.strip()[:length], form).replace(tzinfo=timezone.utc)
    return None


def published(path):
    """Source and day of the articles by their titles, of those that have both."""
    known = {}
    with open(path, encoding='utf-8') as file:
        for article in map(json.loads, file):
            date = day_of(str(article.get('published') or article.get('date') or ''))
            if article.get('source') and date:
                known.setdefault((article.get('title') or '').strip(), (article['source'], date))
    return known


def dated(where, known, circumstance, seed, to):
    """Writes the documents of a plant with sources and dates, and its truth."""
    with open(f'{where}/docs.jsonl', encoding='utf-8') as file:
        documents = [json.loads(line) for line in file]
    with open(f'{where}/truth.json', encoding='utf-8') as file:
        truth = json.load(file)
    rng, everywhere = random.Random(seed), sorted(set(known.values()), key=str)
    sources = sorted({source for source, _ in everywhere})
    own = {}
    for document in sorted(documents, key=lambda document: document['id']):
        if truth['documents'][document['id']]['base'] == document['id']:
            own[document['id']] = known.get(document['title']) or rng.choice(everywhere)
    # A host tells what a giver told: the passage is the copy.
    first = {p['b']: p['a'] for p in truth['passages'] if p['kind'].startswith('paragraph')}
    is_same, least, most = CIRCUMSTANCES[circumstance]
    for document in sorted(documents, key=lambda document: document['id']):
        id_ = document['id']
        if id_ not in own:
            source, date = own[first.get(id_) or truth['documents'][id_]['base']]
            others = [other for other in sources if other != source]
            source = source if is_same else rng.choice(others or ['another'])
            date += timedelta(days=rng.randint(least, most), hours=1 if least == 0 else 0)
        else:
            source, date = own[id_]
        document['source'], document['published'] = source, date.strftime('%Y-%m-%dT%H:%M:%SZ')
    os.makedirs(to, exist_ok=True)
    with open(f'{to}/docs.jsonl', 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(document, ensure_ascii=False) + '\n' for document in documents)
    with open(f'{to}/truth.json', 'w', encoding='utf-8') as out:
        json.dump(truth, out)


def found(column, kinds):
    hits, all_ = (sum(column.kinds[kind][at] for kind in kinds) for at in (0, 1))
    return f'{hits / max(1, all_):.3f}'


def cells(name, circumstance, args):
    column, to = quality.Column(), f'{args.work}/dated'
    for seed in args.seeds:
        where = quality.planted(name, seed, args)
        dated(where, published(quality.unpacked(name, args.shared, args.work)), circumstance, seed, to)
        column.add(name, to, quality.scan(to, 'winnow', args), args.shared)
    copies = [kind for kind in column.kinds if ':' not in kind and kind not in APART]
    passages = [kind for kind in column.kinds if kind.startswith('passage: paragraph')]
    return [found(column, copies), found(column, passages), quality.share(column.pairs)]


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--binary', default='target/release/twicetold')
    cli.add_argument('--shared', default='../shared')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--seeds', type=int, nargs='+', default=[1, 2])
    cli.add_argument('--sets', nargs='+', choices=quality.SETS, default=['allsides', 'saudinewsnet', 'reuters21578'])
    args = cli.parse_args()
    args.options = ''
    print('| copies that | ' + ' | '.join(args.sets) + ' |')
    print('| --- |' + ' --- |' * len(args.sets))
    for circumstance in CIRCUMSTANCES:
        row = [' / '.join(cells(name, circumstance, args)) for name in args.sets]
        print('| ' + ' | '.join([circumstance] + row) + ' |', flush=True)


if __name__ == '__main__':
    main()
