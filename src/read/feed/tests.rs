//! Facts about feeds: whole ones, cut ones, broken ones.

use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::error::ErrorKind;

use super::super::page::{Base, Page};
use super::super::{Document, Format, Origin, ReadOptions, Reading};

/// Reads a feed that is a file of its own.
pub(super) fn read_text(text: &str) -> Reading {
    let options = ReadOptions::default();
    let uri: Arc<str> = "feed.xml".into();
    let origin = Base::WHOLE;
    let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
    let mut reading = Reading::default();
    super::read(&page, &mut reading);
    reading
}

/// Returns a feed's entries as `title: text`, and its errors as `line message`.
fn told(feed: &str) -> (Vec<String>, Vec<String>) {
    let reading = read_text(feed);
    let title = |d: &Document| d.title.clone().unwrap_or_default();
    let entries = reading.documents.iter().map(|d| format!("{}: {}", title(d), d.text)).collect();
    let line = |line: Option<u32>| line.map_or("-".to_owned(), |l| l.to_string());
    let errors =
        reading.errors.iter().map(|e| format!("{} {}", line(e.line()), e.message())).collect();
    (entries, errors)
}

pub(super) fn check(feed: &str, entries: &[&str], errors: &[&str]) {
    let (found, told) = told(feed);
    assert_eq!(found, entries, "{feed}");
    assert_eq!(told, errors, "{feed}");
}

/// Wraps items in a feed.
fn rss(items: &str) -> String {
    format!("<rss><channel>{items}</channel></rss>")
}

/// Returns the only entry of a feed.
pub(super) fn only(feed: &str) -> Document {
    let mut reading = read_text(feed);
    assert_eq!(reading.documents.len(), 1, "{:?}", reading.errors);
    reading.documents.remove(0)
}

#[test]
fn an_rss_item_is_a_document() {
    let feed = "<?xml version='1.0'?>\n<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'
        xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><title>The Daily</title>
        <language>en</language><image><title>Logo</title></image>
        <item><guid isPermaLink='false'>a-1</guid><link>http://x.org/1</link><title>One &amp; &lt;b&gt;two&lt;/b&gt;</title>
        <pubDate>Thu, 20 Nov 2026 08:14:00 GMT</pubDate><description>short</description>
        <c:encoded><![CDATA[<p>Full</p><p>text</p>]]></c:encoded></item></channel></rss>";
    let document = only(feed);
    assert_eq!(document.id.as_deref(), Some("a-1"));
    assert_eq!(document.url.as_deref(), Some("http://x.org/1"));
    assert_eq!(document.title.as_deref(), Some("One & two"));
    assert_eq!(document.published.unwrap().to_string(), "2026-11-20T08:14:00Z");
    assert_eq!(&*document.source, "The Daily");
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.text, "Full\ntext");
    assert_eq!(document.format, Format::Rss);
}

#[test]
fn an_atom_entry_is_a_document() {
    let document = only(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de' xml:base='http://x.org/a/'>
        <title>Blatt</title><entry><id>urn:1</id><title type='html'>A &amp;amp; B</title>
        <link rel='self' href='s'/><link href='../b?c#d'/><updated>2026-11-20T08:14:00Z</updated>
        <summary>kurz</summary><source><id>q</id><title>Quelle</title></source>
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x <b>y</b></p><p>z</p></div></content>
        </entry></feed>",
    );
    assert_eq!(document.id.as_deref(), Some("urn:1"));
    assert_eq!(document.url.as_deref(), Some("http://x.org/b?c#d"));
    assert_eq!(document.title.as_deref(), Some("A & B"));
    assert_eq!(&*document.source, "Quelle");
    assert_eq!(document.language.as_deref(), Some("de"));
    assert_eq!(document.text, "x y\nz");
    assert_eq!(document.format, Format::Atom);
}

#[test]
fn rdf_items_stand_beside_their_channel() {
    let document = only(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>
        <channel rdf:about='http://x.org/'><title>T</title><items><rdf:Seq><rdf:li/></rdf:Seq></items></channel>
        <item rdf:about='http://x.org/1'><title>A</title><dc:date>2026-11-20T08:14:00Z</dc:date></item></rdf:RDF>",
    );
    assert_eq!(document.id.as_deref(), Some("http://x.org/1"));
    assert_eq!(&*document.source, "T");
    assert!(document.published.is_some() && document.text.is_empty());
}

#[test]
fn text_without_markup_is_parted_by_blank_lines() {
    let feed = rss("<item><description>\n one\n two\n\n three</description></item>");
    let document = only(&feed);
    assert_eq!(document.text, "one\n two\nthree");
    let place = document.locate(9..14);
    assert_eq!(place.lines, (5, 5));
    assert_eq!(&feed[place.bytes.map(|b| b.start as usize..b.end as usize).unwrap()], "three");
}

