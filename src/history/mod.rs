//! The outages of the past: a list that is bounded, read and erased.
//!
//! Not here: what is remembered of one (`outage::Record`), and where the list is kept (`browser`).

mod csv;

use crate::id::WebOrigin;
use crate::outage::{Record, RecordId};
use crate::time::{Delay, Timestamp};

pub use csv::csv;

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

/// Which of the past outages are wanted.
///
/// # Default
///
/// All.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of one host alone.
    pub host: Option<String>,
    /// Those that were not over before so many days ago; 1 to 3650.
    pub days: Option<u64>,
}

impl Filter {
    /// Reads days and host as the fields of our page hold them: `"7 shop.example.com"`, `" shop.example.com"`, `"7 "`. What
    /// makes no sense is no condition.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (days, host) = text.split_once(' ').unwrap_or((text, ""));
        let days = days.parse().ok().filter(|days| (1..=3650).contains(days));
        Self { host: (!host.is_empty()).then(|| host.to_owned()), days }
    }

    /// What it comes to among these: a host of which there is no outage cannot be chosen, and is no condition.
    #[must_use]
    pub fn among(mut self, history: &History) -> Self {
        if !history.records.iter().any(|record| self.of_host(record)) {
            self.host = None;
        }
        self
    }

    /// Whether it takes a record in.
    #[must_use]
    pub fn takes(&self, record: &Record, now: Timestamp) -> bool {
        self.of_host(record) && self.days.is_none_or(|days| record.id.until >= now.minus(DAY.times(days)))
    }

    fn of_host(&self, record: &Record) -> bool {
        self.host.as_ref().is_none_or(|host| record.id.origin.host() == host)
    }
}

/// The outages of one site in the last [`DAYS`](Self::DAYS) days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lately {
    /// How many.
    pub count: usize,
    /// When the last one began.
    pub since: Timestamp,
    /// How long it was.
    pub length: Delay,
}

impl Lately {
    /// How far back "lately" goes.
    pub const DAYS: u64 = 30;
}

/// A day.
pub const DAY: Delay = Delay::from_secs(24 * 60 * 60);

impl History {
    /// The outages of a site that began lately; `None` where there was none.
    #[must_use]
    pub fn lately(&self, origin: &WebOrigin, now: Timestamp) -> Option<Lately> {
        let from = now.minus(DAY.times(Lately::DAYS));
        let those =
            || self.records.iter().map(|record| &record.id).filter(|id| id.origin == *origin && id.since >= from);
        let last = those().max_by_key(|id| id.since)?;
        Some(Lately { count: those().count(), since: last.since, length: last.until.since(last.since) })
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
pub(crate) mod tests {
    use super::*;
    use crate::diagnosis::Failure;
    use crate::http::Status;
    use crate::id::Address;
    use crate::outage::Ended;
    use crate::time::Timestamp;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    pub(crate) fn record(since: u64, ended: Ended) -> Record {
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
    fn lately_is_a_month() {
        let day = DAY.as_millis();
        let history: History = [record(day, Ended::Back), record(40 * day, Ended::Back), record(50 * day, Ended::Left)]
            .into_iter()
            .collect();
        let of = |host: &str| history.lately(&Address::parse(host).unwrap().origin(), Timestamp::from_millis(60 * day));
        let last = Lately { count: 2, since: Timestamp::from_millis(50 * day), length: Delay::from_secs(5) };
        assert_eq!(of("https://shop.example.com/cart"), Some(last));
        assert_eq!(of("https://other.example.com/"), None);
    }

    #[test]
    fn filters() {
        let day = DAY.as_millis();
        let kept = |text| {
            let wanted = Filter::parse(text);
            let takes = |since| wanted.takes(&record(since, Ended::Back), Timestamp::from_millis(60 * day));
            [takes(day), takes(55 * day)]
        };
        assert_eq!(kept(""), [true, true]);
        assert_eq!(kept("7 "), [false, true]);
        assert_eq!(kept(" shop.example.com"), [true, true]);
        assert_eq!(kept("7 shop.example.com"), [false, true]);
        assert_eq!(kept("7 other.example.com"), [false, false]);
        for nonsense in ["0 ", "-1 ", "99999999999999999999 ", "x"] {
            assert_eq!(kept(nonsense), [true, true], "{nonsense}");
        }
    }

    #[test]
    fn a_host_without_outages_is_no_condition() {
        let mut history: History = [record(1, Ended::Back)].into_iter().collect();
        let among = |text, history: &History| Filter::parse(text).among(history);
        for text in ["", "7 ", " shop.example.com", "7 shop.example.com"] {
            assert_eq!(among(text, &history), Filter::parse(text), "{text}");
        }
        assert_eq!(among("7 other.example.com", &history), Filter::parse("7 "));
        history.erase(&record(1, Ended::Back).id);
        assert_eq!(among(" shop.example.com", &history), Filter::default());
    }

    #[test]
    fn one_can_be_erased() {
        let mut history: History = (0..3).map(|n| record(n, Ended::Back)).collect();
        history.erase(&record(1, Ended::Left).id);
        assert_eq!(since(&history), [0, 2]);
    }
}
