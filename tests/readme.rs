//! Every command of the README that is shown with its output gives that output. Its example of the
//! library is a doc test of the crate.

#[test]
fn commands_of_the_readme_give_the_output_that_it_shows() {
    trycmd::TestCases::new().env("COLUMNS", "100").env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_readme_names_every_command() {
    let readme = include_str!("../README.md");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_twicetold")).arg("--help").output();
    let help = String::from_utf8(output.expect("the command runs").stdout).expect("help is UTF-8");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= 7, "{help}");
    for name in names {
        assert!(readme.contains(&format!("`twicetold {name}")), "the README lacks `{name}`");
    }
}
