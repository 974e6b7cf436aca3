//! What the reader makes of plain text: blocks, hard-wrapped lines, places.

use super::*;

/// Checks the blocks of a text: `#` heading, `-` list item, `>` quotation, `|` table, then the text
/// with its line ends as `/`.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = blocks(text)
        .iter()
        .map(|block| {
            let mark = match block.role {
                Role::Heading => "# ",
                Role::ListItem => "- ",
                Role::Quotation => "> ",
                Role::TableCell => "| ",
                _ => "",
            };
            format!("{mark}{}", text[block.range.clone()].replace('\n', "/"))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn blank_lines_separate_blocks() {
    check("One.\n\nTwo.\n \t\nThree.", &["One.", "Two.", "Three."]);
    check("\n\n  One.  \n\n", &["One."]);
    check("", &[]);
    check(" \n\t\n", &[]);
}

#[test]
fn a_paragraph_a_line_is_a_block_a_line() {
    let long = "The council on Thursday approved a long-delayed flood barrier for the old harbour after \
                a debate that went on for most of the night and into the morning.";
    let text = format!("Council approves barrier\n{long}\nHe said no.\n{long}\nShe said yes.\n");
    check(&text, &["# Council approves barrier", long, "He said no.", long, "She said yes."]);
}

#[test]
fn lines_broken_to_a_width_are_one_block() {
    check(
        "The council on Thursday approved a long-delayed\nflood barrier for the old harbour after a\n\
         debate of nine hours.\n\nThe mayor said that the work would begin in\nspring.",
        &[
            "The council on Thursday approved a long-delayed/flood barrier for the old harbour after \
             a/debate of nine hours.",
            "The mayor said that the work would begin in/spring.",
        ],
    );
}

#[test]
fn indentation_marks_new_paragraphs_in_newswire() {
    check(
        "Showers continued throughout the week in\nthe Bahia cocoa zone, alleviating the drought since \
         early\nJanuary and improving prospects for the coming temporao,\nComissaria Smith said in its \
         weekly review.\n    The dry period means the temporao will be late this year.\n    Arrivals \
         for the week ended February 22 were 155,221 bags\nof 60 kilos making a cumulative total.\n Reuter",
        &[
            "Showers continued throughout the week in/the Bahia cocoa zone, alleviating the drought \
             since early/January and improving prospects for the coming temporao,/Comissaria Smith \
             said in its weekly review.",
            "The dry period means the temporao will be late this year.",
            "Arrivals for the week ended February 22 were 155,221 bags/of 60 kilos making a \
             cumulative total.",
            "Reuter",
        ],
    );
}

#[test]
fn listings_and_headlines_stay_a_line_each() {
    check(
        "20:00 Tagesschau\n20:15 Tatort: Der Fall\n21:45 Anne Will",
        &["# 20:00 Tagesschau", "20:15 Tatort: Der Fall", "21:45 Anne Will"],
    );
    check(
        "Council approves flood barrier for harbour\nMinister resigns over leaked budget papers\n\
         Strike halts trains across three countries",
        &[
            "Council approves flood barrier for harbour",
            "Minister resigns over leaked budget papers",
            "Strike halts trains across three countries",
        ],
    );
}

#[test]
fn lists_quotations_and_tables_have_roles() {
    check(
        "Needed:\n\n- two eggs\n- 1. flour\n2) sugar\n\n> Well said.\n",
        &["Needed:", "- - two eggs", "- - 1. flour", "- 2) sugar", "> > Well said."],
    );
    check(
        "Rates     7.1     8.2\nYields    3.0     4.4\n",
        &["| Rates     7.1     8.2", "| Yields    3.0     4.4"],
    );
    check("1987 was a year.\n-5 degrees.\n* \n", &["1987 was a year.", "-5 degrees.", "*"]);
}

#[test]
fn an_entry_of_a_list_goes_on_under_its_mark() {
    check(
        "Shopping\n\n- two eggs and a long line of text that somebody broke at the\n  seventieth \
         column\n- milk\n",
        &[
            "# Shopping",
            "- - two eggs and a long line of text that somebody broke at the/  seventieth column",
            "- - milk",
        ],
    );
    check(
        "- Council approves barrier\n  The work begins in spring.\n- Minister resigns\n  She gave no \
         reason.\n",
        &[
            "- - Council approves barrier",
            "The work begins in spring.",
            "- - Minister resigns",
            "She gave no reason.",
        ],
    );
}

#[test]
fn quoted_mail_is_split_at_its_empty_lines() {
    check(
        "> The council on Thursday approved a long-delayed\n> flood barrier for the old harbour.\n>\n\
         > The mayor said that the work would begin in\n> spring.\nIndeed.",
        &[
            "> > The council on Thursday approved a long-delayed/> flood barrier for the old harbour.",
            "> > The mayor said that the work would begin in/> spring.",
            "Indeed.",
        ],
    );
}

#[test]
fn a_number_at_a_line_begin_inside_a_sentence_is_no_list() {
    check(
        "The delegates will meet again in Geneva on March\n10. They said that an agreement was still far\n\
         off and that nobody should expect it in spring.",
        &[
            "The delegates will meet again in Geneva on March/10. They said that an agreement was still \
           far/off and that nobody should expect it in spring.",
        ],
    );
}

#[test]
fn chinese_lines_broken_to_a_width_are_one_block() {
    check(
        "央视网消息长江是中华民族的母亲河也是\n中华民族发展的重要支撑。党的十八大以\n来取得成就。",
        &["央视网消息长江是中华民族的母亲河也是/中华民族发展的重要支撑。党的十八大以/来取得成就。"],
    );
}

#[test]
fn places_are_those_of_the_input() {
    let text = "Heading here\r\n\r\n  A paragraph that is longer.\r\nAnd one.";
    let mut document = Document::default();
    append(text, &Base::Verbatim { byte: 3, line: 1, column: 1 }, &mut document);
    let origins: Vec<_> = document.blocks.iter().map(|block| block.origin.clone()).collect();
    assert_eq!(
        origins,
        [
            Origin::Verbatim { byte: 3, line: 1, column: 1 },
            Origin::Verbatim { byte: 21, line: 3, column: 3 },
            Origin::Verbatim { byte: 50, line: 4, column: 1 },
        ]
    );
}

#[test]
fn bare_returns_end_lines() {
    let text = "The council on Thursday approved a long-delayed\rflood barrier for the old harbour after \
                a\rdebate of nine hours.\r\rEnd.";
    let mut document = Document::default();
    append(text, &Base::WHOLE, &mut document);
    assert_eq!(document.blocks.len(), 2);
    let end = document.blocks.get(0).unwrap().span.end;
    assert_eq!(document.locate(end - 6..end).lines, (3, 3));
    assert_eq!(document.locate(end + 1..end + 5).lines, (5, 5));
}

#[test]
fn the_founding_case_is_a_heading_and_twelve_paragraphs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/rare-earths/article.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = blocks(&text);
    assert_eq!(blocks.len(), 13);
    assert_eq!(blocks[0].role, Role::Heading);
    assert!(blocks[1..].iter().all(|block| block.role == Role::Paragraph));
}

proptest::proptest! {
    /// Against the lines of a text whose line ends are all line feeds.
    #[test]
    fn lines_end_at_any_line_end(text in "[ab \\n\\r]{0,24}") {
        let fed = text.replace("\r\n", "\n").replace('\r', "\n");
        let expected: Vec<&str> = fed.split('\n').map(str::trim).collect();
        let found = lines(&text);
        let found: Vec<&str> = found.iter().map(|line| &text[line.start..line.end]).collect();
        proptest::prop_assert_eq!(found, expected);
    }

    #[test]
    fn blocks_are_slices_in_order(text in "([a-zA-Z0-9.*äö長 \t-]{0,20}[\n\r]{0,3}){0,12}") {
        let mut document = Document::default();
        append(&text, &Base::WHOLE, &mut document);
        let mut end = 0;
        for (block, whole) in blocks(&text).iter().zip(&document.blocks) {
            assert!(end <= block.range.start && block.range.start < block.range.end);
            end = block.range.end;
            let place = document.locate(whole.span.clone());
            assert_eq!(place.bytes, Some(block.range.start as u64..end as u64));
        }
        let kept: String = blocks(&text).iter().flat_map(|b| text[b.range.clone()].split_whitespace()).collect();
        assert_eq!(kept, text.split_whitespace().collect::<String>());
    }
}

#[test]
fn marks_among_subtitles_are_no_words() {
    let text = "1\n0:01 --> 0:02\nOne.\n\n<!-- twicetold: ignore -->\n\n2\n0:03 --> 0:04\nTwo.\n";
    let (uri, options) = ("a.srt".into(), crate::read::ReadOptions::default());
    let origin = Base::WHOLE;
    let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
    let mut reading = Reading::default();
    read(&page, &mut reading);
    assert_eq!(&*reading.documents[0].text, "One.\nTwo.");
    assert_eq!(reading.documents[0].suppressions.len(), 1);
}
