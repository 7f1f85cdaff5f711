//! What people do with masks, told in small stories.

use redaction::{
    Category, Certainty, CodePoints, Confidential, EntityId, Identifier, Profile, Project, Replacement, Replacements,
    Rule, Span, leak_check, render, same_everywhere, suggest,
};

fn span(text: &str, words: &str, entity: u128, category: Category) -> Span {
    let start = CodePoints::in_text(text.split(words).next().expect("words"));
    let end = start.plus(CodePoints::in_text(words).0);
    Span { start, end, entity: EntityId(entity), category, identifier: Identifier::Direct, confidential: None }
}

fn said(text: &str, project: &Project) -> Vec<(String, Rule)> {
    let chars: Vec<char> = text.chars().collect();
    let words = |start: CodePoints, end: CodePoints| chars[start.0 as usize..end.0 as usize].iter().collect();
    suggest(text, project).iter().map(|s| (words(s.start, s.end), s.rule)).collect()
}

#[test]
fn each_reader_reads_what_was_agreed_for_them() {
    let text = "Amina came from Homs. Amina stayed.";
    let amina = span(text, "Amina", 1, Category::Person);
    let again = Span { start: CodePoints(22), end: CodePoints(27), ..amina };
    let spans = [span(text, "Homs", 2, Category::Location), amina, again];
    let mut replacements = Replacements::new();
    replacements.set(EntityId(1), Profile::Public, Replacement::Text("Salma".to_owned()));
    replacements.set(EntityId(1), Profile::Team, Replacement::Keep);
    replacements.set(EntityId(2), Profile::Team, Replacement::Keep);
    replacements.set(EntityId(2), Profile::Funder, Replacement::Text("a city in Syria".to_owned()));
    let read = |profile| render(text, &spans, &replacements, profile).text;
    assert_eq!(read(Profile::Team), text);
    assert_eq!(read(Profile::Public), "[Salma] came from [place]. [Salma] stayed.");
    assert_eq!(read(Profile::Funder), "[person] came from [a city in Syria]. [person] stayed.");
}

#[test]
fn the_wider_mask_wins_and_leaves_no_rest() {
    let text = "the house of Amina Haddad in Homs";
    let wide = span(text, "house of Amina", 1, Category::Location);
    let name = span(text, "Amina Haddad", 2, Category::Person);
    let rendering = render(text, &[name, wide], &Replacements::new(), Profile::Public);
    assert_eq!(rendering.text, "the [place] in Homs");
    assert_eq!(rendering.to_rendered(CodePoints(15)..CodePoints(16)), CodePoints(4)..CodePoints(11));
    assert_eq!(rendering.to_original(CodePoints(5)..CodePoints(6)), CodePoints(4)..CodePoints(25));
}

#[test]
fn a_replacement_never_says_what_it_replaces() {
    let text = "Amina, a person.";
    let mut replacements = Replacements::new();
    replacements.set(EntityId(1), Profile::Public, Replacement::Text("AMINA’s sister".to_owned()));
    let spans = [span(text, "Amina", 1, Category::Person), span(text, "person", 2, Category::Person)];
    assert_eq!(render(text, &spans, &replacements, Profile::Public).text, "[person], a […].");
}

#[test]
fn a_replacement_in_another_direction_stands_apart_and_marks_stay_closed() {
    let text = "قالت أمينة ذلك";
    let spans = [span(text, "أمينة", 1, Category::Person)];
    let rendering = render(text, &spans, &Replacements::new(), Profile::Public);
    assert_eq!(rendering.text, "قالت \u{2068}[person]\u{2069} ذلك");
    // The mask covers the mark that ends the isolate; the rest of the line keeps its direction.
    let text = "\u{2067}نور\u{2069} left";
    let masked = Span { start: CodePoints(2), end: CodePoints(5), ..span(text, "نور", 1, Category::Person) };
    assert!(render(text, &[masked], &Replacements::new(), Profile::Public).text.contains('\u{2069}'));
}

#[test]
fn references_of_the_authorities_are_known_by_their_form() {
    for (text, words, rule) in [
        ("Ref K1234567 please", "K1234567", Rule::HomeOffice),
        ("my card ZU7654321", "ZU7654321", Rule::ResidencePermit),
        ("form 15/11/04821 says", "15/11/04821", Rule::AsylumSupport),
        ("it is QQ 12 34 56 C now", "QQ 12 34 56 C", Rule::NationalInsurance),
        ("NHS 943 476 5919 is mine", "943 476 5919", Rule::HealthNumber),
        ("paper 245-18C00731 here", "245-18C00731", Rule::UnhcrCase),
        ("GWF012345678 was sent", "GWF012345678", Rule::ApplicationNumber),
        ("the code W4K 8PT 2MN works", "W4K 8PT 2MN", Rule::ShareCode),
        ("IBAN GB29 NWBK 6016 1331 9268 19 there", "GB29 NWBK 6016 1331 9268 19", Rule::Iban),
        ("BSN 111222333 heb ik", "111222333", Rule::CitizenNumber),
        ("V-nummer 2801234567 was het", "2801234567", Rule::AlienNumber),
        ("das Zeichen beim Amt war 6543210-423 und ich habe es nicht", "6543210-423", Rule::FederalOffice),
        ("EURODAC DE1150101XXX00001 there", "DE1150101XXX00001", Rule::Eurodac),
        ("ring +44 7700 900142 now", "+44 7700 900142", Rule::Phone),
        ("رقم هاتفي ٠٧٩٥٥٥١٢٣٤ هنا", "٠٧٩٥٥٥١٢٣٤", Rule::Phone),
        ("شماره ۰۷۹۹۱۲۳۴۵۶ است", "۰۷۹۹۱۲۳۴۵۶", Rule::Phone),
        ("write to a.b+c@example.org.", "a.b+c@example.org", Rule::Email),
        ("see https://example.org/x?y=1, yes", "https://example.org/x?y=1", Rule::WebAddress),
        ("I live at LS7 3DX now", "LS7 3DX", Rule::Postcode),
        ("wij wonen op 1015 AB nu", "1015 AB", Rule::Postcode),
    ] {
        let said = said(text, &Project::new());
        assert!(said.contains(&(words.to_owned(), rule)), "{text}: {said:?}");
    }
}

