import { expect, it } from 'vitest'
import { needed } from '../peers/peer.ts'
import { believePython } from './python-signer.ts'

it("forms that Twilio's Python library signed are believed, and none that was changed afterwards", (test) => {
  expect(needed(believePython(300, 2020), test)).toEqual({ forms: 300, believed: 300, deceived: 0 })
})
