//! RSS and Atom (until their reader is merged: nothing).

use super::Reading;
use super::page::Page;

pub(super) fn read(_page: &Page<'_>, _reading: &mut Reading) {}
