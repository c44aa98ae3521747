//! The table of the benchmarks: who took how long, and whether the bars are met.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// A line of what `bench-time` or `bench-hosts` prints.
#[derive(Deserialize)]
pub(super) struct Measured {
    pub(super) work: String,
    items: u32,
    bars: Vec<Bar>,
    pub(super) contenders: Vec<Timed>,
}

/// A line of what `bench-allocations --memory` prints.
#[derive(Deserialize)]
pub(super) struct Held {
    work: String,
    bars: Vec<Bar>,
    octets: f64,
    #[serde(default)]
    others: Vec<Beside>,
}

/// What something else holds.
#[derive(Deserialize)]
struct Beside {
    name: String,
    octets: f64,
}

#[derive(Deserialize)]
pub(super) struct Timed {
    name: String,
    items: u32,
    nanoseconds: f64,
    /// Of its process alone, for whole programs.
    #[serde(default)]
    processor: Option<f64>,
    #[serde(default)]
    ours_on_the_same: Option<f64>,
    /// What was measured in pairs has its ratio with it.
    #[serde(default)]
    times_ours: Option<f64>,
    #[serde(default)]
    processor_times_ours: Option<f64>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Bar {
    Time {
        of: String,
        at_most: f64,
    },
    Rate {
        of: String,
        at_least: f64,
    },
    Processor {
        of: String,
        at_most: f64,
    },
    Nanoseconds {
        at_most: f64,
    },
    Octets {
        at_most: f64,
    },
    Allocations {
        at_most: f64,
    },
    /// That language takes at most this multiple of the core's time.
    Shell {
        of: String,
        at_most: f64,
    },
}

/// One work, with all that was measured of it.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) work: String,
    items: u32,
    ours: Cost,
    others: Vec<Other>,
    bars: Vec<Judged>,
}

/// Of one item, or one connection: what was measured of it.
#[derive(Default, Serialize)]
struct Cost {
    #[serde(skip_serializing_if = "Option::is_none")]
    nanoseconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    octets: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocations: Option<f64>,
}

/// Of one item, over the items that this contender reads.
#[derive(Serialize)]
struct Other {
    name: String,
    items: u32,
    #[serde(flatten)]
    cost: Cost,
    /// Its time as a multiple of ours over the same items.
    times_ours: f64,
    /// The same for the processor's time, for whole programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_times_ours: Option<f64>,
}

#[derive(Serialize)]
struct Judged {
    #[serde(flatten)]
    bar: Bar,
    reached: f64,
    met: bool,
}

impl Row {
    /// `allocations` are those of the contenders, in their order, in one run; none where they were
    /// not counted.
    pub(super) fn new(measured: Measured, allocations: &[u32]) -> Result<Self> {
        let Measured { work, items, bars, contenders } = measured;
        let mut counts = allocations.iter();
        let mut contenders = contenders.into_iter();
        let first = contenders.next().with_context(|| format!("nobody takes part in {work:?}"))?;
        if first.name != "smtpwire" || first.items != items {
            bail!("smtpwire is not the first in {work:?}, over all items");
        }
        let ours = first.cost(counts.next().copied());
        let others: Vec<Other> = contenders
            .map(|timed| {
                let ours = timed.ours_on_the_same.unwrap_or(first.nanoseconds);
                Other {
                    times_ours: timed.times_ours.unwrap_or(timed.nanoseconds / ours),
                    processor_times_ours: timed.processor_times_ours,
                    cost: timed.cost(counts.next().copied()),
                    items: timed.items,
                    name: timed.name,
                }
            })
            .collect();
        Self::judged(work, items, ours, others, bars)
    }

    /// What a connection holds.
    pub(super) fn held(held: Held) -> Result<Self> {
        let Held { work, bars, octets, others } = held;
        let cost = |octets| Cost { octets: Some(octets), ..Cost::default() };
        let others = others
            .into_iter()
            .map(|Beside { name, octets: its }| Other {
                name,
                items: 1,
                cost: cost(its),
                times_ours: its / octets,
                processor_times_ours: None,
            })
            .collect();
        Self::judged(work, 1, cost(octets), others, bars)
    }

    fn judged(
        work: String,
        items: u32,
        ours: Cost,
        others: Vec<Other>,
        bars: Vec<Bar>,
    ) -> Result<Self> {
        let bars = bars
            .into_iter()
            .map(|bar| judge(bar, &ours, &others))
            .collect::<Option<_>>()
            .with_context(|| format!("a bar of {work:?} is about what was not measured"))?;
        Ok(Self { work, items, ours, others, bars })
    }

    /// Whether every bar is met; nothing when there is none.
    pub(super) fn met(&self) -> Option<bool> {
        (!self.bars.is_empty()).then(|| self.bars.iter().all(|bar| bar.met))
    }