#[test]
fn blocks_know_their_lines_and_where_they_can_their_bytes() {
    let cdata =
        rss("\n<item>\n<description><![CDATA[\n<p>one</p>\n<p>t&amp;o</p>]]></description></item>");
    let markup = rss("\n<item>\n<description>\n<p>one</p>\n<p>t&amp;o</p></description></item>");
    let escaped =
        rss("\n<item>\n<description>\n&lt;p>one&lt;/p>\n&lt;p>t&amp;o&lt;/p></description></item>");
    for (feed, bytes) in [(cdata, true), (markup, true), (escaped, false)] {
        let document = only(&feed);
        assert_eq!(document.text, "one\nt&o", "{feed}");
        let places = [document.locate(0..3), document.locate(4..7)];
        assert_eq!(places[0].lines, (4, 4), "{feed}");
        assert_eq!(places[1].lines, (5, 5), "{feed}");
        let found = places[0].bytes.clone().map(|b| &feed[b.start as usize..b.end as usize]);
        assert_eq!(found, bytes.then_some("one"), "{feed}");
        assert_eq!(matches!(document.blocks.get(0).unwrap().origin, Origin::Lines { .. }), !bytes);
    }
}

#[test]
fn columns_are_those_of_the_line() {
    for content in ["one é two", "<![CDATA[one é two]]>", "<p>one <b>é</b> two</p>", "\n one é two"]
    {
        let feed =
            rss(&format!("<item><title>é</title><description>{content}</description></item>"));
        let document = only(&feed);
        let at = document.text.find("two").expect("the word stands in the text") as u32;
        let line = feed.lines().find(|line| line.contains("two")).expect("a line has the word");
        let before = line.find("two").map_or(0, |byte| line[..byte].chars().count()) as u32;
        assert_eq!(document.locate(at..at + 3).column, before + 1, "{feed}");
    }
}

#[test]
fn a_raw_ampersand_and_names_of_html_are_read() {
    let items = "<item><title>R&D caf&eacute; &foo; ?a=1&copy=2</title><description>x &nbsp; &lt;</description></item>";
    check(&rss(items), &["R&D café &foo; ?a=1&copy=2: x \u{a0} <"], &[]);
}

#[test]
fn entities_of_the_document_type_are_not_expanded() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;'>]>\n";
    let feed = format!("{bomb}{}", rss("<item><title>&b;</title></item>"));
    check(&feed, &["&b;: "], &["1 faulty XML: entities of the document type are not expanded"]);
}

#[test]
fn a_cut_feed_keeps_its_entries() {
    let end = "unexpected end of file";
    let one = "<rss><channel><item><title>A</title></item>\n";
    check(one, &["A: "], &[&format!("1 {end}; 1 item read")]);
    let two = format!("{one}<item><title>B</title><description>half a sen");
    check(&two, &["A: ", "B: half a sen"], &[&format!("2 {end}; 2 items read")]);
    let cdata = format!("{one}<item><title>B</title>\n<description><![CDATA[<p>half a");
    check(&cdata, &["A: ", "B: half a"], &[&format!("3 {end}; 2 items read")]);
    let nothing = format!("{one}<item><li");
    check(&nothing, &["A: "], &[&format!("2 {end}; 1 item read")]);
}

#[test]
fn an_entry_is_not_lost_to_a_broken_neighbour() {
    let whole = "<item><title>B</title><description>b</description></item>";
    let check = |broken: &str, first: &str, line_and_fault: &str| {
        let feed = rss(&format!("{whole}\n{broken}\n{whole}"));
        let (entries, errors) = told(&feed);
        assert_eq!(entries, ["B: b", first, "B: b"], "{feed}");
        assert_eq!(errors, [format!("2 faulty XML: {line_and_fault}")], "{feed}");
    };
    check("<item><title>A</titel></item>", "A: ", "<title> ended by </titel>");
    check("<item><title>A</item>", "A: ", "<title> ended by </item>");
    check("<item><title>A<description>a</description></item>", "A: a", "<title> without end");
    let cdata = "CDATA section without end";
    let feed =
        rss("<item><description><![CDATA[a</description></item><item><title>B</title></item>");
    let (entries, errors) = told(&feed);
    assert_eq!((entries.len(), errors[0].ends_with(cdata)), (2, true), "{entries:?} {errors:?}");
}

#[test]
fn an_entry_ends_where_the_next_begins() {
    let feed = rss("<item><title>A</title>\n<item><title>B</title></item>");
    check(&feed, &["A: ", "B: "], &["2 faulty XML: entry without end"]);
}

