//! Which field of a JSON record holds what: names that are known, and pointers that the user gives.

use crate::error::{Error, ErrorKind};

use super::suppression;

/// Where records of JSON keep their parts: JSON pointers (RFC 6901), else the names that are usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// A role stands once; the last pointer for it wins.
    pointers: Vec<(FieldRole, Pointer)>,
}

/// What a field of a record is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldRole {
    Id,
    Title,
    Body,
    Url,
    Source,
    Published,
    Language,
}

/// The path to a value: the keys from the record down.
pub(super) type Pointer = Box<[String]>;

/// What to do with the value of a key at the top of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Nothing asks for it.
    Skip,
    /// It plays a role; of two keys with one role the one of the lower rank wins.
    Role(FieldRole, u8),
    /// A pointer leads into it.
    Keep,
    /// It says what may be told twice.
    Suppress,
}

impl FieldRole {
    /// Every role, with its name on the command line.
    pub(super) const ALL: [(Self, &'static str); 7] = [
        (Self::Id, "id"),
        (Self::Title, "title"),
        (Self::Body, "body"),
        (Self::Url, "url"),
        (Self::Source, "source"),
        (Self::Published, "published"),
        (Self::Language, "lang"),
    ];
}

impl Fields {
    /// Returns the fields that these assignments (`ROLE=POINTER`, as `body=/article/text`) name.
    ///
    /// # Errors
    /// There is no such role, or the pointer is none ([`ErrorKind::Usage`]).
    pub fn parse<S: AsRef<str>>(assignments: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let mut fields = Self::default();
        for assignment in assignments {
            let (role, pointer) = parse_assignment(assignment.as_ref())?;
            fields.pointers.retain(|(known, _)| *known != role);
            fields.pointers.push((role, pointer));
        }
        Ok(fields)
    }

    /// Returns the pointers that were given.
    pub(super) fn pointers(&self) -> &[(FieldRole, Pointer)] {
        &self.pointers
    }

