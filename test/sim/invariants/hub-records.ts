import { sql } from 'kysely';
import { countUp } from '../world/counts.ts';
import { report, type World } from '../world/world.ts';

export const ONE_EFFECT = '2 one effect per event';
export const ONE_FINAL = '3 at most one counted final';
export const ACKNOWLEDGED = '1 saved work survives';

/** (2) An event seen twice has one effect: one verdict, one final, one alert. */
export const checkOneEffect = async (world: World): Promise<void> => {
  countUp(world.checks, ONE_EFFECT);
  const { kysely } = world.hub.deps.database;
  const twice = await sql<{ id: string }>`
    select event_id as id from events group by event_id having count(*) > 1
    union all select event_id from reviews group by event_id having count(*) > 1
    union all select l.assignment_id || l.content from alerts l join assignments a on a.id = l.assignment_id
      where a.submission_id not in (select submission_id from erasures where undone = 0)
      group by l.assignment_id, l.kind, l.content having count(*) > 1
    union all select a.id from alerts a where a.kind in ('recused', 'set-aside') and not exists (
      select 1 from events e where e.assignment_id = a.assignment_id and e.result = 'accepted'
        and e.type in ('assignment.recused', 'review.set-aside'))`.execute(kysely);
  const [row] = twice.rows;
  if (row !== undefined) report(world, ONE_EFFECT, `at the hub: ${row.id}`);
};

/** (3) One final counts for each assignment, and it is one that the hub took in. */
export const checkOneFinal = async (world: World): Promise<void> => {
  countUp(world.checks, ONE_FINAL);
  const { kysely } = world.hub.deps.database;
  const wrong = await sql<{ id: string }>`
    select assignment_id as id from reviews where counted = 1 group by assignment_id having count(*) > 1
    union all select r.assignment_id from reviews r left join events e on e.event_id = r.event_id
      where coalesce(e.result, '') <> 'accepted' and not exists (
        select 1 from assignments a, json_each(a.supersedes) s where a.id = r.assignment_id
          and json_extract(s.value, '$.refusedEventId') = r.event_id and json_extract(s.value, '$.answer.granted') = 1)
    union all select r.assignment_id from reviews r where r.counted = 0 and not exists (
      select 1 from reviews c where c.assignment_id = r.assignment_id and c.counted = 1)
    union all select a.id from assignments a where a.state = 'submitted' and not exists (
      select 1 from reviews c where c.assignment_id = a.id and c.counted = 1)`.execute(kysely);
  const [row] = wrong.rows;
  if (row !== undefined) report(world, ONE_FINAL, `at the hub: ${row.id}`);
};

/** (1, the hub's side) What the hub has acknowledged is there, whatever became of its process since. */
export const checkAcknowledged = async (world: World): Promise<void> => {
  countUp(world.checks, ACKNOWLEDGED);
  const rows = await world.hub.deps.database.kysely.selectFrom('events').select('event_id').execute();
  const there = new Set(rows.map((row) => row.event_id));
  for (const eventId of world.shadow.acknowledged) {
    if (!there.has(eventId))
      return report(world, ACKNOWLEDGED, `the hub acknowledged ${eventId} and lost it`);
  }
};
