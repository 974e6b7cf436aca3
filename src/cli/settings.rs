//! What the settings file says that no flag does.

use twicetold::Options;

/// What the settings file says that no flag does.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings;

impl Settings {
    /// Writes the settings into the options.
    #[expect(clippy::unused_self, reason = "there are none yet")]
    pub(super) fn steer(&self, options: &mut Options) {
        options.gate.today = None;
    }
}
