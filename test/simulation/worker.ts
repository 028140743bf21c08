/** Plays one core's share of a run's nights, and hands over what each came to. */
import { parentPort, workerData } from 'node:worker_threads'
import { played, type Share } from './simulate.ts'

const { first, last, every, faults } = workerData as Share
for (let seed = first; seed <= last; seed += every) parentPort?.postMessage(await played(seed, faults))
