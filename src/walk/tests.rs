//! Which files are taken, under which names, and what is said of those that cannot be.

use std::fs;

use super::*;

/// Makes these files (those that end in `/` as directories) in a new directory.
fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary directory can be made");
    for file in files {
        let path = root.path().join(file);
        if file.ends_with('/') {
            fs::create_dir_all(&path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
    }
    root
}

/// Returns what is found below `root`, named from there.
fn found(root: &Path, paths: &[&str], options: &WalkOptions) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
    let walk = walk(&paths, options).unwrap();
    let prefix = format!("{}/", uri_of(root));
    let inputs = walk.inputs.iter().map(|input| input.uri.replace(&prefix, ""));
    inputs.chain(walk.errors.iter().map(|e| e.to_string().replace(&prefix, ""))).collect()
}

fn globs(include: &[&str], exclude: &[&str]) -> WalkOptions {
    let own = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
    WalkOptions { include: own(include), exclude: own(exclude), ..WalkOptions::default() }
}

#[test]
fn files_are_sorted_by_bytes_and_stand_once() {
    let root = tree(&["b/2.txt", "b.txt", "b/10.txt", "a.txt", "B.txt"]);
    let expected = ["B.txt", "a.txt", "b.txt", "b/10.txt", "b/2.txt"];
    let options = WalkOptions::default();
    assert_eq!(found(root.path(), &["."], &options).len(), 5);
    let twice = found(root.path(), &["b", "b/2.txt", "", "a.txt", "B.txt", "b"], &options);
    assert_eq!(twice, expected);
}

#[test]
fn a_missing_path_is_an_error_beside_the_rest() {
    let root = tree(&["a.txt"]);
    let found = found(root.path(), &["none.txt", "a.txt"], &WalkOptions::default());
    assert_eq!(found, ["a.txt", "none.txt: cannot open: no such file or directory"]);
}

#[test]
fn globs_match_whole_paths_or_their_ends() {
    let root = tree(&["a.md", "drafts/b.md", "x/drafts/c/d.md", "x/e.txt"]);
    let check = |options: &WalkOptions, expected: &[&str]| {
        assert_eq!(found(root.path(), &[""], options), expected, "{options:?}");
    };
    check(&globs(&["*.md"], &[]), &["a.md", "drafts/b.md", "x/drafts/c/d.md"]);
    check(&globs(&["*.md"], &["drafts/"]), &["a.md"]);
    check(&globs(&["drafts/"], &[]), &["drafts/b.md", "x/drafts/c/d.md"]);
    check(&globs(&["drafts/*.md"], &[]), &["drafts/b.md"]);
    check(&globs(&[], &["*.md"]), &["x/e.txt"]);
    assert_eq!(found(root.path(), &["a.md"], &globs(&[], &["*.md"])), [""; 0]);
    let error = walk(&[], &globs(&["a["], &[])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("`a[`"), "{error}");
}

#[test]
fn hidden_files_are_left_out_unless_named_or_wanted() {
    let root = tree(&[".h.txt", ".d/a.txt", "b.txt"]);
    let options = WalkOptions::default();
    assert_eq!(found(root.path(), &[""], &options), ["b.txt"]);
    assert_eq!(found(root.path(), &[".h.txt"], &options), [".h.txt"]);
    assert_eq!(found(root.path(), &[".d"], &options), [".d/a.txt"]);
    let hidden = WalkOptions { hidden: true, ..options };
    assert_eq!(found(root.path(), &[""], &hidden), [".d/a.txt", ".h.txt", "b.txt"]);
}

#[test]
fn git_ignored_files_are_left_out_inside_a_checkout_only() {
    let root = tree(&["a.log", "b.txt", "sub/c.log", "sub/keep.log", "out/d.txt", "e/f.txt"]);
    fs::write(root.path().join(".gitignore"), "*.log\n/out/\n").unwrap();
    fs::write(root.path().join("sub/.gitignore"), "!keep.log\n").unwrap();
    let options = WalkOptions::default();
    assert_eq!(found(root.path(), &[""], &options).len(), 6);
    fs::create_dir(root.path().join(".git")).unwrap();
    assert_eq!(found(root.path(), &[""], &options), ["b.txt", "e/f.txt", "sub/keep.log"]);
    // The rules of the directories above hold too; what is named is taken.
    assert_eq!(found(root.path(), &["sub"], &options), ["sub/keep.log"]);
    assert_eq!(found(root.path(), &["a.log", "out"], &options), ["a.log", "out/d.txt"]);
    let all = WalkOptions { no_ignore: true, ..options };
    assert_eq!(found(root.path(), &[""], &all).len(), 6);
}

#[cfg(unix)]
#[test]
fn links_are_followed_when_asked_and_loops_are_errors() {
    use std::os::unix::fs::symlink;
    let root = tree(&["a/x.txt", "b/"]);
    symlink("../a/x.txt", root.path().join("b/y.txt")).unwrap();
    symlink("..", root.path().join("b/up")).unwrap();
    assert_eq!(found(root.path(), &[""], &WalkOptions::default()), ["a/x.txt"]);
    assert_eq!(found(root.path(), &["b/y.txt"], &WalkOptions::default()), ["b/y.txt"]);
    let follow = WalkOptions { follow: true, ..WalkOptions::default() };
    let all = found(root.path(), &[""], &follow);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[0], "a/x.txt");
    assert!(all[1].starts_with("b/up: cannot enter: the link leads back to"), "{all:?}");
}

#[test]
fn standard_input_is_named_and_stands_once() {
    let options = WalkOptions { stdin_name: Some("feed.xml".to_owned()), ..WalkOptions::default() };
    let walk = walk(&["-".into(), "-".into()], &options).unwrap();
    let stdin = Input { place: InputPlace::Stdin, uri: "feed.xml".to_owned() };
    assert_eq!(walk.inputs, [stdin]);
}

#[test]
fn names_lose_a_leading_dot_only() {
    let check = |path: &str, expected: &str| assert_eq!(uri_of(Path::new(path)), expected);
    check("./a/b.txt", "a/b.txt");
    check(".", ".");
    check("../a", "../a");
    check("/a/b", "/a/b");
    check(".hidden", ".hidden");
}

#[cfg(unix)]
#[test]
fn names_that_differ_in_a_byte_that_is_not_utf_8_stay_different() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = |bytes: &[u8]| uri_of(Path::new(OsStr::from_bytes(bytes)));
    assert_eq!(name(b"a/caf\xe9.txt"), "a/caf\\xE9.txt");
    assert_eq!(name(b"a/caf\xe8.txt"), "a/caf\\xE8.txt");
    assert_eq!(name("a/café.txt".as_bytes()), "a/café.txt");
}
