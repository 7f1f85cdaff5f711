//! Words too common to search for alone. They stay in the index, so phrases find them; a query
//! of several words passes over them. No word that names a subject of the codebook may be here.
//!
//! Where Snowball has a list, tantivy's copy of it is used. The four short lists below were
//! written for this crate: particles, pronouns, prepositions and auxiliaries only. Longer lists
//! from the web (stopwords-iso) hold "work", "home" and "found" and are not for testimonies.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tantivy::tokenizer::{RawTokenizer, StopWordFilter, TextAnalyzer, TokenStream};

use crate::language::Language;
use crate::letters::fold;
use crate::normal::write_plain;

const ARABIC: &str = "من في على الى إلى عن مع أن إن ان أنّ إنّ لا ما لم لن هذا هذه ذلك تلك هؤلاء التي الذي الذين \
    اللذين اللتين هو هي هم هن نحن أنا أنت أنتم كان كانت كانوا يكون تكون قد لقد كل بعد قبل عند حتى أو ام أم ثم \
    بل لكن ولكن كما إذا اذا لو هل كيف متى أين اين حيث منذ بين تحت فوق غير سوى أي اي إنما فقط هنا هناك \
    به بها لها له لهم فيه فيها منه منها عليه عليها إليه إليها وهو وهي ومن وفي وقد وكان وما ولا وأن كم ماذا ما";

const PERSIAN: &str = "و در به از که این آن را با برای تا یا هم اما ولی اگر چون چه چرا نه من تو او ما شما آنها ایشان \
    است هست نیست بود بودند باشد باشند شد شود شدن شده می نمی خود هر همه یک بر بی نیز پس پیش دیگر \
    ها های ای اش ام ات مان تان شان اند هستند کرد کند کنند کرده باید وقتی مگر همین همان چنین جز سپس دارد داشت";

const TURKISH: &str = "ve ile bir bu şu o da de ki mi mı mu mü için gibi kadar daha en çok az ama fakat ancak veya ya \
    ne niçin neden nasıl hangi kim her hep hiç ben sen biz siz onlar bana sana ona bize size onlara beni seni onu \
    bizi sizi onları benim senin onun bizim sizin onların bunu bunun şunu buna olan olarak oldu olduğu ise idi \
    değil var yok sonra önce göre rağmen diye eğer çünkü hem yani bile üzere";

const UKRAINIAN: &str = "і й та а але або чи що як у в на з із зі до від для за по при про без під над між через \
    не ні так це цей ця ці той та те ті той він вона воно вони я ти ми ви мене тебе його її нас вас їх мені тобі \
    йому їй нам вам їм мій твій наш ваш свій який яка яке які котрий хто коли де там тут ще вже теж також лише \
    тільки би б же ж був була було були є буде будуть бути якщо тому щоб бо то дуже все всі весь";

/// The words of one language that a query of several words passes over.
#[derive(Clone)]
pub(crate) enum StopWords {
    None,
    /// Folded and sorted.
    Ours(Vec<String>),
    Snowball(TextAnalyzer),
}

static LISTS: LazyLock<BTreeMap<Language, StopWords>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, StopWords::gather(*language))).collect());

impl StopWords {
    /// The list of a language, cheap to copy.
    pub(crate) fn of(language: Language) -> StopWords {
        LISTS.get(&language).cloned().unwrap_or(StopWords::None)
    }

    fn gather(language: Language) -> StopWords {
        let ours = match language {
            Language::Ar => ARABIC,
            Language::Fa => PERSIAN,
            Language::Tr => TURKISH,
            Language::Uk => UKRAINIAN,
            _ => {
                return language.snowball_stop_words().and_then(StopWordFilter::new).map_or(
                    StopWords::None,
                    |filter| {
                        let raw = TextAnalyzer::builder(RawTokenizer::default());
                        StopWords::Snowball(raw.filter(filter).build())
                    },
                );
            }
        };
        let mut folded: Vec<String> = ours.split_whitespace().map(|word| folded_form(word, language)).collect();
        folded.sort();
        folded.dedup();
        StopWords::Ours(folded)
    }

