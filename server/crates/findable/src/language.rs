//! The languages words can be analysed in, and the rules each one asks for.
//! Nothing here may guess a language from text: a tag says it, or it is unknown.

use frostem::Algorithm;
use tantivy::tokenizer::Language as Snowball;

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal),+ $(,)?) => {
        /// An analyser of words, chosen by a BCP 47 tag. Close relatives share one (Dari is read
        /// as Persian, Norwegian Nynorsk as Norwegian); [`Language::Und`] is for all the others.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Language { $(#[doc = $name] $variant),+ }

        impl Language {
            /// Every analyser, in the order of the schema's fields.
            pub const ALL: &'static [Language] = &[$(Language::$variant),+];

            /// The primary subtag that names the analyser, and ends its field's name.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Language::$variant => $code),+ }
            }
        }
    };
}

languages! {
    Am "am" "Amharic", Ar "ar" "Arabic", Az "az" "Azerbaijani", Be "be" "Belarusian",
    Bg "bg" "Bulgarian", Bn "bn" "Bengali", Ca "ca" "Catalan", Ckb "ckb" "Kurdish, Sorani",
    Cs "cs" "Czech", Da "da" "Danish", De "de" "German", El "el" "Greek", En "en" "English",
    Es "es" "Spanish", Et "et" "Estonian", Fa "fa" "Persian and Dari", Fi "fi" "Finnish",
    Fr "fr" "French", He "he" "Hebrew", Hi "hi" "Hindi", Hu "hu" "Hungarian",
    Id "id" "Indonesian", It "it" "Italian", Ja "ja" "Japanese", Km "km" "Khmer",
    Ko "ko" "Korean", Ku "ku" "Kurdish, Kurmanji", Lo "lo" "Lao", Lt "lt" "Lithuanian",
    My "my" "Burmese", Ne "ne" "Nepali", Nl "nl" "Dutch", No "no" "Norwegian", Pl "pl" "Polish",
    Ps "ps" "Pashto", Pt "pt" "Portuguese", Ro "ro" "Romanian", Ru "ru" "Russian",
    So "so" "Somali", Sr "sr" "Serbian, Croatian, Bosnian", Sv "sv" "Swedish", Sw "sw" "Swahili",
    Ta "ta" "Tamil", Th "th" "Thai", Ti "ti" "Tigrinya", Tr "tr" "Turkish", Uk "uk" "Ukrainian",
    Ur "ur" "Urdu", Vi "vi" "Vietnamese", Zh "zh" "Chinese", Und "und" "Unknown or any other",
}

/// What an apostrophe between two letters does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apostrophe {
    /// It stays in the word: the English stemmer knows what to do with it.
    Keep,
    /// It is dropped and the halves are one word: Ukrainian м'ята, Somali go'aan.
    Drop,
    /// It divides two words: French l'école, Turkish İstanbul'da.
    Split,
}

/// Which letters of the Arabic script are read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArabicScript {
    Arabic,
    Persian,
    Sorani,
    Pashto,
}

