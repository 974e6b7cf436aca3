//! The life of a content repository with a check: 2,000 articles with planted repeats, from the
//! first red run to an expired suppression.

mod newsroom;

use std::time::{Duration, Instant};

use newsroom::{Newsroom, Outcome, article, lift, new_places, paragraph};

const ARTICLES: usize = 2_000;

/// The shortest of three runs.
fn time(run: impl Fn() -> Outcome) -> Duration {
    let took = |_| {
        let began = Instant::now();
        run();
        began.elapsed()
    };
    (0..3).map(took).min().unwrap_or_default()
}

#[test]
fn the_whole_life_of_a_content_repository() {
    let newsroom = Newsroom::new(ARTICLES);
    // Planted: a body that stands twice, a lifted paragraph, an article under two names.
    let body = newsroom.read("content/0100.md");
    newsroom.write("content/0100.md", &format!("{body}\n{}", body.split_once("\n\n").unwrap().1));
    lift(&newsroom, 201, 200);
    newsroom.write("content/0301.md", &article(300));

    let first = newsroom.check("", 1).says("repeated-body").says("exact-passage");
    assert!(first.last_line().starts_with("twicetold: check failed: 3 new findings"));

    newsroom.run("baseline create content --baseline accepted.json").expect(0).says("3 accepted");
    // What is accepted costs next to nothing: a limit in seconds would measure the machine.
    let scan = time(|| newsroom.run("scan content").expect(0));
    let check = time(|| newsroom.check("--baseline accepted.json", 0).says("(3 known)"));
    assert!(check < scan * 4, "{check:?} for a check, {scan:?} for a scan");

    // A new copy fails, with the right file and lines.
    lift(&newsroom, 501, 500);
    let red = newsroom.check("--baseline accepted.json -f json", 1);
    let expected = [("content/0500.md".to_owned(), 5), ("content/0501.md".to_owned(), 7)];
    assert_eq!(new_places(&red), expected);
    assert_eq!(red.json()["gate"]["reasons"][0]["limit"], "max-new");
    newsroom.write("content/0501.md", &article(501));

    // The lifted paragraph moves to the end, is broken to a width, and its neighbours are edited.
    let lifted = paragraph(2001);
    let mut words: Vec<String> = lifted.split(' ').map(str::to_owned).collect();
    for at in (9..words.len()).step_by(10) {
        words[at].push('\n');
    }
    let text = newsroom.read("content/0201.md").replace(&format!("{lifted}\n\n"), "");
    let text = text.replace(&paragraph(2010), &paragraph(7_777_777));
    newsroom.write("content/0201.md", &format!("{text}\n{}\n", words.join(" ")));
    newsroom.check("--baseline accepted.json", 0);

    // The accepted paragraph turns up in a third article.
    lift(&newsroom, 202, 200);
    let third = newsroom.check("--baseline accepted.json", 1);
    third
        .says("accepted in content/0200.md:5 and content/0201.md:")
        .says("new in content/0202.md:7");

    // A suppression with a reason makes it green again.
    let text = newsroom.read("content/0202.md");
    let mark = "<!-- twicetold: ignore exact-passage -- licensed -->";
    let marked = text.replace(&lifted, &format!("{mark}\n\n{lifted}"));
    newsroom.write("content/0202.md", &marked);
    newsroom.check("--baseline accepted.json", 0);

    // It outlives its text, and that is told.
    newsroom.write("content/0202.md", &marked.replace(&lifted, &paragraph(8_888_888)));
    let outlived = newsroom.check("--baseline accepted.json", 0);
    outlived.says("content/0202.md:7: this suppression (licensed) meets no exact-passage");

    // An accepted finding whose text is gone is told, and pruned.
    newsroom.write("content/0301.md", &article(301));
    newsroom.check("--baseline accepted.json", 0).says("is met no more");
    newsroom.run("baseline prune content --baseline accepted.json").expect(0).says("1 dropped");
    newsroom.check("--baseline accepted.json --fail-on any", 1).says("2 findings");

    // What is allowed in the settings until a day, is so until that day.
    lift(&newsroom, 601, 600);
    newsroom.write(
        "twicetold.toml",
        "[baseline]\nfile = \"accepted.json\"\n[[allow]]\npath = \"0601.md\"\n\
         reason = \"licensed\"\nexpires = \"2027-01-31\"\n",
    );
    newsroom.run_with("check content", &[("SOURCE_DATE_EPOCH", "1801439999")]).expect(0);
    let expired = newsroom.run_with("check content", &[("SOURCE_DATE_EPOCH", "1801440000")]);
    expired.expect(1).says("twicetold.toml:3: what is allowed here (licensed, until 2027-01-31)");
}
