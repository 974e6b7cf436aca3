//! Facts about pages that scripts draw: their article stands in linked data, or nowhere.

use std::time::{Duration, Instant};

use super::super::super::Extract;
use super::read;

/// A page that scripts draw: its article stands in linked data, if anywhere.
fn shell(linked: &str) -> String {
    format!(
        "<head><script type='application/ld+json'>{linked}</script></head>\n<body><h1>The Herald</h1>
        <div id=app>Loading…</div><noscript>Please enable JavaScript.</noscript>
        <div class=cookie-notice><p>We use cookies, and so do our partners, to know you better.</p></div>
        <footer><p>© 2024 The Example Herald. All rights reserved. This material may not be published,
        broadcast, rewritten or redistributed without the written permission of the publisher.</p>"
    )
}

#[test]
fn an_article_that_stands_in_linked_data_alone_is_read() {
    let body = "The council on Thursday approved a flood barrier &amp; a new quay for the old harbour.\\n\\n\
                Work is to begin in the spring and will take two years, said the mayor.";
    let article = format!(
        "{{\"@type\": \"NewsArticle\",\n \"headline\": \"Barrier\", \"articleBody\": \"{body}\",
          \"datePublished\": [\"2026-11-20T08:14:00Z\"]}}"
    );
    let teaser = "{\"@type\": \"NewsArticle\", \"articleBody\": \"Another story.\"}";
    for linked in [
        article.clone(),
        format!("[{teaser}, {article}]"),
        format!("{{\"@context\": \"https://schema.org\", \"@graph\": [{article}, {teaser}]}}"),
        format!("{{\"broken\": , {article}"),
        // Line breaks that should have been escaped.
        article.replace("\\n", "\n"),
    ] {
        let reading = read(&shell(&linked), Extract::Auto);
        assert_eq!(reading.errors, []);
        let document = &reading.documents[0];
        let expected = "The council on Thursday approved a flood barrier & a new quay for the old harbour.\n\
                        Work is to begin in the spring and will take two years, said the mayor.";
        assert_eq!(&*document.text, expected, "{linked}");
        assert_eq!(document.published.unwrap().to_string(), "2026-11-20T08:14:00Z");
        assert_eq!(document.locate(0..3).lines, (2, 2));
        assert_eq!(document.locate(0..3).bytes, None);
    }
    let story =
        "<p>The council on Thursday approved a flood barrier for the harbour.</p>".repeat(3);
    let page = format!("<script type='application/ld+json'>{article}</script><article>{story}");
    assert!(!read(&page, Extract::Auto).documents[0].text.contains("quay"));
    let untitled = shell(&article).replace("<h1>The Herald</h1>", "");
    assert_eq!(read(&untitled, Extract::Auto).documents[0].title.as_deref(), Some("Barrier"));
}

#[test]
fn a_live_blog_in_linked_data_is_read_with_all_its_updates() {
    let update = |headline: &str, text: &str| {
        format!(
            "{{\"@type\": \"BlogPosting\", \"headline\": \"{headline}\",\n \"articleBody\": \"{text}\"}}"
        )
    };
    let [first, second] = [
        update("Ferry", "The night ferry was \\\"cancelled]\\\" after a fire in its engine room."),
        update("Buses", "Buses took the passengers home shortly before midnight, said the line."),
    ];
    let other = update("Barrier", "The council on Thursday approved a barrier.");
    let live = format!(
        "[{{\"@type\": \"LiveBlogPosting\", \"headline\": \"Live\", \"liveBlogUpdate\":\n[{first}, {second}]}}, {other}]"
    );
    let reading = read(&shell(&live).replace("The Herald</h1>", "Live</h1>"), Extract::Auto);
    let document = &reading.documents[0];
    let expected = "The night ferry was \"cancelled]\" after a fire in its engine room.\n\
                    Buses took the passengers home shortly before midnight, said the line.";
    assert_eq!(&*document.text, expected);
    let places = [0, expected.find("Buses").unwrap() as u32];
    assert_eq!(places.map(|at| document.locate(at..at + 3).lines), [(3, 3), (4, 4)]);
}

