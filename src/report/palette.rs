//! The colours of what people read; all of them nothing where colour is off.

use anstyle::{AnsiColor, Style};

use super::layout::width;

/// A style for each part of a report.
pub(super) struct Palette {
    /// The rule of a finding that is an error.
    pub error: Style,
    /// The rule of a finding that is a warning.
    pub warning: Style,
    /// The rule of a finding that is good to know.
    pub info: Style,
    /// A figure that the eye should find.
    pub strong: Style,
    /// A place: path and line.
    pub place: Style,
    /// What matters less: dates, notes, frames.
    pub faint: Style,
    /// Words that the copy lacks.
    pub removed: Style,
    /// Words that the copy has instead.
    pub added: Style,
}

impl Palette {
    /// Returns the palette with or without colours.
    pub(super) fn new(options: &super::RenderOptions) -> Self {
        if !options.color {
            let none = Style::new();
            return Self {
                error: none,
                warning: none,
                info: none,
                strong: none,
                place: none,
                faint: none,
                removed: none,
                added: none,
            };
        }
        Self {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            info: AnsiColor::Cyan.on_default().bold(),
            strong: Style::new().bold(),
            place: AnsiColor::Blue.on_default(),
            faint: Style::new().dimmed(),
            removed: AnsiColor::Red.on_default(),
            added: AnsiColor::Green.on_default(),
        }
    }

    /// Returns the style of a level.
    pub(super) fn level(&self, level: &str) -> Style {
        match level {
            "error" => self.error,
            "warning" => self.warning,
            _ => self.info,
        }
    }
}

/// Returns text in a style; nothing stays nothing.
pub(super) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// Returns text in a style, filled with plain spaces to `columns`.
pub(super) fn paint_padded(style: Style, text: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(width(text));
    format!("{}{}", paint(style, text), " ".repeat(gap))
}
