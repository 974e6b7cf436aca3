//! Facts about pages: what is a block, what its words are, where they stand.

mod drawn;

use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::block::{Origin, Role};
use super::super::document::Format;
use super::super::page::{Base, Page};
use super::super::{Document, Extract, ReadOptions, Reading};

fn read(text: &str, extract: Extract) -> Reading {
    let options = ReadOptions { extract, ..ReadOptions::default() };
    let uri: Arc<str> = "page.html".into();
    let origin = Base::WHOLE;
    let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
    let mut reading = Reading::default();
    super::read(&page, &mut reading);
    reading
}

fn whole(text: &str) -> Document {
    read(text, Extract::All).documents.remove(0)
}

/// Checks the blocks of a page, and that their first and last words stand where they are said to.
fn check(html: &str, expected: &[(Role, &str)]) {
    let document = whole(html);
    let blocks: Vec<_> =
        document.blocks.iter().map(|b| (b.role, document.block_text(&b.span))).collect();
    assert_eq!(blocks, expected, "{html}");
    for block in &document.blocks {
        let text = document.block_text(&block.span);
        let word = text.split_whitespace().next().unwrap_or_default();
        let start = block.span.start + text.find(word).unwrap() as u32;
        let place = document.locate(start..start + word.len() as u32);
        let bytes = place.bytes.unwrap();
        let raw = &html[bytes.start as usize..(bytes.end as usize).min(html.len())];
        assert!(raw == word || raw.contains(['&', '<']) || word.contains('&'), "{raw} {word}");
        let line = 1 + html[..bytes.start as usize].matches('\n').count() as u32;
        assert_eq!(place.lines.0, line, "{html} {word}");
    }
}

use Role::{Caption, Heading, ListItem, Paragraph, Preformatted, Quotation, TableCell};

#[test]
fn block_elements_part_blocks_and_give_roles() {
    check(
        "<h2>A</h2><p>b</p><div>c</div>d",
        &[(Heading, "A"), (Paragraph, "b"), (Paragraph, "c"), (Paragraph, "d")],
    );
    check(
        "<ul><li>a<li>b<ol><li>c</ol></ul>",
        &[(ListItem, "a"), (ListItem, "b"), (ListItem, "c")],
    );
    check(
        "<blockquote><p>q</p></blockquote><figure><figcaption>c</figcaption></figure>",
        &[(Quotation, "q"), (Caption, "c")],
    );
    check("<div>a<p>b</p>c</div>", &[(Paragraph, "a"), (Paragraph, "b"), (Paragraph, "c")]);
}

#[test]
fn inline_markup_stays_inside_its_block() {
    check("<p>a <b>b</b>c<i> d</i></p>", &[(Paragraph, "a bc d")]);
    check("<p>un<wbr>known<img src=x> <span>x</span></p>", &[(Paragraph, "unknown x")]);
    check("<p><a href=x>a</a><!-- c --> b</p>", &[(Paragraph, "a b")]);
}

#[test]
fn white_space_collapses_and_references_are_read() {
    check("<p>\n  a\n\tb &amp; c&nbsp;&nbsp;d \n</p>", &[(Paragraph, "a b & c d")]);
    check("<p>caf&eacute; R&D 1 < 2</p>", &[(Paragraph, "café R&D 1 < 2")]);
    check("<p>&nbsp;</p><p> </p>", &[]);
    check("<pre>\n  a  b\n c\n</pre>", &[(Preformatted, "  a  b\n c")]);
}

#[test]
fn a_place_that_ends_with_a_reference_ends_where_it_does() {
    let html = "<p>Le caf&eacute; l&agrave;&#8230; d&#xe9;j&agrave ouvert</p>";
    let document = whole(html);
    let raw = ["Le", "caf&eacute;", "l&agrave;&#8230;", "d&#xe9;j&agrave", "ouvert"];
    for (word, raw) in ["Le", "café", "là…", "déjà", "ouvert"].into_iter().zip(raw) {
        let start = document.text.find(word).unwrap() as u32;
        let place = document.locate(start..start + word.len() as u32);
        let bytes = place.bytes.unwrap();
        assert_eq!(&html[bytes.start as usize..bytes.end as usize], raw);
        assert_eq!(place.column as usize, html.find(raw).unwrap() + 1, "{word}");
    }
}

