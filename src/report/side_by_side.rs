//! Two texts in two columns, in step: a word that both have stands on the same row in both.

use std::io::{self, Write};

use super::difference::{Word, WordSide, painted, words};
use super::layout::{cut_end, width};
use super::palette::{Palette, paint};
use super::{Differences, RenderOptions};

/// Between the columns.
const BAR: &str = " │ ";

/// Writes two texts in two columns under their heads.
pub(super) fn write(
    heads: &[String; 2],
    steps: &Differences,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let columns = (options.width - width(BAR)) / 2;
    let bar = paint(palette.faint, BAR);
    let heads = heads.each_ref().map(|head| cut_end(head, columns));
    let gap = " ".repeat(columns - width(&heads[0]));
    let [anchor, copy] = heads.each_ref().map(|head| paint(palette.faint, head));
    writeln!(out, "{anchor}{gap}{bar}{copy}")?;
    for row in rows(&words(steps), columns) {
        let [left, right] = row.each_ref().map(|column| painted(&column.words, &palette));
        let gap = " ".repeat(columns.saturating_sub(row[0].used));
        writeln!(out, "{}", format!("{left}{gap}{bar}{right}").trim_end())?;
    }
    Ok(())
}

/// One line of one column.
#[derive(Default)]
struct Column {
    words: Vec<Word>,
    used: usize,
}

impl Column {
    fn needed(&self, word: &Word) -> usize {
        width(&word.text) + usize::from(word.space && self.used > 0)
    }

    fn push(&mut self, word: &Word) {
        self.used += self.needed(word);
        let space = word.space && !self.words.is_empty();
        self.words.push(Word { space, ..word.clone() });
    }
}

/// Fills rows of both columns; a row ends for both where one of them is full.
fn rows(words: &[Word], columns: usize) -> Vec<[Column; 2]> {
    let mut rows: Vec<[Column; 2]> = Vec::new();
    for change in words.chunk_by(|a, b| {
        a.side == WordSide::Both && b.side == WordSide::Both
            || a.side != WordSide::Both && b.side != WordSide::Both
    }) {
        if change[0].side == WordSide::Both {
            for word in change {
                push_both(&mut rows, word, columns);
            }
            continue;
        }
        // Both sides of a change begin on the same row and run down independently.
        let start = rows.len().saturating_sub(1);
        for (index, side) in [WordSide::Anchor, WordSide::Copy].into_iter().enumerate() {
            let mut at = start;
            for word in change.iter().filter(|word| word.side == side) {
                push_one(&mut rows, (&mut at, index), word, columns);
            }
        }
    }
    rows
}

fn push_both(rows: &mut Vec<[Column; 2]>, word: &Word, columns: usize) {
    let word = Word { text: cut_end(&word.text, columns), ..word.clone() };
    let fits = rows
        .last()
        .is_some_and(|row| row.iter().all(|column| column.used + column.needed(&word) <= columns));
    if !fits {
        rows.push(Default::default());
    }
    let row = rows.last_mut().expect("a row was pushed where none had room");
    for column in row {
        column.push(&word);
    }
}

fn push_one(
    rows: &mut Vec<[Column; 2]>,
    (at, side): (&mut usize, usize),
    word: &Word,
    columns: usize,
) {
    let word = Word { text: cut_end(&word.text, columns), ..word.clone() };
    loop {
        if *at >= rows.len() {
            rows.push(Default::default());
        }
        let column = &mut rows[*at][side];
        if column.used == 0 || column.used + column.needed(&word) <= columns {
            return column.push(&word);
        }
        *at += 1;
    }
}
