//! The words that speak of something few people are or did. Words only; how they are matched stands in `cues`.

use super::cues::{CueKind, CueLanguage};

/// How a word is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// As it is.
    Whole,
    /// With an ending of its language, or none.
    Inflected,
    /// Like inflected, and also as the last part of a longer word: `Tageszeitung`.
    Compound,
}

pub(crate) type Entry = (CueKind, How, &'static [&'static str]);

use CueKind::{First, Media, Only, PublicOffice, Superlative};
use How::{Compound, Inflected, Whole};

const ENGLISH: &[Entry] = &[
    (First, Whole, &["first", "pioneer", "pioneers"]),
    (Only, Whole, &["only", "sole", "unique"]),
    (Superlative, Whole, &["youngest", "oldest", "eldest", "famous", "celebrated", "well known"]),
    (PublicOffice, Whole, &["elected", "parliament"]),
    (PublicOffice, Inflected, &["councillor", "councilor", "mayor", "minister", "ambassador", "deputy"]),
    (Media, Inflected, &["newspaper", "journalist", "reporter", "headline", "award"]),
    (Media, Whole, &["television", "tv", "awarded"]),
];

const DUTCH: &[Entry] = &[
    (First, Whole, &["eerste", "allereerste"]),
    (Only, Whole, &["enige", "enigste", "uniek", "unieke"]),
    (Superlative, Whole, &["jongste", "oudste", "beroemd", "beroemde", "bekende"]),
    (PublicOffice, Whole, &["gekozen", "verkozen"]),
    (PublicOffice, Compound, &["raadslid", "raadsleden", "burgemeester", "wethouder", "minister", "kamerlid"]),
    (Media, Compound, &["krant", "journalist", "televisie"]),
    (Media, Whole, &["tv", "dagblad"]),
];

const GERMAN: &[Entry] = &[
    // Without an ending, `erst` means "only just".
    (First, Whole, &["erste", "erster", "erstes", "ersten", "erstem", "allererste", "allererster"]),
    (Only, Inflected, &["einzig", "einzigartig"]),
    (Superlative, Inflected, &["jüngst", "ältest", "berühmt"]),
    (PublicOffice, Inflected, &["gewählt"]),
    (PublicOffice, Compound, &["stadtrat", "stadträt", "gemeinderat", "bürgermeister", "abgeordnet", "minister"]),
    (Media, Compound, &["zeitung", "journalist", "fernsehen"]),
];

const FRENCH: &[Entry] = &[
    (First, Inflected, &["premier", "première"]),
    (Only, Inflected, &["seul", "unique"]),
    (Superlative, Inflected, &["plus jeune", "plus âgé", "plus vieux", "plus vieille", "célèbre"]),
    (PublicOffice, Inflected, &["élu", "maire", "conseiller", "conseillère", "député", "ministre"]),
    (Media, Inflected, &["journal", "journaliste", "télévision", "télé"]),
    (Media, Whole, &["journaux"]),
];

const UKRAINIAN: &[Entry] = &[
    (First, Inflected, &["перш", "найперш"]),
    (First, Whole, &["вперше"]),
    (Only, Inflected, &["єдин", "унікальн"]),
    (Superlative, Inflected, &["наймолодш", "найстарш", "знаменит", "відом"]),
    (PublicOffice, Inflected, &["обран", "обрал", "депутат", "депутатк", "мер", "міністр", "міністерк", "старост"]),
    (Media, Inflected, &["газет", "журналіст", "журналістк", "телебаченн", "телевізор"]),
];

const ARABIC: &[Entry] = &[
    (First, Whole, &["أول", "أولى", "الأوائل"]),
    (Only, Inflected, &["وحيد", "فريد"]),
    (Superlative, Whole, &["أصغر", "أكبر", "أشهر"]),
    (Superlative, Inflected, &["مشهور"]),
    (PublicOffice, Inflected, &["منتخب", "انتخب", "وزير", "نائب", "بلدية", "سفير"]),
    (PublicOffice, Whole, &["عضو مجلس", "البرلمان"]),
    (Media, Inflected, &["صحيف", "صحفي", "صحافي", "جريد", "تلفزيون", "تلفاز"]),
    (Media, Whole, &["صحف", "جرائد"]),
];

const PERSIAN: &[Entry] = &[
    (First, Inflected, &["اولین", "نخستین", "اول"]),
    (Only, Whole, &["تنها", "یگانه"]),
    (
        Superlative,
        Inflected,
        &[
            "جوان‌ترین",
            "جوان ترین",
            "مسن‌ترین",
            "مسن ترین",
            "کوچک‌ترین",
            "کوچک ترین",
            "بزرگ‌ترین",
            "بزرگ ترین",
            "معروف",
            "مشهور",
        ],
    ),
    (PublicOffice, Inflected, &["منتخب", "شهردار", "نماینده", "وزیر", "سفیر", "انتخاب شد"]),
    (Media, Inflected, &["روزنامه", "روزنامه‌نگار", "خبرنگار", "تلویزیون"]),
];

pub(crate) const fn entries(language: CueLanguage) -> &'static [Entry] {
    match language {
        CueLanguage::English => ENGLISH,
        CueLanguage::Dutch => DUTCH,
        CueLanguage::German => GERMAN,
        CueLanguage::French => FRENCH,
        CueLanguage::Ukrainian => UKRAINIAN,
        CueLanguage::Arabic => ARABIC,
        CueLanguage::Persian => PERSIAN,
    }
}

/// What may follow an inflected word: a rough list, since a cue too many costs a reviewer a glance, and one too few may
/// cost more.
pub(crate) const fn endings(language: CueLanguage) -> &'static [&'static str] {
    match language {
        CueLanguage::English => &["s"],
        CueLanguage::Dutch => &["e", "en", "s"],
        CueLanguage::German => &["e", "er", "es", "en", "em", "s", "n", "in", "innen"],
        CueLanguage::French => &["e", "s", "es", "x"],
        CueLanguage::Ukrainian => &[
            "а", "я", "у", "ю", "і", "ї", "и", "е", "о", "ий", "ій", "ої", "ою", "ого", "ому", "им", "их", "ими", "ом",
            "ем", "єм", "ів", "ам", "ами", "ах", "ові", "еві", "ка", "ки", "ку", "ці", "кою", "ня", "ням", "ню", "ні",
        ],
        CueLanguage::Arabic => {
            &["ة", "ه", "ت", "ي", "ية", "ين", "ون", "ان", "ات", "ها", "هم", "نا", "وا", "وه", "وها", "تها"]
        }
        CueLanguage::Persian => &["ی", "ی‌ها", "ها", "های", "هایی", "م", "ام", "ش", "اش", "ای", "ان", "ند"],
    }
}
