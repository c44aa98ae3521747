//! Objects by their numbers, one set for each thread.
//!
//! An object is taken out while it is at work and put back afterwards. One that panicked never comes
//! back, however the panic ended: its number answers that it is used up until it is freed.

use std::cell::RefCell;

use crate::handle::Handle;

/// What stands at a number.
enum Slot {
    /// Nothing: the number can be given again.
    Free,
    /// An object that is at work, or that has panicked.
    Away,
    /// An object.
    Here(Handle),
}

struct Slab {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

thread_local! {
    static SLAB: RefCell<Slab> =
        const { RefCell::new(Slab { slots: Vec::new(), free: Vec::new() }) };
}

impl Slab {
    fn slot(&mut self, number: u32) -> Option<&mut Slot> {
        self.slots.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

/// Keeps an object and gives it a number, from 1. `None` when there are no more.
pub(crate) fn insert(handle: Handle) -> Option<u32> {
    SLAB.with_borrow_mut(|slab| {
        if let Some(number) = slab.free.pop() {
            *slab.slot(number)? = Slot::Here(handle);
            return Some(number);
        }
        // JavaScript has it as a positive 32-bit number.
        let number = i32::try_from(slab.slots.len()).ok()?.checked_add(1)?;
        slab.slots.push(Slot::Here(handle));
        u32::try_from(number).ok()
    })
}

/// Takes an object out, to be put back by [`put`].
pub(crate) fn take(number: u32) -> Option<Handle> {
    SLAB.with_borrow_mut(|slab| {
        let slot = slab.slot(number)?;
        match std::mem::replace(slot, Slot::Away) {
            Slot::Here(handle) => Some(handle),
            other => {
                *slot = other;
                None
            }
        }
    })
}

/// Puts an object back.
pub(crate) fn put(number: u32, handle: Handle) {
    SLAB.with_borrow_mut(|slab| {
        if let Some(slot @ Slot::Away) = slab.slot(number) {
            *slot = Slot::Here(handle);
        }
    });
}

/// Drops an object, and gives its number free.
pub(crate) fn free(number: u32) {
    let dropped = SLAB.with_borrow_mut(|slab| {
        let slot = slab.slot(number)?;
        let dropped = std::mem::replace(slot, Slot::Free);
        if !matches!(dropped, Slot::Free) {
            slab.free.push(number);
        }
        Some(dropped)
    });
    // Outside of the borrow: what it runs is not ours.
    drop(dropped);
}
