//! What goes in comes out, from memory and from the file.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::store::SHARE_HELD;
use super::*;
use crate::error::ErrorKind;

/// Packs values and texts, a pack each, and keeps them under a budget.
fn keep(all: &mut [(Stored<u64>, StoredText, Stored<u32>)], store: &Store) {
    for (words, text, numbers) in all {
        let bytes = words.packed_bytes() + text.packed_bytes() + numbers.packed_bytes();
        let mut pack = store.pack(bytes);
        words.pack(&mut pack);
        text.pack(&mut pack);
        numbers.pack(&mut pack);
        store.keep(pack);
    }
}

fn options(memory: u64, directory: &std::path::Path) -> StoreOptions {
    StoreOptions { memory: Some(memory), temp_dir: Some(directory.to_owned()) }
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(
        values in proptest::collection::vec((
            proptest::collection::vec(any::<u64>(), 0..9), ".{0,20}",
            proptest::collection::vec(any::<u32>(), 0..9)
        ), 0..40),
        memory in prop_oneof![Just(0), Just(1000), Just(u64::MAX)],
    ) {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(&options(memory, directory.path())).unwrap();
        let stored = |(words, text, numbers): &(Vec<u64>, String, Vec<u32>)| {
            (words.clone().into(), text.clone().into(), numbers.clone().into())
        };
        let before: Vec<(Stored<u64>, StoredText, Stored<u32>)> = values.iter().map(stored).collect();
        let mut kept = before.clone();
        keep(&mut kept, &store);
        let sealed = store.seal().unwrap();
        prop_assert_eq!(&kept, &before);
        sealed.give_back_while(|| true);
        prop_assert_eq!(&kept, &before);
        prop_assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        for (words, text, _) in &mut kept {
            words.own().push(7);
            text.push("end");
            prop_assert!(words.ends_with(&[7]) && text.ends_with("end"));
        }
    }
}

#[test]
fn the_file_takes_what_is_over_the_budget() {
    let directory = tempfile::tempdir().unwrap();
    // What is kept below takes a thousand bytes.
    for (held, expected) in [(1000, false), (990, true)] {
        let memory = held * SHARE_HELD;
        let store = Store::open(&options(memory, directory.path())).unwrap();
        let mut all = vec![(vec![1; 25].into(), StoredText::default(), Stored::default()); 5];
        keep(&mut all, &store);
        assert_eq!(store.seal().unwrap().is_in_file(), expected);
        // Where it does not take all it takes what came first, too: nothing is held in the place of what is to come.
        let limit = expected.then_some(memory);
        assert!(all.iter().all(|(words, ..)| words.memory_limit() == limit));
    }
    assert!(!Store::in_memory().seal().unwrap().is_in_file());
}

#[test]
fn some_of_what_is_stored_is_read_as_it_lies_there() {
    let directory = tempfile::tempdir().unwrap();
    let numbers: Vec<u32> = (0..1000).collect();
    let stores = [Store::in_memory(), Store::open(&options(0, directory.path())).unwrap()];
    for (store, in_file) in stores.into_iter().zip([false, true]) {
        let own = Stored::from(numbers.clone());
        let mut kept = own.clone();
        // Something stands before it, in the same pack and in the file.
        let mut before = [2, 3].map(|length| Stored::from(vec![9_u64; length]));
        let mut packs = [16, 24 + kept.packed_bytes()].map(|bytes| store.pack(bytes));
        before.iter_mut().zip(&mut packs).for_each(|(before, pack)| before.pack(pack));
        kept.pack(&mut packs[1]);
        for pack in packs {
            store.keep(pack);
        }
        let _sealed = store.seal().unwrap();
        assert_eq!(kept.memory_limit().is_some(), in_file);
        for from in [0, 1, 500, 990] {
            for stored in [&own, &kept] {
                let mut read = [0; 10];
                stored.read(from, &mut read);
                assert_eq!(read, numbers[from..from + 10]);
            }
        }
    }
}

#[test]
fn who_is_lent_what_lies_in_the_file_looks_after_the_memory() {
    let directory = tempfile::tempdir().unwrap();
    for (memory, expected) in [(0, 3), (u64::MAX, 0)] {
        let store = Store::open(&options(memory, directory.path())).unwrap();
        let mut all = vec![(vec![1; 25].into(), StoredText::default(), Stored::default())];
        keep(&mut all, &store);
        store.seal().unwrap();
        let looks = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&looks);
        let look: Arc<Look> = Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        look_out(Arc::downgrade(&look), 1);
        assert!((0..3).all(|_| *all[0].0 == [1; 25]));
        assert_eq!(looks.load(Ordering::Relaxed), expected);
    }
}

#[test]
fn large_packs_have_pages_of_their_own() {
    let store = Store::in_memory();
    let mut large: Stored<u32> = (0..1_000_000).collect::<Vec<_>>().into();
    let mut pack = store.pack(large.packed_bytes());
    large.pack(&mut pack);
    store.keep(pack);
    assert!(large.iter().copied().eq(0..1_000_000));
}

#[test]
fn a_directory_that_takes_no_file_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("none");
    let error = Store::open(&options(1, &missing)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(
        error
            .to_string()
            .ends_with("none: cannot make a temporary file: no such file or directory"),
        "{error}"
    );
}
