//! The words of attributes, of narrators and of tipping points: short stable ids made from the labels of the codebook file.

use super::{
    file,
    reply::{AttributeValue, AxisValue, CodingAttribute, NarratorAttribute, TippingAxis},
};
use crate::ids::CodeId;

/// A label as a stable id: `family/household` is `family-household`, `marker (sign of how far)` is `marker`,
/// `<6 months` is `under-6-months`.
pub(super) fn kebab(label: &str) -> String {
    let plain = label.split(" (").next().unwrap_or(label);
    let spelt = plain.replace('<', "under ").replace('>', "over ").replace('+', " and over");
    let mut id = String::with_capacity(spelt.len());
    for character in spelt.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            id.push(character);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// A label without what stands in brackets behind it.
fn plain(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

fn cardinality(text: Option<&str>) -> &'static str {
    if text == Some("many") { "many" } else { "one" }
}

/// What may be said of a coding. The file says `valence`; coders say effect.
pub(super) fn of_codings(items: &[file::Attribute], node: impl Fn(&str) -> Option<CodeId>) -> Vec<CodingAttribute> {
    items
        .iter()
        .map(|item| CodingAttribute {
            id: if item.id == "valence" { "effect".to_owned() } else { kebab(&item.id) },
            label: item.label.clone().unwrap_or_else(|| plain(&item.id)),
            cardinality: cardinality(item.cardinality.as_deref()),
            values: item.values.iter().map(|label| value(label)).collect(),
            applies_to: item.applies_to.as_deref().and_then(&node),
            why: item.why.clone(),
        })
        .collect()
}

fn value(label: &str) -> AttributeValue {
    AttributeValue { id: kebab(label), label: plain(label) }
}

/// What may be said of a narrator. Ids are the names of the fields of a narrator.
pub(super) fn of_narrators(items: &[file::Attribute]) -> Vec<NarratorAttribute> {
    items
        .iter()
        .map(|item| NarratorAttribute {
            id: narrator_field(&item.id).to_owned(),
            label: item.label.clone().unwrap_or_else(|| narrator_label(&item.id)),
            cardinality: cardinality((item.id == "languages").then_some("many")),
            values: item.values.iter().map(|label| narrator_value(&item.id, label)).collect(),
            free: item.values.is_empty(),
            required: item.required,
            why: item.why.clone(),
        })
        .collect()
}

fn narrator_field(id: &str) -> &str {
    match id {
        "time_in_country_at_telling" => "time_in_country",
        "gender_self_described" => "gender",
        "disability_self_described" => "disability",
        other => other,
    }
}

fn narrator_label(id: &str) -> String {
    match id {
        "time_in_country_at_telling" => "Time in the country when it was told".to_owned(),
        "gender_self_described" => "Gender, in own words".to_owned(),
        "disability_self_described" => "Disability, in own words".to_owned(),
        "age_band" => "Age".to_owned(),
        "caring_duties" => "Caring for others".to_owned(),
        other => plain(&other.replace('_', " ")),
    }
}

/// Roles of narrators have the ids that narrators are kept with.
fn narrator_value(attribute: &str, label: &str) -> AttributeValue {
    let short = match (attribute, label) {
        ("role", "receiving-community member") => "receiving-community",
        ("role", "both/second generation") => "both",
        ("role", "practitioner/volunteer") => "practitioner",
        _ => return value(label),
    };
    AttributeValue { id: short.to_owned(), label: plain(label) }
}

/// What may be said of a tipping point. Its review is not asked of coders: only narrators confirm.
pub(super) fn of_tipping_points(axes: &[file::Axis]) -> Vec<TippingAxis> {
    axes.iter()
        .filter(|axis| axis.id != "narrator_review")
        .map(|axis| TippingAxis {
            id: if axis.id == "trigger" { "triggers".to_owned() } else { axis.id.clone() },
            values: axis.values.iter().map(axis_value).collect(),
        })
        .collect()
}

fn axis_value(code: &file::Code) -> AxisValue {
    AxisValue {
        id: CodeId(code.guid),
        key: code.code.clone(),
        name: code.name.clone(),
        definition: code.definition.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn ids_are_made_from_labels_and_stay_so() {
        for (label, id) in [
            ("marker (sign of how far)", "marker"),
            ("family/household", "family-household"),
            ("EU/free movement", "eu-free-movement"),
            ("paper_practice", "paper-practice"),
            ("<6 months", "under-6-months"),
            (">10 years", "over-10-years"),
            ("65+", "65-and-over"),
            ("13-17", "13-17"),
            ("years 2-5", "years-2-5"),
        ] {
            assert_eq!(kebab(label), id);
        }
    }
}
