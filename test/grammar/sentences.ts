import grammar from '../../src/grammar/report.ts'

interface Rule {
  readonly name: string
  readonly symbols: readonly (string | { readonly literal: string })[]
}
const rules = grammar.ParserRules as unknown as readonly Rule[]

/** The shortest sentence that each nonterminal can become, so that a derivation can be ended. */
const shortest = new Map<string, string>()
for (let changed = true; changed; ) {
  changed = false
  for (const { name, symbols } of rules) {
    const parts = symbols.map((s) => (typeof s === 'string' ? shortest.get(s) : s.literal))
    if (parts.some((part) => part === undefined)) continue
    const sentence = parts.join('')
    if ((shortest.get(name)?.length ?? Number.POSITIVE_INFINITY) <= sentence.length) continue
    shortest.set(name, sentence)
    changed = true
  }
}

/** A sentence of the grammar. `choose` answers with a number below its argument; after `steps` choices it ends as soon as it can. */
export function sentence(choose: (n: number) => number, steps: number): string {
  let left = steps
  const grow = (name: string): string => {
    if (left-- <= 0) return shortest.get(name) ?? ''
    const options = rules.filter((rule) => rule.name === name)
    return options[choose(options.length)]!.symbols.map((s) => (typeof s === 'string' ? grow(s) : s.literal)).join('')
  }
  return grow(grammar.ParserStart)
}

/** Every symbol that stands in the grammar. */
export const terminals: readonly string[] = [
  ...new Set(rules.flatMap(({ symbols }) => symbols.flatMap((s) => (typeof s === 'string' ? [] : [s.literal])))),
]
