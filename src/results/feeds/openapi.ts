import { resultsSchema } from './results-schema.ts'

interface Described {
  readonly path: string
  readonly type: string
  readonly summary: string
}

const feeds: readonly Described[] = [
  { path: '/results.json', type: 'application/json', summary: 'All published results.' },
  { path: '/results.csv', type: 'text/csv', summary: "One row a precinct and group; OpenElections' columns first." },
  { path: '/results.nist.json', type: 'application/json', summary: 'NIST SP 1500-100 version 2, precinct level.' },
  {
    path: '/ledger.jsonl',
    type: 'application/x-ndjson',
    summary: 'Every recorded event, hash-chained, with signed updates.',
  },
  { path: '/corrections.atom', type: 'application/atom+xml', summary: 'Every number that was public and changed.' },
  { path: '/', type: 'text/html', summary: 'State totals.' },
  { path: '/counties', type: 'text/html', summary: 'All counties.' },
  { path: '/corrections', type: 'text/html', summary: 'All corrections.' },
]
const single: readonly Described[] = [
  { path: '/counties/{id}', type: 'text/html', summary: 'One county and its precincts.' },
  { path: '/precincts/{id}', type: 'text/html', summary: 'One precinct: counts, arithmetic, history.' },
]

/** The public API as OpenAPI 3.1. Nothing to sign in to; ask with `If-None-Match` and most answers are 304. */
export function openApi(publicUrl: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Caucusline results',
      version: '1',
      description:
        'Unofficial caucus results with their provenance. Read-only. Every answer carries an ETag; `sequence` grows with each update. Where `practice` is true, nothing is a result.',
      license: { name: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    paths: Object.fromEntries([
      ...feeds.map((resource) => pathOf(resource, [])),
      ...single.map((resource) => pathOf(resource, [idParameter])),
    ]),
    components: { schemas: { Results: resultsSchema() } },
  }
}

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

function pathOf({ path, type, summary }: Described, parameters: readonly object[]): [string, unknown] {
  const schema = path === '/results.json' ? { $ref: '#/components/schemas/Results' } : { type: 'string' }
  const ifNoneMatch = { name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } }
  const headers = { ETag: { schema: { type: 'string' } } }
  const responses = {
    200: { description: summary, headers, content: { [type]: { schema } } },
    304: { description: 'Not changed since the ETag that was named.' },
    ...(parameters.length > 0 && { 404: { description: 'There is no such page.' } }),
  }
  const operationId = `get${path.replace(/[^a-z]+(.)?/gi, (_, c: string | undefined) => c?.toUpperCase() ?? '') || 'State'}`
  return [path, { get: { operationId, summary, parameters: [...parameters, ifNoneMatch], responses } }]
}
