//! The settings file that `config init` writes: every table and key, with its default where there is one.

/// The template, all of its settings commented out.
pub const TEMPLATE: &str = r#"# Settings of twicetold. `twicetold config show` tells the effective values and where each
# comes from; flags of the command line and TWICETOLD_* in the environment win over this file.

# extend = "../twicetold.toml"

[input]
# paths = ["content"]
# include = ["*.md"]
# exclude = ["drafts/"]
# hidden = false
# gitignore = true
# follow = false
# input-format = "auto"
# max-size = "64MiB"
# max-expanded = "1GiB"
# encoding = "auto"
# extract = "auto"

# [input.fields."feeds/*.jsonl"]
# body = "/article/text"

# [[source]]
# name = "example-times"
# path = "feeds/times/**"
# url = "example.org/"

[match]
# level = ["document", "passage", "repeat"]
# min-words = 25
# near = 0.5
# contain = 0.9
# scope = "all"
# engine = "winnow"
# select = ["near-document", "exact-passage"]
# ignore = ["boilerplate"]
# against = ["archive"]

[rules]
# repeated-body = "error"
# repeated-passage = "warning"
# identical-document = "error"
# near-document = "warning"
# contained-document = "warning"
# exact-passage = "warning"
# near-passage = "info"
# boilerplate = "off"

[gate]
# fail-on = "new"
# fail-level = "warning"
# max-new = 0
# max-duplication = "5%"
# on-unreadable = "warn"
# allow-empty = false
# exit-zero = false

[baseline]
# file = "twicetold-baseline.json"

[output]
# format = "text"
# text = "excerpt"
# documents = "findings"
# max-findings = 100
# color = "auto"
# progress = "auto"
# quiet = false
# verbose = false
# stats = false

[run]
# threads = 0
# memory = "2GiB"
# temp-dir = "/var/tmp"

# [per-path."archive/**"]
# exact-passage = "off"

# Of fingerprint, path, source, url and text all that are given must hold.
# [[allow]]
# fingerprint = "t4:0123456789abcdef"
# path = "press/**"
# source = "example-times"
# url = "https://example.org/press/"
# text = "The text that may be told twice."
# rules = ["exact-passage"]
# reason = "press releases are printed as they come"
# expires = "2027-12-31"
"#;