impl Language {
    /// The analyser for a BCP 47 tag such as `ar-SY`, `ku-Arab` or `prs`. An unknown, empty or
    /// malformed tag gives [`Language::Und`]; ISO 639-3 codes of the same languages are known too.
    #[must_use]
    pub fn from_tag(tag: &str) -> Language {
        let lowered = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut subtags = lowered.split('-');
        let primary = subtags.next().unwrap_or_default();
        let script = subtags
            .take_while(|subtag| subtag.len() > 1)
            .find(|subtag| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic()));
        match (primary, script) {
            // Kurdish is two languages in two scripts; the script tells them apart.
            ("ku" | "kur", Some("arab")) => Language::Ckb,
            // Written in the Arabic script these follow other spelling rules than ours.
            ("az" | "aze", Some("arab")) => Language::Und,
            _ => by_code(primary).unwrap_or_else(|| by_relative(primary)),
        }
    }

    pub(crate) fn stemmer(self) -> Option<Algorithm> {
        Some(match self {
            Language::Ar => Algorithm::Arabic,
            Language::Ca => Algorithm::Catalan,
            Language::Cs => Algorithm::Czech,
            Language::Da => Algorithm::Danish,
            Language::De => Algorithm::German,
            Language::El => Algorithm::Greek,
            Language::En => Algorithm::English,
            Language::Es => Algorithm::Spanish,
            Language::Et => Algorithm::Estonian,
            Language::Fi => Algorithm::Finnish,
            Language::Fr => Algorithm::French,
            Language::Hi => Algorithm::Hindi,
            Language::Hu => Algorithm::Hungarian,
            Language::Id => Algorithm::Indonesian,
            Language::It => Algorithm::Italian,
            Language::Lt => Algorithm::Lithuanian,
            Language::Ne => Algorithm::Nepali,
            // The newer Dutch algorithm turns "gemeente" into "meen"; the older does not.
            Language::Nl => Algorithm::DutchPorter,
            Language::No => Algorithm::Norwegian,
            Language::Pl => Algorithm::Polish,
            Language::Pt => Algorithm::Portuguese,
            Language::Ro => Algorithm::Romanian,
            Language::Ru => Algorithm::Russian,
            Language::Sr => Algorithm::Serbian,
            Language::Sv => Algorithm::Swedish,
            Language::Ta => Algorithm::Tamil,
            Language::Tr => Algorithm::Turkish,
            _ => return None,
        })
    }

    pub(crate) fn snowball_stop_words(self) -> Option<Snowball> {
        Some(match self {
            Language::Da => Snowball::Danish,
            Language::De => Snowball::German,
            Language::En => Snowball::English,
            Language::Es => Snowball::Spanish,
            Language::Fi => Snowball::Finnish,
            Language::Fr => Snowball::French,
            Language::Hu => Snowball::Hungarian,
            Language::It => Snowball::Italian,
            Language::Nl => Snowball::Dutch,
            Language::No => Snowball::Norwegian,
            Language::Pt => Snowball::Portuguese,
            Language::Ru => Snowball::Russian,
            Language::Sv => Snowball::Swedish,
            _ => return None,
        })
    }

    pub(crate) fn apostrophe(self) -> Apostrophe {
        match self {
            Language::Fr | Language::It | Language::Ca | Language::Tr | Language::Az => Apostrophe::Split,
            Language::Uk | Language::Be | Language::Ru | Language::So | Language::He => Apostrophe::Drop,
            _ => Apostrophe::Keep,
        }
    }

    pub(crate) fn arabic_script(self) -> ArabicScript {
        match self {
            Language::Fa | Language::Ur => ArabicScript::Persian,
            Language::Ckb => ArabicScript::Sorani,
            Language::Ps => ArabicScript::Pashto,
            _ => ArabicScript::Arabic,
        }
    }

    /// Whether dotted and dotless i are two letters.
    pub(crate) fn is_turkic(self) -> bool {
        matches!(self, Language::Tr | Language::Az)
    }

    /// Whether a zero-width non-joiner divides a word into parts people also look for alone.
    pub(crate) fn has_joined_parts(self) -> bool {
        matches!(self, Language::Fa | Language::Ur | Language::Und)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

fn by_code(primary: &str) -> Option<Language> {
    Language::ALL.iter().copied().find(|language| language.code() == primary)
}

/// Relatives and other codes for the same language, from ISO 639-3 and its macrolanguages.
fn by_relative(primary: &str) -> Language {
    match primary {
        "amh" => Language::Am,
        "ara" | "arb" | "apc" | "ajp" | "acm" | "ary" | "arz" | "arq" | "aeb" | "ayl" | "apd" | "ayn" | "acq"
        | "afb" | "ars" | "shu" => Language::Ar,
        "aze" | "azj" => Language::Az,
        "bel" => Language::Be,
        "bul" => Language::Bg,
        "ben" => Language::Bn,
        "cat" => Language::Ca,
        "sdh" => Language::Ckb,
        "ces" | "cze" => Language::Cs,
        "dan" => Language::Da,
        "deu" | "ger" | "gsw" => Language::De,
        "ell" | "gre" => Language::El,
        "eng" => Language::En,
        "spa" => Language::Es,
        "est" | "ekk" => Language::Et,
        "fas" | "per" | "pes" | "prs" | "haz" => Language::Fa,
        "fin" => Language::Fi,
        "fra" | "fre" => Language::Fr,
        "heb" | "iw" => Language::He,
        "hin" => Language::Hi,
        "hun" => Language::Hu,
        "ind" | "ms" | "msa" | "zsm" => Language::Id,
        "ita" => Language::It,
        "jpn" => Language::Ja,
        "khm" => Language::Km,
        "kor" => Language::Ko,
        "kur" | "kmr" => Language::Ku,
        "lao" => Language::Lo,
        "lit" => Language::Lt,
        "mya" | "bur" => Language::My,
        "nep" | "npi" => Language::Ne,
        "nld" | "dut" | "vls" => Language::Nl,
        "nb" | "nn" | "nob" | "nno" | "nor" => Language::No,
        "pol" => Language::Pl,
        "pus" | "pbt" | "pbu" | "pst" => Language::Ps,
        "por" => Language::Pt,
        "ron" | "rum" | "mo" => Language::Ro,
        "rus" => Language::Ru,
        "som" => Language::So,
        // The Snowball algorithm was written for all of these, in both alphabets.
        "srp" | "hr" | "hrv" | "bs" | "bos" | "sh" | "hbs" | "cnr" => Language::Sr,
        "swe" => Language::Sv,
        "swa" | "swh" => Language::Sw,
        "tam" => Language::Ta,
        "tha" => Language::Th,
        "tir" => Language::Ti,
        "tur" => Language::Tr,
        "ukr" => Language::Uk,
        "urd" => Language::Ur,
        "vie" => Language::Vi,
        "zho" | "chi" | "cmn" | "yue" | "wuu" | "nan" | "hak" => Language::Zh,
        _ => Language::Und,
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_tag_names_its_analyser() {
        for (tag, language) in [
            ("en", Language::En),
            ("EN-gb", Language::En),
            ("ar-SY", Language::Ar),
            ("prs", Language::Fa),
            ("fa-AF", Language::Fa),
            ("ku-Arab-IQ", Language::Ckb),
            ("ku-Latn", Language::Ku),
            ("ckb", Language::Ckb),
            ("zh-Hant-TW", Language::Zh),
            ("nb_NO", Language::No),
            ("hr", Language::Sr),
            ("az-Arab", Language::Und),
            ("", Language::Und),
            ("x-private", Language::Und),
            ("Klingonese", Language::Und),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn every_code_leads_back_to_its_analyser() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.code()), *language);
        }
    }
}