#[test]
fn stray_tags_in_a_description_do_not_end_it() {
    let feed = rss("<item><description>a</p> b<br> c</description><title>T</title></item>");
    check(&feed, &["T: a\nb\u{20}c"], &[]);
}

#[test]
fn a_news_item_is_a_document() {
    let item = "<newsItem guid='tag:1' xml:lang='en-US' xmlns='http://iptc.org/std/nar/2006-10-01/'>
        <itemMeta><versionCreated>2018-10-19T11:45:00-04:00</versionCreated></itemMeta>
        <contentMeta><headline>H</headline></contentMeta><contentSet>
        <inlineXML contenttype='application/nitf+xml'><nitf><head><title>x</title></head><body>
        <body.head><hedline><hl1>H</hl1></hedline></body.head>
        <body.content><p>One</p><p>Two</p></body.content></body></nitf></inlineXML></contentSet></newsItem>";
    let document = only(item);
    assert_eq!(document.id.as_deref(), Some("tag:1"));
    assert_eq!(document.title.as_deref(), Some("H"));
    assert_eq!(document.language.as_deref(), Some("en-US"));
    assert_eq!(document.published.unwrap().to_string(), "2018-10-19T15:45:00Z");
    assert_eq!((&*document.text, document.format), ("H\nOne\nTwo", Format::NewsMl));
    check(item, &["H: H\nOne\nTwo"], &[]);
    let message = format!("<newsMessage><header/><itemSet>{item}{item}</itemSet></newsMessage>");
    check(&message, &["H: H\nOne\nTwo", "H: H\nOne\nTwo"], &[]);
    let nitf = "<nitf><head><title>x</title></head><body><body.head><hedline><hl1>H</hl1></hedline>
        </body.head><body.content><p>One</p></body.content></body></nitf>";
    check(nitf, &["H: One"], &[]);
}

#[test]
fn nitf_has_its_id_and_its_dates_in_attributes() {
    let published = |dates: &str| {
        let nitf = format!(
            "<nitf><head><title>x</title><docdata><doc-id id-string='tag:7'/>{dates}</docdata></head>
             <body><body.content><p>One</p></body.content></body></nitf>"
        );
        let document = only(&nitf);
        assert_eq!(document.id.as_deref(), Some("tag:7"), "{dates}");
        document.published.map(|time| time.to_string())
    };
    let morning = Some("2025-11-20T08:00:00Z".to_owned());
    for date in ["20251120T080000Z", "20251120T090000+0100", "2025-11-20T08:00:00Z"] {
        assert_eq!(published(&format!("<date.issue norm='{date}'/>")), morning);
        assert_eq!(published(&format!("<date.release norm='{date}'></date.release>")), morning);
        let later = "<date.issue norm='20251121'/>";
        let data = format!("</docdata><pubdata date.publication='{date}'/><docdata>");
        assert_eq!(published(&format!("{later}{data}")), morning);
    }
    assert_eq!(published("<date.issue/>"), None);
    let release = "<date.release id-string='' norm='20251120T080000Z'/>";
    assert_eq!(published(&format!("<date.issue norm=''/>{release}")), morning);
    let item =
        "<item><guid id-string='x'/><pubDate norm='20251120T080000Z'/><title>T</title></item>";
    let document = only(&rss(item));
    assert_eq!((document.id, document.published), (None, None));
}

#[test]
fn other_xml_is_told() {
    check("<opml><body/></opml>", &[], &["- XML of an unknown kind: <opml>"]);
    check("just text", &[], &["- no element of XML found"]);
    check(&rss(""), &[], &[]);
}

/// Returns a feed and where each of its entries ends.
fn numbered(atom: bool) -> (String, Vec<usize>) {
    let mut feed =
        if atom { "<feed><title>F</title>".to_owned() } else { "<rss><channel>".to_owned() };
    let mut ends = Vec::new();
    for n in 0..12 {
        let entry = if atom {
            format!(
                "<entry><id>{n}</id><title>T{n}</title><link href=\"http://x/{n}\"/>\n\
                 <content type=\"xhtml\"><div><p>é{n} <b>b</b></p></div></content></entry>\n"
            )
        } else {
            format!(
                "<item><guid>{n}</guid><title>T &amp; {n}</title><!-- c -->\n\
                 <description><![CDATA[<p>é{n} <a href='x>y'>b</a></p>]]></description></item>\n"
            )
        };
        feed.push_str(&entry);
        ends.push(feed.len() - 1);
    }
    feed += if atom { "</feed>" } else { "</channel></rss>" };
    (feed, ends)
}

