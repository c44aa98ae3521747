//! The table of the benchmarks: who took how long, and whether the bars are met.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// A line of what `bench-time` prints.
#[derive(Deserialize)]
pub(super) struct Measured {
    pub(super) work: String,
    items: u32,
    bars: Vec<Bar>,
    pub(super) contenders: Vec<Timed>,
}

#[derive(Deserialize)]
pub(super) struct Timed {
    name: String,
    items: u32,
    nanoseconds: f64,
    ours_on_the_same: Option<f64>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Bar {
    Time { of: String, at_most: f64 },
    Allocations { at_most: f64 },
}

/// One work, with all that was measured of it.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) work: String,
    items: u32,
    ours: Ours,
    others: Vec<Other>,
    bars: Vec<Judged>,
}

/// Of one item.
#[derive(Serialize)]
struct Ours {
    nanoseconds: f64,
    allocations: f64,
}

/// Of one item, over the items that this contender reads.
#[derive(Serialize)]
struct Other {
    name: String,
    items: u32,
    nanoseconds: f64,
    allocations: f64,
    /// Its time as a multiple of ours over the same items.
    times_ours: f64,
}

#[derive(Serialize)]
struct Judged {
    #[serde(flatten)]
    bar: Bar,
    reached: f64,
    met: bool,
}

impl Row {
    /// `allocations` are those of the contenders, in their order, in one run.
    pub(super) fn new(measured: Measured, allocations: &[u32]) -> Result<Self> {
        let Measured { work, items, bars, contenders } = measured;
        let mut counted = contenders.into_iter().zip(allocations);
        let (first, first_count) =
            counted.next().with_context(|| format!("nobody takes part in {work:?}"))?;
        if first.name != "smtpwire" || first.items != items {
            bail!("smtpwire is not the first in {work:?}, over all items");
        }
        let ours = Ours {
            nanoseconds: first.nanoseconds / f64::from(items),
            allocations: f64::from(*first_count) / f64::from(items),
        };
        let others: Vec<Other> = counted
            .map(|(timed, count)| Other {
                times_ours: timed.nanoseconds / timed.ours_on_the_same.unwrap_or(first.nanoseconds),
                nanoseconds: timed.nanoseconds / f64::from(timed.items),
                allocations: f64::from(*count) / f64::from(timed.items),
                items: timed.items,
                name: timed.name,
            })
            .collect();
        let bars = bars
            .into_iter()
            .map(|bar| judge(bar, &ours, &others))
            .collect::<Option<_>>()
            .with_context(|| format!("a bar of {work:?} names who takes no part"))?;
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
            cost(self.ours.nanoseconds, self.ours.allocations),
            others.join("; "),
            bars.join("; "),
        )
    }
}

impl Other {
    fn shown(&self, items: u32) -> String {
        let mut notes = Vec::new();
        if self.allocations > 0.0 {
            notes.push(format!("{} alloc.", count(self.allocations)));
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
            Bar::Allocations { at_most } => {
                format!("{} alloc., at most {}", count(self.reached), count(*at_most))
            }
        }
    }
}

/// Nothing when the bar is set by somebody who takes no part.
fn judge(bar: Bar, ours: &Ours, others: &[Other]) -> Option<Judged> {
    let (reached, at_most) = match &bar {
        Bar::Time { of, at_most } => {
            let other = others.iter().find(|other| other.name == *of)?;
            (1.0 / other.times_ours, *at_most)
        }
        Bar::Allocations { at_most } => (ours.allocations, *at_most),
    };
    Some(Judged { bar, reached, met: reached <= at_most })
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

fn cost(nanoseconds: f64, allocations: f64) -> String {
    let time = match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    };
    format!("{time}, {} alloc.", count(allocations))
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
        Timed { name: name.into(), items, nanoseconds, ours_on_the_same }
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
        assert!((row.others[1].nanoseconds - 150.0).abs() < 1e-9);
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
        assert_eq!(cost(52_680.0, 0.0), "52.7 µs, 0 alloc.");
    }
}
