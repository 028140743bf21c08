/**
 * Measurements that a person runs: `npm run bench -- webhook 5 1500`, and `npm run bench -- --help` lists them. They
 * print what they find; docs/scale.md keeps what was seen.
 */
import { Command } from 'commander'
import { runBenchmark } from './harness.ts'

/** What a benchmark is given: the words of the command line, each in place of its default. */
export type Run = (words: readonly string[]) => Promise<void>

interface Benchmark {
  readonly about: string
  /** Arguments with their defaults, by position. */
  readonly arguments: string
  readonly load: () => Promise<Run>
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  webhook: {
    about: 'texts a second from HTTP to a durable commit, beside a floor of HTTP, signature and one insert',
    arguments: '[rounds=5] [precincts=1500] [chairs at a time=128] [stored texts=0]',
    load: async () => (await import('./webhook.ts')).webhook,
  },
  growth: {
    about: 'what a text costs when so many are stored already',
    arguments: '[rounds=5] [precincts=600] [stored=10000,100000,1000000]',
    load: async () => (await import('./webhook.ts')).growth,
  },
  d1: {
    about: 'the same night on Node with SQLite and on workerd with D1, both on this machine',
    arguments: '[rounds=3] [precincts=100] [chairs at a time=16]',
    load: async () => (await import('./webhook.ts')).d1,
  },
  latency: {
    about: 'how long chairs wait at once, ten and a hundred times Iowa’s busiest half hour',
    arguments: '[seconds at 1×=60] [at 10×=20] [at 100×=10]',
    load: async () => (await import('./latency.ts')).latency,
  },
  strangers: {
    about: 'what chairs notice of ten strangers for each of their texts',
    arguments: '[chairs’ texts a second=20] [strangers for each=10] [seconds a round=6] [rounds=5]',
    load: async () => (await import('./strangers.ts')).strangers,
  },
  readers: {
    about: 'what chairs notice of 500 readers’ requests a second for the public pages',
    arguments: '[folder with a caucus’ files] [rounds=5] [seconds a round=8]',
    load: async () => (await import('./readers.ts')).readers,
  },
  replay: {
    about: 'the whole night of `caucusline replay`, at several numbers of chairs at once',
    arguments: '[folder with a caucus’ files] [rounds=3]',
    load: async () => (await import('./readers.ts')).replay,
  },
  publish: {
    about: 'a round of publication as the state and what changed grow, and beside 3,000 texts a second',
    arguments: '[precincts=1678,5000,20000] [changed=0,1,50,1000] [rounds=7] [seconds=10]',
    load: async () => (await import('./publish.ts')).publish,
  },
  store: {
    about: 'durable commits a second, beside a floor of one insert in the same groups',
    arguments: '[rounds=5] [texts=4000] [stored texts=0]',
    load: async () => (await import('./store.ts')).store,
  },
  console: {
    about: 'bytes and milliseconds of the console’s board and of its updates, for a slow link',
    arguments: '[precincts=20000]',
    load: async () => (await import('./console.ts')).hqConsole,
  },
  math: {
    about: 'lines a second of `math --jsonl`, and its memory',
    arguments: '[lines=1000000]',
    load: async () => (await import('./math.ts')).math,
  },
  read: {
    about: 'microseconds to read a text: realistic ones, and hostile ones of growing length',
    arguments: '[texts=100000]',
    load: async () => (await import('./read.ts')).read,
  },
  shards: {
    about: 'computed, not measured: how long texts wait for one D1, or for a D1 of their caucus’ own',
    arguments: '[milliseconds a text=4.8] [seconds=1800]',
    load: async () => (await import('./shards.ts')).shards,
  },
}

const program = new Command('bench').description('Measurements that a person runs. Each prints what it finds.')
for (const [name, { about, arguments: usage, load }] of Object.entries(benchmarks))
  program
    .command(name)
    .description(about)
    .usage(usage)
    .argument('[words...]', usage)
    .action(async (words: readonly string[]) => runBenchmark(async () => (await load())(words)))
await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
process.exit()
