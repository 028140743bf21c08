import Sqlite from 'better-sqlite3'

/**
 * A database as SQL that D1 takes: one insert a row, tables in the order in which they were made, so that what is
 * referred to is there. The schema is not in it: migrations make that.
 */
export function dump(file: string): string {
  const client = new Sqlite(file, { readonly: true })
  try {
    const tables = client
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'd1_migrations' order by rowid",
      )
      .pluck()
      .all() as string[]
    return tables.flatMap((table) => rows(client, table)).join('\n')
  } finally {
    client.close()
  }
}

function rows(client: Sqlite.Database, table: string): string[] {
  // Generated columns are not listed here, and must not be given.
  const columns = (client.pragma(`table_info(${table})`) as { readonly name: string }[]).map(({ name }) => name)
  const values = columns.map((column) => `quote("${column}")`).join(` || ',' || `)
  const made = client.prepare(
    `select 'insert into ${table} (${columns.join()}) values (' || ${values} || ');' from ${table} order by rowid`,
  )
  return made.pluck().all() as string[]
}
