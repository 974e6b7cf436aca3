//! stub
use super::Reading;
use super::page::Page;
pub(super) fn read(_page: &Page<'_>, _reading: &mut Reading) {}