#[test]
fn dates_are_read_in_the_calendars_people_count_in() {
    for (text, words) in [
        ("on 14 February 2019 they", "14 February 2019"),
        ("le 1er mars 2018 au matin", "1er mars 2018"),
        ("in 15 أيلول 2015 كان", "15 أيلول 2015"),
        ("در ۵ مرداد ۱۴۰۰ رفتیم", "۵ مرداد ۱۴۰۰"),
        ("з 5 березня 2022 року тут", "5 березня 2022 року"),
        ("am 30.11.2019 in", "30.11.2019"),
        ("ولدت ١٢/٣/١٩٨٧ هناك", "١٢/٣/١٩٨٧"),
        ("at 9:48 pm we", "9:48 pm"),
    ] {
        let said = said(text, &Project::new());
        assert!(
            said.iter().any(|(found, rule)| found == words && matches!(rule, Rule::Date | Rule::Time)),
            "{text}: {said:?}"
        );
    }
    assert!(said("we paid 2000 euros and may march on", &Project::new()).iter().all(|(_, rule)| *rule == Rule::Money));
}

#[test]
fn the_projects_names_are_found_and_never_told() {
    let mut project = Project::new();
    project.add(Category::Person, "Олена Ковальчук");
    let text = "Я бачила Олену. Ковальчук поїхала, без олени ковальчук.";
    let found = suggest(text, &project);
    assert!(
        found.iter().filter(|s| matches!(s.rule, Rule::ProjectName | Rule::ProjectNamePart)).count() >= 3,
        "{found:?}"
    );
    assert!(!format!("{:?}", found).contains("Олена"));
}

#[test]
fn what_is_dangerous_is_said_to_be() {
    let found = suggest("I am Hazara and I have HIV, she is gay, they were Christian activists.", &Project::new());
    let classes: Vec<_> = found.iter().filter_map(|s| s.confidential).collect();
    for class in
        [Confidential::Ethnic, Confidential::Health, Confidential::Sex, Confidential::Belief, Confidential::Politics]
    {
        assert!(classes.contains(&class), "{class:?} in {found:?}");
    }
}

#[test]
fn one_decision_is_proposed_for_every_mention() {
    let text = "Олена Ковальчук прийшла. Я бачила Олену Ковальчук і пані Ковальчук.";
    let decided = [span(text, "Олена Ковальчук", 3, Category::Person)];
    let mentions = same_everywhere(text, &decided);
    let sure: Vec<_> = mentions.iter().map(|mention| mention.certainty).collect();
    assert_eq!(sure, [Certainty::Sure, Certainty::Likely], "{mentions:?}");
    assert!(mentions.iter().all(|mention| mention.span.entity == EntityId(3)));
}

#[test]
fn of_many_who_share_a_name_none_is_forgotten() {
    let people: Vec<String> = (0..3_000).map(|n| format!("Mohammad Family{n}")).collect();
    let leaks = leak_check("Then Mohammad Family2999 and MOHAMMAD\nFAMILY0 came.", &people);
    assert_eq!(leaks.iter().map(|leak| leak.which).collect::<Vec<_>>(), [2_999, 0]);
    let mut project = Project::new();
    people.iter().for_each(|name| project.add(Category::Person, name));
    assert!(suggest("then Mohammad Family2999 came", &project).iter().any(|s| s.rule == Rule::ProjectName));
}

#[test]
fn a_name_is_found_before_it_is_published() {
    let leaks = leak_check("[person] said: ask\nAMI-\nNA. وَلِأَمِينَةَ", &["Amina", "أمينة"]);
    assert_eq!(leaks.iter().map(|leak| leak.which).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_long_text_is_read_in_time_that_grows_with_its_length() {
    let piece =
        "My name is Amina Haddad, I left Homs in March 2015 with أخي سامر and Олена. Call 07700 900142. a a a a ";
    let once = |times: usize| {
        let text = piece.repeat(times);
        let start = std::time::Instant::now();
        assert!(suggest(&text, &Project::new()).len() >= times);
        start.elapsed()
    };
    // The quickest of several runs, because other work on the machine only ever makes one slower.
    let quickest = |times: usize| (0..4).map(|_| once(times)).min().expect("a run");
    let (short, long) = (quickest(300), quickest(2_400));
    assert!(long < short * 24, "{short:?} for one, {long:?} for eight times as much");
}
