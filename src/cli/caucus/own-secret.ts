import type { Database } from '../../db/connection/database.ts'
import { secretMismatch } from '../../server/own-secret.ts'
import { answerNo } from '../io.ts'

/** Says so, and that the command ends, where the secret is another caucus’. @returns whether it is this one's. */
export async function ownSecret(database: Pick<Database, 'batchRead'>, secret: string): Promise<boolean> {
  const wrong = await secretMismatch(database, secret)
  if (wrong !== null) answerNo(`Nothing was done: ${wrong}.`)
  return wrong === null
}
