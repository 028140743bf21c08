import { expect, it } from 'vitest'
import { assets, compileAsset, generated } from './compile.ts'

it.each(assets)('%s.ts is made from the file beside it: `npm run assets` changes nothing', (path) => {
  expect(generated(path)).toBe(compileAsset(path))
})
