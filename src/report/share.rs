//! A share, 0 to 1, as reports for machines write it: four decimals at most.

use serde::Serializer;

/// Returns a share with four decimals at most, so that the last bits of a sum never show; what is
/// no number (which no share should be) becomes 0.
pub(super) fn rounded(share: f64) -> f64 {
    let rounded = (share * 10_000.0).round() / 10_000.0;
    // Adding 0 turns the negative zero into the plain one.
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}

/// Writes a share, [`rounded`].
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
pub(super) fn share<S: Serializer>(share: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*share))
}
