//! The attributes of the current tag that say something about the text.

/// An attribute that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Class,
    Content,
    DateTime,
    Hidden,
    Href,
    Id,
    ItemProp,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Style,
    Type,
}

const COUNT: usize = 14;

/// The attributes of one tag; the first of a name counts.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    values: [Option<String>; COUNT],
    current: Option<Attribute>,
    count: usize,
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        if self.count > 0 {
            self.values = <[Option<String>; COUNT]>::default();
        }
        self.current = None;
        self.count = 0;
    }

    pub(super) fn name(&mut self, name: &[u8]) {
        self.count += 1;
        let known = attribute(name).filter(|a| self.values[*a as usize].is_none());
        if let Some(attribute) = known {
            self.values[attribute as usize] = Some(String::new());
        }
        self.current = known;
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        if let Some(attribute) = self.current {
            let slot = self.values[attribute as usize].get_or_insert_default();
            slot.push_str(&String::from_utf8_lossy(value));
        }
    }

    pub(super) fn get(&self, attribute: Attribute) -> Option<&str> {
        self.values[attribute as usize].as_deref()
    }

    /// Returns how many attributes the tag has, those of unknown names counted.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn is_linked_data(&self) -> bool {
        self.get(Attribute::Type)
            .is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"))
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.get(Attribute::Hidden).is_some_and(|v| !v.eq_ignore_ascii_case("until-found"))
            || self.get(Attribute::Style).is_some_and(|style| {
                let bare: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
                bare.to_ascii_lowercase().contains("display:none")
            })
    }
}

fn attribute(name: &[u8]) -> Option<Attribute> {
    Some(match name {
        b"class" => Attribute::Class,
        b"content" => Attribute::Content,
        b"datetime" => Attribute::DateTime,
        b"hidden" => Attribute::Hidden,
        b"href" => Attribute::Href,
        b"id" => Attribute::Id,
        b"itemprop" => Attribute::ItemProp,
        b"lang" | b"xml:lang" => Attribute::Lang,
        b"name" => Attribute::Name,
        b"property" => Attribute::Property,
        b"rel" => Attribute::Rel,
        b"role" => Attribute::Role,
        b"style" => Attribute::Style,
        b"type" => Attribute::Type,
        _ => return None,
    })
}