#[test]
fn two_line_breaks_part_blocks_and_one_parts_words() {
    check("a<br>b<br> <br/>c", &[(Paragraph, "a b"), (Paragraph, "c")]);
    check("a<hr>b", &[(Paragraph, "a"), (Paragraph, "b")]);
}

#[test]
fn short_cells_make_a_row_and_long_ones_stand_alone() {
    check(
        "<table><tr><th>a<th>b<tr><td>c</td><td>d</td></tr></table>",
        &[(TableCell, "a b"), (TableCell, "c d")],
    );
    let long = "word ".repeat(30);
    let html = format!("<table><tr><td>{long}</td><td>x</td></tr></table>");
    check(&html, &[(TableCell, long.trim()), (TableCell, "x")]);
}

#[test]
fn what_is_not_shown_is_not_read() {
    check(
        "<head><title>t</title><style>p{}</style></head><script>a<b</script><noscript>n</noscript>\
         <template><p>t</p></template><svg><text>s</text></svg><p hidden>h</p>\
         <p style='display: none'>i</p><p>shown</p><button>ok",
        &[(Paragraph, "shown")],
    );
}

#[test]
fn a_page_tells_its_metadata() {
    let html = "<html lang='en-GB'><head><title>T</title><link rel=canonical href='https://x.org/a'>
        <meta property='og:title' content='Head &amp; line'><meta property=og:site_name content='The X'>
        <script type='application/ld+json'>{\"datePublished\": \"2026-11-20T08:14:00Z\"}</script>
        </head><body><h1>H</h1><p>b";
    let document = whole(html);
    assert_eq!(document.title.as_deref(), Some("Head & line"));
    assert_eq!(document.url.as_deref(), Some("https://x.org/a"));
    assert_eq!(&*document.source, "The X");
    assert_eq!(document.language.as_deref(), Some("en-GB"));
    assert_eq!(document.published.unwrap().to_string(), "2026-11-20T08:14:00Z");
    assert_eq!(document.format, Format::Html);
    assert_eq!(whole("<title>T</title><h1>H <b>x</b></h1>").title.as_deref(), Some("H x"));
    assert_eq!(whole("<title> T\n U</title><p>x").title.as_deref(), Some("T U"));
}

#[test]
fn an_element_that_closes_itself_hides_nothing_behind_it() {
    let story =
        "<p>The council on Thursday approved a flood barrier for the old harbour.</p>".repeat(4);
    for closed in ["<title/>", "<script src='x'/>", "<iframe src=\"x\" />", "<style/>", "<video/>"]
    {
        let head =
            format!("<html><head>{closed}</head><body>{story}<p>The end of it.</p></body></html>");
        let middle =
            format!("<body><article>{story}{closed}{story}<p>The end of it.</p></article>");
        for page in [head, middle] {
            for extract in [Extract::All, Extract::Auto] {
                let document = read(&page, extract).documents.remove(0);
                assert_eq!(document.blocks.len(), page.matches("<p>").count(), "{page}");
                assert_eq!(document.title, None);
            }
        }
    }
    check("<p>one</p><script>a />b</script><p>two</p>", &[(Paragraph, "one"), (Paragraph, "two")]);
}

#[test]
fn blank_lines_part_text_that_stands_in_no_element() {
    check(
        "one <b>two</b>\nthree\n\nfour\n \r\n\n<i>five</i>\n\nsix<p>seven\n\neight</p>\n\nnine <b>ten\n\neleven</b>",
        &[
            (Paragraph, "one two three"),
            (Paragraph, "four"),
            (Paragraph, "five"),
            (Paragraph, "six"),
            (Paragraph, "seven eight"),
            (Paragraph, "nine ten eleven"),
        ],
    );
}

#[test]
fn verbatim_blocks_know_their_column() {
    let document = whole("<p>é</p><p>one</p>\n <p>two</p>");
    let origins: Vec<_> = document.blocks.iter().map(|b| b.origin.clone()).collect();
    assert_eq!(origins[1], Origin::Verbatim { byte: 12, line: 1, column: 12 });
    assert_eq!(origins[2], Origin::Verbatim { byte: 24, line: 2, column: 5 });
    let document = whole("<div><p>Thé <b>flood</b>\n <i>came</i>");
    let column = |at: u32| document.locate(at..at + 1).column;
    assert_eq!([0, 5, 7, 11].map(column), [9, 16, 18, 5]);
}

#[test]
fn fragments_count_from_their_base() {
    let mut document = Document::default();
    super::read_fragment(
        "<p>a</p>\n<p>b</p>",
        &Base::Verbatim { byte: 100, line: 7, column: 1 },
        &mut document,
    );
    super::read_fragment("<p>c</p>\n<p>d</p>", &Base::Lines { line: 20 }, &mut document);
    let places: Vec<_> = document.blocks.iter().map(|b| document.locate(b.span.clone())).collect();
    assert_eq!((places[1].lines, places[1].bytes.clone()), ((8, 8), Some(112..113)));
    assert_eq!((places[3].lines, places[3].bytes.clone()), ((21, 21), None));
}

/// Each word's line in the blocks of a fragment of which only lines are known.
#[test]
fn lines_are_known_where_bytes_are_not() {
    let check = |html: &str, expected: &[u32]| {
        let mut document = Document::default();
        super::read_fragment(html, &Base::Lines { line: 20 }, &mut document);
        let text = document.text.to_string();
        let starts = text.split_whitespace().map(|w| w.as_ptr() as usize - text.as_ptr() as usize);
        let lines = starts.map(|at| document.locate(at as u32..at as u32 + 1).lines.0);
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{html}");
        let end = text.len() as u32;
        let place = document.locate(0..end);
        assert_eq!(place.lines, (expected[0], *expected.last().unwrap()), "{html}");
        assert_eq!(place.bytes, None);
        document.blocks
    };
    check("<p>a\nb c\nd</p>\n<p>e\nf</p>", &[20, 21, 21, 22, 23, 24]);
    check("<p>a <b>b\nc</b> &amp;\nd\n\n<i>e</i></p>", &[20, 20, 21, 21, 22, 24]);
    check("<p>a<br>b\nc<br>\nd</p>", &[20, 20, 21, 22]);
    let kept = check("<pre>a\nb</pre><p>c d</p>", &[20, 21, 21, 21]);
    let origin = |at: usize| kept.get(at).unwrap().origin;
    assert_eq!(origin(0), Origin::Lines { first: 20, last: 21 });
    assert_eq!(origin(1), Origin::Lines { first: 21, last: 21 });
    let one_line = check("<p>a<br>b &amp; c</p>", &[20; 4]);
    assert_eq!(one_line.one_line(), Some(20));
}

#[test]
fn the_article_is_chosen_and_keeps_its_places() {
    let story =
        "The council on Thursday approved a long-delayed flood barrier for the old harbour, "
            .repeat(4);
    let paragraphs = format!("<p>{story}</p>\n").repeat(5);
    let html = format!(
        "<html><body><nav><a href=/>Home</a> <a href=/x>News</a></nav><article><h1>Barrier</h1>\n\
         {paragraphs}<div class='newsletter'><p>Sign up for our newsletter today, it is free.</p></div>\
         </article><footer>All rights reserved</footer></body></html>"
    );
    let reading = read(&html, Extract::Auto);
    let document = &reading.documents[0];
    let bodies: Vec<_> = document.blocks.iter().filter(|b| b.role == Paragraph).collect();
    assert_eq!(bodies.len(), 5, "{}", document.text);
    assert!(bodies.iter().all(|b| document.block_text(&b.span) == story.trim()));
    assert_eq!(document.locate(bodies[4].span.clone()).lines, (6, 6));
    assert!(reading.errors.is_empty());
    assert!(whole(&html).text.contains("All rights reserved"));
}

#[test]
fn time_grows_with_the_page_alone() {
    let many = 100_000;
    let bombs = [
        "<div>".repeat(many),
        format!("{}text{}", "<div>".repeat(many), "</div>".repeat(many)),
        "<b>".repeat(many),
        "<p><b>".repeat(many),
        format!("<b><div>{}{}", "<span>".repeat(many), "</b>".repeat(many)),
        "<a href=x><p>".repeat(many),
        "<table><tr><td>".repeat(many),
        "<ul><li>".repeat(many),
        "&".repeat(10 * many),
        "&copy".repeat(many),
        "<".repeat(10 * many),
        "<p>x<br>".repeat(many),
        format!("<p {}>x", "a=1 ".repeat(10 * many)),
        format!("<p {}>x", "a=\"\" ".repeat(10 * many)),
        format!("<p {}>x", (0..many).map(|n| format!("a{n}")).collect::<Vec<_>>().join(" ")),
        "<script>".repeat(many),
        "<!--".repeat(many),
    ];
    let spent = |bomb: &str| {
        let start = Instant::now();
        let reading = read(bomb, Extract::Auto);
        assert_eq!(reading.documents.len(), 1);
        start.elapsed()
    };
    for bomb in bombs {
        // A machine that is busy with other work gets a second and a third chance.
        let is_quick = (0..3).any(|_| spent(&bomb) < Duration::from_secs(4));
        assert!(is_quick, "{}", &bomb[..60]);
    }
}

#[test]
fn a_page_too_large_is_read_by_link_density_and_told_with_what_is_too_large() {
    let text = "a sentence that is long enough to be running text";
    let check = |html: String, what: &str| {
        let reading = read(&html, Extract::Auto);
        assert_eq!(reading.documents[0].text.trim(), text);
        let expected =
            format!("page too large for article extraction ({what}); read by link density");
        assert_eq!(reading.errors[0].message(), expected);
    };
    check(format!("{}<p>{text}</p>", "<div>".repeat(600)), "601 elements, 601 deep");
    let attributes: Vec<_> = (0..600).map(|n| format!("a{n}=1")).collect();
    check(format!("<article><p {}>{text}", attributes.join(" ")), "600 attributes in one element");
    check(format!("<article><p>{text}{}", "<!-->".repeat(200_001)), "200003 `<`");
    let blank = format!("<p>{}", "&nbsp;".repeat(10_000));
    check(format!("<article><p>{text}{}", blank.repeat(40)), "too many character references");
    let long = format!("<p>{text}</p>{}", " ".repeat(9 << 20));
    check(long, "9437240 bytes");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        read(&text, Extract::Auto);
    }

    #[test]
    fn no_soup_of_tags_makes_the_reader_panic_or_lie(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=x>", "</a>", "<pre>", "</pre>",
            "<table>", "<tr>", "<td>", "</table>", "<br>", "<li>", "<svg>", "</svg>", "<script>",
            "</script>", "<title>", "</title>", "&amp;", "&nbsp;", "&", "<", ">", "</>", "<!--", "-->",
            "\n", "\r\n", " ", "é", "word", "\u{a0}", "\u{f0001}", "\0", "<h1>", "</h1>", "<select>",
        ]), 0..40)
    ) {
        let html = parts.concat();
        for extract in [Extract::All, Extract::Auto] {
            let document = read(&html, extract).documents.remove(0);
            for block in &document.blocks {
                let place = document.locate(block.span.clone());
                let bytes = place.bytes.unwrap();
                prop_assert!(bytes.start < bytes.end && bytes.end as usize <= html.len() + 8);
                if let Origin::Pieces(pieces) = &block.origin {
                    let rising = |p: &[super::super::Piece]| p[0].text < p[1].text && p[0].byte < p[1].byte;
                    prop_assert!(pieces.windows(2).all(rising), "{pieces:?}");
                    prop_assert_eq!(pieces[0].text, 0);
                }
            }
        }
    }
}
