import { expect, it } from 'vitest'
import { sources } from '../../imports.ts'
import { broken } from './broken.ts'

/** Only the long proof plays the broken copies: here a changed line of src is noticed at once. */
const files = sources('src')

it.each(broken)('finds once in src the line of: $fault', ({ from }) => {
  expect(files.filter(({ text }) => text.includes(from)).map(({ path }) => path)).toHaveLength(1)
  expect(files.flatMap(({ text }) => text.split(from).slice(1))).toHaveLength(1)
})
