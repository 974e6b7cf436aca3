#!/usr/bin/env python3
"""What is told of the copies that are in the news already, by how alike they are, as a table in Markdown.

usage: benches/natural.py [--binary B] [--shared DIR] [--work DIR] [--sets S ...]

An independent search finds pairs of documents that have ten pairs of words in common within 48 words, each in 24
documents at most; words are paired that stand beside each other, or with one between them, once the 150 most frequent ones
are left out. Where the two are most alike they are aligned (difflib), and of the stretch that agrees best it is counted how
many words of the longer side are equal. Counted are pairs with a stretch of 28 words or more and equal numbers, of two
sources where a set has several: forms that were filled in again are among them all the same, and are to be told by nobody.

A pair is told where one finding has both documents, or versions of them that are told as such. Needs python3, numpy and
zstd, ten minutes for the largest set, and 8 GB.
"""
import argparse, difflib, json, multiprocessing, os, re, subprocess, sys
from collections import Counter, defaultdict

import numpy

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import quality

FREQUENT = 150  # words that are left out
DOCUMENTS = 24  # that a pair of words may have
WINDOW, PAIRS = 48, 10
LEAST = 28  # words of a stretch
ALIKE = [0.9, 0.8, 0.7]
VERSIONS = {'identical-document', 'near-document', 'contained-document'}

texts, frequent = [], set()  # of the set at hand, for the processes that align


def words_of(article):
    return re.findall(r'\w+', article['text'].translate(quality.ARABIC).lower().replace('’', "'"))


def paired_words():
    """Hash, document and place of all pairs of words, sorted by hash."""
    numbers, columns = {}, ([], [], [])
    for document, words in enumerate(texts):
        places = numpy.array([at for at, word in enumerate(words) if word not in frequent], dtype=numpy.int64)
        ids = numpy.array([numbers.setdefault(words[at], len(numbers)) for at in places], dtype=numpy.uint64)
        for apart in (1, 2):
            first, second = ids[:-apart], ids[apart:]
            hashes = first * numpy.uint64(0x9E3779B97F4A7C15) ^ (second * numpy.uint64(0xC2B2AE3D27D4EB4F) + numpy.uint64(1))
            columns[0].append(hashes)
            columns[1].append(numpy.full(len(hashes), document, numpy.int64))
            columns[2].append(places[:len(hashes)])
    hashes, documents, places = map(numpy.concatenate, columns)
    order = numpy.lexsort((documents, hashes))
    return hashes[order], documents[order], places[order]


def candidates():
    """First document, second document and place in the first one where two have enough pairs of words in common."""
    hashes, documents, places = paired_words()
    begins = numpy.flatnonzero(numpy.r_[True, hashes[1:] != hashes[:-1]])
    sizes = numpy.diff(numpy.r_[begins, len(hashes)])
    firsts, seconds, at = [], [], []
    for size in range(2, DOCUMENTS + 1):
        of_size = begins[sizes == size]
        for x in range(size):
            for y in range(x + 1, size):
                a, b = documents[of_size + x], documents[of_size + y]
                firsts.append(a[a != b])
                seconds.append(b[a != b])
                at.append(places[of_size + x][a != b])
    firsts, seconds, at = map(numpy.concatenate, (firsts, seconds, at))
    found = set()
    for shift in (0, WINDOW // 2):
        keys = (firsts * len(texts) + seconds) * 4096 + (at + shift) // WINDOW % 4096
        keys, counts = numpy.unique(keys, return_counts=True)
        for key in keys[counts >= PAIRS].tolist():
            both, window = divmod(key, 4096)
            found.add((*divmod(both, len(texts)), max(0, window * WINDOW - shift)))
    return sorted(found)


def stretch(candidate):
    """Equal words, words of the longer side, and both sides of the stretch that agrees best; None without one."""
    first, second, at = candidate
    a, b = texts[first][max(0, at - 30):at + WINDOW + 60], texts[second]
    sought = {word for word in a if word not in frequent}
    hits = numpy.cumsum([0] + [word in sought for word in b])
    width = min(len(a), len(b))
    begin = max(0, int(numpy.argmax(hits[width:] - hits[:len(hits) - width])) - 20)
    b = b[begin:begin + width + 40]
    blocks = [block for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if block.size]
    best, score = None, 0
    for i, block in enumerate(blocks):
        equal = 0
        for last in blocks[i:]:
            equal += last.size
            sides = a[block.a:last.a + last.size], b[block.b:last.b + last.size]
            longer = max(map(len, sides))
            if longer - equal > 0.5 * longer + 3:
                break
            if equal - 0.6 * (longer - equal) > score:
                best, score = (equal, longer, *sides), equal - 0.6 * (longer - equal)
    return best


def told(report):
    """For each document, by its id, the findings that it is in, or a version of it."""
    ids = [document['key'].rsplit('#', 1)[-1] for document in report['documents']]
    findings, versions = defaultdict(set), defaultdict(set)
    for number, finding in enumerate(report['findings']):
        members = {ids[place['document']] for place in finding['occurrences']}
        for member in members:
            findings[member].add(number)
            if finding['rule'] in VERSIONS:
                versions[member] |= members
    return lambda id: set().union(*(findings[version] for version in versions[id] | {id}))


def numbers(words):
    return {word for word in words if any(letter.isdigit() for letter in word)}


def column(name, args):
    """For each share of equal words how many pairs are told, and how many there are."""
    path = quality.unpacked(name, args.shared, args.work)
    with open(path, encoding='utf-8') as file:
        articles = [json.loads(line) for line in file]
    texts[:] = map(words_of, articles)
    counts = Counter(word for words in texts for word in set(words))
    frequent.clear()
    frequent.update(word for word, _ in counts.most_common(FREQUENT))
    sources = [article.get('source') for article in articles]
    found = candidates()
    best = {}
    with multiprocessing.Pool() as pool:
        for (first, second, _), one in zip(found, pool.imap(stretch, found, chunksize=256)):
            if one and one[0] > best.get((first, second), (0,))[0]:
                best[first, second] = one
    scan = subprocess.run([args.binary, 'scan', path, '--format', 'json'], stdout=subprocess.PIPE, check=True)
    findings = told(json.loads(scan.stdout))
    counted = {share: [0, 0] for share in ALIKE}
    for (first, second), (equal, longer, a, b) in best.items():
        of_one = len(set(sources)) > 1 and sources[first] == sources[second]
        if of_one or longer < LEAST or numbers(a) != numbers(b):
            continue
        is_told = bool(findings(str(articles[first]['id'])) & findings(str(articles[second]['id'])))
        for share in ALIKE:
            if equal >= share * longer:
                counted[share][0] += is_told
                counted[share][1] += 1
    return counted


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--binary', default='target/release/twicetold')
    cli.add_argument('--shared', default='../shared')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--sets', nargs='+', choices=quality.SETS, default=['allsides', 'saudinewsnet', 'reuters21578'])
    args = cli.parse_args()
    columns = [column(name, args) for name in args.sets]
    print('| equal words | ' + ' | '.join(args.sets) + ' |')
    print('| --- |' + ' --- |' * len(args.sets))
    for share in ALIKE:
        cells = [f'{got}/{all} {got / max(all, 1):.3f}' for got, all in (counted[share] for counted in columns)]
        print(f'| {share:.0%} and more | ' + ' | '.join(cells) + ' |')


if __name__ == '__main__':
    main()
