import { playSeed } from './simulate.ts'

/** Prints what a night of this seed comes to: the test compares it with another process. */
const night = await playSeed(Number(process.argv[2]))
console.log(night.digest)