    fn markdown(&self) -> String {
        let others: Vec<String> = self.others.iter().map(|other| other.shown(self.items)).collect();
        let bars: Vec<String> = self.bars.iter().map(Judged::shown).collect();
        let met = match self.met() {
            None => "",
            Some(true) => "yes",
            Some(false) => "**no**",
        };
        format!(
            "| {} | {} | {} | {} | {met} |",
            self.work,
            self.ours.shown(),
            others.join("; "),
            bars.join("; "),
        )
    }
}

impl Other {
    fn shown(&self, items: u32) -> String {
        let mut notes = Vec::new();
        if let Some(octets) = self.cost.octets {
            notes.push(format!("{octets:.0} octets"));
        }
        if let Some(allocations) = self.cost.allocations.filter(|count| *count > 0.0) {
            notes.push(format!("{} alloc.", count(allocations)));
        }
        if let Some(times) = self.processor_times_ours {
            notes.push(format!("{} of processor", ratio(times)));
        }
        if self.items < items {
            notes.push(format!("{} of {items}", self.items));
        }
        let notes =
            if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        format!("{} {}{notes}", self.name, ratio(self.times_ours))
    }
}

impl Judged {
    fn shown(&self) -> String {
        match &self.bar {
            Bar::Time { of, at_most } => {
                format!("{} of {of}, at most {}", ratio(self.reached), ratio(*at_most))
            }
            Bar::Rate { of, at_least } => {
                format!("{} of {of}'s rate, at least {}", ratio(self.reached), ratio(*at_least))
            }
            Bar::Processor { of, at_most } => {
                format!("{} of {of}'s processor, at most {}", ratio(self.reached), ratio(*at_most))
            }
            Bar::Nanoseconds { at_most } => format!("at most {}", time(*at_most)),
            Bar::Octets { at_most } => format!("at most {at_most:.0} octets"),
            Bar::Allocations { at_most } => {
                format!("{} alloc., at most {}", count(self.reached), count(*at_most))
            }
            Bar::Shell { of, at_most } => {
                format!("{of} {}, at most {}", ratio(self.reached), ratio(*at_most))
            }
        }
    }
}

impl Timed {
    /// `allocations` in one run over all items.
    fn cost(&self, allocations: Option<u32>) -> Cost {
        let items = f64::from(self.items);
        Cost {
            nanoseconds: Some(self.nanoseconds / items),
            processor: self.processor.map(|nanoseconds| nanoseconds / items),
            octets: None,
            allocations: allocations.map(|count| f64::from(count) / items),
        }
    }
}

