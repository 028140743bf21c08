import type { BindWrite, PinWrite, Table, Write } from '../../hq/ports.ts'
import type { Statement } from '../connection/database.ts'
import { columnsOf, statement } from '../connection/sql.ts'

const shared: ReadonlySet<Table> = new Set(['queue', 'outbox', 'precincts'])
/** The console's own tables have a prefix. The fields of a row are the columns of its table, in camel case. */
const tableName = (table: Table): string => (shared.has(table) ? table : `hq_${table}`)

/** A change of the console as statements. */
export function rowWrites(write: Write): readonly Statement[] {
  if ('bind' in write || 'unbind' in write) return bound(write)
  if ('pin' in write) return pinIssued(write.pin)
  const table = tableName(write.table)
  if ('remove' in write) return [statement(`delete from ${table} where id = ?`, write.remove)]
  const row = columnsOf('set' in write ? write.set : write.insert)
  const columns = Object.keys(row)
  if ('set' in write) {
    const changes = columns.map((column) => `${column} = ?`).join(', ')
    return [statement(`update ${table} set ${changes} where id = ?`, ...Object.values(row), write.id)]
  }
  const values = columns.map(() => '?').join(', ')
  const conflict = write.ifNew ? 'on conflict (id) do nothing' : ''
  return [
    statement(`insert into ${table} (${columns.join(', ')}) values (${values}) ${conflict}`, ...Object.values(row)),
  ]
}

/** The old card is void in the same commit that makes the new one good. */
const pinIssued = ({ precinct, hash, at }: PinWrite['pin']): readonly Statement[] => [
  statement('update pins set used_at = ? where precinct = ? and used_at is null', at, precinct),
  statement('insert into pins (hash, precinct) values (?, ?)', hash, precinct),
]

function bound(write: BindWrite): readonly Statement[] {
  const { precinct, kind } = 'bind' in write ? write.bind : write.unbind
  const next = 'bind' in write ? write.bind.person : ''
  const unbound = [
    // What waits for a phone that is replaced is not sent any more: a code may be in it.
    statement(
      `update outbox set state = 'dropped', error = 'phone replaced' where precinct = ? and state = 'waiting' and person <> ?
       and person in (select person from bindings where precinct = ? and kind = ?)`,
      precinct,
      next,
      precinct,
      kind,
    ),
    statement('delete from bindings where precinct = ? and kind = ?', precinct, kind),
  ]
  if ('unbind' in write) return unbound
  const { person, phone, name } = write.bind
  return [
    ...unbound,
    statement(
      `insert into people (person, phone, name) values (?, ?, ?)
       on conflict (person) do update set phone = excluded.phone, name = excluded.name`,
      person,
      phone,
      name,
    ),
    statement(
      `insert into bindings (person, precinct, kind, until) values (?, ?, ?, null)
       on conflict (person, precinct) do update set kind = excluded.kind, until = null`,
      person,
      precinct,
      kind,
    ),
  ]
}
