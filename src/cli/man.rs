//! `man`: the manual page of the command or of a subcommand, from the same flags.

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;
use twicetold::{Error, ErrorKind};

use super::destination::Destination;
use super::{Cli, Failure};

/// The arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The subcommand whose page is printed; the page of the whole command when absent
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    /// Prints the page.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut root = Cli::command();
        root.build();
        let page = match &self.command {
            None => root,
            Some(name) => {
                let found = root.get_subcommands().find(|known| known.get_name() == name);
                let known = found.ok_or_else(|| unknown(&root, name))?;
                known.clone().name(format!("twicetold-{name}"))
            }
        };
        Destination::Stdout.write(|out| Page::new(page).render(out))
    }
}

fn unknown(root: &clap::Command, name: &str) -> Error {
    let names: Vec<_> = root.get_subcommands().map(clap::Command::get_name).collect();
    let message = format!("no command `{name}`; the commands are {}", names.join(", "));
    Error::new(ErrorKind::Usage, message)
}
