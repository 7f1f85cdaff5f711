//! Nobody reaches the connection but the gate.
fn leak(db: &kith::db::Db) {
    let _connection = db.connection();
}

fn main() {}
