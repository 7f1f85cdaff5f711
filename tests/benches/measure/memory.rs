//! How much memory it needs to do nothing.

use crate::{
    client::House,
    table::{Aim, Table},
};

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(1);
    house.lead.get("/testimonies");
    let (now, most) = house.service.memory();
    table.line("memory, idle after start and set-up", now, "MB", format!("{most:.0} MB at most"), Aim::Below(100.0));
}
