//! Stories of searching, told against a real index in a folder of its own.

mod damage;
mod house;
mod worlds;

use house::House;

use crate::{access::Purpose, clock::Timestamp, search::index::Writer};

#[actix_web::test]
async fn a_withdrawn_story_is_not_found_from_that_moment_on() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    let basel = house.narrator(2, "Basel", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We found a flat after nine months.").await;
    house.tells(basel, 2, "en", "A flat is not yet a home.").await;
    house.caught_up().await;
    assert_eq!(house.finds("q=flats").await, [2, 1]);
    let passages = house.passages_in_index();

    house.withdraws(amina).await;
    // The index has not moved: it is the gate that hides.
    assert_eq!(house.passages_in_index(), passages);
    let reply = house.search("q=flats").await.unwrap();
    assert_eq!((reply.total, reply.testimonies, reply.narrators), (1, 1, 1));
    assert_eq!(reply.hits.len(), 1);
    assert_eq!(reply.facets.languages.iter().map(|one| one.count).sum::<u64>(), 1);
    house.close().await;
}

#[actix_web::test]
async fn consent_that_ran_out_hides_without_anybody_doing_anything() {
    let house = House::open().await;
    let amina = house.narrator_until(1, "Amina", "2026-04-01").await;
    house.tells(amina, 1, "en", "We found a flat.").await;
    house.caught_up().await;
    assert_eq!(house.finds("q=flat").await, [1]);
    house.clock.set(Timestamp::parse("2026-04-01").unwrap());
    assert_eq!(house.finds("q=flat").await, Vec::<u128>::new());
    house.close().await;
}

#[actix_web::test]
async fn words_are_found_however_they_are_spelled() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "ar", "كانت البدايةُ صعبةً ثم وجدنا أَمَانًا في المدرسة").await;
    house.tells(amina, 2, "prs", "بیماری‌های سخت و علائم آن").await;
    house.tells(amina, 3, "nl", "Wij vonden een huis in Utrecht.").await;
    house.caught_up().await;
    assert_eq!(house.finds("q=البداية").await, [1]);
    assert_eq!(house.finds("q=مدرسه").await, [1]);
    assert_eq!(house.finds("q=بيماريهاي").await, [2]);
    assert_eq!(house.finds("q=علایم").await, [2]);
    assert_eq!(house.finds("q=huis+OR+علایم&language=nl").await, [3]);
    let reply = house.search("q=huis").await.unwrap();
    let hit = reply.hits.first().unwrap();
    let mark = hit.marks.first().unwrap();
    let marked: String =
        hit.window.text.chars().skip(usize::try_from(mark.start - hit.window.start).unwrap()).take(4).collect();
    assert_eq!((marked.as_str(), reply.languages.len()), ("huis", 3));
    house.close().await;
}

#[actix_web::test]
async fn a_search_is_narrowed_and_counted() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    let basel = house.narrator(2, "Basel", &[Purpose::Store, Purpose::Analyse]).await;
    let text = "INTERVIEWER: How did you find a flat?\n\nAMINA: A friend told us of the flat.\n\nINTERVIEWER: And the school?\n\nAMINA: It was near.\n";
    house.tells(amina, 1, "en", text).await;
    house.tells(basel, 2, "en", "A flat, and then another flat.").await;
    house.caught_up().await;
    let reply = house.search("q=flat").await.unwrap();
    assert_eq!((reply.total, reply.testimonies, reply.narrators), (3, 2, 2));
    let speakers: Vec<_> = reply.facets.speakers.iter().map(|one| (one.name.as_str(), one.count)).collect();
    assert_eq!(speakers, [("AMINA", 1), ("INTERVIEWER", 1)]);
    let by_amina = house.search("q=flat+speaker:amina").await.unwrap();
    assert_eq!(by_amina.hits.iter().map(|hit| hit.speaker.clone()).collect::<Vec<_>>(), [Some("AMINA".to_owned())]);
    assert_eq!(house.finds("speaker=Interviewer").await, [1, 1]);
    assert_eq!(house.finds("q=flat&attribute=place:Utrecht").await.len(), 3);
    assert_eq!(house.finds("q=flat&attribute=place:Gouda").await.len(), 0);
    assert_eq!(house.finds("q=flat&kind=speech").await.len(), 0);
    assert_eq!(house.finds("q=flat&narrator_role=newcomer").await.len(), 3);
    // Nothing is asked for in words: all passages, in the order in which the stories came, page by page.
    let first = house.search("limit=3").await.unwrap();
    assert_eq!((first.total, first.hits.len(), first.next.as_deref()), (5, 3, Some("3")));
    let second = house.search("limit=3&after=3").await.unwrap();
    assert_eq!((second.hits.len(), second.next), (2, None));
    let starts: Vec<u32> = first.hits.iter().chain(&second.hits).map(|hit| hit.start).collect();
    assert!(starts.iter().take(4).is_sorted());
    house.close().await;
}

