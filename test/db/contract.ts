import { afterEach, beforeEach, describe } from 'vitest'
import { appending } from './contract/appending.ts'
import { borrowing } from './contract/borrowing.ts'
import { racing } from './contract/racing.ts'
import { reading } from './contract/reading.ts'
import { refusing } from './contract/refusing.ts'
import type { Current, Subject } from './fixtures.ts'
import { interleavings } from './interleavings.ts'

/** What every store must hold to: one list for all of them. `open` gives a new one each time. */
export function storeContract(name: string, open: () => Promise<Subject>, runs: number): void {
  describe(`the store in ${name}`, () => {
    let subject: Subject
    beforeEach(async () => {
      subject = await open()
    })
    afterEach(() => subject.close())
    const current: Current = () => subject
    reading(current)
    appending(current)
    borrowing(current)
    refusing(current)
    racing(current)
    interleavings(open, runs)
  })
}
