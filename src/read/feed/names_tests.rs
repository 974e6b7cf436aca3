//! Facts about how feeds are named: prefixes, capitals, formats that few write, no name at all; and about what is too
//! long.

use super::tests::{check, only};

#[test]
fn names_may_have_any_prefix_and_case() {
    let atom =
        "<ns0:feed xmlns:ns0='http://www.w3.org/2005/Atom'><ns0:entry><ns0:title>One</ns0:title>
        <ns0:content>text</ns0:content></ns0:entry></ns0:feed>";
    check(atom, &["One: text"], &[]);
    let news =
        "<nar:newsItem xmlns:nar='http://iptc.org/std/nar/2006-10-01/' guid='a'><nar:itemMeta/>
        <nar:contentMeta><nar:headline>One</nar:headline></nar:contentMeta><nar:contentSet>
        <nar:inlineData>text</nar:inlineData></nar:contentSet></nar:newsItem>";
    check(news, &["One: text"], &[]);
    let loud = "<RSS><CHANNEL><ITEM><TITLE>One</TITLE><DESCRIPTION>text</DESCRIPTION></ITEM></CHANNEL></RSS>";
    check(loud, &["One: text"], &[]);
}

#[test]
fn an_item_of_the_reuters_corpus_is_a_document() {
    let item = only(
        "<newsitem itemid='2330' id='root' date='1996-08-20' xml:lang='en'><title>USA: One.</title>
        <headline>One</headline><text><p>Some</p><p>text</p></text></newsitem>",
    );
    assert_eq!((item.title.as_deref(), &*item.text), (Some("One"), "Some\ntext"));
    assert_eq!((item.id.as_deref(), item.language.as_deref()), (Some("2330"), Some("en")));
    assert_eq!(item.published.unwrap().to_string(), "1996-08-20T00:00:00Z");
}

/// In each of its entries it would fill the memory.
#[test]
fn what_is_too_long_for_all_entries_is_left_out() {
    let long = "x".repeat(10_000);
    let entry = "<entry><link href='a'/><content>text</content></entry>";
    let item = only(&format!(
        "<feed xml:lang='{long}' xml:base='http://x.org/{long}'><title>{long}</title>{entry}</feed>"
    ));
    assert_eq!((item.language, &*item.source, item.url.as_deref()), (None, "", Some("a")));
}

/// As a page or a record of the same site has it.
#[test]
fn the_host_of_a_feed_without_a_title_is_the_source() {
    let document = only(
        "<rss version='2.0'><channel><link>https://www.times.example/</link><item><title>a</title>\
         <description>text</description></item></channel></rss>",
    );
    assert_eq!(&*document.source, "times.example");
}
