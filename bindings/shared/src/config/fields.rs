//! Reading the fields of an object.

use std::vec;

use super::from_plain::FromPlain;
use super::plain::Plain;
use super::wrong::Wrong;

/// What was given for the fields of a struct, in the order of its fields.
pub(crate) struct Fields {
    names: &'static [&'static str],
    given: vec::IntoIter<Option<Plain>>,
}

impl Fields {
    /// The fields of an object, by their names.
    ///
    /// # Errors
    /// It is no object; a field is none of these names, or stands there twice.
    pub(crate) fn of(plain: Plain, names: &'static [&'static str]) -> Result<Self, Wrong> {
        Self::sorted(plain, names, false)
    }

    /// The same, where other fields are passed over.
    ///
    /// # Errors
    /// It is no object; a field stands there twice.
    pub(crate) fn among_others(
        plain: Plain,
        names: &'static [&'static str],
    ) -> Result<Self, Wrong> {
        Self::sorted(plain, names, true)
    }

    fn sorted(plain: Plain, names: &'static [&'static str], others: bool) -> Result<Self, Wrong> {
        let fields = match plain {
            Plain::Object(fields) => fields,
            other => return Err(Wrong::no_object(&other)),
        };
        let mut given = vec![None; names.len()];
        for (name, value) in fields {
            let place = names.iter().position(|known| *known == name);
            match place.and_then(|place| given.get_mut(place)) {
                Some(place @ None) => *place = Some(value),
                Some(Some(_)) => {
                    return Err(Wrong::said("it is given twice".to_owned()).within(&name));
                }
                None if others => {}
                None => return Err(Wrong::no_field(names).within(&name)),
            }
        }
        Ok(Self { names, given: given.into_iter() })
    }

    fn next(&mut self) -> (&'static str, Option<Plain>) {
        let given = self.given.next().flatten();
        let Some((name, rest)) = self.names.split_first() else { return ("", given) };
        self.names = rest;
        (name, given)
    }

    /// The next field, if it was given; null is a value.
    ///
    /// # Errors
    /// It can't be read.
    pub(crate) fn given<T: FromPlain>(&mut self) -> Result<Option<T>, Wrong> {
        let (name, given) = self.next();
        let Some(given) = given else { return Ok(None) };
        T::from_plain(given).map(Some).map_err(|wrong| wrong.within(name))
    }

    /// The next field; null is as if it was not given.
    ///
    /// # Errors
    /// It can't be read.
    pub(crate) fn option<T: FromPlain>(&mut self) -> Result<Option<T>, Wrong> {
        self.given().map(Option::flatten)
    }

    /// The next field, or its type's default.
    ///
    /// # Errors
    /// It can't be read.
    pub(crate) fn or_default<T: FromPlain + Default>(&mut self) -> Result<T, Wrong> {
        self.given().map(Option::unwrap_or_default)
    }
}

/// Says how a struct is read: each of its fields, in their order, by a method of [`Fields`] or as one that is
/// needed, and with its name where that is another. Names behind a semicolon are passed over. What is wrong
/// with a field is told before what is missing.
macro_rules! fields {
    ($type:ty { $($field:ident $(= $name:literal)?: $how:ident),+ $(,)? $(; $($ignored:literal),+)? }) => {
        impl $crate::config::FromPlain for $type {
            fn from_plain(plain: $crate::config::Plain) -> Result<Self, $crate::config::Wrong> {
                use $crate::config::fields::{Fields, name, read, value};
                let names = &[$(name!($field $($name)?),)+ $($($ignored),+)?];
                let mut fields = Fields::of(plain, names)?;
                $(let $field = read!($how fields);)+
                Ok(Self { $($field: value!($how $field name!($field $($name)?)),)+ })
            }
        }
    };
}

macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

macro_rules! read {
    (need $fields:ident) => {
        $fields.given()?
    };
    ($how:ident $fields:ident) => {
        $fields.$how()?
    };
}

macro_rules! value {
    (need $field:ident $name:expr) => {
        $field.ok_or_else(|| $crate::config::Wrong::missing($name))?
    };
    ($how:ident $field:ident $name:expr) => {
        $field
    };
}

pub(crate) use {fields, name, read, value};
