#!/usr/bin/env python3
"""What other values of the settings would find, as a table in Markdown: why the defaults are what they are.

usage: benches/sweep.py [--shared DIR] [--work DIR] [--seeds N ...] [--sets S ...]

Plants and counts as quality.py does, one setting changed at a time. CPU time is that of the scans of a row beside that
of the first row, in the same run.
"""
import argparse, os, resource, subprocess, sys

sys.path.insert(0, os.path.dirname(__file__))
import quality

GRID = ['', 'k=4', 'k=6', 'k=7', 'k-characters=5', 'k-characters=7', 'k-characters=8', 'sampling=3', 'sampling=4',
        'sampling=6', 'sampling=8', 'sampling-characters=2', 'sampling-characters=5', 'w=4', 'w=6', 'w=10', 'w=14',
        'sampling=4 w=14', 'sampling=1000 w=4', 'sampling=1000 w=6', 'min-words=20', 'min-words=30', 'near=0.4',
        'near=0.6', 'contain=0.8', 'contain=0.95']
PASSAGES = 'passage: '


def program():
    """Builds scan_with, and returns its path."""
    built = subprocess.run(['cargo', 'bench', '--no-run', '--bench', 'scan_with'], check=True, stderr=subprocess.PIPE)
    return built.stderr.decode().rpartition('(')[2].rpartition(')')[0]


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def share(column, belongs):
    """Found and planted of all kinds that belong, and the worst of them."""
    counts = {kind: count for kind, count in column.kinds.items() if belongs(kind) and count[1]}
    worst = min(counts, key=lambda kind: counts[kind][0] / counts[kind][1])
    total = sum(found for found, _ in counts.values()) / sum(all_ for _, all_ in counts.values())
    return f'{total:.4f} | {counts[worst][0] / counts[worst][1]:.3f} {worst.removeprefix(PASSAGES)}'


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument('--shared', default='../shared')
    cli.add_argument('--work', default='target/quality')
    cli.add_argument('--seeds', type=int, nargs='+', default=[1, 2])
    cli.add_argument('--sets', nargs='+', choices=quality.SETS, default=list(quality.SETS)[:4])
    args = cli.parse_args()
    os.makedirs(args.work, exist_ok=True)
    scan, report, first = program(), f'{args.work}/report.json', None
    print('| setting | copies found | worst kind | passages found | worst kind | pairs right | Rand index | CPU |')
    print('| --- | --- | --- | --- | --- | --- | --- | --- |')
    for setting in GRID:
        column, used = quality.Column(), 0
        for name in args.sets:
            for seed in args.seeds:
                where = quality.planted(name, seed, args)
                before = cpu()
                subprocess.run([scan, f'{where}/docs.jsonl', report, *setting.split()], check=True)
                used += cpu() - before
                column.add(name, where, report, args.shared)
        first = first or used
        copies = share(column, lambda kind: ':' not in kind)
        passages = share(column, lambda kind: kind.startswith(PASSAGES + 'paragraph'))
        figures = f'{quality.share(column.pairs)} | {quality.mean(column.indices)} | {used / first:.2f}'
        print(f'| {setting or "the defaults"} | {copies} | {passages} | {figures} |', flush=True)


if __name__ == '__main__':
    main()
