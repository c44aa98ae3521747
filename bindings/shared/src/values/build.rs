//! What the constructors of values say when there is no value.

use crate::failure::Failure;

/// The value that a constructor made, or the failure that names the field.
pub(super) fn need<T>(value: Option<T>, field: &str, allowed: &str) -> Result<T, Failure> {
    value.ok_or_else(|| unfit(field, allowed))
}

/// What was given, or the failure that it is missing.
pub(super) fn require<T>(value: Option<T>, field: &str, of: &str) -> Result<T, Failure> {
    value.ok_or_else(|| missing(field, of))
}

// Apart, and there once: the others are there for each type of value.
#[inline(never)]
fn unfit(field: &str, allowed: &str) -> Failure {
    Failure::invalid("invalid-value", format!("{field}: {allowed}"))
}

#[inline(never)]
fn missing(field: &str, of: &str) -> Failure {
    Failure::invalid("missing-field", format!("{of} needs the field {field}"))
}