impl Cost {
    fn shown(&self) -> String {
        let parts = [
            self.nanoseconds.map(time),
            self.processor.map(|processor| format!("{} of processor", time(processor))),
            self.octets.map(|octets| format!("{octets:.0} octets")),
            self.allocations.map(|allocations| format!("{} alloc.", count(allocations))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Nothing when the bar is about what was not measured, or set by somebody who takes no part.
fn judge(bar: Bar, ours: &Cost, others: &[Other]) -> Option<Judged> {
    let other = |of: &str| others.iter().find(|other| other.name == of);
    let (reached, met) = match &bar {
        Bar::Time { of, at_most } => within(1.0 / other(of)?.times_ours, *at_most),
        Bar::Shell { of, at_most } => within(other(of)?.times_ours, *at_most),
        Bar::Rate { of, at_least } => {
            let times = other(of)?.times_ours;
            (times, times >= *at_least)
        }
        Bar::Processor { of, at_most } => within(1.0 / other(of)?.processor_times_ours?, *at_most),
        Bar::Nanoseconds { at_most } => within(ours.nanoseconds?, *at_most),
        Bar::Octets { at_most } => within(ours.octets?, *at_most),
        Bar::Allocations { at_most } => within(ours.allocations?, *at_most),
    };
    Some(Judged { bar, reached, met })
}

fn within(reached: f64, at_most: f64) -> (f64, bool) {
    (reached, reached <= at_most)
}

const HEAD: &str = "| work | smtpwire | the others, as multiples of it | bar | met |\n\
                    |---|---|---|---|---|";

/// The whole table.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.to_string()];
    lines.extend(rows.iter().map(Row::markdown));
    lines.join("\n")
}

const BEGIN: &str = "<!-- bench:begin -->";
const END: &str = "<!-- bench:end -->";

/// `text` with the table between the two markers, and nothing else changed.
pub(super) fn put_into(text: &str, table: &str) -> Result<String> {
    let (before, rest) = text.split_once(BEGIN).with_context(|| format!("there is no {BEGIN}"))?;
    let (_, behind) = rest.split_once(END).with_context(|| format!("no {END} after {BEGIN}"))?;
    Ok(format!("{before}{BEGIN}\n{table}\n{END}{behind}"))
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}

/// Three digits that mean something: `0.54`, `1.80`, `27.1`, `5120`.
fn ratio(number: f64) -> String {
    match number {
        n if n < 10.0 => format!("{n:.2}"),
        n if n < 100.0 => format!("{n:.1}"),
        n => format!("{n:.0}"),
    }
}

/// `0`, `2`, `0.07`.
fn count(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(name: &str, items: u32, nanoseconds: f64, ours_on_the_same: Option<f64>) -> Timed {
        Timed {
            name: name.into(),
            items,
            nanoseconds,
            processor: None,
            ours_on_the_same,
            times_ours: None,
            processor_times_ours: None,
        }
    }

    fn measured(bars: Vec<Bar>) -> Measured {
        Measured {
            work: "read a command".into(),
            items: 20,
            bars,
            contenders: vec![
                timed("smtpwire", 20, 1000.0, None),
                timed("fast", 20, 2000.0, None),
                timed("picky", 10, 1500.0, Some(300.0)),
            ],
        }
    }

    fn bar(of: &str, at_most: f64) -> Bar {
        Bar::Time { of: of.into(), at_most }
    }

    #[test]
    fn a_row_tells_times_of_one_item_and_the_others_as_multiples_of_ours() {
        let row = Row::new(measured(vec![bar("fast", 0.6)]), &[0, 3, 40]).expect("a row");
        assert_eq!(
            row.markdown(),
            "| read a command | 50 ns, 0 alloc. | fast 2.00 (0.15 alloc.); \
             picky 5.00 (4 alloc., 10 of 20) | 0.50 of fast, at most 0.60 | yes |"
        );
    }

    #[test]
    fn a_peer_that_reads_half_is_compared_with_us_on_that_half() {
        let row = Row::new(measured(Vec::new()), &[0, 0, 0]).expect("a row");
        assert!((row.others[1].times_ours - 5.0).abs() < 1e-9);
        assert!((row.others[1].cost.nanoseconds.expect("a time") - 150.0).abs() < 1e-9);
    }

    #[test]
    fn one_bar_that_is_missed_is_enough_and_no_bar_is_neither() {
        let met = |bars| Row::new(measured(bars), &[1, 0, 0]).expect("a row").met();
        assert_eq!(met(vec![]), None);
        assert_eq!(met(vec![bar("fast", 0.5)]), Some(true));
        assert_eq!(met(vec![bar("fast", 0.49)]), Some(false));
        let none = Bar::Allocations { at_most: 0.0 };
        assert_eq!(met(vec![bar("fast", 0.5), none]), Some(false));
    }

    #[test]
    fn a_program_is_held_against_the_rate_and_the_processor_of_its_peer() {
        let whole = |times_ours, processor_times_ours| {
            let mut measured = measured(vec![
                Bar::Rate { of: "peer".into(), at_least: 1.0 },
                Bar::Processor { of: "peer".into(), at_most: 0.7 },
            ]);
            measured.contenders =
                vec![timed("smtpwire", 20, 2e6, None), timed("peer", 20, 3e6, None)];
            measured.contenders[0].processor = Some(1e6);
            measured.contenders[1].processor = Some(2e6);
            measured.contenders[1].times_ours = Some(times_ours);
            measured.contenders[1].processor_times_ours = Some(processor_times_ours);
            Row::new(measured, &[]).expect("a row")
        };
        // The ratio of the pairs counts, not that of the medians.
        assert_eq!(
            whole(1.25, 2.0).markdown(),
            "| read a command | 100.0 µs, 50.0 µs of processor | peer 1.25 (2.00 of processor) | \
             1.25 of peer's rate, at least 1.00; 0.50 of peer's processor, at most 0.70 | yes |"
        );
        assert_eq!(whole(0.99, 2.0).met(), Some(false));
        assert_eq!(whole(1.25, 1.4).met(), Some(false));
    }

    #[test]
    fn what_a_connection_holds_is_told_in_octets() {
        let held = |octets| {
            let bars = vec![Bar::Octets { at_most: 4096.0 }];
            let others = vec![Beside { name: "bare".into(), octets: 500.0 }];
            Row::held(Held { work: "idle".into(), bars, octets, others }).expect("a row")
        };
        assert_eq!(
            held(1000.0).markdown(),
            "| idle | 1000 octets | bare 0.50 (500 octets) | at most 4096 octets | yes |"
        );
        assert_eq!(held(4097.0).met(), Some(false));
    }

    #[test]
    fn a_bar_set_by_somebody_who_takes_no_part_is_an_error() {
        assert!(Row::new(measured(vec![bar("absent", 1.0)]), &[0, 0, 0]).is_err());
    }

    #[test]
    fn the_table_replaces_what_stands_between_the_markers_and_nothing_else() {
        let text = "# a\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nb\n";
        let put = put_into(text, "new").expect("both markers");
        assert_eq!(put, "# a\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nb\n");
        assert_eq!(put_into(&put, "new").expect("both markers"), put);
        assert!(put_into("# a\n", "new").is_err());
        assert!(put_into("<!-- bench:end --><!-- bench:begin -->", "new").is_err());
    }

    #[test]
    fn numbers_are_rounded_to_what_they_mean() {
        assert_eq!([ratio(0.5432), ratio(27.13), ratio(5120.4)], ["0.54", "27.1", "5120"]);
        assert_eq!([count(0.0), count(2.0), count(0.066), count(10.0)], ["0", "2", "0.07", "10"]);
        assert_eq!(time(52_680.0), "52.7 µs");
    }
}
