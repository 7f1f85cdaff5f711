//! A circulation: people as flow from the total to the rows, to the columns, and back to the total. Each edge is a
//! figure, between the bounds that its publication gives. It finds extremes exactly, and knows nothing of tables.
//!
//! All bounds are whole numbers, so every extreme is whole, and every whole number between two extremes is possible
//! too (Hoffman 1960; Ahuja, Magnanti and Orlin, Network Flows, 1993).

use std::collections::VecDeque;

/// More than any count, and far from overflow.
pub(crate) const UNBOUNDED: i64 = 1 << 40;

/// One figure: so many people go from one node to another.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) low: i64,
    pub(crate) high: i64,
    pub(crate) flow: i64,
}

/// What an edge could become if its figure were withheld, and what that would cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beyond {
    pub(crate) low: i64,
    pub(crate) high: i64,
    pub(crate) cost: u64,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    edge: usize,
    is_along: bool,
}

/// The cost of coming to a node, and the step by which one came; none where one began.
type Reached = (u64, Option<(usize, Step)>);

/// Edges between nodes, with a flow that keeps every bound.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    edges: Vec<Edge>,
    around: Vec<Vec<Step>>,
}

impl Network {
    pub(crate) fn new(nodes: usize, edges: Vec<Edge>) -> Self {
        let mut around = vec![Vec::new(); nodes];
        for (edge, Edge { from, to, .. }) in edges.iter().enumerate() {
            if let Some(steps) = around.get_mut(*from) {
                steps.push(Step { edge, is_along: true });
            }
            if let Some(steps) = around.get_mut(*to) {
                steps.push(Step { edge, is_along: false });
            }
        }
        Self { edges, around }
    }

    pub(crate) fn bound(&mut self, edge: usize, (low, high): (i64, i64)) {
        if let Some(edge) = self.edges.get_mut(edge) {
            (edge.low, edge.high) = (low, high);
        }
    }

    pub(crate) fn flows(&self) -> Vec<i64> {
        self.edges.iter().map(|edge| edge.flow).collect()
    }

    pub(crate) fn set_flows(&mut self, flows: &[i64]) {
        for (edge, flow) in self.edges.iter_mut().zip(flows) {
            edge.flow = *flow;
        }
    }

    /// Finds some flow within all bounds; false if there is none.
    pub(crate) fn settle(&mut self) -> bool {
        let mut surplus = vec![0_i64; self.around.len()];
        for edge in &mut self.edges {
            edge.flow = edge.low;
            if edge.low > edge.high {
                return false;
            }
            if let Some(at) = surplus.get_mut(edge.to) {
                *at += edge.low;
            }
            if let Some(at) = surplus.get_mut(edge.from) {
                *at -= edge.low;
            }
        }
        while let Some(start) = surplus.iter().position(|at| *at > 0) {
            let Some((end, steps)) = self.shortest(start, |node| surplus.get(node).is_some_and(|at| *at < 0), None)
            else {
                return false;
            };
            let too_much = surplus.get(start).copied().unwrap_or(0);
            let too_little = surplus.get(end).map_or(0, |at| -at);
            let amount = self.room_of(&steps).min(too_much).min(too_little);
            self.send(&steps, amount);
            if let Some(at) = surplus.get_mut(start) {
                *at -= amount;
            }
            if let Some(at) = surplus.get_mut(end) {
                *at += amount;
            }
        }
        true
    }

    /// Raises the flow of one edge by at most `by`, and says by how much. The flow stays where it ended.
    pub(crate) fn raise(&mut self, edge: usize, by: i64) -> i64 {
        let Some(Edge { from, to, high, flow, .. }) = self.edges.get(edge).cloned() else { return 0 };
        let raised = self.push(to, from, by.min(high - flow), edge);
        self.shift(edge, raised);
        raised
    }

    /// Lowers the flow of one edge by at most `by`, and says by how much. The flow stays where it ended.
    pub(crate) fn lower(&mut self, edge: usize, by: i64) -> i64 {
        let Some(Edge { from, to, low, flow, .. }) = self.edges.get(edge).cloned() else { return 0 };
        let lowered = self.push(from, to, by.min(flow - low), edge);
        self.shift(edge, -lowered);
        lowered
    }

    /// The smallest and the largest flow that this edge can have. The flow is as before afterwards.
    pub(crate) fn extremes(&mut self, edge: usize) -> (i64, i64) {
        let before = self.flows();
        let now = before.get(edge).copied().unwrap_or(0);
        let highest = now + self.raise(edge, UNBOUNDED);
        self.set_flows(&before);
        let lowest = now - self.lower(edge, UNBOUNDED);
        self.set_flows(&before);
        (lowest, highest)
    }