#[test]
fn every_entry_before_the_cut_is_kept() {
    for atom in [false, true] {
        let (feed, ends) = numbered(atom);
        let whole = read_text(&feed).documents;
        assert_eq!(whole.len(), ends.len());
        for cut in (1..feed.len()).filter(|n| feed.is_char_boundary(*n)) {
            let complete = ends.iter().filter(|end| **end <= cut).count();
            let reading = read_text(&feed[..cut]);
            assert!(reading.documents.len() >= complete, "{}", &feed[..cut]);
            for (cut, whole) in reading.documents.iter().zip(&whole).take(complete) {
                assert_eq!(
                    (&cut.id, &cut.text, &cut.blocks),
                    (&whole.id, &whole.text, &whole.blocks)
                );
            }
            let truncated = reading.errors.iter().any(|e| e.kind() == ErrorKind::Truncated);
            assert!(truncated || cut < 9, "{cut} {:?}", reading.errors);
        }
    }
}

#[test]
fn time_grows_with_the_feed_alone() {
    let many = 100_000;
    let bombs = [
        "<item>".repeat(many),
        "<item><title>".repeat(many),
        rss(&format!("<item><title>{}", "&".repeat(10 * many))),
        rss(&format!("<item><title>{}", "<".repeat(10 * many))),
        rss(&format!("<item><description>{}", "<b>".repeat(10 * many))),
        rss(&format!("<item><description>{}", "<![CDATA[".repeat(many))),
        rss(&"<item><description><![CDATA[".repeat(many)),
        rss(&"<item><!--".repeat(many)),
        rss(&"<!DOCTYPE [".repeat(many)),
        rss(&"<a b=\"".repeat(many)),
        rss(&"<a b='<c d=\"".repeat(many)),
        rss(&format!("<item {}>", "a=1 ".repeat(10 * many))),
        "<a>".repeat(10 * many),
        "</a>".repeat(10 * many),
    ];
    for bomb in bombs {
        let start = Instant::now();
        read_text(&bomb);
        let spent = start.elapsed();
        assert!(spent < Duration::from_secs(3), "{spent:?} for {}", &bomb[..60]);
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        read_text(&text);
    }

    #[test]
    fn no_soup_of_tags_makes_the_reader_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<rss>", "<channel>", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>",
            "<description>", "</description>", "<content type='xhtml'>", "</content>", "<![CDATA[",
            "]]>", "<!--", "-->", "&", "&amp;", "é", "\n", "<p>", "</p>", "<", "\"", "<link href='",
            "<feed>", "</feed>", "</rss>", "<source>", "xml:base='a'>", "&#0;", "\r\n", "x",
        ]), 0..40)
    ) {
        let reading = read_text(&parts.concat());
        for document in &reading.documents {
            for block in &document.blocks {
                document.locate(block.span.clone());
            }
        }
    }

    #[test]
    fn a_changed_byte_costs_at_most_the_entries_it_touches(at in 0..900_usize, with in "[<>&\"'x/]") {
        let (feed, ends) = numbered(false);
        let at = (0..=at.min(feed.len() - 1)).rev().find(|n| feed.is_char_boundary(*n)).unwrap();
        let letter = feed[at..].chars().next().unwrap();
        let changed = format!("{}{with}{}", &feed[..at], &feed[at + letter.len_utf8()..]);
        let reading = read_text(&changed);
        let whole = ends.iter().filter(|end| **end <= at).count();
        for n in 0..whole {
            let id = Some(n.to_string().into());
            prop_assert!(reading.documents.iter().any(|d| d.id == id), "{n} lost: {changed}");
        }
    }
}

/// Measures the readers: `cargo test --release --lib speed -- --ignored --nocapture`.
#[test]
#[ignore = "measures only"]
fn speed_of_feed_and_page() {
    let sentence = "The council on Thursday approved a long-delayed flood barrier &amp; more. ";
    let item = |n: usize| {
        let body = format!("<p>{}</p>\n", sentence.repeat(4)).repeat(4);
        format!(
            "<item><guid>{n}</guid><title>T{n}</title><description><![CDATA[{body}]]></description></item>\n"
        )
    };
    let feed = rss(&(0..8_000).map(item).collect::<Vec<_>>().concat());
    let escaped = feed.replace("<p>", "&lt;p>").replace("<![CDATA[", "").replace("]]>", "");
    let page =
        format!("<p>{} <b>x</b> <a href=\"y\">z</a></p>\n", sentence.repeat(3)).repeat(40_000);
    let spent = |name: &str, bytes: usize, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {:.0} MB/s", bytes as f64 / seconds / 1e6);
    };
    for (name, text) in [("cdata", &feed), ("escaped", &escaped)] {
        let start = Instant::now();
        assert_eq!(read_text(text).documents.len(), 8_000);
        spent(name, text.len(), start);
    }
    let start = Instant::now();
    assert_eq!(super::super::html::scan(&page, Base::WHOLE).blocks.len(), 40_000);
    spent("page", page.len(), start);
}
