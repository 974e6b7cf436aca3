//! The settings file that `config init` writes: every table, each key with its default.

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
# max-size = "64MiB"

# [input.fields."feeds/*.jsonl"]
# body = "/article/text"

# [[source]]
# name = "example-times"
# path = "feeds/times/**"
# url = "example.org/"

[match]
# min-words = 25
# near = 0.5
# contain = 0.9
# scope = "all"
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

[baseline]
# file = "twicetold-baseline.json"

[output]
# format = "text"
# text = "excerpt"

[run]
# threads = 0
# memory = "2GiB"
# temp-dir = "/var/tmp"

# [per-path."archive/**"]
# exact-passage = "off"

# [[allow]]
# path = "press/**"
# rules = ["exact-passage"]
# reason = "press releases are printed as they come"
# expires = "2027-12-31"
"#;
