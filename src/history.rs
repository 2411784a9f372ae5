//! The outages of the past: a list that is bounded, read and erased.
//!
//! Not here: what is remembered of one (`outage::Record`), and where the list is kept (`browser`).

use crate::outage::{Record, RecordId};

/// The newest outages, oldest first.
///
/// # Default
///
/// At most 500; the oldest leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    records: Vec<Record>,
}

impl History {
    /// How many outages are kept.
    pub const MOST: usize = 500;

    /// Puts an outage in, in place of what was known of it before.
    pub fn add(&mut self, record: Record) {
        self.erase(&record.id);
        self.records.push(record);
        let spare = self.records.len().saturating_sub(Self::MOST);
        self.records.drain(..spare);
    }

    /// Forgets one outage.
    pub fn erase(&mut self, id: &RecordId) {
        self.records.retain(|record| record.id != *id);
    }

    /// All that is kept, oldest first.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }
}

impl FromIterator<Record> for History {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Self {
        let mut history = Self::default();
        for record in records {
            history.add(record);
        }
        history
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Failure;
    use crate::http::Status;
    use crate::id::Address;
    use crate::outage::Ended;
    use crate::time::Timestamp;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn record(since: u64, ended: Ended) -> Record {
        Record {
            id: RecordId {
                origin: Address::parse("https://shop.example.com/").unwrap().origin(),
                since: Timestamp::from_millis(since),
                until: Timestamp::from_millis(since + 5_000),
            },
            status: Status::new(502),
            gateway: None,
            failure: Failure::OriginRefused,
            attempts: Vec::new(),
            ended,
        }
    }

    fn since(history: &History) -> Vec<u64> {
        history.records().iter().map(|record| record.id.since.as_millis()).collect()
    }

    #[test]
    fn the_oldest_leave() {
        let history: History = (0..510).map(|n| record(n, Ended::Back)).collect();
        assert_eq!(since(&history), (10..510).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_put_in_twice_is_there_once() {
        let history: History =
            [record(1, Ended::Left), record(2, Ended::Back), record(1, Ended::Back)].into_iter().collect();
        assert_eq!(since(&history), [2, 1]);
        assert!(history.records().iter().all(|record| record.ended == Ended::Back));
    }

    #[test]
    fn one_can_be_erased() {
        let mut history: History = (0..3).map(|n| record(n, Ended::Back)).collect();
        history.erase(&record(1, Ended::Left).id);
        assert_eq!(since(&history), [0, 2]);
    }
}
