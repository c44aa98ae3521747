//! What the constructors of values say when there is no value.

use crate::failure::Failure;

/// The value that a constructor made, or the failure that names the field.
pub(super) fn need<T>(value: Option<T>, field: &str, allowed: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::invalid("invalid-value", format!("{field}: {allowed}")))
}

/// What was given, or the failure that it is missing.
pub(super) fn require<T>(value: Option<T>, field: &str, of: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::invalid("missing-field", format!("{of} needs the field {field}")))
}