    /// Whether the word is on the list, given in its plain and its folded form.
    pub(crate) fn hold(&mut self, plain: &str, folded: &str) -> bool {
        match self {
            StopWords::None => false,
            StopWords::Ours(words) => words.binary_search_by(|word| word.as_str().cmp(folded)).is_ok(),
            // The filter keeps its list to itself, so it is asked: what it lets through is none.
            StopWords::Snowball(filter) => !filter.token_stream(plain).advance(),
        }
    }
}

/// Whether plain queries in this language pass over the word.
#[must_use]
pub fn is_stop_word(word: &str, language: Language) -> bool {
    let mut plain = String::new();
    write_plain(word, language, &mut plain);
    let folded = folded_form(word, language);
    StopWords::of(language).hold(&plain, &folded)
}

fn folded_form(word: &str, language: Language) -> String {
    let mut plain = String::new();
    let mut folded = String::new();
    write_plain(word, language, &mut plain);
    fold(&plain, language, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::is_stop_word;
    use crate::language::Language;

    #[test]
    fn no_subject_of_the_codebook_is_a_stop_word() {
        // The fourteen indicators of integration (Ndofor-Tah et al., Home Office 2019), and
        // words people use for them.
        let english = "work home house housing found find education school learn health doctor \
            leisure sport bonds bridges links social family friend friends language speak culture \
            digital phone internet safety safe police stability rights responsibilities citizenship \
            papers money help lost alone war road border boat neighbour neighbours faith mosque \
            church mother father child children job wait waiting fear hope";
        let lists = [
            (Language::En, english),
            (
                Language::De,
                "arbeit wohnung heim haus schule gesundheit arzt familie freund sprache sicherheit rechte krieg kind mutter arbeiten gefunden",
            ),
            (
                Language::Fr,
                "travail maison logement école santé médecin famille ami langue sécurité droits guerre enfant mère trouvé",
            ),
            (
                Language::Es,
                "casa vivienda escuela salud médico familia amigo lengua seguridad derechos guerra niño madre encontré",
            ),
            (
                Language::Nl,
                "werk huis thuis woning school gezondheid gezin vriend taal veiligheid rechten oorlog kind moeder gevonden",
            ),
            (
                Language::Ru,
                "работа дом жилье школа здоровье врач семья друг язык безопасность права война ребенок мать нашел",
            ),
            (
                Language::Uk,
                "робота дім житло школа здоров'я лікар сім'я родина друг мова безпека права війна дитина мати",
            ),
            (Language::Ar, "عمل بيت منزل سكن مدرسة تعليم صحة طبيب عائلة أهل صديق لغة أمان حقوق حرب طفل أم أمي وجدت"),
            (Language::Fa, "کار خانه مسکن مدرسه آموزش سلامت پزشک خانواده دوست زبان امنیت حقوق جنگ کودک مادر یافتم"),
            (
                Language::Tr,
                "iş ev konut okul eğitim sağlık doktor aile arkadaş dil güvenlik hak haklar savaş çocuk anne buldum",
            ),
        ];
        for (language, words) in lists {
            for word in words.split_whitespace() {
                // أم is "mother" and "or" in one spelling; only the particle is so common.
                if word == "أم" {
                    continue;
                }
                assert!(!is_stop_word(word, language), "{word} ({language})");
            }
        }
    }

    #[test]
    fn particles_are_stop_words_in_any_spelling() {
        for (word, language) in [
            ("the", Language::En),
            ("The", Language::En),
            ("même", Language::Fr),
            ("إلى", Language::Ar),
            ("الي", Language::Ar),
            ("مِن", Language::Ar),
            ("كه", Language::Fa),
            ("için", Language::Tr),
            ("що", Language::Uk),
            ("для", Language::Ru),
        ] {
            assert!(is_stop_word(word, language), "{word} ({language})");
        }
        assert!(!is_stop_word("the", Language::Und));
    }
}