#[test]
fn a_linked_body_of_another_article_does_not_replace_the_one_that_is_shown() {
    let other =
        "Readers liked this report of the market most of all, as they did last week. ".repeat(9);
    let own = "The council on Thursday approved a flood barrier for the old harbour, said the mayor. \
               Work is to begin in the spring and will take two years, and the fleet is content.";
    let rest = "The storm put the market square under a metre of water. ".repeat(4);
    let object = |headline: &str, body: &str| {
        format!("{{\"headline\": \"{headline}\", \"articleBody\": \"{body}\", \"a\": {{}}}}")
    };
    let sorted = |headline: &str, body: &str| {
        format!("{{\"articleBody\": \"{body}\", \"author\": {{}}, \"headline\": \"{headline}\"}}")
    };
    let page = |linked: &str, shown: &str| {
        let linked = format!("<script type='application/ld+json'>{linked}</script>");
        let html = format!("<title>Barrier | Herald</title>{linked}<article>{shown}</article>");
        read(&html, Extract::Auto).documents[0].text.to_string()
    };
    let most_read = object("Most read", &other);
    let paragraph = format!("<h1>Barrier</h1><p>{own}</p>");
    assert_eq!(page(&format!("[{most_read}]"), &paragraph), own);
    // A teaser gives way to its article.
    let whole = format!("{own} {rest}");
    let teaser = format!("<h1>Barrier</h1><p>{}…</p>", &own[..100]);
    let article = object("Barrier", &whole);
    let (last, first) = (sorted("Barrier", &whole), sorted("Most read", &other));
    for linked in [
        format!("[{most_read}, {article}]"),
        format!("[{article}, {most_read}]"),
        format!("[{first}, {last}]"),
        format!("[{last}, {first}]"),
    ] {
        assert_eq!(page(&linked, &teaser), whole.trim_end());
        // Of a page that shows nothing the title tells the article.
        assert_eq!(page(&linked, "<p>Loading…</p>"), whole.trim_end());
    }
}

#[test]
fn linked_data_is_read_once_however_deep_its_keys_are_nested() {
    let list = "1,".repeat(400_000);
    let json = format!("{}[{list}1]{}", "{\"articleBody\":".repeat(120), "}".repeat(120));
    let start = Instant::now();
    let document = read(&shell(&json), Extract::Auto).documents.remove(0);
    assert_eq!(&*document.text, "");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn a_page_without_an_article_is_told_and_its_margins_are_not_read() {
    let check = |page: &str, message: &str| {
        let reading = read(page, Extract::Auto);
        assert_eq!(&*reading.documents[0].text, "");
        assert_eq!(reading.errors[0].message(), message, "{page}");
        assert_eq!(reading.errors.len(), 1);
    };
    check(&shell("{}"), "no article in the page, only navigation, notices or footers");
    check(
        "<div id=app></div><script src=x></script>",
        "no text in the page: its scripts may draw it",
    );
    assert!(read(&shell("{}"), Extract::All).documents[0].text.contains("Herald"));
    assert_eq!(read("<p></p>", Extract::Auto).errors, []);
    assert_eq!(read("<nav>Home</nav><p>Fire put out.</p>", Extract::Auto).errors, []);
}

#[test]
fn a_margin_by_its_class_that_holds_the_headline_is_none() {
    let story = "<h1>Barrier</h1><p>The council approved a flood barrier. It will be built.</p>";
    let footer =
        "<footer><p>© 2024 The Example Herald. All rights reserved everywhere.</p></footer>";
    for class in ["page sticky-footer", "cookie-consent-shown", "no-navigation"] {
        let page =
            format!("<script src=a></script><div class='{class}'><div>{story}</div></div>{footer}");
        let reading = read(&page, Extract::Auto);
        assert_eq!(reading.errors, [], "{page}");
        assert!(reading.documents[0].text.contains("will be built"), "{page}");
    }
}
