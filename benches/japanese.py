#!/usr/bin/env python3
"""Articles in Japanese from translated manuals, as JSONL for quality.py.

usage: benches/japanese.py DIR OUT.jsonl

Reads the HTML pages below DIR and makes an article of each section that has four paragraphs of Japanese prose: nothing
is left of programs, tables, menus and lists of one form. The same pages give the same bytes.
"""
import glob, json, os, re, sys
from html.parser import HTMLParser

LEAST_PARAGRAPHS = 4
LEAST_FRESH = 0.7  # of an article's runs of eight characters that stand in it once: a list of one form has fewer
LEAST_CHARACTERS = 20  # of a paragraph: menus and captions have fewer
LEAST_SHARE = 0.7  # of a paragraph's characters that are Japanese: news has few Latin words
JAPANESE = re.compile(r'[\u3041-\u30ff\u4e00-\u9fff]')
KANA = re.compile(r'[\u3041-\u3096]')
# Between two characters a line break in the source is no space.
BROKEN = re.compile(r'(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])')
BLOCKS = {'p', 'li', 'dd', 'dt', 'td', 'th', 'div', 'section', 'article', 'body', 'ul', 'ol', 'dl', 'tr', 'table'}
HEADINGS = {'h1', 'h2', 'h3', 'h4'}
SKIPPED = {'script', 'style', 'pre', 'nav', 'head', 'header', 'footer', 'table'}


class Page(HTMLParser):
    """The sections of a page: titles and paragraphs."""

    def __init__(self):
        super().__init__()
        self.sections, self.text, self.skipped = [('', [])], [], 0

    def handle_starttag(self, tag, attrs):
        self.border(tag)
        self.skipped += tag in SKIPPED

    def handle_endtag(self, tag):
        self.border(tag)
        self.skipped = max(0, self.skipped - (tag in SKIPPED))

    def handle_data(self, data):
        if not self.skipped:
            self.text.append(data)

    def border(self, tag):
        if tag not in BLOCKS and tag not in HEADINGS:
            return
        text, self.text = BROKEN.sub('', ' '.join(''.join(self.text).split())), []
        if tag in HEADINGS and text:
            self.sections.append((text, []))
        elif is_prose(text):
            self.sections[-1][1].append(text)


def is_prose(text):
    return len(JAPANESE.findall(text)) >= max(LEAST_CHARACTERS, LEAST_SHARE * len(text)) and KANA.search(text) is not None


def is_fresh(text):
    runs = [text[at:at + 8] for at in range(len(text) - 7)]
    return len(set(runs)) >= LEAST_FRESH * len(runs)


def articles(directory):
    seen = set()
    for path in sorted(filter(os.path.isfile, glob.glob(f'{directory}/**/*.htm*', recursive=True))):
        page = Page()
        with open(path, encoding='utf-8', errors='replace') as file:
            page.feed(file.read())
        for title, paragraphs in page.sections:
            text = '\n\n'.join(paragraphs)
            if len(paragraphs) >= LEAST_PARAGRAPHS and is_fresh(text) and text not in seen:
                seen.add(text)
                yield {'title': title, 'text': text, 'source': os.path.relpath(path, directory).replace(os.sep, '/')}


def main():
    directory, out = sys.argv[1:3]
    with open(out, 'w', encoding='utf-8') as file:
        for number, article in enumerate(articles(directory)):
            file.write(json.dumps({'id': f'ja{number:05d}'} | article, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
