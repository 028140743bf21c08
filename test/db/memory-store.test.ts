import { storeContract } from './contract.ts'
import { append, caucus, changePhase, installation, type Subject } from './fixtures.ts'
import { memoryStore } from './memory-store.ts'

const loaded = { type: 'CaucusLoaded', data: { name: 'Tests', rules: 'ia2020', precincts: 3 } } as const

async function open(): Promise<Subject> {
  const { events } = append('caucus', 0, [loaded])
  const bindings = installation.bindings.map((binding) => ({ ...binding, until: null }))
  const precincts = installation.precincts.map(({ kind: _, registered: __, pool: ___, ...precinct }) => precinct)
  const store = memoryStore({ caucus, phase: 'setup', precincts, bindings, pins: installation.pins ?? [], events })
  await changePhase(store, 1, 'setup', 'live')
  return { store, reader: store, close: async () => {} }
}

storeContract('memory', open, 200)