    /// The edges to withhold so that the flow of `edge` can go on rising (or falling) by one at least: a shortest path
    /// whose length is the cost of what it withholds.
    pub(crate) fn cheapest_way_on(&self, edge: usize, rising: Rising, beyond: &[Option<Beyond>]) -> Option<Vec<usize>> {
        let Edge { from, to, .. } = self.edges.get(edge)?;
        let (start, end) = match rising {
            Rising::Up => (*to, *from),
            Rising::Down => (*from, *to),
        };
        let mut reached: Vec<Option<Reached>> = vec![None; self.around.len()];
        *reached.get_mut(start)? = Some((0, None));
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            let Some((so_far, _)) = reached.get(node).copied().flatten() else { continue };
            for step in self.around.get(node).into_iter().flatten().filter(|step| step.edge != edge) {
                let Some(cost) = self.cost_of(*step, beyond) else { continue };
                let (Some(next), total) = (self.end_of(*step), so_far.saturating_add(cost)) else { continue };
                let known = reached.get(next).copied().flatten().map_or(u64::MAX, |(cost, _)| cost);
                if total < known
                    && let Some(at) = reached.get_mut(next)
                {
                    *at = Some((total, Some((node, *step))));
                    waiting.push_back(next);
                }
            }
        }
        let mut opened = Vec::new();
        let mut at = end;
        while let (_, Some((before, step))) = reached.get(at).copied().flatten()? {
            if self.room(step) <= 0 {
                opened.push(step.edge);
            }
            at = before;
        }
        Some(opened)
    }

    /// What one more along this step costs: nothing where there is room, else the price of withholding; none where
    /// even that would not help.
    fn cost_of(&self, step: Step, beyond: &[Option<Beyond>]) -> Option<u64> {
        if self.room(step) > 0 {
            return Some(0);
        }
        let edge = self.edges.get(step.edge)?;
        let beyond = beyond.get(step.edge).copied().flatten()?;
        let room = if step.is_along { beyond.high - edge.flow } else { edge.flow - beyond.low };
        (room > 0).then_some(beyond.cost)
    }

    fn push(&mut self, start: usize, end: usize, limit: i64, without: usize) -> i64 {
        let mut sent = 0;
        while sent < limit {
            let Some((_, steps)) = self.shortest(start, |node| node == end, Some(without)) else { break };
            let amount = self.room_of(&steps).min(limit - sent);
            self.send(&steps, amount);
            sent += amount;
        }
        sent
    }

    /// A path with the fewest steps that have room: with it the number of paths is bounded (Edmonds and Karp 1972).
    fn shortest(
        &self,
        start: usize,
        is_end: impl Fn(usize) -> bool,
        without: Option<usize>,
    ) -> Option<(usize, Vec<Step>)> {
        let mut came_by: Vec<Option<(usize, Step)>> = vec![None; self.around.len()];
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for step in self.around.get(node).into_iter().flatten() {
                if Some(step.edge) == without || self.room(*step) <= 0 {
                    continue;
                }
                let Some(next) = self.end_of(*step) else { continue };
                let Some(at) = came_by.get_mut(next).filter(|at| next != start && at.is_none()) else { continue };
                *at = Some((node, *step));
                if is_end(next) {
                    return Some((next, steps_to(next, &came_by)));
                }
                waiting.push_back(next);
            }
        }
        None
    }

    fn end_of(&self, step: Step) -> Option<usize> {
        self.edges.get(step.edge).map(|edge| if step.is_along { edge.to } else { edge.from })
    }

    fn room(&self, step: Step) -> i64 {
        self.edges
            .get(step.edge)
            .map_or(0, |edge| if step.is_along { edge.high - edge.flow } else { edge.flow - edge.low })
    }

    fn room_of(&self, steps: &[Step]) -> i64 {
        steps.iter().map(|step| self.room(*step)).min().unwrap_or(0)
    }

    fn send(&mut self, steps: &[Step], amount: i64) {
        for step in steps {
            self.shift(step.edge, if step.is_along { amount } else { -amount });
        }
    }

    fn shift(&mut self, edge: usize, by: i64) {
        if let Some(edge) = self.edges.get_mut(edge) {
            edge.flow += by;
        }
    }
}

/// Which way a figure should be able to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rising {
    Up,
    Down,
}

fn steps_to(end: usize, came_by: &[Option<(usize, Step)>]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = end;
    while let Some((before, step)) = came_by.get(at).copied().flatten() {
        steps.push(step);
        at = before;
    }
    steps
}