#[actix_web::test]
async fn passages_are_found_by_their_codes_and_who_set_them() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    let basel = house.narrator(2, "Basel", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We found a flat.\n\nThe school was near.").await;
    house.tells(basel, 2, "en", "A flat, and then another flat.").await;
    house.caught_up().await;
    let (code, indicator, name) = house.a_code_under_an_indicator().await;
    assert_eq!(house.search(&format!("code={code}")).await.unwrap().total, 0);
    house.codes(1, 1, 3..11, code).await;
    house.codes(2, 2, 0..6, code).await;
    house.caught_up().await;
    assert_eq!(house.finds(&format!("code={code}")).await, [1, 2]);
    assert_eq!(house.finds(&format!("indicator={indicator}")).await, [1, 2]);
    assert_eq!(house.finds(&format!("code={code}&coder={}", house.person)).await, [1, 2]);
    assert_eq!(house.finds(&format!("coder={amina}")).await, Vec::<u128>::new());
    assert_eq!(house.finds(&format!("q=school&code={code}")).await, Vec::<u128>::new());
    let name = name.replace('&', "%26").replace(' ', "+");
    assert_eq!(house.finds(&format!("q=another+code:%22{name}%22")).await, [2]);
    assert_eq!(house.search("q=code:nosuchcode").await.unwrap_err().code, "query.unknown-code");
    let reply = house.search("q=flat").await.unwrap();
    assert_eq!(reply.facets.codes.iter().map(|one| (one.id, one.count)).collect::<Vec<_>>(), [(code, 2)]);
    assert_eq!(reply.facets.coders.iter().map(|one| (one.name.as_str(), one.count)).collect::<Vec<_>>(), [("Bo", 2)]);
    assert!(reply.hits.iter().all(|hit| hit.codes.iter().map(|one| one.id).eq([code])));
    // What may not be read is not counted either.
    house.withdraws(amina).await;
    let reply = house.search("q=flat").await.unwrap();
    assert_eq!(reply.facets.codes.iter().map(|one| one.count).collect::<Vec<_>>(), [1]);
    house.close().await;
}

#[actix_web::test]
async fn a_corrected_story_is_found_by_its_new_words_alone() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We lived in Uterecht.").await;
    house.caught_up().await;
    house.corrects(1, "We lived in Utrecht.").await;
    house.caught_up().await;
    assert_eq!(house.finds("q=Uterecht").await, Vec::<u128>::new());
    assert_eq!(house.finds("q=Utrecht").await, [1]);
    house.close().await;
}

#[actix_web::test]
async fn the_index_is_built_anew_while_it_serves() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    for number in 1..=40 {
        house.tells(amina, number, "en", &format!("Story {number} of a flat.")).await;
    }
    house.caught_up().await;
    let job = crate::search::reindex(&house.stores.db, Some(house.project), None, house.clock.now()).await.unwrap();
    let again = crate::search::reindex(&house.stores.db, Some(house.project), None, house.clock.now()).await.unwrap();
    assert_eq!(job.id, again.id);
    house.caught_up().await;
    loop {
        assert_eq!(house.search("q=flat&limit=1").await.unwrap().total, 40);
        let jobs = crate::jobs::of_project(&house.stores.db, house.project).await.unwrap();
        if jobs.iter().all(|job| job.state == "done" && job.done == job.total) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    house.index_equals_database().await;
    house.close().await;
}

#[actix_web::test]
async fn a_search_that_breaks_takes_the_index_from_nobody() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We found a flat.").await;
    house.caught_up().await;
    let generation = house.generation();
    house.search.broke();
    house.tells(amina, 2, "en", "We found a house.").await;
    house.caught_up().await;
    assert_eq!(house.generation(), generation, "the index was whole and is not built anew");
    // Damage while it serves is found at the next search that breaks on it.
    let terms =
        house::files_under(&generation).into_iter().find(|file| file.extension().is_some_and(|kind| kind == "term"));
    std::fs::remove_file(terms.unwrap()).unwrap();
    house.search.broke();
    house.tells(amina, 3, "en", "We found a school.").await;
    house.caught_up().await;
    while house.generation() == generation {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    house.caught_up().await;
    assert_eq!(house.finds("q=found").await.len(), 3);
    house.close().await;
}

#[actix_web::test]
async fn what_was_put_and_not_committed_is_followed_again() {
    let mut house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We found a flat.").await;
    house.caught_up().await;
    house.stop().await;
    house.tells(amina, 2, "en", "We found a house.").await;
    let told = house.for_index().await;
    {
        let mut writer = Writer::open(&house.generation()).unwrap();
        for one in &told {
            writer.put(one.id, Some(one)).unwrap();
        }
        writer.follows = 1_000;
        // Killed here: nothing was committed.
    }
    house.start();
    house.caught_up().await;
    assert_eq!(house.finds("q=found").await.len(), 2);
    house.index_equals_database().await;
    house.close().await;
}

#[actix_web::test]
async fn an_erased_story_leaves_no_word_in_the_index() {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    let basel = house.narrator(2, "Basel", &[Purpose::Store, Purpose::Analyse]).await;
    house.tells(amina, 1, "en", "We came with the zanzibarovka.").await;
    house.tells(basel, 2, "en", "We came by train.").await;
    house.caught_up().await;
    assert!(house.index_knows("zanzibarovka"));
    house.stores.keys.destroy(amina).await.unwrap();
    house.says_it_changed(1).await;
    house.caught_up().await;
    assert!(!house.index_knows("zanzibarovka"));
    assert_eq!(house.finds("q=came").await, [2]);
    house.close().await;
}
