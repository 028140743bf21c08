import { codeOf, phoneOf, sql, type World } from './world.ts'

/** A night under way: precincts at every stage, something in the queue. The texts go through the bot itself. */
export async function night(here: World, { reporting = 24 } = {}): Promise<void> {
  const full = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
  for (let n = 1; n <= reporting; n += 1) {
    const from = phoneOf(n)
    if (n % 8 === 0) {
      await here.text(from, 'READY')
      continue
    }
    if (n % 8 === 1) {
      await here.text(from, 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
      continue
    }
    const answer = await here.text(
      from,
      n % 8 === 5 ? 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 60 Buttigieg 38 Warren 33' : full,
    )
    const code = /(OK|KEEP) (\d{6,8})/.exec(answer)
    if (!code || n % 8 === 3) continue
    await here.text(from, `${code[1]} ${code[2]}`)
    if (n % 8 === 6) await here.text(from, 'FIX F Warren 31')
  }
  await here.text(phoneOf(2), 'HELP')
  await here.text('+15155559999', `${codeOf(7)} I Sanders 20 Warren 30`)
  await here.text(phoneOf(4), 'blah blah 12')
  await here.database.batchWrite([
    sql(
      "insert into queue (id, kind, phase, precinct, person, at, detail) values ('t/1', 'held', 'live', ?, null, ?, 'Kept as it is: the final total 131 is more than the 113 at first count.')",
      codeOf(5),
      here.clock.now(),
    ),
  ])
}
