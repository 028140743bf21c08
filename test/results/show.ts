import { createSigner } from '../../src/keys/signatures.ts'
import { publisher } from '../../src/results/publish/publish.ts'
import { resultsRoutes } from '../../src/results/serve/routes.ts'
import { secret, type World } from './world.ts'

/** A world with its public routes and a publisher that signs, and a clock that moves on with each publication. */
export async function show(made: World) {
  const signer = await createSigner(secret)
  const clock = { now: () => made.now }
  const publish = publisher({ reader: made.reader, clock, signer })
  const app = resultsRoutes({ reader: made.reader, clock, keys: made.keys, publicUrl: 'https://results.example' })
  return {
    app,
    key: signer.publicKey,
    async publish() {
      const outcome = await publish()
      if (outcome.outcome === 'stopped')
        throw new Error(outcome.problems.map((p) => `${p.precinct} ${p.code}`).join('; '))
      made.now = new Date(Date.parse(made.now) + 60_000).toISOString()
    },
    async read(path: string) {
      const answer = await app.request(path)
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      return answer.text()
    },
  }
}
