//! What an element does to the text in it, told by its name and its class.

use super::super::block::Role;

/// How the text of an element lies in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// In the line, with its surroundings.
    Inline,
    /// By itself.
    Block,
    /// Beside the other cells of its row.
    Cell,
    /// Not shown.
    Hidden,
    /// An element that holds nothing, in the line.
    Void,
    /// A line break.
    LineBreak,
    /// A line between blocks.
    Rule,
}

/// Where an element puts its text, for the choice of the article.
pub(in crate::read) mod zone {
    /// Navigation, page head and foot, asides.
    pub(in crate::read) const AROUND: u8 = 1;
    /// Told by its class to be something beside the story: comments, shares, newsletters.
    pub(in crate::read) const BESIDE: u8 = 2;
    /// Inside `<article>` or `<main>`.
    pub(in crate::read) const ARTICLE: u8 = 4;
    /// The site's own words, which are never a story: navigation, page foot, notices of cookies.
    pub(in crate::read) const SITE: u8 = 8;
}

/// Returns how the text of an element lies in the page.
pub(super) fn flow(name: &[u8]) -> Flow {
    match name {
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center"
        | b"dd" | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset"
        | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4"
        | b"h5" | b"h6" | b"head" | b"header" | b"hgroup" | b"html" | b"legend" | b"li"
        | b"listing" | b"main" | b"menu" | b"nav" | b"ol" | b"p" | b"pre" | b"search"
        | b"section" | b"summary" | b"table" | b"tbody" | b"tfoot" | b"thead" | b"tr" | b"ul"
        | b"xmp"
        // Those of NITF, which NewsML-G2 carries beside XHTML.
        | b"nitf" | b"hedline" | b"hl1" | b"hl2" | b"byline" | b"dateline" | b"abstract"
        | b"block" | b"body.head" | b"body.content" | b"body.end" | b"tagline" | b"media"
        | b"media-caption" | b"media-producer" => Flow::Block,
        b"td" | b"th" => Flow::Cell,
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe"
        | b"object" | b"select" | b"datalist" | b"button" | b"textarea" | b"canvas" | b"audio"
        | b"video" | b"map" | b"title" | b"noembed" | b"noframes" | b"rt" | b"rp" => Flow::Hidden,
        b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"img"
        | b"image" | b"input" | b"keygen" | b"link" | b"meta" | b"param" | b"source" | b"track"
        | b"wbr" => Flow::Void,
        b"br" => Flow::LineBreak,
        b"hr" => Flow::Rule,
        _ => Flow::Inline,
    }
}

/// Returns whether a tag, which may stand in a line of Markdown, parts the words before it from those behind it.
pub(in crate::read) fn breaks_line(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    matches!(flow(name.as_bytes()), Flow::Block | Flow::Cell | Flow::LineBreak | Flow::Rule)
}

/// Returns the role that an element gives to its text; `None` where it keeps its parent's.
pub(super) fn role(name: &[u8], parent: Role) -> Option<Role> {
    Some(match name {
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hl1" | b"hl2" => Role::Heading,
        b"li" | b"dd" | b"dt" => Role::ListItem,
        b"blockquote" => Role::Quotation,
        b"figcaption" | b"caption" | b"media-caption" => Role::Caption,
        b"td" | b"th" => Role::TableCell,
        b"pre" | b"listing" | b"xmp" => Role::Preformatted,
        // Pages are laid out with tables: a paragraph in a cell is a paragraph.
        b"p" if parent == Role::TableCell => Role::Paragraph,
        b"article" | b"body" => Role::Paragraph,
        _ => return None,
    })
}

/// Returns whether a start of this element ends an open paragraph, and what else of its kind.
pub(super) fn ends(name: &[u8]) -> &'static [&'static [u8]] {
    match name {
        b"li" => &[b"p", b"li"],
        b"dt" | b"dd" => &[b"p", b"dt", b"dd"],
        b"td" | b"th" => &[b"p", b"td", b"th"],
        b"tr" => &[b"p", b"td", b"th", b"tr"],
        b"tbody" | b"thead" | b"tfoot" => &[b"p", b"td", b"th", b"tr", b"tbody", b"thead"],
        _ => &[b"p"],
    }
}

/// The elements that browsers open again in later blocks when they were not closed, so that a
/// tree of the page grows with blocks × open elements.
pub(super) fn formatting(name: &[u8]) -> Option<usize> {
    const NAMES: [&[u8]; 14] = [
        b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike",
        b"strong", b"tt", b"u",
    ];
    NAMES.iter().position(|n| *n == name)
}

/// Returns the zone that the name of an element tells.
pub(super) fn zone_of_name(name: &[u8]) -> u8 {
    match name {
        b"nav" | b"footer" => zone::AROUND | zone::SITE,
        b"aside" | b"header" | b"menu" | b"dialog" => zone::AROUND,
        b"article" | b"main" => zone::ARTICLE,
        _ => 0,
    }
}

/// Returns the zone that a `class`, an `id` or a `role` tells.
pub(super) fn zone_of_class(class: &str) -> u8 {
    let mut found = 0;
    for word in class.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() <= 16) {
        found |= match word.to_ascii_lowercase().as_str() {
            "navigation" | "contentinfo" | "footer" | "breadcrumb" | "breadcrumbs" | "navbar" => {
                zone::AROUND | zone::SITE
            }
            "banner" | "complementary" | "menu" => zone::AROUND,
            "cookie" | "cookies" | "consent" | "gdpr" => zone::BESIDE | zone::SITE,
            "comment" | "comments" | "disqus" | "respond" | "share" | "sharing" | "sharedaddy"
            | "social" | "newsletter" | "subscribe" | "subscription" | "signup" | "related"
            | "recommended" | "recommendations" | "recirc" | "readmore" | "promo" | "advert"
            | "advertisement" | "sponsored" | "outbrain" | "taboola" | "popup" | "modal"
            | "paywall" => zone::BESIDE,
            _ => 0,
        };
    }
    found
}
