//! The tables can be taken down and built again, one change after the other.

use migration::{Migrator, MigratorTraitSelf};
use sea_orm::{ConnectionTrait, Database};
use tests::{TestApp, story};

#[story]
async fn every_change_of_the_tables_goes_up_down_and_up_again() {
    let app = TestApp::at("2026-03-01").await;
    let records = Database::connect(app.config.storage.database_url()).await.unwrap();
    drop(app.founder().await);
    Migrator.down(&records, None).await.expect("down");
    let gone = records.execute_unprepared("SELECT COUNT(*) FROM narrator").await;
    assert!(gone.is_err(), "nothing is left");
    Migrator.up(&records, None).await.expect("up again");
    records.execute_unprepared("SELECT COUNT(*) FROM rights_request").await.expect("all of it");
}