    /// Returns what to do with the value of a key at the top of a record.
    pub(super) fn want(&self, key: &str) -> Want {
        let keep = |(_, pointer): &(_, Pointer)| pointer.first().is_some_and(|first| first == key);
        if self.pointers.iter().any(keep) {
            return Want::Keep;
        }
        match usual(key) {
            _ if suppression::is_key(key) => Want::Suppress,
            Some((role, _)) if self.pointers.iter().any(|(given, _)| *given == role) => Want::Skip,
            Some((role, rank)) => Want::Role(role, rank),
            None => Want::Skip,
        }
    }
}

/// The rank from which on a body is the description of something.
pub(super) const DESCRIPTION: u8 = 20;

/// Returns the role and rank of a name that is usual in news: those of JSON Feed, ninjs, crawlers
/// (newspaper, news-please, Common Crawl tools) and search engines.
fn usual(key: &str) -> Option<(FieldRole, u8)> {
    use FieldRole::{Body, Id, Language, Published, Source, Title, Url};
    let found = match key {
        "id" => (Id, 0),
        "guid" => (Id, 1),
        "_id" => (Id, 2),
        "uuid" => (Id, 3),
        "uri" => (Id, 4),
        "title" => (Title, 0),
        "headline" => (Title, 1),
        "headlines" => (Title, 2),
        "name" => (Title, 3),
        "text" => (Body, 0),
        "body" => (Body, 1),
        "content" => (Body, 2),
        "article" => (Body, 3),
        "body_text" => (Body, 4),
        "maintext" => (Body, 5),
        "content_text" => (Body, 6),
        "content_html" => (Body, 7),
        "body_html" => (Body, 8),
        "body_xhtml" => (Body, 9),
        "bodies" => (Body, 10),
        // The text of a record that has nothing longer.
        "description" => (Body, DESCRIPTION),
        "descriptions" => (Body, 21),
        "description_text" => (Body, 22),
        "description_html" => (Body, 23),
        "summary" => (Body, 24),
        "url" => (Url, 0),
        "link" => (Url, 1),
        "canonical_url" => (Url, 2),
        "source" => (Source, 0),
        "publisher" => (Source, 1),
        "domain" => (Source, 2),
        "site" => (Source, 3),
        "outlet" => (Source, 4),
        "provider" => (Source, 5),
        "copyrightholder" | "copyrightHolder" => (Source, 6),
        "published" => (Published, 0),
        "date" => (Published, 1),
        "date_published" | "datePublished" | "published_date" => (Published, 2),
        "publish_date" | "publishDate" | "publication_date" => (Published, 3),
        "pubDate" | "pub_date" | "pubdate" => (Published, 4),
        "created_at" => (Published, 5),
        "timestamp" => (Published, 6),
        "published_at" | "publishedAt" => (Published, 7),
        "firstcreated" | "firstCreated" => (Published, 8),
        "versioncreated" | "versionCreated" => (Published, 9),
        "language" => (Language, 0),
        "lang" => (Language, 1),
        _ => return None,
    };
    Some(found)
}

fn parse_assignment(text: &str) -> Result<(FieldRole, Pointer), Error> {
    let usage =
        |message: String| Error::new(ErrorKind::Usage, format!("field `{text}`: {message}"));
    let (name, pointer) = text
        .split_once('=')
        .ok_or_else(|| usage("wants ROLE=POINTER, such as body=/article/text".to_owned()))?;
    let role = FieldRole::ALL.iter().find(|(_, known)| *known == name).map(|(role, _)| *role);
    let role = role.ok_or_else(|| usage(no_such_role(name)))?;
    let Some(path) = pointer.strip_prefix('/') else {
        let hint = format!("a pointer begins with `/`; did you mean `{name}=/{pointer}`?");
        return Err(usage(hint));
    };
    // RFC 6901, section 4: `~1` before `~0`, so that `~01` becomes `~1`.
    let keys = path.split('/').map(|key| key.replace("~1", "/").replace("~0", "~"));
    Ok((role, keys.collect()))
}

fn no_such_role(name: &str) -> String {
    let guess = match name {
        "date" | "time" | "pubdate" => Some("published"),
        "language" => Some("lang"),
        "headline" => Some("title"),
        "text" | "content" => Some("body"),
        "link" | "uri" => Some("url"),
        "publisher" => Some("source"),
        "guid" | "key" => Some("id"),
        _ => {
            let names = FieldRole::ALL.iter().map(|(_, known)| *known);
            let nearest = names.min_by_key(|known| distance(known, name));
            nearest.filter(|known| distance(known, name) <= 2)
        }
    };
    let roles: Vec<&str> = FieldRole::ALL.iter().map(|(_, known)| *known).collect();
    match guess {
        Some(guess) => format!("no such role: `{name}`; did you mean `{guess}`?"),
        None => format!("no such role: `{name}` (the roles are {})", roles.join(", ")),
    }
}

/// Returns how many letters must be changed to make one name the other (Levenshtein 1966); a name
/// longer than any role is far from each.
fn distance(role: &str, name: &str) -> usize {
    if name.len() > 2 * role.len() {
        return name.len();
    }
    let mut row: Vec<usize> = (0..=name.chars().count()).collect();
    for (i, a) in role.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in name.chars().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match Fields::parse([text]) {
            Ok(fields) => format!("{:?}", fields.pointers),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Usage);
                error.to_string()
            }
        };
        assert!(found.contains(expected), "{text}: {found}");
    }

    #[test]
    fn pointers_are_read_as_rfc_6901_says() {
        check("body=/article/text", r#"[(Body, ["article", "text"])]"#);
        check("id=/a~1b/~01", r#"[(Id, ["a/b", "~1"])]"#);
        check("title=/", r#"[(Title, [""])]"#);
    }

    #[test]
    fn wrong_assignments_say_what_was_meant() {
        check("body", "wants ROLE=POINTER");
        check("bodi=/x", "did you mean `body`?");
        check("date=/x", "did you mean `published`?");
        check("nonsense=/x", "the roles are id, title");
        check("body=text", "did you mean `body=/text`?");
    }

    #[test]
    fn the_last_pointer_wins_and_shuts_out_the_usual_names() {
        let fields = Fields::parse(["body=/a", "body=/b/c"]).unwrap();
        assert_eq!(fields.want("a"), Want::Skip);
        assert_eq!(fields.want("b"), Want::Keep);
        assert_eq!(fields.want("text"), Want::Skip);
        assert_eq!(fields.want("title"), Want::Role(FieldRole::Title, 0));
    }
}
