import type { View } from '../view.ts'

/** How things are called inside the file: units, candidates, texts. */

export const stateUnit = 'state'
export const countyUnit = (slug: string): string => `county-${slug}`
export const precinctUnit = (id: string): string => `precinct-${id}`

/** A plain text in the format's wrapping. */
export const text = (content: string) => ({
  '@type': 'ElectionResults.InternationalizedText',
  Text: [{ '@type': 'ElectionResults.LanguageString', Language: 'en', Content: content }],
})

export const candidateId = (view: View, group: string): string => `candidate-${view.order.indexOf(group) + 1}`
